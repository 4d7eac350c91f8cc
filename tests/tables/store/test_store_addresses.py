"""Where the address of the store comes from."""

import pytest

from benchlib.tables.faults import BadInput
from benchlib.tables.store import addresses

POSTGRESQL = "postgresql+psycopg://me:hush@db.example:5433/x"


def default(**environment: str) -> str:
    return addresses.default(environment).render_as_string(hide_password=False)


def test_without_anything_it_is_the_file_below_data():
    assert addresses.default({}).database == str(addresses.DEFAULT_FILE)
    assert addresses.DEFAULT_FILE.parts[-2:] == ("data", "benchlib.sqlite")


def test_the_environment_names_it():
    assert default(BENCHLIB_DATABASE=f" {POSTGRESQL}\n") == POSTGRESQL
    assert default(BENCHLIB_DATABASE="postgresql://me@h/x") == "postgresql+psycopg://me@h/x"
    assert default(BENCHLIB_DATABASE="sqlite:///a/b.sqlite") == "sqlite:///a/b.sqlite"


def test_a_file_for_its_owner_only_names_it(tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{POSTGRESQL}\n")
    file.chmod(0o600)
    assert default(BENCHLIB_DATABASE_FILE=str(file)) == POSTGRESQL
    file.chmod(0o400)
    assert default(BENCHLIB_DATABASE_FILE=str(file)) == POSTGRESQL


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_a_file_that_others_may_read_is_refused(tmp_path, mode):
    file = tmp_path / "secret"
    file.write_text(POSTGRESQL)
    file.chmod(mode)
    with pytest.raises(BadInput, match="chmod 600 secret") as caught:
        default(BENCHLIB_DATABASE_FILE=str(file))
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "expected one line with the address"),
        (f"{POSTGRESQL}\nmore".encode(), "expected one line with the address"),
        (b"\xff\xfe", "cannot be read as text"),
        (b"hush", "expected sqlite:///FILE"),
    ],
)
def test_a_file_with_something_else(tmp_path, content, said):
    file = tmp_path / "secret"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(BadInput, match=said) as caught:
        default(BENCHLIB_DATABASE_FILE=str(file))
    assert "hush" not in str(caught.value)


def test_a_file_that_is_missing_or_a_folder(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        default(BENCHLIB_DATABASE_FILE=str(tmp_path / "none"))
    with pytest.raises(BadInput, match="expected a file"):
        default(BENCHLIB_DATABASE_FILE=str(tmp_path))


def test_both_are_one_too_many(tmp_path):
    with pytest.raises(BadInput, match="not both"):
        default(BENCHLIB_DATABASE="sqlite:///x", BENCHLIB_DATABASE_FILE=str(tmp_path))


def test_no_secret_in_what_is_said():
    url = addresses.url("postgresql://me:hush@h/x?sslpassword=quiet&sslkey=still&sslkey=silent")
    assert addresses.shown(url) == "postgresql+psycopg://me:***@h/x"
    assert addresses.unsecret("hush, quiet, still and silent: no", url) == "***, ***, *** and ***: no"
