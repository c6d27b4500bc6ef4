"""Cross-tables: values of the levels, letters of statsmodels, silence where nothing differs, nothing withheld let out."""

from __future__ import annotations

import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import ttest_ind

from cxlib import charts, intervals, scores
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.scores.crosstab import column_pairs, cross_table
from cxlib.scores.crosstab_rows import measures

DAY = "2026-02-10"
QUARTER = 'as_of = 2026-04-01\nsegments = ["region"]'


def answers(by_level, question="recommend", segment="region", day=DAY):
    """An answer row for each score of each level."""
    return [{"customer_id": f"{question}{level}{day}{place}", "at": day, "question": question, "score": score, segment: level}
            for level, values in by_level.items() for place, score in enumerate(values)]


def nps_answers(promoters, passives, detractors):
    return [10] * promoters + [8] * passives + [3] * detractors


@pytest.fixture(scope="module")
def made(tiny_study):
    """Three regions and three questions, with differences that no rounding moves over a limit."""
    rng = np.random.default_rng(5)
    rows = answers({"East": nps_answers(90, 60, 50), "North": nps_answers(50, 60, 90), "West": nps_answers(75, 55, 50)})
    rows += answers({name: rng.choice([1, 2, 3, 4, 5], 150, p=p) for name, p in (
        ("East", [0.05, 0.1, 0.2, 0.35, 0.3]), ("North", [0.15, 0.2, 0.2, 0.25, 0.2]), ("West", [0.1, 0.15, 0.2, 0.3, 0.25]))}, "satisfaction")
    rows += answers({name: rng.choice([1, 2, 3, 4, 5], 120) for name in ("East", "North", "West")}, "effort")
    return tiny_study(responses=rows, settings=QUARTER), pd.DataFrame(rows)


ALL = ["recommend", "satisfaction", "effort"]


def indicator(scores_, metric):
    """0 and 1 for those whom a line counts; scores for a mean."""
    groups = {"promoters": (9, 10), "passives": (7, 8), "detractors": (0, 6), "csat": (4, 5), "middle_box": (3, 3), "top_box": (5, 5)}
    if metric in ("csat_mean", "ces"):
        return scores_
    if metric == "nps":
        return (scores_ >= 9).astype(float) - (scores_ <= 6)
    low, high = groups.get(metric) or ((1, 2) if scores_.name == "satisfaction" else (1, 1))
    return ((scores_ >= low) & (scores_ <= high)).astype(float)


def oracle_p(first, second, metric):
    if metric in ("csat_mean", "ces", "nps"):
        return ttest_ind(first, second, usevar="unequal")[1]
    return proportions_ztest([first.sum(), second.sum()], [len(first), len(second)])[1]


def of_column(data, question, level):
    values = data[(data["question"] == question) & (data["region"] == level)]["score"].astype(float)
    return (6 - values if question == "effort" else values).rename(question)


# Letters and numbers against other programs.


@pytest.mark.parametrize(("correction", "over"), [("fdr_bh", "table"), ("holm", "row"), ("none", "table")])
def test_letters_are_those_of_statsmodels(made, correction, over):
    study, data = made
    table = cross_table(study, rows=ALL, columns="region", correction=correction, over=over).table
    rows = []
    for question, metric in table[["question", "metric"]].drop_duplicates().itertuples(index=False):
        for (a, first), (b, second) in itertools.combinations(zip("ABC", ("East", "North", "West"), strict=True), 2):
            x, y = (indicator(of_column(data, question, level), metric) for level in (first, second))
            high, low = (first, b) if x.mean() > y.mean() else (second, a)
            rows.append((question, metric, high, low, oracle_p(x, y, metric)))
    oracle = pd.DataFrame(rows, columns=["question", "metric", "high", "low", "p"])
    groups = oracle.groupby(["question", "metric"]).indices.values() if over == "row" else [np.arange(len(oracle))]
    for places in groups if correction != "none" else ():
        oracle.loc[places, "p"] = multipletests(oracle.loc[places, "p"], method=correction)[1]
    for row in table[table["segment"] == "region"].itertuples():
        mine = oracle[(oracle["question"] == row.question) & (oracle["metric"] == row.metric) & (oracle["high"] == row.level) & (oracle["p"] < 0.1)]
        expected = "".join(low if p < 0.05 else low.lower() for low, p in sorted(zip(mine["low"], mine["p"], strict=True)))
        assert row.letters == expected, (row.question, row.metric, row.level)
    assert (table["letters"] != "").sum() >= 6


