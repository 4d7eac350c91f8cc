"""The server: Voila with everything closed that pages do not need."""

import asyncio
import hashlib
import os
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_core.paths import jupyter_path
from jupyter_server.utils import url_path_join
from tornado.ioloop import PeriodicCallback
from traitlets.config import Config
from voila.app import Voila  # type: ignore[import-untyped]
from voila.paths import collect_static_paths  # type: ignore[import-untyped]
from voila.utils import get_page_config  # type: ignore[import-untyped]

from benchlib.run.kernels import nursery
from benchlib.run.serving import channels, faults, handlers, look, pages, surroundings
from benchlib.run.serving.address import Address
from benchlib.run.serving.limits import Limits
from benchlib.run.serving.sessions import Sessions
from benchlib.run.serving.visits import Admission, Visitors
from benchlib.tables.faults import BadInput

EXTENSIONS = {  # all that browsers load, by the kind of data folder that holds it
    "@voila-dashboards/widgets-manager8": "voila",
    "@jupyter-widgets/jupyterlab-manager": ".",
}
FORMULAS = "@jupyterlab/mathjax2-extension:plugin"  # comes from an address outside; pages have none
KERNEL_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
DEEPEST = 30  # letters of a folder for sockets, whose names have 60 more and may have 107


@dataclass(frozen=True)
class Service:
    """What is served, where, to whom. secret: what cookies are signed with."""

    notebooks: Path
    address: Address = field(default_factory=Address)
    limits: Limits = field(default_factory=Limits)
    admission: Admission = field(default_factory=Admission)
    secret: bytes = field(default_factory=lambda: os.urandom(32))


class Server(Voila):
    """Voila with our handlers."""

    service: Service
    kernel_environment: dict[str, str]

    def setup_template_dirs(self) -> None:
        """No templates of Voila: see `look`."""

    def init_settings(self) -> dict[str, Any]:
        """Settings for all handlers."""
        settings = super().init_settings()
        place, limits = self.service.address, self.service.limits
        settings |= {
            "service": self.service,
            "address": place,
            "limits": limits,
            "admission": self.service.admission,
            "pages": pages.notebooks(self.service.notebooks),
            "sessions": Sessions(limits, settings["kernel_manager"], self.service.admission.still),
            "kernel_environment": self.kernel_environment,
            "cookie_secret": hashlib.sha256(b"cookies of visits" + self.service.secret).digest(),
            "headers": look.headers(place),
            "allow_remote_access": False,  # only by the names that are ours: see Address.names
            "local_hostnames": place.names,
            "allow_origin": place.origin or "",
            "xsrf_cookie_kwargs": {"samesite": "Strict", "path": place.path, "secure": place.secure},
            "log_function": faults.access,
            "default_handler_class": handlers.Missing,
            "websocket_max_message_size": limits.message,
            "ws_ping_timeout": 30_000,  # milliseconds, as between pings
        }
        told = get_page_config(
            base_url=place.path, settings=settings, log=self.log, voila_configuration=self.voila_configuration
        )
        return settings | {"page_config": {**told, "disabledExtensions": [*told["disabledExtensions"], FORMULAS]}}

    def init_handlers(self) -> list[Any]:
        """Addresses, all that there are."""
        static = next(
            folder for folder in collect_static_paths(["voila"], "lab") if (Path(folder) / "voila.js").is_file()
        )
        rules: list[tuple[Any, ...]] = [
            ("/health", handlers.Health),
            (r"/enter/([A-Za-z0-9._~=-]{1,1000})", handlers.Enter),
            (rf"/api/kernels/{KERNEL_ID}", handlers.Kernel),
            (rf"/api/kernels/{KERNEL_ID}/channels", channels.Channels),
            (rf"/voila/api/shutdown/{KERNEL_ID}", handlers.End),
            (r"/voila/static/(.+)", handlers.Files, {"path": static}),
            *(
                (rf"/voila/labextensions/{name}/(.+)", handlers.Files, {"path": _extension(name)})
                for name in EXTENSIONS
            ),
            ("/", handlers.Home),
            (r"/([A-Za-z0-9_-]{1,64})", pages.Page),
        ]
        return [(url_path_join(self.server_url, rule[0]), *rule[1:]) for rule in rules]

    def listen(self) -> None:
        """Listen, on this port or not at all, until told to stop."""
        limits, place = self.service.limits, self.service.address
        try:
            self.app.listen(place.port, place.host, max_body_size=limits.body, max_header_size=16_384)
        except OSError as error:
            raise BadInput.of("--port", f"cannot listen there: {error.strerror}", str(place.port)) from error


