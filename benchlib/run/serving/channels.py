"""The connection between a page and its kernel."""

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.web import HTTPError

from benchlib.run.serving import faults, messages


class Guarded(ZMQChannelsWebsocketConnection):
    """Lets through what `messages` permits."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """From the browser: dropped unless it is permitted."""
        try:
            said = messages.read(incoming_msg, self.subprotocol)
        except ValueError as error:
            self.log.warning("kernel %s: dropped: %s", self.kernel_id, error)
            return
        if messages.permitted(said):
            super().handle_incoming_message(incoming_msg)
        else:
            self.log.warning("kernel %s: dropped %.60r on %.60r", self.kernel_id, said.kind, said.channel)

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """From the kernel: without code and tracebacks, which go to the log."""
        _, parts = self.session.feed_identities(outgoing_msg)
        header, parent, content = (self.session.unpack(part) for part in (parts[1], parts[2], parts[4]))
        kind = header["msg_type"]
        if kind == messages.ERROR:
            number = faults.noted(f"kernel {self.kernel_id}", "\n".join(content.get("traceback", [])))
            text = faults.sentence(number)
            told = {"ename": "Error", "evalue": text, "traceback": [text]}
            super().handle_outgoing_message(stream, self.session.serialize(self.session.msg(kind, told, parent)))
        elif messages.shown(kind, content):
            super().handle_outgoing_message(stream, outgoing_msg)
        elif kind == messages.STREAM:
            self.log.warning("kernel %s: %s", self.kernel_id, content["text"][: faults.LONGEST])

    def _on_error(self, *_: Any) -> None:
        """Jupyter would put its own sentence in the place of ours."""


@faults.discreet
class Channels(KernelWebsocketHandler):
    """A websocket of the visitor who has opened the page, and of nobody else."""

    async def get(self, kernel_id: str) -> None:
        """Connect."""
        user = self.current_user
        session = user and self.settings["sessions"].of(kernel_id, user.username)
        if not session:
            raise HTTPError(404)
        if len(session.sockets) >= self.settings["limits"].sockets:
            raise HTTPError(429)
        await super().get(kernel_id)

    async def open(self, kernel_id: str) -> None:
        """It is connected: the session is not abandoned."""
        self.settings["sessions"].connected(kernel_id, self)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """It has ended."""
        self.settings["sessions"].disconnected(self.kernel_id, self)
        if self.connection is not None:
            super().on_close()
