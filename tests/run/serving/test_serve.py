"""The command `benchlib serve`."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from benchlib.run.commands import serve
from benchlib.run.serving.address import address
from benchlib.tables.faults import BadInput

LONG = "x" * 40


def test_no_secret():
    assert serve.secret_of({}) is None


def test_a_secret_from_a_variable():
    assert serve.secret_of({"BENCHLIB_SECRET": LONG}) == LONG.encode()


def test_a_secret_that_can_be_guessed_is_refused():
    with pytest.raises(BadInput, match="at least 32"):
        serve.secret_of({"BENCHLIB_SECRET": "short"})


def test_a_secret_from_a_file_comes_first(tmp_path):
    file = tmp_path / "secret"
    file.write_text(f"{LONG}y\n")
    file.chmod(0o600)
    assert serve.secret_of({"BENCHLIB_SECRET_FILE": str(file), "BENCHLIB_SECRET": LONG}) == f"{LONG}y".encode()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_that_others_may_read_is_refused(tmp_path, mode):
    file = tmp_path / "secret"
    file.write_text(LONG)
    file.chmod(mode)
    with pytest.raises(BadInput, match="chmod 600"):
        serve.secret_of({"BENCHLIB_SECRET_FILE": str(file)})


def test_a_secret_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        serve.secret_of({"BENCHLIB_SECRET_FILE": str(tmp_path / "none")})


def test_it_says_how_to_put_it_behind_a_proxy():
    place = address("127.0.0.1", 8866, "https://bench.example.org/apps/")
    told = serve.advice(place, place.public)
    assert "serving https://bench.example.org/apps/" in told
    assert "proxy_pass http://127.0.0.1:8866/apps/;" in told
    assert "location /apps/enter/" in told
    assert "access_log off" in told


def test_without_a_secret_nothing_is_served():
    with pytest.raises(BadInput, match="links are signed: put a secret into a file"):
        serve.required({})


def test_a_port_in_use_is_bad_input(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = f"from benchlib.run.commands.serve import serve; serve(['--port', '{port}'], standalone_mode=False)"
        own = {"BENCHLIB_SECRET": LONG, "BENCHLIB_DATABASE": f"sqlite:///{tmp_path / 'store.sqlite'}"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, **own},
        )
    assert done.returncode == 1
    assert "BadInput: --port" in done.stderr
    assert "cannot listen there: Address already in use" in done.stderr


def test_a_base_url_that_is_none_is_bad_input():
    result = CliRunner().invoke(serve.serve, ["--base-url", "nowhere"])
    assert isinstance(result.exception, BadInput)
