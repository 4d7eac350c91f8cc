"""Code that has changed is imported anew before the next kernel, also where it was broken in between."""

import os
import time

import pytest

from benchlib.run.kernels import WARM, freshness, nursery

pytestmark = pytest.mark.usefixtures("forgotten")


@pytest.fixture
def code(tmp_path):
    """Writes a module that the warmed process imports, later than the last time."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "warming.py").write_text("def warm():\n    from package import edited\n")

    def write(text):
        file = package / "edited.py"
        file.write_text(text)
        write.times += 1
        os.utime(file, (write.times, write.times))

    write.times = 1_000_000_000
    write("VALUE = 'first'\n")
    return write


@pytest.fixture
def edited(kernel, tmp_path):
    """A kernel in which the module is to be had."""
    env = {**os.environ, "PYTHONPATH": str(tmp_path), WARM: "package.warming:warm", "PYTHONDONTWRITEBYTECODE": "1"}
    return lambda: kernel(env=env)


VALUE = "__import__('sys').modules['package.edited'].VALUE"


def test_code_that_has_changed_is_imported_anew(code, edited):
    before = edited()
    assert before.value(VALUE) == "first"
    code("VALUE = 'second'\n")
    after = edited()
    assert after.value(VALUE) == "second"
    assert after.warmed == before.warmed
    assert before.value(VALUE) == "first"  # a kernel that runs goes on, and can still be asked how it ended
    before.client.execute("import os; os._exit(3)")
    assert before.manager.provisioner.process.wait(10) == 3


def test_what_cannot_be_imported_is_told_until_it_is_repaired(code, edited):
    before = edited()
    code("VALUE = \n")
    for _ in range(2):
        with pytest.raises(
            nursery.NoKernel, match=r"package.warming:warm cannot prepare kernels: SyntaxError: invalid"
        ):
            edited()
    code("import missing_module_of_nobody\n")
    expected = r"ModuleNotFoundError: No module named 'missing_module_of_nobody' \(.*edited.py, line 1\)"
    with pytest.raises(nursery.NoKernel, match=expected):
        edited()
    assert before.value(VALUE) == "first"
    code("VALUE = 'repaired'\n")
    assert edited().value(VALUE) == "repaired"
    assert before.value("6 * 7") == 42


def test_it_may_be_broken_from_the_start(code, edited):
    code("raise SystemExit('not today')\n")
    with pytest.raises(nursery.NoKernel, match="SystemExit: not today"):
        edited()
    code("VALUE = 'repaired'\n")
    assert edited().value(VALUE) == "repaired"


def test_a_function_that_is_not_there_is_named(kernel, environment):
    with pytest.raises(nursery.NoKernel, match=r"prepared:nobody cannot prepare kernels: AttributeError: .*'nobody'"):
        kernel("nobody")


def test_a_warmed_process_that_crashes_while_it_imports_is_told(code, edited):
    code("import os; os._exit(1)\n")
    start = time.monotonic()
    with pytest.raises(nursery.NoKernel, match="the warmed process has ended, twice"):
        edited()
    assert time.monotonic() - start < nursery.PATIENCE


def test_files_that_change_vanish_or_grow_are_noticed(tmp_path):
    file = tmp_path / "module.py"
    file.write_text("one")
    before = {str(file): freshness.stamp(str(file))}
    assert freshness.fresh(before)
    os.utime(file, (1, 1))
    assert not freshness.fresh(before)
    file.unlink()
    assert not freshness.fresh(before)
    assert freshness.fresh({str(file): None})


def test_what_is_installed_is_not_looked_at():
    import pandas

    stamped = freshness.stamps()
    assert pandas.__file__ not in stamped
    assert freshness.__file__ in stamped