def test_p_values_and_intervals_are_those_of_statsmodels(made):
    study, data = made
    pairs = column_pairs(study, rows=ALL, columns="region")
    assert len(pairs) == 3 * (4 + 4 + 3)
    for row in pairs.itertuples():
        x, y = (indicator(of_column(data, row.question, level), row.metric) for level in (row.level, row.other))
        assert row.value == pytest.approx(x.mean() - y.mean(), abs=1e-12)
        if row.metric in ("csat_mean", "ces"):
            assert row.p_value == pytest.approx(ttest_ind(x, y, usevar="unequal")[1], abs=1e-10)
        elif row.metric != "nps":
            ends = confint_proportions_2indep(x.sum(), len(x), y.sum(), len(y), method="newcomb", compare="diff")
            assert (row.low, row.high) == pytest.approx(ends, abs=1e-9)
            assert row.p_value == pytest.approx(oracle_p(x, y, row.metric), abs=0.02)
    np.testing.assert_allclose(pairs["adjusted_p"], multipletests(pairs["p_value"], method="fdr_bh")[1])
    by_row = column_pairs(study, rows=ALL, columns="region", correction="holm", over="row")
    for _, part in by_row.groupby(["question", "metric"]):
        np.testing.assert_allclose(part["adjusted_p"], multipletests(part["p_value"], method="holm")[1])
    bare = column_pairs(study, rows=ALL, columns="region", correction="none")
    np.testing.assert_allclose(bare["adjusted_p"], bare["p_value"])


def test_a_line_says_what_the_answers_say(made):
    study, data = made
    table = cross_table(study, rows=ALL, columns="region").table
    assert not table["withheld"].any() and set(table["unit"]) == {"share", "points", "score"}
    for row in table.itertuples():
        levels = ["East", "North", "West"] if row.level == "total" else [row.level]
        values = indicator(pd.concat([of_column(data, row.question, level) for level in levels]).rename(row.question), row.metric)
        assert (row.value, row.base) == (pytest.approx(values.mean()), len(values))
        assert row.low <= row.value <= row.high
    nps = table[(table["metric"] == "nps")].set_index("level")
    assert (nps.loc["East", "low"], nps.loc["East", "high"]) == pytest.approx(intervals.nps_interval(90, 50, 200))


def test_columns_agree_with_the_scores_by_level(small):
    table = cross_table(small, columns=["region", "plan"]).table
    assert small.weighted
    for segment in ("region", "plan"):
        mine = table[(table["segment"] == segment) & (table["metric"] == "nps") & (table["withheld"] == "")].set_index("level")
        level = scores.level(small, by=segment).table.set_index(segment).loc[mine.index]
        np.testing.assert_allclose(mine[["value", "low", "high", "base"]], level[["value", "low", "high", "base"]])
    total = table[(table["level"] == "total") & (table["metric"] == "nps")].iloc[0]
    headline = scores.level(small).headline
    assert [total[name] for name in ("value", "low", "high", "base")] == pytest.approx([headline[name] for name in ("value", "low", "high", "base")])


def test_answer_groups_add_up(small):
    table = cross_table(small, columns="region", rows=["recommend", "satisfaction"]).table
    shares = table[(table["unit"] == "share") & (table["withheld"] == "")]
    np.testing.assert_allclose(shares.groupby(["question", "level"])["value"].sum(), 1.0)


