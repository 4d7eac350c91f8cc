"""What libraries are told that were imported before there was a kernel, and would have looked for one."""

import importlib
import os
import sys

INLINE = "matplotlib_inline.backend_inline"


def prepared() -> None:
    """Before any kernel: look for ways to draw now, which reads the list of installed packages."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib:
        importlib.import_module("matplotlib.backends").backend_registry.list_all()


def told() -> None:
    """Tell all of them that are there. The kernel has been set up, and runs no cell yet."""
    _pictures()
    _widgets()


def _pictures() -> None:
    """The kernel shows pictures below their cells: this is the setting that matplotlib reads when it is imported.

    The module that shows them tells the kernel of itself when it is imported: this shall happen here, at the first
    picture. Where something was drawn before the fork, another way to draw is in use: the kernel's takes its place.
    """
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    sys.modules.pop(INLINE, None)
    pyplot = sys.modules.get("matplotlib.pyplot")
    chosen = pyplot and matplotlib.get_backend(auto_select=False)
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    if pyplot and chosen:
        pyplot.switch_backend(os.environ["MPLBACKEND"])


def _widgets() -> None:
    """Browsers may speak to widgets: ipywidgets lets them when it is imported in a kernel."""
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets:
        ipywidgets.register_comm_target()
