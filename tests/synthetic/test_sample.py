"""The shipped sample comes out the same, and its sidecars fit."""

from benchlib.synthetic import sample, settings
from benchlib.tables import sidecars


def test_the_sample_comes_out_the_same(tmp_path):
    sample.write(tmp_path)
    made = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    shipped = {
        file.relative_to(sample.FOLDER).as_posix(): file.read_bytes()
        for file in sample.FOLDER.rglob("*")
        if file.is_file()
    }
    assert sorted(made) == sorted(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []


def test_every_table_has_a_sidecar_that_fits():
    assert sidecars.check_folder(settings.FOLDER) == []
    assert len(list(sample.FOLDER.rglob("*.csv"))) == 14


def test_every_sidecar_warns_that_it_is_synthetic():
    for file in sample.FOLDER.rglob("*.csv"):
        assert sidecars.read(file).warning.startswith("SYNTHETIC")
