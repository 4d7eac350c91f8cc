"""Everything an edition judges by: the framework, and what is read beside it."""

from dataclasses import dataclass

from benchlib.compare.advice import recommendations
from benchlib.rules import loading
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.efforts import Efforts
from benchlib.rules.management import Management
from benchlib.rules.models import Framework, Profile, Standing
from benchlib.rules.recommendations import Recommendations

DEFAULT_FRAMEWORK = "ecei-31"


@dataclass(frozen=True)
class Rulebook:
    """Rules of an edition; `known` holds the frameworks that assessments may be made with."""

    framework: Framework
    known: dict[str, Framework]
    strengths: Profile
    criteria: Profile
    standing: Standing
    competitiveness: Competitiveness
    management: Management
    efforts: Efforts
    advice: Recommendations


def rulebook(framework: str = DEFAULT_FRAMEWORK) -> Rulebook:
    """The rules by id of the framework, or by the path of its YAML file. Raises RuleError."""
    chosen = loading.framework(framework)
    return Rulebook(
        framework=chosen,
        known={name: loading.framework(name) for name in loading.known()} | {chosen.id: chosen},
        strengths=loading.profile("medvia"),
        criteria=loading.profile("medvia-criteria"),
        standing=loading.standing("standing"),
        competitiveness=loading.competitiveness(),
        management=loading.read(Management, "management"),
        efforts=loading.read(Efforts, "efforts"),
        advice=recommendations.load(),
    )
