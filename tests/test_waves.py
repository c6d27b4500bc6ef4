"""Two runs compared: each kind of change is planted, and has to be found and called by its name."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

import cxlib
from cxlib import charts, scores, words
from cxlib.errors import ArgumentError, RunError
from cxlib.report import waves
from cxlib.report.waves_state import read_kept

ROOT = Path(__file__).parents[1]
SFO, SFO_DATA = ROOT / "data" / "studies" / "sfo_airport", ROOT.parent / "shared" / "data" / "sfo_airport_survey"
QUESTION = {"happy": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"', "quick": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"'}


def answers(day, shares, n, *, question="happy", region="north", start=0):
    """`n` answers of a region, a share of them in the top box, dealt out without chance."""
    top = round(shares * n)
    return [{"customer_id": f"{region}-{day}-{question}-{start + k}", "at": day, "question": question, "score": 5 if k < top else 2, "region": region} for k in range(n)]


def two_waves(tiny_study, rows, *, language="en", questions=QUESTION):
    """The study of these answers at its last two waves."""
    customers = [{"customer_id": row["customer_id"], "region": row["region"]} for row in rows]
    responses = [{name: value for name, value in row.items() if name != "region"} for row in rows]
    customers = list({row["customer_id"]: row for row in customers}.values())
    last = tiny_study(responses=responses, customers=customers, questions=questions, language=language,
                      settings='period = "quarter"\nas_of = 2026-10-01\nsegments = ["region"]')
    return cxlib.open_study(last.settings.folder, wave="2026Q2", language=language, on_rejected="continue"), last


def put(folder, study, found, *, change=None, state=True):
    """A report's folder as a run leaves it, as far as a comparison reads it; `change` edits the state."""
    folder.mkdir(parents=True)
    if state:
        waves.write_state(study, folder)
    if change:
        held = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        change(held)
        (folder / "state.json").write_text(json.dumps(held), encoding="utf-8")
    text = json.dumps({"wave": study.wave, "language": study.language, "findings": [one.to_json() for one in found]}, default=str)
    (folder / "findings.json").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def moved(tiny_study):
    """From the second to the third quarter `happy` rises from 50% to 75%, `quick` stays at 60%."""
    rows = [*answers("2026-05-10", 0.50, 300), *answers("2026-08-10", 0.75, 200),
            *answers("2026-05-10", 0.60, 300, question="quick"), *answers("2026-08-10", 0.61, 200, question="quick")]
    return two_waves(tiny_study, rows)


def folders(tmp_path, studies, *, make=lambda study: [scores.level(study)], change=None):
    before, after = studies
    return put(tmp_path / "old", before, make(before)), put(tmp_path / "new", after, make(after), change=change)


def by_name(found):
    return {finding.name: finding for finding in found}


def test_what_a_run_keeps_is_plain_the_same_again_and_names_no_customer(moved):
    state = waves.keep_state(moved[1])
    assert json.loads(json.dumps(state)) == state == waves.keep_state(cxlib.open_study(moved[1].settings.folder, on_rejected="continue"))
    assert "north-2026" not in json.dumps(state) and str(moved[1].settings.folder) not in json.dumps(state)
    assert state["answers"] == {"2026Q2": {"happy": 300, "quick": 300}, "2026Q3": {"happy": 200, "quick": 200}}
    assert state["scales"]["happy"] == {"least": 2.0, "greatest": 5.0, "different": 2}
    assert state["previous"] == "2026Q2" and state["levels"] == {"region": ["north"]} and state["software"]["pandas"] == pd.__version__
    assert [one["columns"] for one in state["sources"] if one["table"] == "responses"] == [["customer_id", "at", "question", "score"]]


def test_nothing_but_rows_changed(moved, tmp_path):
    found = by_name(waves.compare_waves(*folders(tmp_path, moved)))
    assert found["waves.data"].sentence == "Nothing but the number of rows changed in the data from Q2 2026 to Q3 2026."
    assert found["waves.definitions"].sentence == "Settings and definitions are the same in Q2 2026 and Q3 2026."
    assert found["waves.software"].sentence == "Both reports were made by the same versions."
    assert ("answers", "2026Q3", "count", "0", "400") in set(found["waves.data"].table.itertuples(index=False, name=None))


def renamed(state):
    for source in state["sources"]:
        if source["table"] == "responses":
            source["mapping"] = {"score": "MARK"}
            source["columns"] = ["customer_id", "at", "MARK", "Question", "extra"]
            source["recode"] = {"region": {"1": "north"}}


