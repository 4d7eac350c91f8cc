"""The numbers behind the portfolio are consistent and read strictly."""

import pytest

from benchlib.rules import loading
from benchlib.rules.files import RuleError
from benchlib.synthetic import calibration, levels, settings
from benchlib.tables import schemas
from benchlib.tables.contradictions import NUTS_COUNTRY


def test_shares_add_up():
    model = settings.model()
    for shares in (
        model.entry,
        model.areas,
        model.participants.types,
        model.participants.commitment,
        model.peers.roles,
    ):
        assert sum(shares.values()) == pytest.approx(1)
    assert sum(model.peers.aspects.values()) == pytest.approx(0)


def test_codes_are_those_of_the_tables():
    model = settings.model()
    assert tuple(model.areas) == schemas.AREAS
    assert set(model.participants.types) == set(schemas.PARTICIPANT_TYPES)
    assert tuple(model.participants.commitment) == schemas.COMMITMENTS
    assert set(model.frameworks.values()) | {model.rules} <= set(loading.known())


def test_there_are_47_countries_with_their_regions():
    countries = settings.countries()
    assert len(countries) == 47
    assert set(countries) <= set(schemas.countries())
    assert sum(country.eu for country in countries.values()) == 27
    assert len(countries["RO"].regions) == 8
    for code, country in countries.items():
        assert all(region[:2] == NUTS_COUNTRY.get(code, code) for region in country.regions)
        assert bool(country.regions) or not country.eu


def test_entries_lie_within_the_waves():
    model = settings.model()
    assert set(model.entry) <= set(model.waves.years)
    assert model.last_day.year == model.waves.last


def test_every_indicator_that_no_table_answers_has_a_difficulty():
    of_tables = {levels.COMPOSITION, levels.COUNT, levels.NEAR, levels.MATURITY, levels.STAFF, levels.STABILITY}
    asked = set(loading.framework("ecei-benchmark-36").indicators) - of_tables
    assert set(settings.model().levels.base) == asked


def test_unknown_keys_are_faults_with_their_line(tmp_path, monkeypatch):
    text = (settings.FOLDER / "targets.yaml").read_text(encoding="utf-8")
    (tmp_path / "targets.yaml").write_text(text.replace("fewest: 1000", "fewest: 1000\nfewer: 3"), encoding="utf-8")
    monkeypatch.setattr(settings, "FOLDER", tmp_path)
    with pytest.raises(RuleError, match=r"targets\.yaml, line \d+, key fewer: unknown key"):
        settings.read(calibration.Targets, "targets")
