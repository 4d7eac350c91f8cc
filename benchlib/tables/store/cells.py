"""Which texts the store takes: those that files, workbooks and both databases give back unchanged."""

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from benchlib.tables import parsing, raw
from benchlib.tables.expectations import expected
from benchlib.tables.faults import BadInput, Fault
from benchlib.tables.schemas import Field

LONGEST = 32_767  # characters of a workbook's cell
TOO_LONG = f"expected at most {LONGEST} characters, as many as a cell of a workbook holds"
NOT_UNICODE = "expected text in Unicode"
TYPED = ("integer", "number", "answer", "date", "moment")
CONTROL = re.compile(re.sub(r"\\x\{(\w{4})\}", r"\\u\1", parsing.CONTROL))  # as Python spells it
ESCAPED = {"\r": "_x000D_", "\ufffe": "_xFFFE_", "\uffff": "_xFFFF_"}  # what XML would change or refuse


def spelled(text: str) -> str:
    """The text as a workbook spells it, which gives it back unchanged.

    >>> spelled("a_x0041_")
    'a_x005F_x0041_'
    """
    text = text.replace("_x", "_x005F_x")
    for character, written in ESCAPED.items():
        text = text.replace(character, written)
    return text


def too_long(text: str) -> bool:
    """Whether a cell of a workbook would cut the text off; it counts in units of UTF-16."""
    return len(text) > LONGEST // 14 and len(spelled(text).encode("utf-16-le")) // 2 > LONGEST


def long_cells(source: str, frame: pd.DataFrame) -> Iterator[Fault]:
    """A fault for each cell of a table that is too long."""
    for name in frame.columns:
        for row, text in frame[name][frame[name].str.len() > LONGEST // 14].items():
            if too_long(text):
                yield Fault(source, int(row), str(name), text, TOO_LONG)


def check(fields: Sequence[Field], given: Mapping[str, str], source: str) -> None:
    """Raise BadInput with a fault for each text of one row that its field cannot hold."""
    faults = [Fault(source, None, f.name, shown, said) for f in fields for shown, said in _wrong(f, given[f.name])]
    if faults:
        raise BadInput(faults)


def _wrong(field: Field, text: object) -> Iterator[tuple[str | None, str]]:
    """What is wrong with a text, with how it may be shown."""
    if not isinstance(text, str):
        yield repr(text), "expected text"
    elif text == "":
        if field.required:
            yield text, expected(field, text)
    elif not _unicode(text):
        yield None, NOT_UNICODE
    elif too_long(text):
        yield text, TOO_LONG
    elif not _readable(field, text):
        yield text, expected(field, text)


def _unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _readable(field: Field, text: str) -> bool:
    """Whether the check of a file would take the text; one cell at a time that is quicker without columns."""
    if text in raw.SPREADSHEET_ERRORS or (field.codes and text not in field.codes):
        return False
    if field.pattern and not re.fullmatch(field.pattern, text):
        return False
    if field.kind in TYPED:
        _, unreadable = parsing.parse(pd.Series([text], dtype="str"), field)
        return not unreadable.iloc[0]
    if field.kind == "url" and not re.fullmatch(parsing.URL, text):
        return False
    return not (CONTROL.search(text) or text.isspace())