def serve(service: Service, told: Callable[[str], None]) -> None:
    """Serve until interrupted. told: hears once that it has begun. Raises BadInput.

    The environment of this process becomes what kernels may know: nothing else is left to be found by any of them.
    """
    environment = surroundings.base(os.environ, service.limits.megabytes)
    os.environ.clear()
    os.environ.update(environment)
    with tempfile.TemporaryDirectory(prefix="benchlib-", dir=_near()) as sockets, nursery.shared(environment) as forked:
        os.environ.update(forked)
        asyncio.run(_served(service, environment, sockets, told))


async def _served(service: Service, environment: dict[str, str], sockets: str, told: Callable[[str], None]) -> None:
    server = Server.instance(config=configuration(service, sockets))  # the one whose log all handlers write to
    server.service, server.kernel_environment = service, environment
    server.config_file_paths = []  # no voila.json lying around changes anything of this
    server.initialize([])
    server.connection_dir = sockets
    settings = server.init_settings()
    server.app = tornado.web.Application(**settings)
    server.app.add_handlers(".*$", server.init_handlers())
    await pages.tried(settings["kernel_manager"], environment)
    server.listen()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sweeping = PeriodicCallback(settings["sessions"].sweep, 1000 * service.limits.sweep)
    sweeping.start()
    told(service.address.public)
    await stopped.wait()
    sweeping.stop()
    await settings["sessions"].close()


def configuration(service: Service, sockets: str) -> Config:
    """Settings of Voila and Jupyter."""
    limits = service.limits
    return Config(
        {
            "Voila": {
                "root_dir": str(service.notebooks.resolve()),
                "base_url": service.address.path,
                "connection_dir_root": sockets,
                "open_browser": False,
                "token": "",
                "identity_provider_class": Visitors,
                "kernel_websocket_connection_class": channels.Guarded,
            },
            "VoilaConfiguration": {
                "template": "",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "strip_sources": True,
                "show_tracebacks": False,
                "file_allowlist": [],
                "file_denylist": [".*"],
                "preheat_kernel": False,
                "progressive_rendering": False,
                "http_header_envs": [],
                "extension_allowlist": list(EXTENSIONS),
                "extension_denylist": [],
            },
            "MappingKernelManager": {
                "cull_idle_timeout": int(limits.idle),
                "cull_interval": max(1, int(limits.idle / 10)),
                "cull_connected": True,
                "cull_busy": True,
                "allow_tracebacks": False,
                "kernel_info_timeout": limits.start,
            },
            "KernelManager": {"transport": "ipc", "autorestart": False, "shutdown_wait_time": 2.0},
            "AsyncKernelManager": {"client_factory": "benchlib.run.reports.kernel.Client"},
        }
    )


def _extension(name: str) -> str:
    """The folder of an extension of JupyterLab. Raises StopIteration where it is not installed."""
    folders = (Path(folder) / "labextensions" / name for folder in jupyter_path(EXTENSIONS[name]))
    return next(str(folder) for folder in folders if folder.is_dir())


def _near() -> str | None:
    """The folder for temporary files, or the system's own where that is too deep for the address of a socket."""
    return None if len(tempfile.gettempdir()) <= DEEPEST else "/tmp"  # noqa: S108
