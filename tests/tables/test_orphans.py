"""Ids that stand in no row of the table they refer to; what is printed: test_checking."""

import pandas as pd

from benchlib.tables import orphans
from benchlib.tables.raw import RawTable

KNOWN = pd.DataFrame({"cluster_id": [f"cluster-{n}" for n in range(2000)]})


def found(ids: list[str], known: pd.DataFrame = KNOWN) -> list[str]:
    groups = pd.DataFrame({"cluster_id": ids}, index=range(2, 2 + len(ids)), dtype="str")
    frames = {"organisations": known, "working_groups": groups}
    raws = {name: RawTable(name, f"{name}.csv", frame) for name, frame in frames.items()}
    return [f"{fault.row} {fault.expected}" for fault in orphans.find(frames, raws)]


def test_the_nearest_id_is_named():
    wanted = "expected an id that stands in organisations, column cluster_id"
    assert found(["cluster-7", "cluster_7", "x", None]) == [f"3 {wanted}; did you mean 'cluster-7'?", f"4 {wanted}"]


def test_among_very_many_only_capitals_are_looked_through():
    ids = [f"clusters-{n}" for n in range(100)] + ["CLUSTER-5"]
    assert len(ids) * len(KNOWN) > orphans.COMPARISONS
    lines = found(ids)
    assert len(lines) == 101
    assert "did you mean" not in lines[0]
    assert lines[-1].endswith("; did you mean 'cluster-5'?")


def test_a_column_that_is_missing_there_is_not_said_again_here():
    assert found(["a", "b"], pd.DataFrame({"name": ["N"]})) == []