def test_each_change_of_the_data_is_named(moved, tmp_path):
    def old(state):
        for source in state["sources"]:
            if source["table"] == "responses":
                source["mapping"], source["recode"] = {"score": "score"}, {"region": {"1": "south", "2": "west"}}
        state["answers"]["2026Q2"] = {"happy": 290, "gone": 10, "quick": 300}
        state["levels"]["region"] = ["north", "south"]
        state["questions"]["happy"] |= {"wording.en": "Are you happy?", "high": 7}
        state["scales"]["happy"]["greatest"] = 7.0

    def new(state):
        renamed(state)
        state["questions"]["happy"]["wording.en"] = "How happy are you?"

    one = put(tmp_path / "old", moved[0], [scores.level(moved[0])], change=old)
    other = put(tmp_path / "new", moved[1], [scores.level(moved[1])], change=new)
    finding = waves.compare_waves(one, other)[0]
    rows = set(finding.table.itertuples(index=False, name=None))
    expected = {
        ("column", "score", "renamed", "score", "MARK"), ("column", "Question", "renamed", "question", "Question"), ("column", "extra", "new", "", ""),
        ("code", "region 1", "changed", "south", "north"), ("code", "region 2", "gone", "west", ""), ("level", "region: south", "gone", "", ""),
        ("answers", "2026Q2", "changed", "600", "600"), ("question", "gone", "gone", "10", ""), ("scale", "happy", "changed", "1–7", "1–5"),
        ("wording", "happy (en)", "changed", "Are you happy?", "How happy are you?"), ("answered scale", "happy", "changed", "2–7", "2–5"),
    }
    assert expected - rows == {("answers", "2026Q2", "changed", "600", "600")}  # the total of that wave is as it was
    assert "column for score was score, is MARK" in finding.sentence


def test_late_answers_of_a_reported_wave_are_news(moved, tmp_path):
    one = put(tmp_path / "old", moved[0], [], change=lambda state: state["answers"].update({"2026Q2": {"happy": 290, "quick": 300}}))
    finding = waves.compare_waves(one, put(tmp_path / "new", moved[1], []))[0]
    assert "answers of 2026Q2 was 590, is 600" in finding.sentence


def test_a_past_value_that_is_another_now_is_named(moved, tmp_path):
    before, after = moved
    trend = scores.trend(before)
    table = trend.table.assign(value=trend.table["value"].where(trend.table["question"] != "happy", trend.table["value"] + 0.05))
    table["high"] = table["high"] + 0.05
    one = put(tmp_path / "old", before, [dataclasses.replace(trend, table=table)])
    finding = waves.compare_waves(one, put(tmp_path / "new", after, [scores.trend(after)]))[0]
    assert "past value of happy · csat · 2026Q2 was 55.0%, is 50.0%" in finding.sentence


def test_a_real_change_is_told_from_noise_with_newcombe_s_interval(moved, tmp_path):
    finding = by_name(waves.compare_waves(*folders(tmp_path, moved)))["waves.results"]
    rows = finding.table.set_index("what")
    assert rows.loc["happy · CSAT (top box)", "verdict"] == "real" and rows.loc["quick · CSAT (top box)", "verdict"] == "noise"
    low, high = confint_proportions_2indep(150, 200, 150, 300, method="newcomb", compare="diff")
    row = rows.loc["happy · CSAT (top box)"]
    assert (row["value"], row["low"], row["high"]) == pytest.approx((0.25, low, high), abs=1e-9)
    assert (row["base_before"], row["base"]) == (300, 200) and finding.status == "answered"
    assert f"happy · CSAT (top box) 50.0% to 75.0%, +25.0 ({100 * low:+.1f} to {100 * high:+.1f}; n = 300 and 200; real)" in finding.sentence
    assert any("give the study" in text for text in finding.caveats)
    assert charts.png(finding, size="page")


def test_a_change_that_is_who_answered_is_called_so(tiny_study, tmp_path):
    rows = [*answers("2026-05-10", 0.9, 400, region="north"), *answers("2026-05-10", 0.2, 100, region="south"),
            *answers("2026-08-10", 0.9, 100, region="north"), *answers("2026-08-10", 0.2, 400, region="south")]
    studies = two_waves(tiny_study, rows, questions={"happy": QUESTION["happy"]})
    one, other = folders(tmp_path, studies)
    blind, seeing = (by_name(waves.compare_waves(one, other, study=study))["waves.results"].table.set_index("what") for study in (None, studies[1]))
    top = "happy · CSAT (top box)"
    assert blind.loc[top, "verdict"] == "real" and seeing.loc[top, "verdict"] == "mix"
    assert seeing.loc[top, "ground"] == "100% of it comes from who answered, by Region"
    kept = put(tmp_path / "with", studies[1], [scores.level(studies[1]), scores.why_moved(studies[1], draws=100)])
    assert by_name(waves.compare_waves(one, kept))["waves.results"].table.set_index("what").loc[top, "verdict"] == "mix"


