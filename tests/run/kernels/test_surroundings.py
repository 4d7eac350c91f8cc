"""Which kernels may come from the same process."""

import os

import pytest

from benchlib.run.kernels import WARM, surroundings

HERE = {"PATH": "/bin", "HOME": "/srv/a"}


@pytest.mark.parametrize(
    "name",
    [
        *("PYTHONPATH", "PYTHONHASHSEED", "PYTHONNEW", "LD_PRELOAD", "MALLOC_ARENA_MAX"),
        *("TZ", "LC_ALL", "LANG", "LANGUAGE", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR"),
        *("MATPLOTLIBRC", "IPYTHONDIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", WARM),
    ],
)
def test_what_is_read_at_the_start_counts(name):
    assert surroundings.shape({**HERE, name: "other"}) != surroundings.shape(HERE)


@pytest.mark.parametrize("name", ["PATH", "QUERY_STRING", "JPY_PARENT_PID", "BENCHLIB_MEMORY_MB", "PAPERMILL"])
def test_what_is_read_later_does_not(name):
    assert surroundings.shape({**HERE, name: "other"}) == surroundings.shape(HERE)


def test_the_order_of_variables_does_not_count_but_options_do():
    turned = dict(reversed(HERE.items()))
    assert surroundings.shape(turned) == surroundings.shape(HERE)
    assert surroundings.shape(HERE, ["-O"]) != surroundings.shape(HERE)


def test_the_file_mode_mask_counts():
    before = surroundings.shape(HERE)
    mask = os.umask(0o027)
    try:
        assert surroundings.shape(HERE) == (before if mask == 0o027 else surroundings.shape(HERE))
        assert (surroundings.shape(HERE) == before) == (mask == 0o027)
    finally:
        os.umask(mask)


def test_a_relative_path_of_python_is_of_the_folder():
    environment = {"PYTHONPATH": os.pathsep.join(["src", "/opt/lib", ""])}
    made = surroundings.absolute(environment, "/srv/data")
    assert made["PYTHONPATH"].split(os.pathsep) == ["/srv/data/src", "/opt/lib", "/srv/data/"]
    assert surroundings.absolute({"A": "1"}, "/srv/a") == {"A": "1"}
