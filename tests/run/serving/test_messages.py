"""What a browser may say."""

import json

import pytest
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from benchlib.run.serving import messages
from benchlib.run.serving.messages import Said


def told(kind: str, channel: str = "shell", **content: object) -> dict:
    return {"header": {"msg_type": kind}, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}


@pytest.mark.parametrize("kind", ["comm_msg", "execute_request"])
def test_both_protocols_are_read(kind):
    message = told(kind, target_name="t")
    packed = serialize_msg_to_ws_v1({**message, "buffers": []}, "shell", lambda part: json.dumps(part).encode())
    assert messages.read(packed, messages.V1) == Said("shell", kind, "t")
    assert messages.read(json.dumps(message), None) == Said("shell", kind, "t")


@pytest.mark.parametrize(
    ("said", "may"),
    [
        (Said("shell", "comm_msg", None), True),
        (Said("shell", "kernel_info_request", None), True),
        (Said("shell", "comm_open", "jupyter.widget.control"), True),
        (Said("shell", "comm_open", "jupyter.widget"), False),
        (Said("shell", "comm_open", None), False),
        (Said("control", "comm_msg", None), False),
        (Said(None, "comm_msg", None), False),
        (Said("shell", "execute_request", None), False),
        (Said("shell", "shutdown_request", None), False),
        (Said("shell", None, None), False),
    ],
)
def test_what_may_reach_a_kernel(said, may):
    assert messages.permitted(said) is may


@pytest.mark.parametrize("protocol", [None, messages.V1])
@pytest.mark.parametrize(
    "raw", ["", "{}", "[1]", b"", b"\xff" * 40, b"\x40" * 40, b"\0" * 40, '{"header": {"msg_type": 1}, "content": 5}']
)
def test_what_is_no_message_is_refused_at_once(protocol, raw):
    with pytest.raises(ValueError, match="in a message of"):
        messages.read(raw, protocol)


def test_code_and_warnings_are_not_shown():
    assert not messages.shown("execute_input", {"code": "1"})
    assert not messages.shown("stream", {"name": "stderr"})
    assert messages.shown("stream", {"name": "stdout"})
    assert messages.shown("comm_msg", {})
