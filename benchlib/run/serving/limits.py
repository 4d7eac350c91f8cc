"""How much of everything there is for visitors."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Numbers of kernels, seconds, bytes and megabytes."""

    sessions: int = 40  # kernels in all
    each: int = 3  # of one visitor: tabs
    starting: int = 4  # at a time; others wait in a row, which is faster for all of them
    start: float = 90.0  # seconds from the click until the page stands, waiting in the row included
    abandoned: float = 90.0  # seconds without a connection: a phone that sleeps, a browser that was killed
    idle: float = 3600.0  # seconds in which nobody has touched anything
    linger: float = 1.5  # seconds after a tab was closed: what was typed last is still on its way
    sweep: float = 5.0  # seconds between looks at all sessions
    sockets: int = 4  # connections of one session: a reload may overlap with what was before
    message: int = 1_000_000  # bytes of one message from a browser
    body: int = 100_000  # bytes of one request
    megabytes: int = 1500  # of a kernel, beyond what it starts with
    retry: int = 20  # seconds after which a browser that was told "busy" asks again
