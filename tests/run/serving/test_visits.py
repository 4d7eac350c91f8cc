"""Who comes in, as far as no server is needed."""

import pytest

from benchlib.run.serving.visits import Admission, Visit


def test_by_default_nobody_comes_in():
    assert Admission().admitted("anything") is None


@pytest.mark.parametrize("identity", ["", "a b", "a\nb", "../x", "x" * 65])
def test_ids_are_plain_words(identity):
    with pytest.raises(ValueError, match="expected letters"):
        Visit(identity, ("a",))


def test_a_visit_without_pages_is_none():
    with pytest.raises(ValueError, match="at least one page"):
        Visit("a", ())
