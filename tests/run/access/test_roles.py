"""The table role x action, at each stage, of one's own and of another cluster."""

from itertools import product

import pytest

from benchlib.run.access.roles import MAY, Action, Role, Stage, allowed

# o open, f finished (one's own part), u unfinished (submitted, an assessor has not), s submitted, a agreed, n none
LETTERS = {"o": "open", "f": "finished", "u": "unfinished", "s": "submitted", "a": "agreed", "n": "none"}
EXPECTED = {
    #                       manager  assessor  peer  policy
    Action.READ:           ("ofusa", "ofusa", "", ""),
    Action.READ_BEFORE:    ("ofusa", "ofusa", "", ""),
    Action.READ_OTHERS:    ("", "sa", "", ""),
    Action.READ_AGREED:    ("", "sa", "", ""),
    Action.SCORE:          ("ofusa", "ofusa", "", ""),
    Action.ANSWER:         ("o", "o", "", ""),
    Action.SUBMIT:         ("o", "of", "", ""),
    Action.REOPEN:         ("s", "fus", "", ""),
    Action.AGREE:          ("", "s", "", ""),
    Action.CONCLUDE:       ("", "s", "", ""),
    Action.READ_QUESTIONS: ("", "", "of", ""),
    Action.ANSWER_WAVE:    ("", "", "o", ""),
    Action.READ_COUNTS:    ("", "", "", "n"),
}  # fmt: skip
ROLES = ("manager", "assessor", "peer", "policy")


def test_every_role_action_and_stage_stands_in_the_table():
    assert set(EXPECTED) == set(Action)
    assert tuple(Role) == ROLES
    assert set(LETTERS.values()) == set(Stage)
    assert set(MAY) == set(Role)


@pytest.mark.parametrize(("role", "action"), list(product(ROLES, Action)))
def test_what_a_role_may(role, action):
    letters = EXPECTED[action][ROLES.index(role)]
    assert {stage for stage in Stage if allowed(role, action, stage, own=True)} == {LETTERS[one] for one in letters}


@pytest.mark.parametrize(("role", "action", "stage"), list(product(ROLES, Action, Stage)))
def test_nothing_is_allowed_elsewhere(role, action, stage):
    assert allowed(role, action, stage, own=False) is False


def test_no_other_role():
    with pytest.raises(ValueError, match="admin"):
        allowed("admin", Action.READ, Stage.OPEN, own=True)
