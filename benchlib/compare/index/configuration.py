"""The recipe of an index as strict YAML: every key optional, unknown keys and methods refused with the nearest known.

What is left out changes no data: nothing is screened, imputed or treated unless the file says so. Denominators are
applied because META names them; scores are min-max on 0 to 100, weighted as META gives and averaged.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from benchlib.rules import files
from benchlib.rules.consistency import Finding, Inconsistent
from benchlib.rules.dated import Strict
from benchlib.tables.faults import unknown

Options = Mapping[str, Any]
Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]
Seed = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=1)]

NEEDED = object()  # an option without a default
SCALE = [0.0, 100.0]

# Each method with its options and their defaults.
IMPUTE: Mapping[str, Options] = {
    "none": {},
    "mean": {},
    "median": {},
    "group_mean": {"group": NEEDED},
    "group_median": {"group": NEEDED},
    "linear": {},
    "hot_deck": {"group": None, "seed": 1},
    "normal": {"group": None, "seed": 1},
}
NORMALISE: Mapping[str, Options] = {
    "minmax": {"range": SCALE},
    "zscore": {"mean": 0.0, "sd": 1.0},
    "rank": {},
    "borda": {},
    "prank": {"range": SCALE},
    "scaled": {"bounds": SCALE, "range": SCALE},
    "dist2max": {"range": SCALE},
    "dist2ref": {"reference": NEEDED, "cap": False, "range": SCALE},
    "dist2targ": {"cap": False, "range": SCALE},
    "fracmax": {"range": SCALE},
    "goalposts": {"cap": True, "log": False, "range": SCALE},
}
WEIGHTS: Mapping[str, Options] = {
    "given": {},
    "equal": {},
    "pca": {},
    "bod": {"shares": [0.0, 1.0]},
    "optimised": {},
    "noise": {"spread": 0.25, "seed": 1},
}
AGGREGATE = ("amean", "gmean", "hmean", "genmean", "copeland")


def _of_aggregation(method: str) -> str:
    if method not in AGGREGATE:
        raise ValueError(unknown(method, AGGREGATE, "method"))
    return method


Mean = Annotated[str, AfterValidator(_of_aggregation)]


def options(methods: Mapping[str, Options], default: str) -> BeforeValidator:
    """Fill in a method's options; `zscore`, {method: zscore, sd: 2} and {zscore: {sd: 2}} are ways to write it."""
    every = {name for named in methods.values() for name in named}

    def fill(content: Any) -> Any:
        content = {"method": content} if isinstance(content, str) else content
        if not isinstance(content, Mapping):
            return content
        nested = [name for name in methods if isinstance(content.get(name), Mapping)]
        flat = {"method": nested[0] if nested else default, **content}
        for name in nested:
            flat |= flat.pop(name)
        findings = list(_misfits(flat, methods, every, nested))
        if findings:
            raise Inconsistent(findings)
        defaults = methods[flat["method"]]
        return {**{name: value for name, value in defaults.items() if value is not None}, **flat}

    return BeforeValidator(fill)


def _misfits(flat: Options, methods: Mapping[str, Options], every: set[str], nested: list[str]) -> Iterator[Finding]:
    """A method that is not known, options of another method, and options that are missing."""
    method = flat["method"]
    if not isinstance(method, str) or method not in methods:
        yield ("method",), f"{method!r}; {unknown(method, methods, 'method')}"
        return
    for other in set(nested) - {method}:
        yield (other,), f"options of {other}, but the method is {method}"
    for name in sorted(every & set(flat) - set(methods[method])):
        yield (name,), f"{method} has no such option; it has: {', '.join(methods[method]) or 'none'}"
    for name, value in methods[method].items():
        if value is NEEDED and flat.get(name) is None:
            yield (name,), f"{method} needs this key, it is not there"


class Screen(Strict):
    """Units with a smaller share of their indicators present are left out from here on."""

    minimum_share: Share


class Impute(Strict):
    """How missing values are filled; `group` is a `group_*` column of DATA."""

    method: str
    group: str | None = None
    seed: Seed | None = None
    per_year: bool = False


