"""The hand-out: what travels gives nobody away, and what it says is what the study says."""

from __future__ import annotations

import base64
import contextlib
import gzip
import itertools
import json
import math
import re

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from cxlib import intervals, journeys, live, scores, words
from cxlib.errors import ArgumentError
from cxlib.report.handout import handout_page, write_handout
from cxlib.report.handout_counts import handout_counts, packed, score_layout
from cxlib.report.handout_hiding import Layout, hidden
from cxlib.report.handout_journeys import handout_journeys

from .test_browser import CHROMIUM, Visit, chromium, serious

EVIL = '<img src=x onerror="window.hacked=1">'
WORSE = "</script><script>window.hacked=2</script>"
MAIN = "Hà Nội"
browser_test = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing")


# -- what stays at home -----------------------------------------------------------------------------------------


def bounds(base, out, layout, cell):
    """Smallest and largest number that a hidden cell can hold, for one who knows all the others and every sum."""
    secret = np.flatnonzero(out)
    place = {int(one): k for k, one in enumerate(secret)}
    rows, right = [], []
    for parts, whole in layout.lines():
        row, known = np.zeros(len(secret)), 0.0
        for one, sign in [*((int(part), 1.0) for part in parts), (int(whole), -1.0)]:
            if one in place:
                row[place[one]] = sign
            else:
                known += sign * base[one]
        if row.any():
            rows.append(row)
            right.append(-known)
    aim = np.zeros(len(secret))
    aim[place[cell]] = 1.0
    ends = [linprog(sign * aim, A_eq=np.array(rows), b_eq=right, bounds=(0, None), method="highs") for sign in (1, -1)]
    assert all(end.status in (0, 3) for end in ends)
    return ends[0].fun, -ends[1].fun if ends[1].status == 0 else math.inf


def crossed(seed, shape=(6, 4, 3), people=400):
    """Three segments of some people, the second nested in nothing, the third rare at one end."""
    rng = np.random.default_rng(seed)
    names = ("a", "b", "c")
    layout = Layout({name: tuple(map(str, range(size))) for name, size in zip(names, shape)}, tuple(itertools.combinations(names, 2)))
    who = [rng.choice(size, people, p=rng.dirichlet(np.full(size, 0.8))) for size in shape]
    if seed % 2:
        who[1] = who[0] * shape[1] // shape[0]  # levels of one within levels of another, as stores are in regions
    one, two = layout.places()
    base = np.zeros(layout.size)
    base[0] = people
    for name, codes in zip(names, who):
        np.add.at(base, one[name][codes], 1)
    for (i, a), (j, b) in itertools.combinations(enumerate(names), 2):
        np.add.at(base, two[a, b][who[i], who[j]], 1)
    return base, layout


@pytest.mark.parametrize("seed", range(6))
def test_no_small_cell_can_be_worked_out(seed):
    base, layout = crossed(seed)
    out = hidden(base, layout, minimum=10)
    small = (base > 0) & (base < 10)
    assert out[small].all() and small.any() and not out[base == 0].any() and not out.all()
    for cell in np.flatnonzero(small):
        low, high = bounds(base, out, layout, cell)
        assert high - low >= 1 and low <= base[cell] <= high + 1e-9
    for parts, whole in layout.lines():
        mine = out[[*parts, whole]].sum()
        assert mine != 1
        if not out[whole] and out[parts].any():
            assert base[parts[out[parts]]].sum() >= 10


def test_hiding_the_small_cells_alone_would_give_some_away():
    base, layout = crossed(1)
    small = (base > 0) & (base < 10)
    assert any(high - low < 1e-6 for low, high in (bounds(base, small, layout, cell) for cell in np.flatnonzero(small)))


def test_cells_of_one_segment_follow_the_rule_of_the_house():
    layout = Layout({"plan": ("a", "b", "c", "d")}, ())
    assert hidden(np.array([63, 3, 20, 40, 0]), layout, minimum=10).tolist() == [False, True, True, False, False]
    assert hidden(np.array([60, 0, 20, 40, 0]), layout, minimum=10).tolist() == [False] * 5
    assert hidden(np.array([8, 3, 5, 0, 0]), layout, minimum=10).tolist() == [True, True, True, False, False]
    assert hidden(np.zeros(5), layout, minimum=10).tolist() == [False] * 5
    assert hidden(np.array([46, 2, 3, 16, 25]), layout, minimum=10).tolist() == [False, True, True, True, False]


