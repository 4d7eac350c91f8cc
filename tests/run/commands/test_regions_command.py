"""`benchlib regions`: output beside the input, exit codes, and the real American inputs where they are at hand."""

import sys
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest

from benchlib.run.cli import _guarded
from benchlib.run.commands.regions import regions

ROOT = Path(__file__).resolve().parents[3]
HEAD = "cluster_code,region_code,employment,establishments,lq"


@pytest.fixture
def run(tmp_path, capsys):
    def call(text, rule="us-cluster-mapping-2016", out="out.csv"):
        source, target = tmp_path / "in.csv", tmp_path / out
        source.write_text(text, encoding="utf-8")
        arguments = [str(source), "--rule", rule, "--out", str(target)]
        try:
            _guarded(lambda: regions.main(arguments, prog_name="regions"))
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, target.read_text(encoding="utf-8") if target.is_file() else None, told

    return call


def test_the_input_stands_first_as_it_is(run):
    rows = ['a,01,10,1,"Ab, c",0.20', "a,02,20,2,x,0.60", "a,03,30,3,y,0.90", "a,04,40,4,z,1.00", "a,05,50,5,,3.00"]
    code, text, told = run("\n".join(["cluster_code,region_code,employment,establishments,name,lq", *rows]) + "\n")
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == (
        "cluster_code,region_code,employment,establishments,name,lq,lq_low,lq_high,qualifying,significant,strong,strong10"
    )
    assert lines[1].startswith('"a","01","10","1","Ab, c","0.20",0.118')
    assert [line[-7:] for line in lines[1:]] == ["0,0,0,0", "0,0,0,0", "1,0,0,0", "1,1,1,0", "1,1,1,1"]
    assert "wrote 5 rows" in told.out
    assert "qualifying 3, significant 2, strong 2, strong10 1; 0 rows have a flag left open" in told.out


def test_stars_without_quotient_and_establishments(run):
    rows = ["a,x,30", "a,y,10", "b,x,20", "b,y,40", "c,y,"]
    code, text, told = run("\n".join(["cluster_code,region_code,employment", *rows]) + "\n", "eco-stars")
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == "cluster_code,region_code,employment,lq,lq_low,lq_high,size,specialisation,focus,stars"
    assert lines[1].startswith("a,x,30,1.5,1.2")
    assert [line.split(",")[-4:] for line in lines[1:]] == [
        ["1", "0", "0", "1"],
        ["0", "0", "0", "0"],
        ["0", "0", "0", "0"],
        ["1", "0", "1", "2"],
        ["", "", "", ""],
    ]
    assert lines[5] == "c,y,,,,,,,,"
    assert "1 rows have a flag left open" in told.out


def test_every_offender_and_no_file(run):
    code, text, told = run(f"{HEAD}\na,1,x,1,1\na,2,1,-1,1\n")
    assert (code, text) == (2, None)
    assert "in.csv, row 2, column employment: 'x'; expected a number of 0 or more" in told.err
    assert "in.csv, row 3, column establishments: '-1'; expected a number of 0 or more" in told.err


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ecei-31", "--rule: 'ecei-31'; expected a rule for regional clusters: eco-stars, us-cluster-mapping-2016"),
        ("eco-star", "--rule: 'eco-star'; expected a rule for regional clusters"),
        ("none.yaml", "none.yaml: no such file"),
    ],
)
def test_another_rule_is_refused(run, rule, expected):
    code, text, told = run(f"{HEAD}\na,1,1,1,1\n", rule)
    assert (code, text) == (2, None)
    assert expected in told.err


def test_the_input_is_not_overwritten_and_folders_must_be_there(run):
    code, text, told = run(f"{HEAD}\na,1,1,1,1\n", out="in.csv")
    assert (code, text) == (2, f"{HEAD}\na,1,1,1,1\n")
    assert "expected another file than the input" in told.err
    code, _, told = run(f"{HEAD}\na,1,1,1,1\n", out="none/out.csv")
    assert code == 2
    assert "expected a folder that exists" in told.err


def test_it_is_a_command_without_slow_imports():
    assert isinstance(regions, click.Command)
    assert "benchlib.run.commands.regions" in sys.modules


def reference(table, above=np.greater, everywhere=False):
    """The rule of design/RULES.md, category by category with numpy's own quantiles."""
    out = np.zeros((len(table), 4), dtype=bool)
    e, firms, lq = (table[name].to_numpy(float) for name in ("employment", "establishments", "lq"))
    for rows in table.groupby("cluster_code").indices.values():
        inside = rows if everywhere else rows[e[rows] > 0]
        base = above(e[rows], np.quantile(e[inside], 0.25)) & above(firms[rows], np.quantile(firms[inside], 0.25))
        q25, q50, q75, q90 = np.quantile(lq[inside], [0.25, 0.5, 0.75, 0.9])
        at_least_one = lq[rows] >= 1
        strong = [(lq[rows] >= limit) & at_least_one for limit in (q75, q90)]
        out[rows] = np.column_stack([base & one for one in (above(lq[rows], q25), above(lq[rows], q50), *strong)])
    return out


SHARED = ROOT.parent / "shared" / "data" / "us_clusters"


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("msa_traded_2016_inputs.csv", [17064, 12278, 5887, 2531]),
        ("states_traded_2016_inputs.csv", [1454, 1014, 512, 209]),
    ],
)
def test_the_american_inputs(tmp_path, name, counts):
    source = SHARED / name
    if not source.is_file():
        pytest.skip("the American inputs are not on this machine; they may not be shipped")
    out = tmp_path / "out.csv"
    regions.main([str(source), "--rule", "us-cluster-mapping-2016", "--out", str(out)], standalone_mode=False)
    table, text = pd.read_csv(out), pd.read_csv(source, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(pd.read_csv(out, dtype=str, keep_default_na=False)[list(text.columns)], text)
    found = table[["qualifying", "significant", "strong", "strong10"]].to_numpy(bool)
    assert (found == reference(table)).all()
    assert found.sum(axis=0).tolist() == counts
    low, lq, high = (table.loc[table["employment"] > 0, column] for column in ("lq_low", "lq", "lq_high"))
    assert ((low <= lq) & (lq <= high)).all()


def test_the_american_rule_is_told_from_its_neighbours():
    """The numbers of flags that other readings of the rule change, as the design gives them."""
    source = SHARED / "msa_traded_2016_inputs.csv"
    if not source.is_file():
        pytest.skip("the American inputs are not on this machine; they may not be shipped")
    table = pd.read_csv(source)
    read = reference(table)
    assert (reference(table, above=np.greater_equal) != read).sum() == 8127
    assert (reference(table, everywhere=True) != read).sum() == 20033
