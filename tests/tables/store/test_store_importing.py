"""What an import does to a store: adds, replaces and keeps what was there, never loses an answer."""

import datetime as dt

import pytest

from benchlib.tables import store
from benchlib.tables.faults import BadInput, Fault, Severity
from benchlib.tables.store import contents, keys, states, versions
from benchlib.tables.store.versions import Given, Place

TODAY = dt.date(2026, 11, 1)
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
HEADER = "assessment_id,indicator,assessor,value,evidence,comment,answered_at\n"
PLACE = Place("a1", "q", "ana")


def take(place, folder, by="office", at=NOON, **more) -> store.Imported:
    return store.import_(place, folder, by, today=TODAY, at=at, **more)


def everything(place) -> dict:
    with place.reading() as connection:
        frames = {**contents.facts(connection), **contents.records(connection)}
    return {name: frame.to_numpy().tolist() for name, frame in frames.items() if len(frame)}


def values(place) -> list[str]:
    return [version.given.value for version in versions.history(place, PLACE)]


def test_rows_are_added_then_there_already(place, written):
    folder = written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\n", working_groups="cluster_id,name\nalpha,One\n")
    first = take(place, folder)
    assert first.added == {"organisations": 2, "assessments": 1, "working_groups": 1, "answer_versions": 1}
    assert (first.replaced, first.same) == ({}, {})
    before = everything(place)
    again = take(place, folder)
    assert (again.added, again.replaced) == ({}, {})
    assert again.same == {"organisations": 2, "assessments": 1, "working_groups": 1, "answers": 1}
    assert everything(place) == before


def test_what_is_loaded_is_what_the_folder_holds(place, written):
    rows = "a1,q,ana,3,,,2026-03-02\na1,q,ana,4,,,2026-03-05T10:00+02:00\na1,q,bo,yes,e,c,\n"
    take(place, written(answers=HEADER + rows))
    found = {raw.name: raw.frame for raw in store.load(place)}
    assert list(found) == ["organisations", "assessments", "answers"]
    assert found["answers"].agg(",".join, axis=1).tolist() == rows.splitlines()
    assert found["answers"].index.tolist() == [2, 3, 4]
    assert found["organisations"]["name"].tolist() == ["Alpha", "Beta"]


def test_a_row_with_the_same_key_replaces_the_columns_of_the_file_and_the_old_cells_are_kept(place, written):
    take(
        place,
        written(organisations="cluster_id,name,country,website\nalpha,Alpha,RO,https://a.example\nbeta,Beta,BE,\n"),
    )
    done = take(place, written(organisations="cluster_id,name,country\nalpha,Alpha+,RO\ngamma,Gamma,FR\n"), "bo")
    assert (done.added, done.replaced) == ({"organisations": 1, "replacements": 1}, {"organisations": 1})
    rows = everything(place)
    assert [[*row[:3], row[6]] for row in rows["organisations"]] == [
        ["alpha", "Alpha+", "RO", "https://a.example"], ["beta", "Beta", "BE", ""], ["gamma", "Gamma", "FR", ""],
    ]  # fmt: skip
    key = keys.digest(("alpha",))
    at = "2026-11-01T12:00:00.000000Z"
    assert rows["replacements"] == [["organisations", key, "name", "1", "Alpha", "bo", at]]
    take(place, written(organisations="cluster_id,name\nalpha,Alpha\nbeta,Beta\n"), "cy")
    assert everything(place)["replacements"][1] == ["organisations", key, "name", "2", "Alpha+", "cy", at]


def test_another_answer_becomes_the_next_version(place, written):
    take(place, written(answers=f"{HEADER}a1,q,ana,3,doc,first,2026-03-02\n"))
    done = take(
        place, written(answers="assessment_id,indicator,assessor,value,answered_at\na1,q,ana,4,2026-03-04\n"), "bo"
    )
    assert done.added == {"answer_versions": 1}
    last = versions.history(place, PLACE)[-1]
    assert (last.number, last.given, last.recorded_by) == (2, Given("4", "doc", "first"), "bo")