def test_a_change_of_definition_comes_before_everything(moved, tmp_path):
    def change(state):
        state["questions"]["happy"]["top_box"] = 1
        state["settings"]["journey.window_days"] = 60

    found = by_name(waves.compare_waves(*folders(tmp_path, moved, change=change)))
    rows = found["waves.results"].table.set_index("what")
    assert set(rows.loc[[name for name in rows.index if name.startswith("happy")], "verdict"]) == {"definition"}
    assert rows.loc["quick · CSAT (top box)", "verdict"] == "noise"
    named = set(found["waves.definitions"].table["name"])
    assert named == {"journey.window_days", "happy, top_box"}
    assert "changed from Q2 2026 to Q3 2026: 2. Results" in found["waves.definitions"].sentence


def test_another_version_is_told(moved, tmp_path):
    found = by_name(waves.compare_waves(*folders(tmp_path, moved, change=lambda state: state["software"].update(pandas="99.0"))))
    assert f"version of pandas was {pd.__version__}, is 99.0" in found["waves.software"].sentence


def test_too_few_answers_are_not_testable(tiny_study, tmp_path):
    rows = [*answers("2026-05-10", 0.5, 300), *answers("2026-08-10", 0.5, 300), *answers("2026-05-10", 0.5, 4, question="quick"),
            *answers("2026-08-10", 0.5, 40, question="quick")]
    finding = by_name(waves.compare_waves(*folders(tmp_path, two_waves(tiny_study, rows))))["waves.results"]
    rows = finding.table.set_index("what")
    assert rows.loc["quick · CSAT (top box)", "verdict"] == "not testable" and np.isnan(rows.loc["quick · CSAT (top box)", "after"])
    assert finding.status == "cannot_tell" and "We cannot tell whether any of" in finding.sentence


def test_old_findings_hold_fade_or_cannot_be_tested(tiny_study, tmp_path):
    rows = []
    for day, shares in (("2026-05-10", {"a": 0.9, "b": 0.5, "c": 0.2, "d": 0.1, "e": 0.5}), ("2026-08-10", {"a": 0.9, "b": 0.5, "c": 0.55, "d": 0.1, "e": 0.5})):
        for region, share in shares.items():
            few = {"d": 3, "e": 40} if day > "2026-07" else {}  # e is withheld with d, so that d cannot be worked out
            rows += answers(day, share, few.get(region, 100), region=region)
    studies = two_waves(tiny_study, rows, questions={"happy": QUESTION["happy"]})
    finding = by_name(waves.compare_waves(*folders(tmp_path, studies, make=lambda study: [scores.level(study, by="region")])))["waves.old"]
    became = finding.table.set_index("what")["became"]
    assert became["happy · a"] == "held" and became["happy · c"] == "faded" and became["happy · d"] == "not testable"
    assert "Faded: happy · c." in finding.sentence


def test_a_move_holds_while_the_score_stays_away_from_where_it_was(tiny_study, tmp_path):
    rows = []
    for question, shares in {"happy": (0.5, 0.8, 0.8), "quick": (0.5, 0.8, 0.5)}.items():
        for day, share in zip(("2026-02-10", "2026-05-10", "2026-08-10"), shares, strict=True):
            rows += answers(day, share, 300, question=question)
    studies = two_waves(tiny_study, rows)
    finding = by_name(waves.compare_waves(*folders(tmp_path, studies, make=lambda study: [scores.change(study), scores.trend(study)])))["waves.old"]
    became = dict(zip(finding.table["what"], finding.table["became"], strict=True))
    assert {name.split(" ")[0]: state for name, state in became.items()} == {"happy": "held", "quick": "faded"}


def test_a_run_that_kept_nothing_says_so(moved, tmp_path):
    one = put(tmp_path / "old", moved[0], [scores.level(moved[0])], state=False)
    found = by_name(waves.compare_waves(one, put(tmp_path / "new", moved[1], [scores.level(moved[1])])))
    for name in ("waves.data", "waves.definitions", "waves.software"):
        assert found[name].status == "not_available" and "the run of 2026Q2 kept nothing" in found[name].sentence
    assert found["waves.results"].status == "answered" and any("kept no definitions" in text for text in found["waves.results"].caveats)