# -- a study of its own -----------------------------------------------------------------------------------------


def people(number=900, seed=5):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "customer_id": [f"secret{k:05d}" for k in range(number)], "joined_at": "2024-01-01",
        "region": rng.choice([MAIN, EVIL, "Huế, cũ", "tiny"], number, p=[0.5, 0.3, 0.195, 0.005]),
        "plan": rng.choice(["Vàng", "Bạc (mới)", WORSE], number, p=[0.4, 0.4, 0.2]),
        "age": rng.choice(["18-34", "35+"], number),
    })


def answers(customers, *, weights=True, seed=6):
    rng = np.random.default_rng(seed)
    rows = []
    for question, top in (("recommend", 10), ("satisfaction", 5), ("effort", 5)):
        for day in ("2025-11-10", "2026-02-10", "2026-05-10", "2026-08-10"):
            some = customers[rng.random(len(customers)) < 0.6]
            score = rng.binomial(top - 1, 0.7 + 0.1 * (some["plan"] == "Vàng"), len(some)) + 1.0
            score[rng.random(len(some)) < 0.04] = np.nan
            weight = rng.choice([0.7, 1.0, 1.3, 2.2], len(some)) if weights else 1.0
            rows.append(pd.DataFrame({"customer_id": some["customer_id"], "at": day, "question": question, "score": score,
                                      "weight": weight, "comment": "a secret remark"}))
    return pd.concat(rows, ignore_index=True)


@pytest.fixture(scope="module")
def study(tiny_study):
    customers = people()
    return tiny_study(customers=customers, responses=answers(customers),
                      settings='segments = ["region", "plan", "age"]\nas_of = 2026-09-20\nsynthetic = true')


@pytest.fixture(scope="module")
def folder(study, tmp_path_factory):
    return write_handout(study, tmp_path_factory.mktemp("handout") / "Bản phát tay.html", findings=[scores.change(study)])


def opened(text):
    data = re.search(r'id="cx-data">([^<]*)<', text).group(1)
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_the_file_carries_no_customer_no_comment_and_no_small_cell(study, folder):
    text = folder.read_text(encoding="utf-8")
    inside = opened(text)
    plain = text + json.dumps(inside, ensure_ascii=False)
    assert "secret" not in plain and "remark" not in plain
    for name, topic in inside["counts"]["topics"].items():
        n = topic["sums"][topic["names"].index("n")]
        assert all(value == 0 or value >= study.settings.minimum_base for value in n), name
        assert sum(letters.count("1") for letters in topic["cells"]) == len(n)
    sizes = {level["level"]: level["n"] for one in inside["in"]["en"]["about"]["segments"] for level in one["levels"]}
    assert sizes["tiny"] is None and sizes[MAIN] == (study.customers()["region"] == MAIN).sum()


def test_the_same_study_gives_the_same_file(study):
    assert handout_page(study) == handout_page(study)


def test_segments_can_be_chosen_and_a_wrong_one_is_refused(study):
    layout = score_layout(study, ["plan", "age"])
    assert list(layout.levels) == ["plan", "age"] and layout.pairs == (("plan", "age"),)
    with pytest.raises(ArgumentError, match='no segment called "colour"'):
        score_layout(study, ["colour"])


def test_counts_of_one_question_are_those_of_the_study(study):
    layout = score_layout(study)
    data = handout_counts(study, layout)
    topic = data["topics"]["recommend"]
    assert topic["cells"][-1][0] == "1" and topic["names"][0] == "n"
    at = sum(letters.count("1") for letters in topic["cells"][:-1])
    found = scores.level(study, question="recommend").table
    assert topic["sums"][0][at] == found["base"].iloc[0]
    assert json.loads(gzip.decompress(base64.b64decode(packed(data)))) == data


# -- in a browser, without a network ----------------------------------------------------------------------------


