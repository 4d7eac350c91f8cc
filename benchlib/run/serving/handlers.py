"""What is not a page: health, entrance, home, a kernel's state, the end of a session, and files of libraries."""

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from benchlib.run.serving import faults, look
from benchlib.run.serving.visits import remember, visit_of


@faults.discreet
class Health(RequestHandler):
    """For monitoring: answers without asking who it is."""

    def get(self) -> None:
        """How many kernels are in use, and how many may be."""
        sessions = self.settings["sessions"]
        self.finish({"status": "ok", "kernels": len(sessions.all), "allowed": sessions.limits.sessions})


@faults.discreet
class Enter(RequestHandler):
    """The personal link.

    It answers with a page that leads on, and not with a redirection: after a click in a mail on the web, browsers would
    follow that without the cookie, since another site has begun it. Either way the link leaves the address bar.
    """

    SUPPORTED_METHODS = ("GET",)

    def get(self, token: str) -> None:
        """Let a visitor in, or not."""
        visit = self.settings["admission"].admitted(token)
        if visit is None:
            raise HTTPError(403)
        remember(self, visit)
        target = self.settings["address"].path + visit.pages[0]
        self.finish(look.message("Welcome", "The page opens in a moment.", again=0, links={target: "Go on"}))


@faults.discreet
class Home(RequestHandler):
    """The pages that a visitor may open."""

    def get(self) -> None:
        """List them."""
        visit = visit_of(self)
        if visit is None:
            raise HTTPError(403)
        path = self.settings["address"].path
        links = {path + name: name.replace("-", " ").replace("_", " ").capitalize() for name in visit.pages}
        self.finish(look.message("Your pages", "Choose one.", links=links))


@faults.discreet
class Missing(RequestHandler):
    """Everything else."""

    def prepare(self) -> None:
        """There is nothing."""
        raise HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """There is nothing to protect."""


@faults.discreet
class Kernel(JupyterHandler):
    """What a page asks of its kernel before it connects."""

    @allow_unauthenticated
    def get(self, kernel_id: str) -> None:
        """Its state, as Jupyter tells it."""
        self.finish(self.kernel_manager.kernel_model(_own(self, kernel_id)))


@faults.discreet
class End(JupyterHandler):
    """The tab was closed. Jupyter's handler refuses whoever cannot show the token of the page (_xsrf)."""

    @allow_unauthenticated
    def post(self, kernel_id: str) -> None:
        """End the session."""
        sessions = self.settings["sessions"]
        sessions.end(sessions.all[_own(self, kernel_id)], "its tab was closed", sessions.limits.linger)
        self.set_status(204)
        self.finish()


@faults.discreet
class Files(StaticFileHandler):
    """Files of libraries, in one folder: they are public, and nothing else lies there."""

    def set_extra_headers(self, path: str) -> None:
        """Browsers may keep them for an hour."""
        self.set_header("Cache-Control", "public, max-age=3600")


def _own(handler: JupyterHandler, kernel: str) -> str:
    """The kernel, if it is the visitor's. Raises 404 as if there were none."""
    user: Any = handler.current_user
    session = user and handler.settings["sessions"].of(kernel, user.username)
    if not session or kernel not in handler.kernel_manager:
        raise HTTPError(404)
    return kernel