@pytest.mark.parametrize(("text", "expected"), [
    ('metric = "csat"\nscale = [1, 5]\nhigh_is = "good"', ["4–5", "3", "1–2", ""]),
    ('metric = "csat"\nscale = [1, 5]\nhigh_is = "good"\ntop_box = 3', ["3–5", "1–2", ""]),
    ('metric = "csat"\nscale = [1, 10]\nhigh_is = "good"\ntop_box = 2', ["9–10", "3–8", "1–2", ""]),
    ('metric = "csat"\nscale = [1, 4]\nhigh_is = "good"\ntop_box = 2', ["3–4", "1–2", ""]),
    ('metric = "csat"\nscale = [0, 1]\nhigh_is = "good"\ntop_box = 1', ["1", "0", ""]),
    ('metric = "rating"\nscale = [0, 10]\nhigh_is = "good"', ["10", "0", ""]),
    ('metric = "ces"\nscale = [1, 7]\nhigh_is = "good"\nasks = "ease"', ["7", "1", ""]),
])
def test_groups_cover_the_scale_without_overlap(tiny_study, text, expected):
    meaning = tiny_study(responses=answers({"x": [1] * 12}, "happy"), questions={"happy": text}, settings=QUARTER)
    question = meaning.codebook["happy"]
    assert [line.answers for line in measures(question)] == expected
    values = [score for score in range(question.low, question.high + 1) for _ in range(12)]
    study = tiny_study(responses=answers({"x": values}, "happy"), questions={"happy": text}, settings=QUARTER)
    table = cross_table(study, columns="region").table
    total = table[table["level"] == "total"].set_index("answers")
    points = question.high - question.low + 1
    for group in filter(None, expected):
        first, *last = (int(end) for end in re.findall(r"\d+", group))
        assert total.loc[group, "value"] == pytest.approx(((last[0] if last else first) - first + 1) / points)
    if question.metric == "csat":
        assert total.loc[[group for group in expected if group], "value"].sum() == pytest.approx(1)


# Where nothing differs, and where something does.


@pytest.fixture(scope="module")
def quiet(tiny_study):
    """A hundred quarters in which nothing differs between five regions and three tiers."""
    rng = np.random.default_rng(2026)
    n, rows = 300, []
    for year, quarter in itertools.product(range(2000, 2025), range(4)):
        rows.append(pd.DataFrame({
            "customer_id": [f"{year}{quarter}{place}" for place in range(n)], "at": f"{year}-{3 * quarter + 2:02d}-10", "question": "recommend",
            "score": rng.choice(np.arange(11), n, p=[0.02, 0.02, 0.02, 0.03, 0.05, 0.08, 0.1, 0.13, 0.2, 0.2, 0.15]),
            "region": rng.choice(list("abcde"), n, p=[0.4, 0.2, 0.2, 0.1, 0.1]), "tier": rng.choice(list("xyz"), n),
        }))
    return tiny_study(responses=pd.concat(rows), settings='as_of = 2025-01-01\nsegments = ["region", "tier"]')


def test_a_quiet_world_has_capital_letters_in_at_most_five_tables_of_a_hundred(quiet):
    """Holm calls no more than Benjamini and Hochberg do, so this holds for both."""
    findings = [cross_table(quiet, columns="region", wave=wave) for wave in quiet.waves]
    assert len(findings) == 100
    capital = sum(finding.table["letters"].str.contains("[A-Z]").any() for finding in findings)
    assert capital <= 5 and sum((finding.table["letters"] != "").any() for finding in findings) <= 10
    assert capital == sum(finding.status == "answered" for finding in findings)


def test_without_a_correction_a_quiet_world_is_full_of_letters(quiet):
    tables = [cross_table(quiet, columns=["region", "tier"], wave=wave, correction="none").table for wave in quiet.waves[:20]]
    assert sum(table["letters"].str.contains("[A-Z]").any() for table in tables) >= 8


def test_what_was_planted_has_its_letters(small):
    """The made-up company's waits in Hà Nội are long."""
    table = cross_table(small, columns="region", rows="wait_time").table
    mean = table[table["metric"] == "rating"].set_index("level")
    hanoi = mean.loc["Hà Nội", "letter"]
    shown = mean[(mean["withheld"] == "") & (mean["segment"] == "region")].drop(index="Hà Nội")
    assert len(shown) and (shown["letters"] == hanoi).all() and mean.loc["Hà Nội", "letters"] == ""


