"""A report for others names nobody, quotes nobody, and gives no small group away, not even by subtraction."""

import re
import zipfile

import nbformat
import pandas as pd
import pytest

import cxlib
from cxlib import report, samples
from cxlib.finding import Finding, withholding
from cxlib.report.pages import Drawn
from cxlib.report import share_safe
from cxlib.report.prepare import Collected
from cxlib.report.share_safe import for_others
from cxlib.scores import level
from cxlib.study import SHARE

v4 = nbformat.v4
LEAST = 30
LABELS = ("withheld", "verdict", "unit", "basis", "status", "direction", "complete")
ABOUT = {
    "numbers": "scores.level(here, by=here.main_segment)",
    "list": 'here.finding("own.list", question="Who?", sentence="Some.", table=here.customers().reset_index().head(40), base=40)',
    "wrapped": 'here.finding("own.told", question="Who?", sentence=f"It was {here.customers().index[3]}.", table=pd.DataFrame({"base": [400]}), base=400)',
    "words": 'here.finding("own.heard", question="What?", sentence="This.", table=here.comment_rows()[["comment"]].head(50), base=50)',
    "hidden_words": 'here.finding("own.note", question="What?", sentence=here.comment_rows()["comment"].iloc[0], table=pd.DataFrame({"base": [400]}), base=400)',
    "small": 'here.finding("own.small", question="Few?", sentence="Few.", table=pd.DataFrame({"base": [400, 7], "value": [0.5, 0.5]}), base=407)',
    "broken": "1 / 0",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return samples.write(samples.company(scale=0.05, seed=7), tmp_path_factory.mktemp("share") / "study")


@pytest.fixture(scope="module")
def shared(company):
    return cxlib.open_study(company, share=True, on_rejected="continue")


@pytest.fixture(scope="module")
def given(company, tmp_path_factory):
    """A run with ``share`` over a notebook for each kind of finding."""
    top = tmp_path_factory.mktemp("given")
    (top / "books").mkdir()
    for name, source in ABOUT.items():
        cells = [
            v4.new_markdown_cell(f"# {name}"),
            v4.new_code_cell('study, wave, language, data, slice, on_rejected = "", None, None, None, "", "stop"', metadata={"tags": ["parameters"]}),
            v4.new_code_cell("import cxlib, pandas as pd\nfrom cxlib import scores\nhere = cxlib.open_study(study, wave=wave, on_rejected=on_rejected)"),
            v4.new_code_cell(source),
        ]
        nbformat.write(v4.new_notebook(cells=cells), top / "books" / f"{name}.ipynb")
    return report.run(company, out=top / "reports", notebooks=top / "books", on_rejected="continue", share=True)


def texts_of(folder):
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".json", ".svg"):
            yield path.name, path.read_text(encoding="utf-8")
        elif path.suffix == ".parquet":
            yield path.name, pd.read_parquet(path).to_csv()
        elif path.suffix in (".xlsx", ".pptx"):
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{path.name}/{name}", packed.read(name).decode("utf-8", "replace")) for name in packed.namelist())


