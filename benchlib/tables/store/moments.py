"""Times as the store writes them: UTC, one width, so that their order is the order of time."""

import datetime as dt
import re

TO_THE_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


def written(moment: dt.datetime) -> str:
    """A moment to the microsecond. Raises ValueError for one without a zone.

    >>> written(dt.datetime(2026, 5, 31, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))))
    '2026-05-31T12:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("expected a moment with a time zone")
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_the_second(moment: dt.datetime) -> str:
    """A moment as an answer shows it.

    >>> to_the_second(dt.datetime(2026, 5, 31, 12, 30, 7, 9, tzinfo=dt.UTC))
    '2026-05-31T12:30:07Z'
    """
    return written(moment.replace(microsecond=0)).replace(".000000Z", "Z")


def of_the_store(text: str) -> bool:
    """Whether a moment is spelled as `to_the_second` does."""
    return bool(TO_THE_SECOND.fullmatch(text))