def test_weights_count_at_their_effective_size(tiny_study):
    rng = np.random.default_rng(3)
    rows = [{"customer_id": f"c{place}", "at": DAY, "question": "recommend", "score": 10 if place % 5 < (3 if place < 100 else 2) else 3,
             "region": "a" if place < 100 else "b", "weight": weight} for place, weight in enumerate(rng.choice([0.2, 4.0], 200))]
    table = cross_table(tiny_study(responses=rows, settings=QUARTER), columns="region").table
    data = pd.DataFrame(rows)
    for level, mine in data.groupby("region"):
        row = table[(table["level"] == level) & (table["metric"] == "promoters")].iloc[0]
        w, yes = mine["weight"], mine["weight"] * (mine["score"] == 10)
        assert row["value"] == pytest.approx(yes.sum() / w.sum()) and row["base"] == 100 and row["basis"] == "weighted"
        assert row["effective_base"] == pytest.approx(w.sum() ** 2 / (w**2).sum()) and row["effective_base"] < 60
    pairs = column_pairs(tiny_study(responses=rows, settings=QUARTER), columns="region").set_index("metric")
    plain = column_pairs(tiny_study(responses=[{**row, "weight": 1} for row in rows], settings=QUARTER), columns="region").set_index("metric")
    assert (pairs["high"] - pairs["low"] > plain["high"] - plain["low"])[["promoters", "detractors", "nps"]].all()


# Small bases.


def test_small_columns_are_withheld_and_not_compared(tiny_study):
    rows = answers({"a": nps_answers(40, 10, 0), "b": nps_answers(0, 10, 50), "c": [10] * 4, "d": nps_answers(20, 5, 5)})
    finding = cross_table(tiny_study(responses=rows, settings=QUARTER), columns="region")
    column = finding.table[finding.table["metric"] == "nps"].set_index("level")
    assert list(column.loc[["c", "d"], "withheld"]) == ["small", "complement"]
    assert column.loc[["c", "d"], ["base", "effective_base", "value", "low", "high", "adjusted_p"]].isna().all(axis=None)
    assert (column.loc["a", "letters"], column.loc["b", "letters"]) == ("B", "")
    assert any("withheld" in text for text in finding.caveats)
    assert not {"c", "d"} & set(column_pairs(tiny_study(responses=rows, settings=QUARTER), columns="region")[["level", "other"]].to_numpy().ravel())


def test_a_store_cannot_be_worked_out_from_its_region(tiny_study):
    """The smallest other store lies in another region: hiding it alone would leave region minus store."""
    sizes = {("North", "n1"): 60, ("North", "n2"): 4, ("South", "s1"): 50, ("South", "s2"): 20, ("East", "e1"): 6, ("West", "w1"): 30}
    rows = [{"customer_id": f"{store}{place}", "at": DAY, "question": "recommend", "score": 9, "region": region, "store": store}
            for (region, store), n in sizes.items() for place in range(n)]
    study = tiny_study(responses=rows, settings='as_of = 2026-04-01\nsegments = ["region", "store"]')
    for banner in (["region", "store"], ["store", "region"]):
        table = cross_table(study, columns=banner).table
        column = table[table["metric"] == "nps"].set_index("level")
        hidden = set(column.index[column["withheld"] != ""])
        regions = {region for region, _ in sizes}
        for region in regions - hidden:
            lost = [n for (of, store), n in sizes.items() if of == region and store in hidden]
            assert not lost or (len(lost) > 1 and sum(lost) >= 10), region
        for region in regions & hidden:
            assert all(store in hidden for of, store in sizes if of == region), region
        lost = [sum(n for (of, _), n in sizes.items() if of == region) for region in regions & hidden]
        assert len(lost) > 1 and sum(lost) >= 10


def test_low_bases_are_marked_and_still_compared(tiny_study):
    rows = answers({"a": nps_answers(15, 5, 5), "b": nps_answers(0, 5, 45)})
    finding = cross_table(tiny_study(responses=rows, settings=QUARTER), columns="region")
    line = finding.table[finding.table["metric"] == "nps"].set_index("level")
    assert list(line["low_base"]) == ["", "*", ""] and line.loc["a", "letters"] == "B"
    assert any(text.startswith("* Low base: fewer than 30") for text in finding.caveats)
    shown = finding.display_table()
    assert shown["a (A)"].iloc[0] == "25\u00a0*" and shown["b (B)"].iloc[0] == "50"


# What people see.