def test_only_what_may_be_given_away_is_in_it(given):
    assert given.folder.name.endswith("-share")
    assert [finding.name for finding in given.findings] == ["scores.level"]
    said = " ".join(given.notes)
    for name in ("own.list", "own.told", "own.heard", "own.note", "own.small", "broken"):
        assert name in said
    names = {path.name for path in given.folder.iterdir()}
    assert {"index.html", "findings.json", "workbook.xlsx", "slides.pptx", "handout.html", "tables", "charts"} <= names
    assert not [name for name in names if name in ("notebooks", "state.json", "actions.csv") or name.removesuffix(".html") in ABOUT]
    assert "division" not in (given.folder / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#]+)"', (given.folder / "index.html").read_text(encoding="utf-8"))
    assert all((given.folder / link).is_file() for link in links if not link.startswith("data:"))


def test_no_file_of_it_names_a_customer_or_quotes_one(given, company):
    inside = cxlib.open_study(company, on_rejected="continue")
    ids = set(inside.customers().index)
    comments = {text for text in inside.comment_rows()["comment"] if len(text.split()) >= 4}
    assert len(ids) > 500 and len(comments) > 50
    for name, text in texts_of(given.folder):
        assert not ids & set(re.findall(r"[\w-]+", text)), name
        assert not [comment for comment in comments if comment in text], name


def test_the_whole_run_rests_on_the_raised_base(given, shared, company):
    assert given.findings[0].provenance["share_base"] == LEAST == shared.settings.minimum_base == shared.settings.minimum_share_base
    inside = cxlib.open_study(company, on_rejected="continue")
    assert inside.settings.minimum_base == 10 and "share_base" not in inside.provenance
    assert inside.provenance["fingerprint"] == shared.provenance["fingerprint"], "the same store, not a second one"


def test_the_switch_does_not_stay_on(given, monkeypatch):
    import os

    assert SHARE not in os.environ


def test_a_finding_that_was_made_without_the_raised_base_stays_inside(company, shared):
    inside = cxlib.open_study(company, on_rejected="continue")
    drawn = [Drawn(Collected(one, "n", 1)) for one in (level(inside), level(shared))]
    kept, notes = for_others(drawn, shared)
    assert [one.at.finding.provenance.get("share_base") for one in kept] == [LEAST] and "small groups" in notes[0]


# the attack: what is hidden is looked for by subtracting what is shown from any total that is shown

def cells_of(findings):
    """Every row of every table as its labels and its base (None where it is hidden)."""
    found = []
    for finding in findings:
        table = finding.table
        if "base" not in table:
            continue
        names = [name for name in table.columns if name not in LABELS and not pd.api.types.is_numeric_dtype(table[name])]
        for row in table.to_dict("records"):
            labels = frozenset((name, str(row[name])) for name in names if row[name] not in ("", None) and row[name] == row[name])
            found.append((labels, row["base"] if row["base"] == row["base"] else None))
    return found


def attacked(findings, least):
    """Small bases that a reader can work out, and how many hidden cells there were to try."""
    cells, out, hidden = cells_of(findings), [], 0
    known = {}
    for labels, base in cells:
        if base is not None:
            known.setdefault(labels, set()).add(base)
    for labels, base in cells:
        if base is not None:
            out += [(labels, base)] * (0 < base < least)
            continue
        hidden += 1
        for name, _ in labels:
            rest = frozenset(pair for pair in labels if pair[0] != name)
            beside = {other: one for other, one in cells if other != labels and {pair[0] for pair in other} == {pair[0] for pair in labels} and rest <= other}
            if beside and all(one is not None for one in beside.values()):
                out += [(labels, left) for total in known.get(rest, ()) if 0 < (left := total - sum(beside.values())) < least]
    return out, hidden


@pytest.fixture(scope="module")
def uneven(tmp_path_factory):
    """A study with one small level in each segment: hidden alone, it follows from the total."""
    from .conftest import write_study

    rows = []
    for place in range(600):
        region = "tiny" if place % 40 == 0 else ("north", "south", "east")[place % 3]
        rows.append({"customer_id": f"C{place:05d}", "region": region, "plan": "rare" if place % 50 == 8 else ("a", "b")[place % 2],
                     "at": f"2026-0{1 + place % 3}-10", "question": "recommend", "score": place * 7 % 11})
    answers = pd.DataFrame(rows)
    return write_study(tmp_path_factory.mktemp("uneven") / "s", settings='period = "month"\nsegments = ["region", "plan"]', responses=answers)


def everything_by_segment(study):
    return [level(study), *(level(study, by=name) for name in study.segments)]


def test_no_small_group_follows_from_what_is_shown(uneven):
    leaks, hidden = attacked(everything_by_segment(cxlib.open_study(uneven, share=True)), LEAST)
    assert leaks == [] and hidden >= 4


def test_the_attack_works_where_only_the_small_group_is_hidden(uneven, monkeypatch):
    monkeypatch.setattr(withholding, "_complement", lambda base, small, minimum: [])
    leaks, _ = attacked(everything_by_segment(cxlib.open_study(uneven, share=True)), LEAST)
    assert leaks


def test_nothing_in_a_given_report_follows_from_the_rest(given):
    leaks, _ = attacked(given.findings, LEAST)
    assert leaks == []


def test_a_finding_about_a_colleague_stays_inside(shared):
    about = Finding("own.staff", "Who?", "One.", pd.DataFrame({"employee": ["E1"], "base": [400]}), provenance=shared.provenance)
    kept, notes = for_others([Drawn(Collected(about, "n", 1))], shared)
    assert kept == [] and "single persons" in notes[0]


# ids of every shape

def study_of(folder, ids, **columns):
    """A study in which these are the customers."""
    from .conftest import write_study

    answers = pd.DataFrame({"customer_id": ids, "region": ["north", "south"] * (len(ids) // 2) + ["north"] * (len(ids) % 2), "at": "2026-01-10",
                            "question": "recommend", "score": 9} | columns)
    return cxlib.open_study(write_study(folder / "s", settings='period = "month"\nsegments = ["region"]', responses=answers), share=True)


def is_kept(study, sentence="Some.", **columns):
    told = study.finding("own.told", question="Who?", sentence=sentence, table=pd.DataFrame({"base": [400]} | columns), base=400)
    return len(for_others([Drawn(Collected(told, "n", 1))], study)[0]) == 1


@pytest.mark.parametrize("name", ["anna", "nguyen.van.an", "Nguyen Van A", "Nguyễn  Văn Ân", "KH 0001", "C1", "#12x", "1204", "48211", "20260131", "00482", "KH-7", "b@x.vn"])
def test_an_id_is_found_as_a_whole_token_of_any_text(tmp_path, name):
    study = study_of(tmp_path, [name, "Q-99", "someone else"])
    for sentence in (f"Worst at {name}.", f"({name}), then others", f'"{name}"', name, f"{name}: 12 times"):
        assert not is_kept(study, sentence)
    assert not is_kept(study, place=[f"store of {name}"]) and not is_kept(study, **{name: [0.5]})
    for sentence in (f"Worst at x{name}x.", f"{name}7", "Nobody in particular.", "Anna-Maria and Van A"):
        assert is_kept(study, sentence)


def test_an_id_that_is_a_number_is_not_seen_in_counts(tmp_path):
    """Customers that are numbered through: what a report counts is no id, and what stands bare is."""
    study = study_of(tmp_path, [str(one) for one in range(1, 13000)])
    for sentence in ("1,204 of 12,345 answers", "1.204 trên 12.345 câu trả lời", "12 of 500 left", "0.1204 or 12.34%", "in 2026, since 2019-03", "1000–2000 VND", "5.1204"):
        assert is_kept(study, sentence), sentence
    assert is_kept(study, value=[1204.0]) and is_kept(study, n=[1204])
    assert not is_kept(study, "Ask 1204.") and not is_kept(study, place=["1204"]) and not is_kept(study, "Ask 5001,5002")


def test_ids_that_a_sign_joins_are_found(tmp_path):
    study = study_of(tmp_path, ["10023", "10024", "KH01", "KH02X", "x"])
    for sentence in ("10023-10024", "from 10023–10024 on", "KH02X_2", "_KH02X", "a_KH02X_b"):
        assert not is_kept(study, sentence), sentence
    for sentence in ("10023-99999", "99998–10024", "1000–2000", "KH02XY_2", "2026_10", "5.10023-10024"):
        assert is_kept(study, sentence), sentence


def test_an_id_that_is_a_word_of_the_report_keeps_nothing_in(tmp_path):
    study = study_of(tmp_path, ["north", "answers", "1204", "Recommend", "anna"], region=["north", "1204", "north", "1204", "north"])
    assert is_kept(study, "The answers of north and 1204: Recommend.") and not is_kept(study, "The answers of anna.")


def test_a_segment_that_is_the_customer_does_not_make_ids_public(tmp_path):
    ids = ["anna", "bert", "carl", "dora"]
    assert not is_kept(study_of(tmp_path, ids, region=ids), "Worst at anna.")


def test_ids_that_are_numbered_through_keep_no_finding_of_a_study_in(company, tmp_path):
    """No finding of the example study is held back because one of its counts could be an id."""
    import shutil

    shutil.copytree(company, tmp_path / "numbered", ignore=shutil.ignore_patterns("truth*", ".*", "rejected.csv"))
    for path in [*(tmp_path / "numbered").glob("*.csv"), *(tmp_path / "numbered").glob("*.parquet")]:
        rows = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str, keep_default_na=False)
        rows["customer_id"] = [name and str(1000 + int(name.removeprefix("KH"))) for name in rows["customer_id"]]
        rows.to_parquet(path) if path.suffix == ".parquet" else rows.to_csv(path, index=False)
    study = cxlib.open_study(tmp_path / "numbered", share=True, on_rejected="continue")
    some = study.customers().index[5]
    assert some.isdecimal() and not is_kept(study, f"Ask {some}.")
    found = everything_by_segment(study)
    kept, notes = for_others([Drawn(Collected(one, "n", 1)) for one in found], study)
    assert len(kept) == len(found) and notes == ()