@contextlib.contextmanager
def page_of(path, *, hash_="", waits=".cx-card svg"):
    with chromium() as browser:
        visit = Visit(browser, offline=True)
        visit.page.goto(path.as_uri() + hash_)
        visit.page.locator(waits).first.wait_for(timeout=20_000)
        yield visit
        assert visit.said("error", "warning") == [] and visit.failed == []
        assert visit.asked_elsewhere("file:", "data:", "blob:") == []


ANSWER = """async ([language, asked]) => {
  const data = await cx.handoutOpened(document.getElementById("cx-data").textContent);
  const page = { ...data, ...data.in[language], counts: cx.countsOpen(data.counts) };
  return asked.map(([name, text, against]) => {
    const sides = cx.countsSides(page, cx.slicerParse(text), against);
    return sides.wrong ? sides : cx.handoutAnswer(page, cx[name], sides);
  });
}"""


def asked_of(study):
    """Every one-level slice, pairs, unions, outsides, periods, weights, and comparisons."""
    names = {name: [json.dumps(level, ensure_ascii=False) for level in levels] for name, levels in study.segments.items()}
    slices = ["", "weights = off", "period = 2026Q2", "period = 2026Q1, 2025Q4"]
    for name, levels in names.items():
        slices += [f"{name} = {level}" for level in levels]
        slices += [f"{name} = {levels[0]}, {levels[-1]}", f"not ({name} = {levels[0]})", f"{name} = {levels[0]} & weights = off & period = 2026Q1"]
    for a, b in itertools.combinations(names, 2):
        slices += [f"{a} = {names[a][0]} & {b} = {names[b][-1]}", f"{a} = {names[a][1]}, {names[a][0]} & {b} = {names[b][0]}",
                   f"not ({a} = {names[a][0]} & {b} = {names[b][0]})", f"{a} = {names[a][0]} & not ({b} = {names[b][0]})"]
    plain = [(name, text, "") for text in slices for name in ("countsLevel", "countsTrend")]
    compared = [(name, text, against) for text in slices[4:9] for against in ("rest", "previous", f"plan = {names['plan'][0]}") for name in ("countsLevel", "countsTrend")]
    return plain + compared


def differences(mine, theirs, path=""):
    if isinstance(mine, dict) and isinstance(theirs, dict) and mine.keys() == theirs.keys():
        for key in mine:
            yield from differences(mine[key], theirs[key], f"{path}.{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for place, pair in enumerate(zip(mine, theirs)):
            yield from differences(*pair, f"{path}[{place}]")
    elif isinstance(mine, bool) or not isinstance(mine, (int, float)) or not isinstance(theirs, (int, float)):
        if mine != theirs:
            yield f"{path}: {mine!r} is not {theirs!r}"
    elif not math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-12):
        yield f"{path}: {mine!r} is not {theirs!r}"


@browser_test
@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_a_gate_withholds_or_doubts_is_so_in_the_page_too(study, tiny_study, tmp_path, language):
    """An answer is missing for one in 25; in one study that only leaves a caveat, in the other the scores are withheld."""
    customers = people()
    for withheld in (False, True):
        gates = f'[quality]\nwithhold = {json.dumps(["missing"] if withheld else [])}\nstop.missing = 0.001'
        gated = tiny_study(customers=customers, responses=answers(customers), language=language,
                           settings='segments = ["region", "plan", "age"]\nas_of = 2026-09-20\nsynthetic = true', more=gates)
        path = write_handout(gated, tmp_path / f"{withheld}.html")
        asked = [(name, text, against) for name in ("countsLevel", "countsTrend") for text in ("", "plan = Vàng", "period = 2026Q2", "weights = off") for against in ("", "rest", "previous")]
        analyses = {"countsLevel": scores.level, "countsTrend": scores.trend}
        with page_of(path, waits=".cx-card .cx-sentence") as visit:
            found = visit.page.evaluate(ANSWER, [language, asked])
        for (name, text, against), mine in zip(asked, found):
            theirs = live.answer(gated, analyses[name], text, against)
            assert (theirs.status == "not_available") == withheld
            assert list(differences(mine, json.loads(json.dumps(live.content(theirs))))) == [], (name, text, against)