def test_wrong_folders_are_refused_in_words(moved, tmp_path):
    one, other = folders(tmp_path, moved)
    with pytest.raises(RunError) as refused:
        waves.compare_waves(tmp_path / "2020Q1", other)
    assert str(refused.value) == f'there is no report in "{tmp_path / "2020Q1"}": it has no findings.json. Make it with: cx run STUDY --wave 2020Q1'
    with pytest.raises(ArgumentError, match="cannot be compared with itself"):
        waves.compare_waves(other, other)
    with pytest.raises(ArgumentError, match='open the study with wave="2026Q3"'):
        waves.compare_waves(one, other, study=moved[0])
    (one / "findings.json").write_text("{", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be read .* Run that wave again"):
        waves.compare_waves(one, other)


def test_reports_without_findings_give_answers_too(moved, tmp_path):
    found = by_name(waves.compare_waves(*folders(tmp_path, moved, make=lambda study: [])))
    assert found["waves.results"].status == "cannot_tell" and found["waves.old"].status == "cannot_tell"


def test_the_page_needs_nothing_but_itself_and_escapes_what_files_say(moved, tmp_path):
    def change(state):
        state["sources"][0]["columns"] += ["<script>alert(1)</script>"]

    one, other = folders(tmp_path, moved, change=change)
    path, found = waves.write_compare(one, other)
    page = path.read_text(encoding="utf-8")
    assert path == other / "compare.html" and not list(other.glob("*.part"))
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page and "default-src" in page
    assert page.count("<article>") == len(found) == 5 and "<svg" in page
    assert 'src="http' not in page and 'href="http' not in page


def test_in_vietnamese(tiny_study, tmp_path):
    rows = [*answers("2026-05-10", 0.5, 300), *answers("2026-08-10", 0.75, 200)]
    one, other = folders(tmp_path, two_waves(tiny_study, rows, language="vi", questions={"happy": QUESTION["happy"]}), change=renamed)
    path, found = waves.write_compare(one, other)
    assert 'lang="vi"' in path.read_text(encoding="utf-8")
    low, high = (f"{100 * end:+.1f}".replace(".", ",") for end in confint_proportions_2indep(150, 200, 150, 300, method="newcomb", compare="diff"))
    assert f"50,0% thành 75,0%, +25,0 (từ {low} đến {high}; n = 300 và 200; có thật)" in by_name(found)["waves.results"].sentence
    assert "Dữ liệu thay đổi gì từ Quý 2/2026 đến Quý 3/2026?" in path.read_text(encoding="utf-8")


def test_findings_are_not_changed_by_comparing(moved, tmp_path):
    one, other = folders(tmp_path, moved)
    texts = [(folder / name).read_text(encoding="utf-8") for folder in (one, other) for name in ("findings.json", "state.json")]
    first, second = waves.compare_waves(one, other), waves.compare_waves(one, other)
    assert first == second
    assert texts == [(folder / name).read_text(encoding="utf-8") for folder in (one, other) for name in ("findings.json", "state.json")]
    assert read_kept(one).wave == "2026Q2"


def test_nothing_moved_is_seldom_called_real(tiny_study, tmp_path):
    rng = np.random.default_rng(5)
    names = [f"q{k}" for k in range(40)]
    rows = [{"customer_id": f"{day}-{k}", "at": day, "question": name, "score": int(score), "region": "north"}
            for day in ("2026-05-10", "2026-08-10") for name in names for k, score in enumerate(rng.choice([2, 5], size=120))]
    studies = two_waves(tiny_study, rows, questions={name: QUESTION["happy"] for name in names})
    finding = by_name(waves.compare_waves(*folders(tmp_path, studies)))["waves.results"]
    assert (finding.table["verdict"] == "real").sum() <= 2


def test_every_word_is_there_in_both_languages():
    from cxlib.words import waves as module

    for key, text in module.TEXT.items():
        assert set(text) == set(words.LANGUAGES) and all(text.values()), key


@pytest.mark.skipif(not SFO_DATA.is_dir(), reason="the airport survey is not beside this repository")
def test_the_airport_2016_against_2017(tmp_path):
    studies = [cxlib.open_study(SFO, data=SFO_DATA, wave=wave) for wave in ("2016", "2017")]
    found = by_name(waves.compare_waves(*folders(tmp_path, studies, make=lambda study: [scores.level(study)])))
    rows = set(found["waves.data"].table.itertuples(index=False, name=None))
    assert {("column", "customer_id", "renamed", "*RESPNUM", "RESPNUM"), ("column", "income", "renamed", "Q21INCME", "Q21INCOME"),
            ("column", "AIRLINE_CODE", "renamed", "AIRLINE CODE", "AIRLINE_CODE")} <= rows
    assert ("question", "recommend", "new", "") in {row[:4] for row in rows} and ("column", "NETPRO", "new", "", "") in rows
    assert "column for income was Q21INCME, is Q21INCOME" in found["waves.data"].sentence
    mine = found["waves.results"].table.set_index("what").loc["overall · CSAT (top box)"]
    theirs = scores.change(studies[1], question="overall", against="2016").table.iloc[0]
    assert [mine[name] for name in ("value", "low", "high")] == pytest.approx([theirs[name] for name in ("value", "low", "high")], abs=1e-6)
    assert mine["verdict"] == "noise" and "overall · CSAT (top box) 81.4% to 82.3%, +0.9 (-1.3 to +3.1; n = 2,919 and 2,688; noise)" in found["waves.results"].sentence
