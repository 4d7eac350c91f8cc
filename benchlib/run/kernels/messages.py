"""What clients and the warmed process say to each other: one JSON object a message, with open files beside it."""

import contextlib
import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 200_000  # bytes; more does not fit what Linux lets a socket hold
OUTPUTS = 2  # files of an order: for output, and for errors
MOST_FILES = OUTPUTS + 1


class Unreadable(ValueError):
    """A message is not what it should be."""


@dataclass(frozen=True)
class Order:
    """A kernel that somebody asks for: arguments of its command, its environment and folder, open files for output."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    files: list[int]  # by number: where its output and its errors go

    def text(self) -> bytes:
        """As a message; the files go beside it."""
        return text({"arguments": self.arguments, "environment": self.environment, "folder": self.folder})


def order(told: Mapping[str, Any], files: Sequence[int]) -> Order:
    """The kernel that a message asks for. Raises Unreadable."""
    if len(files) != OUTPUTS:
        raise Unreadable(f"{len(files)} files came with an order, expected {OUTPUTS}")
    try:
        return Order(**told, files=list(files))
    except TypeError as error:
        raise Unreadable(f"this asks for nothing known: {error}") from error


def text(told: Mapping[str, Any]) -> bytes:
    """An object as a message."""
    return json.dumps(told).encode()


def send(line: socket.socket, message: bytes, files: Sequence[int] = (), *, wait: bool = True) -> None:
    """Send a message; where it must not wait, raises BlockingIOError when the other end does not read."""
    socket.send_fds(line, [message], list(files), 0 if wait else socket.MSG_DONTWAIT)


def receive(line: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """A message and the files beside it; None where the other end is gone. Raises Unreadable."""
    flags = socket.MSG_CMSG_CLOEXEC  # what a kernel starts must not inherit them
    message, files, _, _ = socket.recv_fds(line, LONGEST, MOST_FILES, flags)
    try:
        told = json.loads(message) if message else None
        if not isinstance(told, dict | None):
            raise Unreadable(f"a message is {type(told).__name__}, expected an object")
    except ValueError as error:
        closed(files)
        raise Unreadable(str(error)) from error
    return told, files


def closed(files: Sequence[int]) -> None:
    """Close files by their numbers."""
    for number in files:
        with contextlib.suppress(OSError):
            os.close(number)