@browser_test
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_answer_is_that_of_the_study_to_the_letter(study, folder, language):
    study = study.in_language(language)
    asked = asked_of(study)
    analyses = {"countsLevel": scores.level, "countsTrend": scores.trend}
    with page_of(folder) as visit:
        found = visit.page.evaluate(ANSWER, [language, asked])
    left_out, note = 0, words.say("handout.left_out_caveat", language)
    for (name, text, against), mine in zip(asked, found):
        try:
            theirs = live.answer(study, analyses[name], text, against)
        except ArgumentError:
            assert mine.get("wrong"), (text, against)
            continue
        if any(note in caveat for caveat in mine["caveats"]):
            left_out += 1
            assert any(key in json.dumps(theirs.provenance) + text for key in ("region", "plan", "age"))
            continue
        wrong = list(differences(mine, json.loads(json.dumps(live.content(theirs)))))
        assert wrong == [], (name, text, against, wrong[:3])
    assert 0 < left_out < len(asked) / 2


SUMS = ("n", "w", "w2", "p", "d", "wp", "wd", "w2p", "w2d", "y", "y2", "wy", "w2y", "w2y2")


def drawn_sums(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.choice([1, 2, 3, 11, 60, 900, 30_000]))
    score = rng.integers(1, 6, n).astype(float) if seed % 4 else np.full(n, 5.0)
    weight = rng.uniform(0.2, 4, n) if seed % 3 else np.ones(n)
    top, bottom = (score == 5) * 1.0, (score <= 2) * 1.0
    parts = (1 + 0 * score, weight, weight**2, top, bottom, weight * top, weight * bottom, weight**2 * top, weight**2 * bottom,
             score, score**2, weight * score, weight**2 * score, weight**2 * score**2)
    return dict(zip(SUMS, map(float, map(np.sum, parts))))


@browser_test
def test_the_arithmetic_is_that_of_the_intervals(folder):
    cells = [drawn_sums(seed) for seed in range(40)]
    with page_of(folder) as visit:
        mine = visit.page.evaluate("""cells => cells.map(t => [cx.countsShare(t, false), cx.countsShare(t, true), cx.countsNps(t, false), cx.countsNps(t, true),
            cx.countsMean(t, false, [1, 5]), cx.countsMean(t, true, [1, 5])].map(o => [o.value, o.low, o.high]))""", cells)
        gaps = visit.page.evaluate("""cells => cells.map((t, k) => ["nps", "csat", "ces"].flatMap(m => [false, true].map(w => {
            const o = cx.countsDifference(t, cells[(k + 1) % cells.length], m, w); return [o.value, o.low, o.high]; })))""", cells)
    for t, found in zip(cells, mine):
        value = t["p"] / t["n"], (t["p"] - t["d"]) / t["n"], t["y"] / t["n"]
        theirs = [
            (value[0], *intervals.share_interval(t["p"], t["n"])), intervals.weighted_share_interval(*(t[k] for k in ("n", "w", "w2", "wp", "w2p")))[:3],
            (value[1], *intervals.nps_interval(t["p"], t["d"], t["n"])),
            intervals.weighted_nps_interval(*(t[k] for k in ("n", "w", "w2", "wp", "wd", "w2p", "w2d")))[:3],
            (value[2], *intervals.mean_interval(t["n"], t["y"], t["y2"], scale=(1, 5))),
            intervals.weighted_mean_interval(*(t[k] for k in ("n", "w", "w2", "wy", "w2y", "w2y2")), scale=(1, 5))[:3],
        ]
        np.testing.assert_allclose(np.array(found, float), np.array(theirs, float), rtol=1e-9, atol=1e-12)
    for k, found in enumerate(gaps):
        a, b = cells[k], cells[(k + 1) % len(cells)]
        plain = [intervals.nps_difference((a["p"], a["d"], a["n"]), (b["p"], b["d"], b["n"]))[:3], intervals.share_difference((a["p"], a["n"]), (b["p"], b["n"]))[:3],
                 intervals.mean_difference(*((t["n"], t["y"], t["y2"]) for t in (a, b)))[:3]]
        weighed = intervals.weighted_mean_difference(*(tuple(t[name] for name in ("n", "w", "w2", "wy", "w2y", "w2y2")) for t in (a, b)))[:3]
        np.testing.assert_allclose(np.array([found[0], found[2], found[4], found[5]], float), np.array([*plain, weighed], float), rtol=1e-8, atol=1e-11)


