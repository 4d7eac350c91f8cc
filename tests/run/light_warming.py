"""What a warmed process imports in tests whose notebooks need nothing: kernels, and no more."""

import importlib


def warm() -> None:
    for module in ("IPython.core.completer", "ipykernel.ipkernel", "ipykernel.kernelapp"):
        importlib.import_module(module)
