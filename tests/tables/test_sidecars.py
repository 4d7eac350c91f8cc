import pytest
from ruamel.yaml import YAML

from benchlib.tables import sidecars
from benchlib.tables.faults import BadInput
from benchlib.tables.registry import DATA
from benchlib.tables.sidecars import Origin

ORIGIN = Origin(
    producer="a person",
    title="Two rows",
    address="https://example.org/page",
    read="2026-11",
    licence="CC0-1.0",
    columns={"name": "what it is called", "count": "how many (number)"},
    warning="none",
)


@pytest.fixture
def data(tmp_path):
    file = tmp_path / "two.csv"
    file.write_text('name,count\nKraków,1\n"b, c",2\n', encoding="utf-8")
    sidecars.write(file, ORIGIN)
    return file


def changed(file, **keys):
    """The sidecar of a file with keys replaced, or taken out where None."""
    record = sidecars.path(file)
    content = {key: value for key, value in (YAML(typ="safe").load(record) | keys).items() if value is not None}
    YAML(typ="safe").dump(content, record)


def keys(faults):
    return [fault.column for fault in faults]


def test_every_csv_in_data_has_a_fitting_sidecar():
    files = sorted(DATA.rglob("*.csv"))
    assert {"registry/esca_labels.csv", "portfolio/labels.csv"} <= {file.relative_to(DATA).as_posix() for file in files}
    assert [str(fault) for fault in sidecars.check_folder(DATA)] == []


def test_the_registry_is_shipped_as_it_was_read():
    shipped = {
        name: sidecars.checksum(DATA / "registry" / f"{name}.csv")[:12]
        for name in ("esca_labels", "esca_labels_notes", "news", "totals")
    }
    assert shipped == {
        "esca_labels": "d55a3b7ab572",
        "esca_labels_notes": "a9908187c136",
        "news": "e9ef35c662ec",
        "totals": "ce09150f2499",
    }


def test_a_written_sidecar_says_rows_and_checksum_and_reads_back(data):
    record = sidecars.read(data)
    assert record.rows == 2
    assert record.sha256 == "70ba246fb9b39a501625bfbaedc0320d4bd669acb3161e55426e3228ace0c1b7"
    assert record.columns == {"name": "what it is called", "count": "how many (number)"}
    assert Origin(**{key: getattr(record, key) for key in Origin.model_fields}) == ORIGIN
    assert sidecars.path(data).name == "two.csv.yaml"


def test_an_unchanged_file_has_no_fault(data):
    assert sidecars.check(data) == []


def test_another_cell_is_a_fault_of_the_checksum(data):
    data.write_text(data.read_text(encoding="utf-8").replace("1", "7"), encoding="utf-8")
    faults = sidecars.check(data)
    assert keys(faults) == ["sha256"]
    assert faults[0].source == "two.csv.yaml"


def test_another_row_and_another_order_are_all_told(data):
    data.write_text("count,name\n1,a\n2,b\n3,c\n", encoding="utf-8")
    faults = sidecars.check(data)
    assert keys(faults) == ["sha256", "columns", "rows"]
    assert [fault.expected for fault in faults[1:]] == ["the file has ['count', 'name']", "the file has 3"]


def test_a_missing_sidecar_is_a_fault(data):
    sidecars.path(data).unlink()
    assert [str(fault) for fault in sidecars.check(data)] == ["two.csv.yaml: this file is missing"]


def test_a_folder_is_walked_and_a_sidecar_without_its_file_found(data):
    below = data.parent / "below" / "deeper"
    below.mkdir(parents=True)
    (below / "bare.csv").write_text("a\n1\n", encoding="utf-8")
    sidecars.path(below / "gone.csv").write_text("title: x\n", encoding="utf-8")
    assert [fault.source for fault in sidecars.check_folder(data.parent)] == ["bare.csv.yaml", "gone.csv.yaml"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("licence", None),
        ("licence", ""),
        ("warning", None),
        ("unit", "EUR"),
        ("rows", "2"),
        ("rows", -1),
        ("read", "20.11.2026"),
        ("sha256", "0" * 63),
        ("columns", {}),
    ],
)
def test_the_sidecar_is_read_strictly(data, key, value):
    changed(data, **{key: value})
    with pytest.raises(BadInput) as caught:
        sidecars.read(data)
    assert keys(caught.value.faults) == [key]


def test_all_faults_of_a_sidecar_are_told_at_once(data):
    changed(data, licence=None, read="yesterday", unit="EUR")
    assert sorted(keys(sidecars.check(data))) == ["licence", "read", "unit"]


def test_a_key_that_stands_twice_is_refused(data):
    record = sidecars.path(data)
    record.write_text(record.read_text(encoding="utf-8") + "rows: 2\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r'two\.csv\.yaml: expected YAML with each key once .*"rows"'):
        sidecars.read(data)