@browser_test
def test_numbers_are_written_as_the_study_writes_them(folder):
    rng = np.random.default_rng(4)
    ties = [0.125, 0.375, 0.0625, 2.5, 3.5, 0.5, 1.005, 12.345, 1234.5, 1235.5, 0.0005, 0.9995]
    numbers = [*ties, *(-one for one in ties), 0.0, -0.0004, *(rng.normal(0, 1, 60)), *(rng.normal(0, 20_000, 60))]
    units = ["share", "whole_share", "points", "signed_points", "count", "score", "signed_score", "days", "p_value", "number", "money"]
    with page_of(folder) as visit:
        for language in words.LANGUAGES:
            given = {"language": language, "currency": "USD", "decimals": 2, "not_known": words.NOT_KNOWN[language], "texts": {}}
            mine = visit.page.evaluate("([numbers, units, given]) => numbers.map(v => units.map(u => cx.countsFormat(v, u, given)))", [[float(v) for v in numbers], units, given])
            theirs = [[words.format_value((float(v), "USD") if unit == "money" else float(v), unit, language) for unit in units] for v in numbers]
            assert mine == theirs


@browser_test
def test_clicks_change_every_finding_without_a_network_and_names_are_only_text(study, folder):
    with page_of(folder) as visit:
        page = visit.page
        sentence = page.locator(".cx-card .cx-sentence")
        assert sentence.nth(0).text_content() == scores.level(study).sentence
        page.locator(".cx-slicer button", has_text="Region").first.click()
        page.locator(".cx-slicer-level", has_text=EVIL).locator("input").click()
        wanted = study.where(f"region = {json.dumps(EVIL)}")
        page.wait_for_function("text => document.querySelector('.cx-card .cx-sentence').textContent === text", arg=scores.level(wanted).sentence)
        page.wait_for_function("text => document.querySelectorAll('.cx-card .cx-sentence')[1].textContent === text", arg=scores.trend(wanted).sentence)
        page.keyboard.press("Escape")
        page.locator(".cx-slicer button", has_text="Plan").or_(page.locator(".cx-slicer button", has_text="Loyalty")).first.click()
        page.locator(".cx-slicer-level", has_text=WORSE).locator("input").click()
        page.wait_for_function("() => document.querySelector('.cx-slicer-chips').textContent.includes('</script>')")
        assert page.evaluate("window.hacked") is None and page.locator(".cx-card img[src='x']").count() == 0
        assert EVIL in page.inner_text("#cx-page") and "Synthetic" in page.inner_text("header")
        assert sentence.nth(2).text_content() == scores.change(study).sentence
        page.locator(".cx-handout-language").click()
        page.wait_for_function("() => document.documentElement.lang === 'vi'")
        assert "Kết quả" in page.inner_text("main") and "cx-data" not in page.inner_text("body")


@browser_test
def test_axe_finds_nothing_serious(folder):
    with page_of(folder) as visit:
        page, found = visit.page, []
        found += [("opened", *one) for one in serious(page)]
        page.locator(".cx-slicer button", has_text="Region").first.click()
        found += [("list", *one) for one in serious(page)]
        page.locator(".cx-slicer-level input").first.click()
        page.keyboard.press("Escape")
        page.locator(".cx-card details summary").first.click()
        found += [("sliced", *one) for one in serious(page)]
        page.locator(".cx-handout-language").click()
        page.wait_for_function("() => document.documentElement.lang === 'vi'")
        found += [("vi", *one) for one in serious(page)]
        assert found == []


@browser_test
def test_the_address_brings_the_slice_back_and_a_third_segment_is_said_to_be_too_many(study, folder):
    with page_of(folder, hash_="#slice=plan%20%3D%20V%C3%A0ng&against=rest&language=vi") as visit:
        said = live.answer(study.in_language("vi"), scores.level, "plan = Vàng", "rest").sentence
        assert visit.page.locator(".cx-card .cx-sentence").first.text_content() == said
        box = visit.page.locator(".cx-slicer input[type=text]").last
        box.fill(f"plan = Vàng & region = {MAIN} & age = 35+")
        box.press("Enter")
        third = words.say("handout.third", "vi")
        visit.page.wait_for_function("text => document.querySelector('.cx-card .cx-sentence').textContent.includes(text)", arg=third)


