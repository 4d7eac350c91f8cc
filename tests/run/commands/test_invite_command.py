"""`benchlib invite`: links for people, listed and taken back."""

import pytest
from click.testing import CliRunner

from benchlib.run.access import desks, links
from benchlib.run.access.admission import admission
from benchlib.run.commands.invite import invite
from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import invitations, states

SECRET = "s" * 32
ORGANISATIONS = "cluster_id,name,country\nalpha,Alpha,RO\nbeta,Beta,BE\n"
ASSESSMENTS = """assessment_id,cluster_id,framework,kind,date,status
alpha-bench,alpha,ecei-31,benchmark,2026-03-01,draft
beta-bench,beta,ecei-31,benchmark,2026-03-01,draft
beta-self,beta,ecei-31,self,2026-03-01,submitted
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    folder, address = tmp_path / "given", f"sqlite:///{tmp_path / 'store.sqlite'}"
    folder.mkdir()
    (folder / "organisations.csv").write_text(ORGANISATIONS)
    (folder / "assessments.csv").write_text(ASSESSMENTS)
    monkeypatch.setenv("BENCHLIB_DATABASE", address)
    monkeypatch.setenv("BENCHLIB_SECRET", SECRET)
    with store.opened(address) as made:
        store.import_(made, folder, "office")
        yield made


def run(*arguments: str) -> list[str]:
    """The lines that the command prints; raises what it raises."""
    return CliRunner().invoke(invite, arguments, catch_exceptions=False, standalone_mode=False).output.splitlines()


def entered(place, lines: list[str]):
    """The visit that the printed link opens, with the desk behind it."""
    base, _, token = lines[-1].rpartition("/enter/")
    visit = admission(place, SECRET.encode()).admitted(token)
    environment = {"BENCHLIB_DATABASE": place.address, "BENCHLIB_VISIT": visit.id}
    return base, visit, desks.open(environment)


def refused(*arguments: str) -> str:
    with pytest.raises(BadInput) as error:
        run(*arguments)
    return str(error.value)


def test_a_manager_without_a_self_assessment_gets_one(place):
    lines = run("manager", "--cluster", "alpha", "--person", "Ana", "--days", "14")
    base, visit, desk = entered(place, lines)
    assert (base, visit.pages) == ("http://127.0.0.1:8866", ("assess",))
    assert (desk.person, desk.cluster, desk.state(), desk.framework.id) == ("Ana", "Alpha", "draft", "ecei-31")
    assert desk.assessment_id.startswith("alpha-self-")
    made = invitations.found(place, visit.id)
    assert lines[0] == f"invitation {made.id}: Ana as manager, alpha, {desk.assessment_id}, until " + (
        f"{made.expires_at[:10]} {made.expires_at[11:16]}Z"
    )
    again = entered(place, run("manager", "--cluster", "alpha", "--person", "Ana"))[2]
    assert again.assessment_id == desk.assessment_id
    other = entered(place, run("manager", "--cluster", "alpha", "--person", "Ana", "--new"))[2]
    assert other.assessment_id == f"{desk.assessment_id}-2"


def test_a_manager_gets_the_last_self_assessment(place):
    desk = entered(place, run("manager", "--cluster", "beta"))[2]
    assert (desk.assessment_id, desk.state(), desk.person) == ("beta-self", "submitted", "manager")


def test_two_assessors_of_a_new_assessment(place):
    new = "--new", "--framework", "ecei-benchmark-36"
    one = entered(place, run("assessor", "--cluster", "alpha", "--person", "Ana", *new))[2]
    assert one.framework.id == "ecei-benchmark-36"
    assert [step.state for step in states.steps(place, one.assessment_id)] == ["draft"]
    two = entered(place, run("assessor", "--cluster", "alpha", "--assessment", one.assessment_id, "--person", "Bo"))[2]
    assert (two.assessment_id, one.assessor, two.assessor) == (one.assessment_id, "ana", "bo")


def test_a_peer_and_a_policy_maker(place):
    base, visit, desk = entered(
        place, run("peer", "--cluster", "alpha", "--wave", "2026", "--base-url", "https://bench.example.org/apps")
    )
    assert (base, visit.pages, desk.wave) == ("https://bench.example.org/apps", ("peers",), "2026")
    assert entered(place, run("policy", "--person", "Ministry"))[1].pages == ("portfolio",)


def test_list_and_revoke(place):
    lines = run("policy", "--person", "Ministry of Economy")
    _, visit, _ = entered(place, lines)
    token = lines[-1].rpartition("/")[2]
    run("peer", "--cluster", "alpha", "--wave", "2026", "--person", "Ana")
    listed = run("--list")
    assert listed[0].split() == ["invitation", "state", "until", "uses", "last", "role", "cluster", "for", "person"]
    assert len(listed) == 3
    row = next(line for line in listed if line.startswith(visit.id))
    assert row.endswith("Ministry of Economy")
    assert row.split()[1] == "holds"
    assert row.split()[4] == "1"
    assert token not in "\n".join(listed)
    assert run("--revoke", visit.id) == [f"invitation {visit.id} is taken back"]
    assert admission(place, SECRET.encode()).admitted(token) is None
    assert next(line for line in run("--list") if line.startswith(visit.id)).split()[1:3] == ["taken", "back"]
    assert "was taken back before" in refused("--revoke", visit.id)
    assert "there is no such invitation" in refused("--revoke", "nobody")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["manager"], "as manager needs: cluster_id"),
        (["manager", "--cluster", "gamma"], "there is no such organisation"),
        (["manager", "--cluster", "alpha", "--assessment", "beta-self"], "expected an assessment of alpha"),
        (["manager", "--cluster", "alpha", "--assessment", "alpha-bench"], "of the kind self"),
        (["manager", "--cluster", "alpha", "--wave", "2026"], "--wave: expected it for peer only"),
        (["assessor", "--cluster", "alpha", "--assessment", "alpha-bench"], "expected the assessor's name"),
        (["assessor", "--cluster", "alpha", "--person", "Ana"], "or --new; there are: alpha-bench"),
        (["assessor", "--cluster", "beta", "--assessment", "beta-self", "--person", "Ana"], "benchmark or audit"),
        (["assessor", "--cluster", "beta", "--assessment", "beta-bench", "--new", "--person", "A"], "not both"),
        (["peer", "--cluster", "alpha"], "as peer needs: wave"),
        (["policy", "--assessment", "beta-self"], "for manager and assessor only"),
        (["policy", "--cluster", "alpha"], "for manager and assessor and peer only"),
        (["manager", "--cluster", "alpha", "--framework", "ecei-benchmark-36"], "expected it with --new"),
        (["policy", "--base-url", "bench.example.org"], "--base-url"),
    ],
)
def test_invitations_that_cannot_be(place, arguments, said):
    assert said in refused(*arguments)
    assert invitations.listed(place) == []
    assert [states.steps(place, f"{name}-bench") for name in ("alpha", "beta")] == [[], []]


def test_assessors_whose_names_look_alike_are_told_apart(place):
    run("assessor", "--cluster", "alpha", "--assessment", "alpha-bench", "--person", "Ștefan Pop")
    assert "would have the same id stefan-pop" in refused(
        "assessor", "--cluster", "alpha", "--assessment", "alpha-bench", "--person", "Stefan Pop"
    )


def test_without_a_secret_nothing_is_made(place, monkeypatch):
    monkeypatch.delenv("BENCHLIB_SECRET")
    assert "links are signed" in refused("manager", "--cluster", "alpha")
    assert invitations.listed(place) == []
    with place.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM assessments").scalar_one() == 3


def test_a_secret_of_another_server_opens_nothing(place):
    token = run("policy")[-1].rpartition("/")[2]
    assert links.named(b"o" * 32, token) is None


@pytest.mark.parametrize("arguments", [[], ["--list", "--revoke", "x"], ["policy", "--list"]])
def test_one_thing_at_a_time(place, arguments):
    done = CliRunner().invoke(invite, arguments)
    assert done.exit_code == 2
    assert "expected one of: a role" in done.output