def test_the_table_is_laid_out_as_a_banner(made):
    study, _ = made
    finding = cross_table(study, columns="region")
    shown = finding.display_table()
    assert list(shown) == ["Question", "Metric", "Scores", "Total", "East (A)", "North (B)", "West (C)"]
    assert shown.to_numpy().tolist() == [
        ["recommend", "Base (n)", "", "580", "200", "200", "180"],
        ["", "Promoters", "9–10", "37.1%", "45.0%\u00a0B", "25.0%", "41.7%\u00a0B"],
        ["", "Passives", "7–8", "30.2%", "30.0%", "30.0%", "30.6%"],
        ["", "Detractors", "0–6", "32.8%", "25.0%", "45.0%\u00a0AC", "27.8%"],
        ["", "NPS", "", "4.3", "20.0\u00a0B", "-20.0", "13.9\u00a0B"],
    ]
    assert finding.lines == len(shown) and finding.display_table(limit=2).equals(shown.head(2))
    _, low, high, _ = intervals.nps_difference((50, 90, 200), (90, 50, 200))
    assert finding.sentence == (
        "6 of 12 comparisons of two columns differ at 95% after correction. Farthest apart in NPS for recommend: East at 20.0 (n = 200) "
        f"and North at -20.0 (n = 200), a difference of +40.0 (95% interval +{100 * low:.1f} to +{100 * high:.1f})."
    )
    assert "<td>45.0%\u00a0AC</td>" in finding.to_html()


def test_it_speaks_vietnamese(made):
    finding = cross_table(made[0].in_language("vi"), columns="region", rows=["recommend", "effort"])
    shown = finding.display_table()
    assert list(shown)[:5] == ["Câu hỏi", "Chỉ số", "Điểm", "Tổng", "East (A)"]
    assert list(shown["Chỉ số"])[:3] == ["Cỡ mẫu (n)", "Người ủng hộ", "Người trung lập"]
    assert finding.sentence.startswith("6 trong 21 phép so sánh hai cột có khác biệt ở mức 95% sau hiệu chỉnh.")
    assert not [text for text in (finding.sentence, *finding.caveats) if "comparison" in text or "letter" in text]


def test_two_segments_are_told_apart_in_the_headings(small):
    finding = cross_table(small, columns=["plan", "region"])
    heads = list(finding.display_table())
    assert heads[3] == "Total" and heads[4].startswith("Loyalty tier: ") and heads[4].endswith("(A)")
    assert [head for head in heads if head.startswith("Region: ")][0].endswith("(A)")
    assert "Effective base" in set(finding.display_table()["Metric"])
    assert set(finding.table["segment"]) == {"", "plan", "region"}


def test_it_comes_back_from_json(small):
    finding = cross_table(small, columns="region")
    back = Finding.from_json(json.loads(json.dumps(finding.to_json(), ensure_ascii=False, allow_nan=False)))
    assert back == finding and back.to_html() == finding.to_html()


def test_more_columns_than_letters(tiny_study):
    rows = answers({f"{place:02d}": nps_answers(30, 0, 0) if place == 27 else nps_answers(0, 0, 30) for place in range(29)})
    table = cross_table(tiny_study(responses=rows, settings=QUARTER), columns="region").table
    line = table[table["metric"] == "nps"].set_index("level")
    assert list(line.loc[["00", "25", "26", "28"], "letter"]) == ["A", "Z", "AA", "AC"]
    assert line.loc["27", "letters"] == " ".join([*map(chr, range(65, 91)), "AA", "AC"])


def test_another_wave_can_be_chosen(tiny_study):
    rows = answers({"a": [10] * 20, "b": [1] * 20}) + answers({"a": [1] * 15, "b": [10] * 15}, day="2026-05-10")
    study = tiny_study(responses=rows, settings='as_of = 2026-07-01\nsegments = ["region"]')
    now, before = (cross_table(study, wave=wave, columns="region").table.query("metric == 'nps'").set_index("level") for wave in (None, "2026Q1"))
    assert (now.loc["b", "letters"], before.loc["a", "letters"]) == ("A", "B") and before.loc["total", "base"] == 40
    sliced = cross_table(study.where("period = 2026Q1"), columns="region").table.query("metric == 'nps'")
    np.testing.assert_array_equal(sliced["value"], before["value"])


# Lawful data that is thin.