def test_the_same_answer_in_another_spelling_is_there_already(place, written):
    take(place, written(answers=f"{HEADER}a1,q,ana,1,,,2026-03-02T10:00Z\n"))
    done = take(place, written(answers=f"{HEADER}a1,q,ana,yes,,,2026-03-02T12:00+02:00\n"))
    assert (done.added, done.same["answers"]) == ({}, 1)


@pytest.mark.parametrize("moment", ["", "2026-03-02", "2026-10-31T23:59"])
def test_an_answer_given_since_is_not_displaced(place, written, moment):
    take(place, written())
    versions.save(place, PLACE, Given("5"), 0, "ana", NOON)
    before = everything(place)
    with pytest.raises(
        BadInput, match=r"answers\.csv, row 2, column answered_at.*a later answer, of 2026-11-01T12:00:00Z by ana"
    ):
        take(place, written(answers=f"{HEADER}a1,q,ana,3,,,{moment}\n"))
    assert everything(place) == before


def test_an_answer_that_is_among_the_versions_does_not_come_back(place, written):
    folder = written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\n")
    take(place, folder)
    versions.save(place, PLACE, Given("5"), 1, "ana", NOON)
    assert take(place, folder).added == {}
    assert values(place) == ["3", "5"]


def test_every_offender_is_named_and_nothing_is_written(place, written):
    folder = written(
        answers=f"{HEADER}a1,q,ana,many,,,\na9,q,ana,3,,,\n", labels="cluster_id,level,awarded\ndelta,gold,x\n"
    )
    with pytest.raises(BadInput) as caught:
        take(place, folder)
    places = [(fault.source, fault.row, fault.column) for fault in caught.value.faults]
    assert places == [
        ("answers.csv", 2, "value"), ("answers.csv", 3, "assessment_id"),
        ("labels.csv", 2, "cluster_id"), ("labels.csv", 2, "awarded"),
    ]  # fmt: skip
    assert everything(place) == {}


def test_what_rules_forbid_is_refused_too(place, written):
    fault = Fault("answers.csv", 2, "value", "3", "expected what the rules ask")
    note = Fault("answers.csv", 2, "value", "3", "see", Severity.NOTE)
    with pytest.raises(BadInput) as caught:
        take(place, written(), judge=lambda facts: [fault, note])
    assert caught.value.faults == (fault,)
    assert everything(place) == {}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing of it reaches a database
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("cluster_id,name\nalpha,a\x00b\n", "column name"),
        (f"cluster_id,name\nalpha,{'x' * 40_000}\n", "at most 32767 characters"),
        ("cluster_id,name\nsynthetic-a,A\n", "assessments.csv, row 2"),
        ("cluster_id,name\nalpha,A\nALPHA,B\n", "stands in row"),
    ],
)
def test_bad_cells(place, written, cells, said):
    with pytest.raises(BadInput, match=said):
        take(place, written(organisations=cells))
    assert everything(place) == {}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("cluster_id,name\nsynthetic-a,A\n", "organisations in the store, after the import, row 4.*must not mix"),
        ("cluster_id,name\nALPHA,A\n", "expected an id that stands in organisations"),
    ],
)
def test_what_only_the_whole_shows(place, written, cells, said):
    take(place, written())
    before = everything(place)
    folder = written(organisations=cells)
    (folder / "assessments.csv").unlink()
    with pytest.raises(BadInput, match=said):
        take(place, folder)
    assert everything(place) == before


def test_the_status_of_an_assessment_whose_steps_are_known_stays(place, written):
    take(place, written())
    states.move(place, "a1", "submitted", "ana", NOON)
    with pytest.raises(
        BadInput, match=r"assessments\.csv, row 2, column status: 'draft'; in the store .* is submitted \(subm.* by ana"
    ):
        take(place, written())
    assert everything(place)["assessments"][0][-1] == "submitted"


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing of it reaches a database
def test_who_imports_is_checked(place, written):
    for by in ("", "a\x00b"):
        with pytest.raises(BadInput, match="who imports"):
            take(place, written(), by)
    assert everything(place) == {}


