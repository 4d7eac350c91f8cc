"""What a fork could spoil, one test each: every one of these went wrong before."""

import os
import subprocess
import sys
import time

import pytest

PICTURE = "image/png"


def pictures(outputs):
    return [one for one in outputs if PICTURE in one.get("data", {})]


@pytest.mark.parametrize(
    "code",
    [
        "from matplotlib import pyplot as plt; plt.plot([1, 2])",
        "import seaborn as sns; sns.lineplot(x=[1, 2], y=[1, 2])",
        "import pandas as pd; pd.Series([1, 2]).plot()",
        "%matplotlib inline\nimport matplotlib.pyplot as plt; plt.plot([1, 2])",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
    ],
)
def test_every_picture_is_shown_once(kernel, code):
    running = kernel("drawn")
    assert [len(pictures(running.outputs(code))) for _ in range(2)] == [1, 1]


def test_a_picture_is_shown_where_nothing_was_prepared(kernel):
    assert len(pictures(kernel().outputs("from matplotlib import pyplot as plt; plt.plot([1, 2])"))) == 1


def test_a_figure_as_the_value_of_a_cell_is_a_picture(kernel):
    code = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\nplt.close()\nfigure"
    assert len(pictures(kernel("drawn").outputs(code))) == 1


def test_no_two_kernels_draw_the_same_random_numbers(kernel):
    drawing = """
import random, tempfile, uuid, numpy
other = numpy.random.default_rng().random()
print([random.random(), numpy.random.rand(), other, tempfile.mktemp(), uuid.uuid1().clock_seq])
"""
    drawn = [kernel("drawn").text(drawing).split(",") for _ in range(3)]
    assert [len(set(numbers)) for numbers in zip(*drawn, strict=True)] == [3, 3, 3, 3, 3]


def test_a_seed_gives_what_it_gives_everywhere(kernel):
    expression = (
        "(int(__import__('numpy').random.RandomState(1).randint(1000)), __import__('random').Random(1).random())"
    )
    assert kernel("drawn").value(expression) == (37, 0.13436424411240122)


def test_sockets_of_two_kernels_do_not_meet(kernel):
    first, second = kernel(), kernel()
    first.text("name = 'first'")
    second.text("name = 'second'")
    assert (first.value("name"), second.value("name")) == ("first", "second")


def test_a_kernel_can_be_spoken_to_as_soon_as_it_is_there(kernel, manager, environment):
    kernel()  # the process is warm
    seconds = []
    for _ in range(5):
        km = manager()
        km.start_kernel(env=environment())
        client = km.client()
        client.start_channels(stdin=False, hb=False)
        start = time.perf_counter()
        client.kernel_info()
        client.get_shell_msg(timeout=10)
        seconds.append(time.perf_counter() - start)
        client.stop_channels()
        km.shutdown_kernel(now=True)
    assert min(seconds) < 0.1  # a client that comes before the socket tries again after 0.1 s


def test_a_kernel_knows_its_parent(kernel):
    running = kernel()
    parent, poller = running.value(
        "(get_ipython().kernel.parent.parent_handle, get_ipython().kernel.parent.poller.is_alive())"
    )
    assert (parent, poller) == (running.warmed, True)
    assert running.value("__import__('os').environ['JPY_PARENT_PID']") == str(os.getpid())


def test_nothing_is_forked_while_a_thread_runs(manager, environment):
    with pytest.raises(RuntimeError, match=r"1 threads run in the warmed process \(a pool of connections\); a fork"):
        manager().start_kernel(env=environment("threaded"))


def test_what_is_shared_is_left_alone_by_the_collector(kernel):
    frozen, alive = kernel().value("(__import__('gc').get_freeze_count(), __import__('gc').isenabled())")
    assert frozen > 10_000
    assert alive is True


def test_browsers_can_speak_to_widgets(kernel):
    targets = "sorted(get_ipython().kernel.comm_manager.targets)"
    assert kernel("drawn").value(targets) == ["jupyter.widget", "jupyter.widget.control"]


def test_tables_are_as_wide_as_in_a_notebook(kernel):
    shown = "(pandas.get_option('display.max_columns'), len(repr(pandas.DataFrame([range(20)])).splitlines()))"
    values = []
    for provisioner in ("local-provisioner", "benchlib-forked"):
        running = kernel("drawn", provisioner)
        running.text("import pandas")
        values.append(running.value(shown))
    assert values[0] == values[1]
    assert values[0][0] == 20


def test_the_debugger_answers(kernel):
    running = kernel()
    content = {"type": "request", "seq": 1, "command": "debugInfo"}
    message = running.client.session.msg("debug_request", content)
    running.client.control_channel.send(message)
    reply = running.client.get_control_msg(timeout=20)
    assert reply["content"]["success"] is True


def test_what_a_kernel_imports_when_it_starts_was_imported_before(kernel):
    ours = "import sys; from benchlib.run.kernels import infant; infant.imported(); print(sorted(sys.modules))"
    imported = subprocess.run([sys.executable, "-c", ours], capture_output=True, text=True, check=True).stdout
    plain = kernel("nothing", "local-provisioner").value("sorted(__import__('sys').modules)")
    assert set(plain) - set(eval(imported)) == {"runpy"}