class Treat(Strict):
    """Outliers: an indicator fails where |skew| and excess kurtosis both exceed these (METHODS, section 3)."""

    skew: Annotated[float, Field(gt=0)] = 2.0
    kurtosis: float = 3.5
    winsorise_at_most: Annotated[int, Field(ge=0)] = 5
    then: Literal["log"] | None = "log"
    per_year: bool = False


class Scaling(Strict):
    """One method of normalisation with its options; those that the method does not have are None."""

    method: str
    range: Pair | None = None
    bounds: Pair | None = None
    mean: float | None = None
    sd: Annotated[float, Field(gt=0)] | None = None
    reference: str | None = None
    cap: bool | None = None
    log: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        pairs = {"range": self.range, "bounds": self.bounds}
        wrong = [(name, pair) for name, pair in pairs.items() if pair is not None and not pair[0] < pair[1]]
        if wrong:
            raise Inconsistent([((name,), f"{pair}; expected the lower number first") for name, pair in wrong])
        return self


Chosen = Annotated[Scaling, options(NORMALISE, "minmax")]


class Normalise(Scaling):
    """The method of all indicators but those named in `by_indicator`, over all years or each year for itself."""

    per_year: bool = False
    by_indicator: dict[str, Chosen] = Field(default_factory=dict)


class Weights(Strict):
    """How children weigh in their parent; `shares` bound what a child may contribute under the benefit of the doubt."""

    method: str
    shares: Pair | None = None
    spread: Share | None = None
    seed: Seed | None = None

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.shares is not None and not 0 <= self.shares[0] < self.shares[1] <= 1:
            raise Inconsistent([(("shares",), f"{self.shares}; expected two shares of 1, the lower first")])
        return self


class Aggregate(Strict):
    """How children become their parent's score: by the node, else by the children's level, else `method`."""

    method: Mean = "amean"
    by_level: dict[Level, Mean] = Field(default_factory=dict)
    by_node: dict[str, Mean] = Field(default_factory=dict)
    p: float | None = None
    minimum_share: Share = 0.0

    @model_validator(mode="before")
    @classmethod
    def _written_shorter(cls, content: Any) -> Any:
        content = {"method": content} if isinstance(content, str) else content
        if not isinstance(content, Mapping) or not isinstance(content.get("genmean"), Mapping):
            return content
        rest = {key: value for key, value in content.items() if key != "genmean"}
        sole = {} if {"method", "by_level", "by_node"} & set(rest) else {"method": "genmean"}
        return {**sole, **rest, **content["genmean"]}

    @model_validator(mode="after")
    def _exponent(self) -> Self:
        used = {self.method, *self.by_level.values(), *self.by_node.values()}
        if ("genmean" in used) != (self.p is not None):
            raise Inconsistent([(("p",), "expected the exponent of genmean where it is used, and only there")])
        return self


class Configuration(Strict):
    """The whole chain; `as_written` gives it back with every default, as YAML would hold it."""

    denominate: bool = True
    screen: Screen | None = None
    impute: Annotated[Impute, options(IMPUTE, "none")] = Impute(method="none")
    treat: Treat | None = None
    normalise: Annotated[Normalise, options(NORMALISE, "minmax")] = Normalise(method="minmax", range=SCALE)
    weights: Annotated[Weights, options(WEIGHTS, "given")] = Weights(method="given")
    aggregate: Aggregate = Aggregate()

    @model_validator(mode="before")
    @classmethod
    def _none(cls, content: Any) -> Any:
        """`impute: null` means none, as with the other stages that can be left out."""
        if isinstance(content, Mapping) and "impute" in content and content["impute"] is None:
            return {**content, "impute": "none"}
        return content

    def as_written(self) -> dict[str, Any]:
        """Every key with its value as used; from it the same configuration can be read again."""
        used = self.model_dump(exclude_none=True)
        return {**used, "screen": used.get("screen"), "treat": self.treat and self.treat.model_dump()}


def load(file: Path) -> Configuration:
    """The configuration in a YAML file. Raises RuleError with every fault: line, key, what was expected."""
    return files.model(Configuration, file, files.parsed(file))
