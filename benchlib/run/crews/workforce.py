"""The workers of a dask scheduler: who they are, which may make reports, and why others may not."""

import ipaddress
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import dask
from distributed import Client
from tqdm import tqdm

from benchlib.run.crews import station
from benchlib.run.crews.parcel import Exchange
from benchlib.run.crews.station import Versions
from benchlib.tables.faults import BadInput, Fault

OPTION = "--scheduler"
CONNECT = 10.0  # seconds for the scheduler to answer
LOOK = 1.0  # seconds between two looks for workers
LONELY = 600.0  # seconds without a worker after which a batch gives up
GUARDED = ("tls", "wss", "inproc")  # schemes of addresses where nobody else can listen or speak
ASKED = "expected the address of a dask scheduler that answers, such as tcp://127.0.0.1:8786"
AGAIN = "the reports made so far are kept, and the same command makes the rest"
SMALL = {"distributed.admin.large-graph-warning-threshold": "1 GB"}  # a report on a whole edition takes all its rows


@dataclass
class Workforce:
    """Workers by address: `known` are those that were looked at, `fit` those that may make reports now.

    wanted: versions that a worker must have; token: what stands in the exchange for it to see.
    """

    client: Client
    wanted: Versions
    exchange: Exchange | None = None
    token: str = ""
    known: set[str] = field(default_factory=set)
    fit: set[str] = field(default_factory=set)
    seen: float = field(default_factory=time.monotonic)

    def gather(self, patience: float) -> None:
        """Wait for the first workers. Raises BadInput where one is refused, or none comes in `patience` seconds."""
        self._check_scheduler()
        end = time.monotonic() + patience
        while not self.known:
            if refused := self.look():
                raise BadInput(refused)
            if not self.known and time.monotonic() > end:
                raise BadInput.of(OPTION, f"no worker has come to this scheduler in {patience:.0f} s")
            time.sleep(0 if self.known else LOOK / 4)
        self._tell_of_threads()

    def refresh(self) -> None:
        """Look again, and tell of workers that are refused. Raises BadInput where no worker was there for long."""
        for fault in self.look():
            say(f"not used: {fault}")
        if self.fit:
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > LONELY:
            raise BadInput.of(OPTION, f"no worker for {LONELY / 60:.0f} minutes; {AGAIN}")

    def look(self) -> list[Fault]:
        """See who has come and who has gone; returns why newcomers are refused. Raises BadInput without scheduler."""
        if self.client.status != "running":
            raise BadInput.of(OPTION, f"the scheduler has gone away; {AGAIN}")
        there = set(self.client.nthreads())
        new = sorted(there - self.known)
        self.known &= there
        self.fit &= there
        if not new:
            return []
        arguments = (self.wanted, self.exchange, self.token)
        answers = self.client.run(station.admit, *arguments, workers=new, on_error="return")
        reasons = {address: self._refusal(answer) for address, answer in answers.items()}
        self.known.update(reasons)
        self.fit.update(address for address, reason in reasons.items() if not reason)
        return [Fault(f"worker {address}", None, None, None, reason) for address, reason in reasons.items() if reason]

    def _check_scheduler(self) -> None:
        """Raises BadInput where the scheduler, which reads every task, has other versions."""
        try:
            answer = self.client.run_on_scheduler(station.versions)
        except Exception as error:  # whatever another version raises
            answer = error
        if reason := self._refusal(answer):
            raise BadInput.of("scheduler", reason)

    def _refusal(self, answer: Versions | Exception) -> str:
        """Why a worker is refused; empty where it is not."""
        if isinstance(answer, (ImportError, AttributeError)):
            return f"benchlib {self.wanted['benchlib']} here; there it lacks or is another ({answer})"
        if isinstance(answer, FileNotFoundError):
            return "it does not see what stands in the exchange folder; expected one that all machines share"
        if isinstance(answer, Exception):
            return f"it does not answer as expected ({type(answer).__name__}: {answer})"
        return "; ".join(differences(answer, self.wanted))

    def _tell_of_threads(self) -> None:
        more = {address: threads for address, threads in self.client.nthreads().items() if threads > 1}
        if more:
            address, threads = next(iter(more.items()))
            say(
                f"{len(more)} workers have several threads ({address}: {threads}) and make one report at a time all "
                f"the same; to use all cores, start them with: dask worker ADDRESS --nworkers {threads} --nthreads 1"
            )


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of a scheduler; where it speaks TLS, by dask's own configuration. Raises BadInput."""
    if told := danger(address):
        say(told)
    with dask.config.set(SMALL), _quiet():
        try:
            client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise BadInput.of(OPTION, f"{ASKED} ({type(error).__name__}: {error})", address) from error
        with client:
            yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is told by this module, in a sentence; dask's client would add its traceback."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def differences(there: Versions, here: Versions) -> list[str]:
    """What differs between two places, both versions named.

    >>> differences({"Python": "3.12.1", "pandas": "3.1.1"}, {"Python": "3.11.7", "pandas": "3.1.1"})
    ['Python 3.12.1 there, 3.11.7 here']
    """
    names = dict.fromkeys([*here, *there])
    told: Mapping[str, tuple[str, str]] = {
        name: (there.get(name, "unknown"), here.get(name, "unknown")) for name in names
    }
    return [f"{name} {theirs} there, {ours} here" for name, (theirs, ours) in told.items() if theirs != ours]


def danger(address: str) -> str | None:
    """What to know of an address that is neither of this machine nor guarded by TLS; None for others.

    >>> danger("tcp://127.0.0.1:8786") is danger("localhost:8786") is danger("tls://10.0.0.7:8786") is None
    True
    >>> danger("tcp://10.0.0.7:8786").partition(";")[0]
    'tcp://10.0.0.7:8786: nothing guards this connection'
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in GUARDED or _loopback(parts.hostname or ""):
        return None
    return (
        f"{address}: nothing guards this connection; whoever reaches this scheduler can run programs on its workers "
        "and on this machine, and read the reports. Expected tls://, or an address of this machine, such as an SSH "
        "tunnel has"
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def say(text: str) -> None:
    """A line for the user, beside a progress bar."""
    tqdm.write(f"benchlib: {text}", file=sys.stderr)