# ---- records of an export


def exported(place, path):
    store.export(place, path)
    return path


def test_versions_continue_in_a_copy_and_come_home(place, written, tmp_path):
    take(place, written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\n"))
    out = exported(place, tmp_path / "out")
    with store.opened(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy:
        take(copy, out)
        versions.save(copy, PLACE, Given("4"), 1, "bo", NOON)
        states.move(copy, "a1", "submitted", "bo", NOON)
        home = exported(copy, tmp_path / "home")
        done = take(place, home, at=NOON + dt.timedelta(hours=1))
        assert done.added == {"answer_versions": 1, "submissions": 1, "replacements": 1}  # the status is replaced
        assert [v.recorded_by for v in versions.history(place, PLACE)] == ["office", "bo"]
        assert states.steps(place, "a1") == states.steps(copy, "a1")
        assert take(place, out_of_date(out)).added == {}


def out_of_date(folder):
    """An older export whose assessments say what the store says by now."""
    file = folder / "assessments.csv"
    file.write_text(file.read_text().replace("draft", "submitted"))
    return folder


def test_versions_that_went_another_way_are_a_conflict(place, written, tmp_path):
    take(place, written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\n"))
    out = exported(place, tmp_path / "out")
    with store.opened(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy:
        take(copy, out)
        versions.save(copy, PLACE, Given("4"), 1, "bo", NOON)
        versions.save(place, PLACE, Given("5"), 1, "cy", NOON)
        with pytest.raises(BadInput, match=r"records/answer_versions\.csv, row 3: the store holds something else"):
            take(place, exported(copy, tmp_path / "home"))
    assert values(place) == ["3", "5"]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing of it reaches a database
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",1,office", ",2,office", "column version: '2'; expected the numbers 1, 2, 3"),
        (",1,office", ",one,office", "column version: 'one'"),
        (",1,office", ",1,", "column recorded_by: empty"),
        ("a1,", "a7,", "'a7'; expected an id that stands in assessments"),
        ("ana,3", "ana,\x07", "column value"),
        ("assessment_id,", "assessment,", "column assessment_id: this column is missing"),
        ("2026-11-01T12:00:00.000000Z", "yesterday", "column recorded_at: 'yesterday'"),
    ],
)
def test_records_with_faults(place, written, tmp_path, old, new, said):
    take(place, written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\n"))
    file = exported(place, tmp_path / "out") / "records" / "answer_versions.csv"
    file.write_text(file.read_text().replace(old, new))
    with (
        store.opened(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy,
        pytest.raises(BadInput, match=rf"records/answer_versions\.csv.*{said}"),
    ):
        take(copy, file.parent.parent)
    assert everything(copy) == {}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing of it reaches a database
def test_versions_that_go_back_in_time(place, written, tmp_path):
    take(place, written(answers=f"{HEADER}a1,q,ana,3,,,2026-03-02\na1,q,ana,4,,,2026-03-05\n"))
    file = exported(place, tmp_path / "out") / "records" / "answer_versions.csv"
    file.write_text(file.read_text().replace("2026-03-05", "2026-03-01"))
    with (
        store.opened(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy,
        pytest.raises(BadInput, match="row 3, column answered_at: '2026-03-01'; expected no earlier moment"),
    ):
        take(copy, file.parent.parent)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing of it reaches a database
def test_a_file_of_records_that_nobody_knows(place, written, tmp_path):
    take(place, written())
    out = exported(place, tmp_path / "out")
    (out / "records" / "submission.csv").write_text("a\n")
    with pytest.raises(BadInput, match=r"records/submission\.csv.*did you mean 'submissions'"):
        take(place, out)
