"""Faults that a reviewer found at the door, each with the case that showed it."""

import duckdb
import pandas as pd
import pytest

import cxlib
from cxlib import intake
from cxlib.report import forgetting, share_safe
from cxlib.study import pulling


def folder_of(folder, settings, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "study.toml").write_text(f'[study]\nname = "T"\n{settings}', encoding="utf-8")
    return folder


def amounts(folder):
    result = intake.load(intake.read_settings(folder))
    table = result.tables.get("transactions")
    return (table["amount"].to_pylist() if table is not None else []), [breach.row for breach in result.breaches]


PAYMENTS = '[[sources]]\ntable = "transactions"\npath = "t.csv"\n'


@pytest.mark.parametrize(("decimal", "found", "refused"), [(".", [1.25, 0.125, 50000.0], []), (",", [1250.0, 125.0, 50.0], []), ("", [], [2, 4])])
def test_dollars_are_not_dong(tmp_path, decimal, found, refused):
    folder = folder_of(tmp_path, PAYMENTS + (f'decimal = "{decimal}"\n' if decimal else ""),
                       t="customer_id;at;amount\nC1;2026-01-01;1.250 USD\nC2;2026-01-01;0.125 usd\nC3;2026-01-01;50,000 USD\n")
    got, rows = amounts(folder)
    if decimal:
        assert (got, rows) == (found, refused)
    else:
        assert set(refused) <= set(rows) and 1250.0 not in got and 50.0 not in got


def test_what_is_multiplied_is_read_as_a_plain_amount_is(tmp_path):
    product = 'columns = { amount = "total" }\nmultiply = { total = ["qty", "price"] }\n'
    text = "customer_id;at;qty;price\nC1;2026-01-01;2;50.000\nC2;2026-01-01;3;1.250.000\n"
    assert amounts(folder_of(tmp_path / "comma", PAYMENTS + 'decimal = ","\n' + product, t=text)) == ([100_000.0, 3_750_000.0], [])
    got, rows = amounts(folder_of(tmp_path / "open", PAYMENTS + product, t=text))
    assert 100.0 not in got and 2 in rows, "fifty or fifty thousand: the study must say"


def test_a_product_with_three_decimals_is_no_doubt(tmp_path):
    folder = folder_of(tmp_path, '[[sources]]\ntable = "transactions"\npath = "t.parquet"\ncolumns = { amount = "total" }\nmultiply = { total = ["qty", "price"] }\n')
    pd.DataFrame({"customer_id": ["a"], "at": pd.to_datetime(["2026-01-01"]), "qty": [2.5], "price": [50.05]}).to_parquet(folder / "t.parquet")
    assert amounts(folder) == ([125.125], [])


def test_a_prefix_joins_the_trimmed_id_and_blank_ids_stay_blank(tmp_path):
    folder = folder_of(tmp_path, PAYMENTS + 'id_prefix = "P-"\n', t="customer_id,at,amount\nC2,2026-01-01,5\n C2,2026-01-02,5\n  ,2026-01-03,5\n")
    result = intake.load(intake.read_settings(folder))
    assert result.tables["transactions"]["customer_id"].to_pylist() == ["P-C2", "P-C2"] and result.rejected == 1


def test_a_broken_line_of_a_forgotten_person_with_a_prefix_is_not_kept(tmp_path):
    folder = folder_of(tmp_path / "study", PAYMENTS + 'id_prefix = "P-"\n',
                       t="customer_id,at,amount\nC1,2026-01-01,5\nC1,2026-01-02,5,An 0912345678\nC2,2026-01-02,5\nC2,2026-01-03,5,more\n")
    intake.check(folder)
    assert "0912345678" in (folder / "rejected.csv").read_text(encoding="utf-8-sig")
    forgetting.forget(folder, "P-C1", out=tmp_path / "reports")
    result = intake.check(folder)
    text = (folder / "rejected.csv").read_text(encoding="utf-8-sig")
    assert "C1" not in text and "0912345678" not in text and "more" in text
    assert result.accepted + result.rejected == result.read


def test_pulling_does_not_bring_a_forgotten_person_back(tmp_path):
    folder = folder_of(tmp_path / "study", '[[sources]]\ntable = "customers"\ndatabase = "duckdb:///crm.duckdb"\npath = "c"\n')
    with duckdb.connect(str(folder / "crm.duckdb")) as base:
        base.execute("CREATE TABLE c(customer_id VARCHAR, joined_at DATE)")
        base.execute("INSERT INTO c VALUES ('C1', '2026-01-01'), ('C2', '2026-01-01')")
    pytest.importorskip("ibis", reason="the extra sql is not installed")
    pulling.pull(folder)
    forgetting.forget(folder, "C1", out=tmp_path / "reports")
    (snapshot,) = pulling.pull(folder)
    assert pd.read_parquet(snapshot.file)["customer_id"].tolist() == ["C2"]


@pytest.mark.parametrize("ids", [("KH0001", "KH0002"), ("KH.0001", "KH.0002"), ("an01@x.vn", "b02@x.vn")])
def test_an_id_of_any_shape_keeps_a_finding_out_of_what_is_given_away(tmp_path, ids):
    rows = "".join(f"{one},2026-01-0{day},nps,9,till {one}\n" for day, one in enumerate(ids, start=1))
    folder = folder_of(tmp_path, '[[sources]]\ntable = "responses"\npath = "r.csv"\n[questions.nps]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n',
                       r="customer_id,at,question,score,touchpoint\n" + rows)
    study = cxlib.open_study(folder, share=True)
    finding = study.finding("scores.x", question="q", sentence=f"Worst at {ids[0]}.", table=pd.DataFrame({"base": [100.0]}), base=100)
    assert share_safe._reason(finding, study, share_safe._Ids(study), share_safe._Heard(study)) == "persons"


def test_a_whole_amount_beyond_the_doubles_is_no_traceback(tmp_path):
    folder = folder_of(tmp_path, '[[sources]]\ntable = "transactions"\npath = "t.parquet"\n')
    pd.DataFrame({"customer_id": ["a"], "at": pd.to_datetime(["2026-01-01"]), "amount": [2**53 + 1]}).to_parquet(folder / "t.parquet")
    got, rows = amounts(folder)
    assert len(got) + len(rows) == 1
