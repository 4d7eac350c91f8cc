"""What was tried against Voila, each as a setting."""

from pathlib import Path

import pytest

from benchlib.run.serving import app, channels, pages
from benchlib.run.serving.limits import Limits
from benchlib.run.serving.visits import Visitors


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("VoilaConfiguration", "allow_theme_override", "NO"),
        ("VoilaConfiguration", "allow_template_override", "NO"),
        ("VoilaConfiguration", "file_allowlist", []),
        ("VoilaConfiguration", "file_denylist", [".*"]),
        ("VoilaConfiguration", "strip_sources", True),
        ("VoilaConfiguration", "show_tracebacks", False),
        ("VoilaConfiguration", "preheat_kernel", False),
        ("VoilaConfiguration", "http_header_envs", []),
        ("Voila", "token", ""),
        ("Voila", "identity_provider_class", Visitors),
        ("Voila", "kernel_websocket_connection_class", channels.Guarded),
        ("MappingKernelManager", "cull_idle_timeout", 600),
        ("MappingKernelManager", "cull_connected", True),
        ("MappingKernelManager", "cull_busy", True),
        ("MappingKernelManager", "allow_tracebacks", False),
        ("KernelManager", "transport", "ipc"),
        ("KernelManager", "autorestart", False),
    ],
)
def test_settings(part, name, value):
    made = app.configuration(app.Service(Path("apps"), limits=Limits(idle=600)), "sockets")
    assert made[part][name] == value


def test_every_server_has_a_secret_of_its_own():
    assert app.Service(Path("apps")).secret != app.Service(Path("apps")).secret
    assert len(app.Service(Path("apps")).secret) == 32


def test_pages_are_the_notebooks_of_one_folder(tmp_path):
    for name in ("a.ipynb", "b.ipynb", "c.py", "sub/d.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert pages.notebooks(tmp_path) == {"a": tmp_path / "a.ipynb", "b": tmp_path / "b.ipynb"}
