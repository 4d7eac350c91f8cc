"""What a browser may say to its kernel, and what it is told: widgets, and nothing that runs code or shows it."""

import json
import struct
from typing import Any, NamedTuple

from jupyter_server.services.kernels.connection.base import deserialize_binary_message, deserialize_msg_from_ws_v1

V1 = "v1.kernel.websocket.jupyter.org"
CHANNEL = "shell"
ALLOWED = ("comm_info_request", "comm_msg", "comm_close", "comm_open", "kernel_info_request")
CONTROL = "jupyter.widget.control"  # by which a page asks for the state of its widgets: the only thing it may open
PARTS = 64  # of one message: header, content and so on, and buffers
STREAM = "stream"
ERROR = "error"
CODE = "execute_input"


class Said(NamedTuple):
    """A message of a browser, as far as it is judged."""

    channel: Any
    kind: Any
    target: Any


def read(message: str | bytes, protocol: str | None) -> Said:
    """Read a message. Raises ValueError for whatever is none.

    The number of its parts stands in front of it. Jupyter believes it: without the check, 40 bytes stop the server.
    """
    try:
        if isinstance(message, bytes) and not 0 <= _parts(message, protocol) <= PARTS:
            raise ValueError("more parts than any message has")
        if protocol == V1:
            channel, parts = deserialize_msg_from_ws_v1(message)
            header, content = json.loads(parts[0]), json.loads(parts[3])
        else:
            told = deserialize_binary_message(message) if isinstance(message, bytes) else json.loads(message)
            channel, header, content = told.get("channel"), told["header"], told.get("content") or {}
        return Said(channel, header["msg_type"], content.get("target_name"))
    except Exception as error:  # whatever a hostile client makes of it
        raise ValueError(f"{type(error).__name__} in a message of {len(message)} letters") from error


def _parts(message: bytes, protocol: str | None) -> int:
    """How many parts a binary message pretends to have."""
    return int(struct.unpack_from("<Q" if protocol == V1 else "!i", message)[0])


def permitted(said: Said) -> bool:
    """Whether it may reach the kernel.

    >>> permitted(Said("shell", "comm_msg", None)), permitted(Said("shell", "execute_request", None))
    (True, False)
    """
    return said.channel == CHANNEL and said.kind in ALLOWED and (said.kind != "comm_open" or said.target == CONTROL)


def shown(kind: str, content: Any) -> bool:
    """Whether a browser gets a message of the kernel: no source code, and no warnings with paths and lines of code."""
    return kind != CODE and not (kind == STREAM and content.get("name") == "stderr")