# -- journeys -----------------------------------------------------------------------------------------------------

WALKS = {
    "customer": 'unit = "customer"\nexits = ["bye"]', "journey": 'unit = "journey"\nreentry = "every"\norder = "strict"', "wave": 'unit = "journey"',
}
OWNED = "[journey.owners]\nneed = \"Marketing\"\n"
FEWER = ("one_segment", "one_period", "one_level", "no_journeys")


def contacts(customers, seed=8):
    """One to three journeys each; who begins late is still on the way, some leave by "bye"."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer, plan in zip(customers["customer_id"], customers["plan"]):
        for number, start in enumerate(rng.uniform(0, 262, rng.integers(1, 4))):
            day = start
            for stage in ("need", "search", "buy", "love"):
                rows.append((customer, day, stage, f"{customer}-{number}"))
                if rng.random() < 0.08:
                    rows.append((customer, day + rng.exponential(3), "bye", f"{customer}-{number}"))
                if rng.random() > 0.7 + 0.15 * (plan == "Vàng"):
                    break
                day += rng.exponential(7)
    made = pd.DataFrame([row for row in rows if row[1] < 262], columns=["customer_id", "day", "stage", "journey_id"])
    at = pd.Timestamp("2026-01-01") + pd.to_timedelta(made["day"], unit="D")
    return made.drop(columns="day").assign(at=at.dt.strftime("%Y-%m-%d %H:%M:%S"))


@pytest.fixture(scope="module")
def walked(tiny_study):
    kept = {}

    def make(kind):
        if kind not in kept:
            customers = people(700).assign(store=[f"store {k % 8}" for k in range(700)])
            period = 'period = "wave"\n' if kind == "wave" else ""
            rounds = [{"customer_id": one, "wave": wave, "question": "recommend", "score": 9} for one in customers["customer_id"][:60] for wave in ("2025", "2026")]
            kept[kind] = tiny_study(
                customers=customers, touchpoints=contacts(customers), **({"responses": rounds} if period else {"questions": {}}),
                settings=f'{period}segments = ["region", "plan", "age", "store"]\nas_of = 2026-09-20\nsynthetic = true',
                more=f'[journey]\nstages = ["need", "search", "buy", "love"]\nwindow_days = 30\n{WALKS[kind]}\n{OWNED}')
        return kept[kind]

    return make


def asked_of_journeys(study):
    names = {name: [json.dumps(level, ensure_ascii=False) for level in levels] for name, levels in study.segments.items()}
    slices = ["", "weights = off", *(f"period = {wave}" for wave in study.waves)]
    for name, levels in names.items():
        slices += [f"{name} = {level}" for level in levels]
        slices += [f"{name} = {levels[0]}, {levels[-1]}", f"not ({name} = {levels[0]})", f"{name} = {', '.join(levels)}", f"not ({name} = {', '.join(levels)})"]
        slices += [f"{name} = {levels[0]}, {levels[1]} & period = {study.waves[0]}", f"{name} = {levels[1]} & not ({name} = {levels[0]})"]
    plain = [(name, text, "") for text in slices for name in ("countsFunnel", "countsDropOff")]
    some = ["", "plan = Vàng", f"not (region = {MAIN})", f"store = {names['store'][2]}", f"age = 35+ & period = {study.waves[-1]}", f"age = {', '.join(names['age'])}"]
    against = ("rest", "previous", "plan = Vàng", f"not (age = {', '.join(names['age'])})")
    return plain + [(name, text, other) for text in some for other in against for name in ("countsFunnel", "countsDropOff")]


@browser_test
@pytest.mark.parametrize(("kind", "language"), [("customer", "vi"), ("journey", "en"), ("wave", "vi")])
def test_journeys_are_those_of_the_study_to_the_letter(walked, tmp_path, kind, language):
    study = walked(kind).in_language(language)
    asked = asked_of_journeys(study)
    with page_of(write_handout(study, tmp_path / "walked.html")) as visit:
        found = visit.page.evaluate(ANSWER, [language, asked])
    analyses = {"countsFunnel": journeys.funnel, "countsDropOff": journeys.drop_off}
    fewer = [words.say(f"handout.{name}", language) for name in FEWER]
    equal = left_out = refused = 0
    for (name, text, against), mine in zip(asked, found):
        try:
            theirs = live.answer(study, analyses[name], text, against)
        except ArgumentError:
            assert mine.get("wrong"), (text, against)
            continue
        if any(said in mine["sentence"] for said in fewer):
            refused += 1
            assert "store = " in text and "," in text
        elif any(words.say("handout.left_out_caveat", language) in caveat for caveat in mine["caveats"]):
            left_out += 1
            assert "region" in text
        else:
            wrong = list(differences(mine, json.loads(json.dumps(live.content(theirs)))))
            assert wrong == [], (name, text, against, wrong[:3])
            equal += 1
    assert equal > 0.7 * len(asked) and left_out > 3 and refused > 1


def test_no_union_of_levels_gives_a_small_group_away(walked):
    study = walked("customer")
    data = handout_journeys(study, score_layout(study))
    region, levels = data["segments"][0], list(study.segments["region"])
    assert region["levels"] == levels and "tiny" in levels
    for period, found in zip(data["periods"], data["found"]):
        base = np.array([journeys.funnel(study.where(f"region = {json.dumps(level, ensure_ascii=False)} & period = {period}")).base for level in levels])
        known = [[1.0] * len(levels)] if found[0] is not None else []
        for places, entry in zip(region["unions"], found[1:]):
            if entry not in (None, 0):
                known.append([float(place in places) for place in range(len(levels))])
        known += [row for row in np.eye(len(levels))[base == 0]]
        for small in np.flatnonzero((base > 0) & (base < study.settings.minimum_base)):
            given = np.linalg.lstsq(np.array(known).T, np.eye(len(levels))[small], rcond=None)[0]
            assert np.abs(np.array(known).T @ given - np.eye(len(levels))[small]).max() > 0.1, (period, levels[small])


@browser_test
def test_journeys_follow_one_segment_and_one_period_and_say_so(walked, tmp_path):
    study = walked("customer")
    asked = [("countsFunnel", 'plan = Vàng & age = "35+"', ""), ("countsDropOff", f"period = {study.waves[0]}, {study.waves[1]}", ""),
             ("countsFunnel", 'store = "store 1", "store 2"', ""), ("countsFunnel", "plan = Vàng", 'plan = Vàng & age = "35+"')]
    with page_of(write_handout(study, tmp_path / "walked.html")) as visit:
        found = visit.page.evaluate(ANSWER, ["en", asked])
    said = [words.say(f"handout.{name}", "en") for name in ("one_segment", "one_period", "one_level", "one_segment")]
    assert [one["sentence"] for one in found[:3]] == said[:3] and said[3] in found[3]["sentence"]
    assert all(one["status"] == "cannot_tell" and one["picture"] is None for one in found[:3])


@pytest.mark.parametrize("number", [1, 12])
def test_journeys_of_a_few_customers_stay_at_home(tiny_study, number):
    customers = people(number)
    study = tiny_study(customers=customers, touchpoints=contacts(customers), questions={}, settings='segments = ["region"]\nas_of = 2026-09-20',
                       more='[journey]\nstages = ["need", "buy"]\n')
    data = handout_journeys(study, score_layout(study))
    bases = [journeys.funnel(study.where(f"period = {period}")).base for period in data["periods"]]
    assert [found[0] is None for found in data["found"]] == [0 < base < 10 for base in bases]


def test_a_customer_without_a_level_keeps_a_segment_of_journeys_out(tiny_study):
    customers = people(60)
    walks = pd.concat([contacts(customers), pd.DataFrame([{"customer_id": "nobody knows", "at": "2026-08-01 10:00:00", "stage": "need", "journey_id": "x"}])])
    study = tiny_study(customers=customers, touchpoints=walks, questions={}, settings='segments = ["age"]\nas_of = 2026-09-20',
                       more='[journey]\nstages = ["need", "buy"]\n')
    data = handout_journeys(study, score_layout(study))
    assert [one["name"] for one in data["segments"]] == (["age"] if "not known" in study.segments["age"] else [])


# -- who stays and who leaves ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["contract", "silence"])
def stayed(request, tiny_study):
    customers, rng = people(700), np.random.default_rng(3)
    days = rng.integers(0, 900, len(customers))
    joined = pd.Timestamp("2024-02-01") + pd.to_timedelta(days, unit="D")
    left = joined + pd.to_timedelta(rng.exponential(400, len(customers)).astype(int) + 1, unit="D")
    dates = {"joined_at": joined.strftime("%Y-%m-%d"), "left_at": np.where(left < pd.Timestamp("2026-09-19"), left.strftime("%Y-%m-%d"), "")}
    parts = {"customers": customers.assign(**dates)} if request.param == "contract" else {"customers": customers, "touchpoints": contacts(customers)}
    more = f'[churn]\nkind = "{request.param}"\nknown_from = 2024-06-01'
    rounds = [{"customer_id": one, "at": day, "question": "recommend", "score": 9} for one in customers["customer_id"][:60] for day in ("2024-05-05", "2025-11-05", "2026-02-05", "2026-05-05")]
    return tiny_study(**parts, responses=rounds, settings='segments = ["region", "plan", "age"]\nas_of = 2026-09-20', more=more)


@browser_test
@pytest.mark.parametrize("language", ["en", "vi"])
def test_who_stays_is_said_as_the_study_says_it(stayed, tmp_path, language):
    study = stayed.in_language(language)
    asked = list(dict.fromkeys(("countsRetention", text, against) for _, text, against in asked_of(study)))
    path = write_handout(study, tmp_path / "stayed.html")
    topic = opened(path.read_text(encoding="utf-8"))["counts"]["topics"]["=retention"]
    assert all(n == 0 or n >= study.settings.minimum_base for sums in topic["sums"][:2] for n in sums) and any("x" in letters for letters in topic["cells"])
    with page_of(path) as visit:
        found = visit.page.evaluate(ANSWER, [language, asked])
    equal = 0
    for (_, text, against), mine in zip(asked, found):
        try:
            theirs = live.answer(study, scores.retention, text, against)
        except ArgumentError:
            assert mine.get("wrong"), (text, against)
            continue
        if any(words.say("handout.left_out_caveat", language) in caveat for caveat in mine["caveats"]):
            continue
        wrong = list(differences(mine, json.loads(json.dumps(live.content(theirs)))))
        assert wrong == [], (text, against, wrong[:3])
        equal += 1
    assert equal > 0.4 * len(asked)


# -- lawful data that are out of the ordinary -------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 12])
def test_few_customers_still_make_a_page(tiny_study, tmp_path, number):
    customers = people(number)
    study = tiny_study(customers=customers, responses=answers(customers, weights=False), settings='segments = ["region", "plan", "age"]\nas_of = 2026-09-20')
    inside = opened(write_handout(study, tmp_path / "few.html").read_text(encoding="utf-8"))
    assert not inside["weighted"]
    assert all(value == 0 or value >= 10 for topic in inside["counts"]["topics"].values() for value in topic["sums"][0])


def test_waves_without_days_and_no_segments_make_a_page(tiny_study, tmp_path):
    rows = [{"customer_id": f"c{k}", "wave": wave, "question": "recommend", "score": 9} for k in range(30) for wave in ("2025", "2026")]
    study = tiny_study(responses=rows, settings='period = "wave"')
    inside = opened(write_handout(study, tmp_path / "waves.html").read_text(encoding="utf-8"))
    assert inside["waves"] == ["2025", "2026"] and inside["counts"]["topics"]["recommend"]["cells"] == ["1", "1"]


def test_a_study_without_answers_makes_a_page(tiny_study, tmp_path):
    rows = [{"customer_id": "c1", "at": "2026-08-01", "stage": "need"}]
    inside = opened(write_handout(tiny_study(touchpoints=rows, questions={}), tmp_path / "none.html").read_text(encoding="utf-8"))
    assert [name for name in inside["counts"]["topics"] if name != "="] == []
