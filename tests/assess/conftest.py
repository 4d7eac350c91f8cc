"""Small facts for the tests of judgement."""

import pandas as pd
import pytest

from benchlib.rules import loading
from benchlib.rules.models import Framework


@pytest.fixture(scope="session")
def framework() -> Framework:
    return loading.framework("ecei-31")


@pytest.fixture(scope="session")
def full_answers(framework):
    """A function: answers of one assessment that give every indicator the most points, with changes by indicator."""

    def build(assessment: str = "a1", **changes: float | None) -> pd.DataFrame:
        values = {key: well_above(indicator) for key, indicator in framework.indicators.items()}
        values |= {"label.listed": 1, "label.improvements": 3}
        values |= {key.replace("_", "."): value for key, value in changes.items()}
        return answers([(assessment, key, value) for key, value in values.items()])

    return build


def well_above(indicator) -> float:
    """An answer that keeps its full points where thresholds are moved up by a fifth."""
    top = max(indicator.points[-1].at_least)
    moved = {"rubric": top, "gate": top, "share": 100.0}
    return moved.get(indicator.input, 1.5 * top)


def answers(rows: list[tuple]) -> pd.DataFrame:
    """Table `answers` from (assessment, indicator, value[, assessor[, answered_at]])."""
    full = [(*row, None, None)[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["assessment_id", "indicator", "value", "assessor", "answered_at"])
    return frame.assign(
        value=frame["value"].astype(float),
        assessor=frame["assessor"].astype("str"),
        answered_at=pd.to_datetime(frame["answered_at"]),
        evidence=pd.Series([None] * len(frame), dtype="str"),
    )