def test_every_thin_study_has_its_sentence(tiny_study):
    one = cross_table(tiny_study(responses=answers({"a": [10]}), settings=QUARTER), columns="region")
    assert one.status == "cannot_tell" and one.sentence == "In Q1 2026 fewer than 10 people answered: too few for a number." and one.base == 0
    alone = cross_table(tiny_study(responses=answers({"a": [10] * 20}), settings=QUARTER), columns="region")
    assert alone.status == "cannot_tell" and alone.sentence.startswith("There are no two columns with 10 answers or more")
    same = cross_table(tiny_study(responses=answers({"a": [5] * 20, "b": [5] * 20}, "satisfaction"), settings=QUARTER), columns="region")
    assert same.status == "cannot_tell" and same.sentence.startswith("We cannot tell the columns apart: none of 3 comparisons")
    two = tiny_study(responses=answers({"a": [5] * 20, "b": [4] * 20}) + [{"customer_id": "x", "at": DAY, "question": "recommend", "score": 3, "region": "c"}],
                     settings=QUARTER)
    gone = cross_table(two.where("region = c").where("region = a"), columns="region")
    assert gone.status == "nobody" and gone.sentence == "Nobody answered in Q1 2026."
    for finding in (one, alone, same, gone):
        assert finding.to_html() and finding.display_table() is not None


def test_a_study_without_answers_or_segments_says_so(tiny_study):
    contacts = [{"customer_id": "a", "at": DAY, "stage": "buy"}]
    finding = cross_table(tiny_study(touchpoints=contacts, settings="as_of = 2026-04-01", more='[journey]\nstages = ["buy"]'), columns="region")
    assert finding.status == "not_available" and "survey answers" in finding.sentence
    bare = [{"customer_id": "a", "at": DAY, "question": "recommend", "score": 3}]
    finding = cross_table(tiny_study(responses=bare, settings="as_of = 2026-04-01"))
    assert finding.status == "not_available" and finding.sentence.startswith("This study has no segment")
    with pytest.raises(ArgumentError, match="^columns can be compared in a study with answers and a segment"):
        column_pairs(tiny_study(responses=bare, settings="as_of = 2026-04-01"))


def test_waves_without_dates(tiny_study):
    rows = [{"customer_id": f"{wave}{place}", "wave": wave, "question": "recommend", "score": 10 if place % 2 else 2, "region": "ab"[place % 2]}
            for wave in ("2025", "2026") for place in range(60)]
    finding = cross_table(tiny_study(responses=rows, settings='period = "wave"\nsegments = ["region"]'), columns="region")
    assert finding.status == "answered" and finding.table.query("level == 'b' and metric == 'nps'")["letters"].item() == "A"


def test_a_question_that_nobody_answered_is_named(tiny_study):
    study = tiny_study(responses=answers({"a": [10] * 20, "b": [3] * 20}), settings=QUARTER)
    finding = cross_table(study, rows=["recommend", "effort"], columns="region")
    assert set(finding.table["question"]) == {"recommend"}
    assert "Nobody answered effort in Q1 2026; it has no lines." in finding.caveats
    assert cross_table(study, rows="effort", columns="region").status == "nobody"


@pytest.mark.parametrize(("given", "said"), [
    ({"columns": "regoin"}, 'no segment of responses called "regoin"; did you mean "region"'),
    ({"rows": "recomend"}, 'no question called "recomend"; did you mean "recommend"'),
    ({"wave": "2026Q9"}, 'no wave called "2026Q9"'),
    ({"correction": "bonferroni"}, 'no correction called "bonferroni"; did you mean'),
    ({"over": "line"}, 'no scope of the correction called "line"'),
])
def test_wrong_words_are_refused(made, given, said):
    for function in (cross_table, column_pairs):
        with pytest.raises(ArgumentError) as error:
            function(made[0], **{"columns": "region", **given})
        assert str(error.value).startswith(said.split("; did you mean")[0]) and "Choose from" in str(error.value)


def test_it_is_a_finding_like_any_other(small):
    before = json.dumps(cross_table(small, columns="region").to_json(), sort_keys=True)
    first = cross_table(small, rows=["recommend"], columns="region")
    assert first.key == "scores.cross_table.region.recommend" and first.owner == small.codebook["recommend"].owner
    assert charts.alt_text(first) and charts.png(first).startswith(b"\x89PNG")
    assert json.dumps(cross_table(small, columns="region").to_json(), sort_keys=True) == before
