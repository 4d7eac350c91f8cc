"""Settings of the management: every number with date, source and mark; strange ones are refused."""

import pytest

from benchlib.rules import loading
from benchlib.rules.dated import Mark
from benchlib.rules.files import RuleError
from benchlib.rules.management import Management


def test_the_shipped_settings():
    rules = loading.read(Management, "management")
    assert (rules.window_years.value, rules.reported_share.value) == (5, 0.5)
    assert rules.shocks.structure == "moving_average"
    assert {rules.window_years.mark, rules.reported_share.mark, rules.shocks.mark} == {Mark.PROPOSED}
    assert set(rules.sources) == {"ours"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("value: 5\n", "value: 2.5\n", "key window_years.value: 2.5; expected a whole number of years, at least 1"),
        ("value: 5\n", "value: 0\n", "key window_years.value: 0; expected a whole number of years, at least 1"),
        ("structure: moving_average", "structure: some", "key shocks.structure: Input should be 'none', 'independent'"),
        ("reported_share:", "share_reported:", "key share_reported: unknown key"),
    ],
)
def test_a_strange_setting_is_refused(tmp_path, old, new, expected):
    file = tmp_path / "mine.yaml"
    text = (loading.RULES / "management.yaml").read_text(encoding="utf-8").replace("id: management", "id: mine")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        loading.read(Management, file)
    assert any(expected in fault for fault in caught.value.faults)
