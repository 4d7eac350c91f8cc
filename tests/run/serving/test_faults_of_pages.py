"""What people and the log are told."""

import pytest

from benchlib.run.serving import faults


def test_numbers_differ_and_can_be_told_by_telephone():
    numbers = {faults.number() for _ in range(100)}
    assert len(numbers) == 100
    assert not set("".join(numbers)) & set("IO01")
    assert faults.sentence("ABC234").endswith("tell us the number ABC234.")


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("/enter/abc", "/enter/..."),
        ("/apps/enter/abc.d/e?f=g", "/apps/enter/..."),
        ("/counter?token=abc", "/counter"),
        ("404: GET /enter/abc (127.0.0.1)", "404: GET /enter/... (127.0.0.1)"),
    ],
)
def test_links_and_queries_stay_out_of_the_log(uri, shown):
    assert faults.masked(uri) == shown
