"""Persona cards: numbers by hand and by other programs, what is hidden, hostile texts, the page without overlap."""

import importlib
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import contingency, ttest_ind
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from cxlib.charts.cards import card_figure, card_png, card_svg, fitted
from cxlib.charts.style import SIZES, style
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.maps.persona_card import persona_card, persona_cards
from cxlib.personas import separate
from cxlib.report.cards import card_html, write_card

SETTINGS = 'period = "year"\nas_of = 2027-01-01\nminimum_base = 3\nminimum_share_base = 2\nsegments = ["city"]'
JOURNEY = '[journey]\nstages = ["see", "buy"]\nwindow_days = 30\nowners = { see = "Desk" }'
A, B = [f"a{i:02d}" for i in range(12)], [f"b{i:02d}" for i in range(18)]
EVERYBODY = [*A, *B]
LABELS = pd.Series(["Regulars"] * 12 + ["Bargain hunters"] * 18, index=EVERYBODY)
HOSTILE = ("<script>alert('x')</script>", "=1+1")


def payments():
    rows = []
    for place, who in enumerate(EVERYBODY):
        for visit in range(3 if who in A else 1):
            rows.append({"customer_id": who, "at": f"2026-{10 + visit:02d}-{1 + place % 20:02d} 09:00:00", "amount": (300 if who in A else 100) + place})
    return rows


def contacts():
    rows = [{"customer_id": who, "at": "2026-11-01 10:00:00", "stage": "see", "channel": "app" if who in A else "store"} for who in EVERYBODY]
    return rows + [{"customer_id": who, "at": "2026-11-02 10:00:00", "stage": "buy", "channel": "store"} for who in (*A[:9], *B[:4])]


def answers(comment=True):
    return [
        {"customer_id": who, "at": "2026-11-03 10:00:00", "question": "recommend", "score": 10 if who in A[:8] else 2,
         "comment": f"chờ quá lâu rồi, gọi tôi số 09123456{place:02d} nhé" if comment and who in B else ""}
        for place, who in enumerate((*A[:10], *B[:12]))
    ]


@pytest.fixture(scope="module")
def tiny(tiny_study):
    def make(**parts):
        people = [{"customer_id": who, "city": "Huế" if who in A[:9] or who in B[:4] else "Vinh"} for who in EVERYBODY]
        given = {"settings": SETTINGS, "more": JOURNEY, "customers": people, "transactions": payments(), "touchpoints": contacts(), "responses": answers()}
        return tiny_study(**{name: part for name, part in {**given, **parts}.items() if part is not None})

    return make


@pytest.fixture(scope="module")
def study(tiny):
    return tiny()


@pytest.fixture(scope="module")
def card(study):
    return persona_card(study, LABELS, "Regulars")


def row(found, part, item=None):
    table = found.table[found.table["part"] == part]
    return (table if item is None else table[table["item"].str.contains(item, regex=False)]).iloc[0]


def test_size_and_worth_by_hand(card):
    size = row(card, "size")
    assert (size["value"], size["base"]) == (12 / 30, 12)
    assert (size["low"], size["high"]) == pytest.approx(proportion_confint(12, 30, method="wilson"))
    spend = pd.DataFrame(payments()).groupby("customer_id")["amount"].sum()
    mine = row(card, "worth", "Spend")
    assert mine["value"] == pytest.approx(spend[A].mean()) and mine["elsewhere"] == pytest.approx(spend[B].mean())
    assert mine["everyone"] == pytest.approx(spend.mean()) and mine["low"] < mine["value"] < mine["high"]
    assert row(card, "worth", "revenue")["value"] == pytest.approx(spend[A].sum() / spend.sum())
    assert card.headline["value"] == size["value"] and "40.0% of customers" in card.sentence


def test_the_share_of_revenue_has_the_interval_of_a_bootstrap(card):
    spend = pd.DataFrame(payments()).groupby("customer_id")["amount"].sum()[EVERYBODY].to_numpy(float)
    inside, rng = np.array([who in A for who in EVERYBODY]), np.random.default_rng(4)
    draws = rng.integers(0, 30, (4000, 30))
    shares = (spend * inside)[draws].sum(axis=1) / spend[draws].sum(axis=1)
    found = row(card, "worth", "revenue")
    half = 1.959964 * shares.std()
    assert found["high"] - found["value"] == pytest.approx(half, rel=0.1)


def test_effects_are_those_of_other_programs(study, card):
    basket = row(card, "habit", "Amount per visit")
    values = study.features()["basket"]
    inside = values.index.isin(A)
    assert basket["association"] == pytest.approx(abs(np.corrcoef(values, inside)[0, 1]))
    assert basket["effect"] == pytest.approx((values[inside].mean() - values.mean()) / values.std())
    city = row(card, "segment", "Huế")
    assert (city["value"], city["elsewhere"], city["everyone"]) == pytest.approx((9 / 12, 4 / 18, 13 / 30))
    assert city["index"] == pytest.approx((9 / 12) / (13 / 30))
    table = np.array([[9, 3], [4, 14]])
    assert city["association"] == pytest.approx(contingency.association(table, method="cramer", correction=False))
    assert row(card, "segment", "Vinh")["association"] == city["association"]


def test_scores_and_drop_off_by_hand(card):
    nps = row(card, "score")
    assert nps["base"] == 10 and nps["value"] == pytest.approx(0.6) and nps["elsewhere"] == pytest.approx(-1.0)
    assert nps["compared"] == "higher" and nps["low"] < 0.6 < nps["high"]
    lost = row(card, "drop_off")
    assert lost["item"] == "see → buy" and lost["base"] == 12
    assert (lost["value"], lost["elsewhere"]) == pytest.approx((3 / 12, 14 / 18))
    assert lost["low"] < lost["value"] < lost["high"]


def test_p_values_are_holm_over_all_that_is_compared_and_none_for_what_made_them(small):
    found = separate(small.features(), draws=19)
    names = found.names
    cards = persona_cards(small, found)
    assert {one.key.removeprefix("maps.persona_card.") for one in cards} <= set(names)
    for one in cards:
        made = one.table[one.table["made"] != ""]
        assert made["adjusted_p"].isna().all() and (made["compared"] == "").all()
        tested = one.table["adjusted_p"].notna()
        if tested.any():
            assert any(f"{int(tested.sum())} comparisons" in text for text in one.caveats)
            assert (one.table.loc[tested & (one.table["adjusted_p"] >= 0.05), "compared"] == "alike").all()


def test_holm_is_that_of_statsmodels(study, card, monkeypatch):
    module = importlib.import_module("cxlib.maps.persona_card")

    kept = []
    original = module._compared
    monkeypatch.setattr(module, "_compared", lambda mine: kept.append(mine["p_value"]) or original(mine))
    found = persona_card(study, LABELS, "Regulars")
    known = kept[0].dropna()
    shown = found.table["adjusted_p"].dropna()
    assert shown.to_numpy() == pytest.approx(multipletests(known, method="holm")[1])
    assert len(known) == 4  # two cities, one score, one step; silence is not tested


def test_labels_from_elsewhere_are_never_tested_on_behaviour(card):
    habits = card.table[card.table["part"].isin(["habit", "worth", "contact"])]
    assert len(habits) and habits["adjusted_p"].isna().all()
    assert any("What made these labels is not known" in text for text in card.caveats)


def test_a_given_risk_is_the_mean_with_welch(study):
    rng = np.random.default_rng(2)
    risk = pd.Series(np.where([who in A for who in EVERYBODY], 0.2, 0.5) + rng.uniform(-0.1, 0.1, 30), index=EVERYBODY)
    found = persona_card(study, LABELS, "Bargain hunters", risk=risk)
    leaving = row(found, "leaving")
    assert (leaving["value"], leaving["elsewhere"]) == pytest.approx((risk[B].mean(), risk[A].mean()))
    assert ttest_ind(risk[B], risk[A], equal_var=False).pvalue < 1e-6 and leaving["compared"] == "higher"
    assert "fell silent" in found.next_step
    for wrong in ([0.1], risk * 3, risk.astype(str)):
        with pytest.raises(ArgumentError, match="Series of probabilities"):
            persona_card(study, LABELS, "Regulars", risk=wrong)
    with pytest.raises(ArgumentError, match="more than one probability"):
        persona_cards(study, LABELS, risk=pd.concat([risk, risk]))


def test_quotes_are_masked_chosen_and_missing_is_said(study):
    hunters = persona_card(study, LABELS, "Bargain hunters")
    quotes = hunters.table[hunters.table["part"] == "quote"]
    assert 1 <= len(quotes) <= 3 and quotes["text"].str.contains("[phone]", regex=False).all()
    assert not quotes["text"].str.contains("0912").any()
    regulars = persona_card(study, LABELS, "Regulars")
    assert not (regulars.table["part"] == "quote").any()
    assert any("own words" in text for text in regulars.table.loc[regulars.table["part"] == "unknown", "text"])


def test_a_small_persona_is_withheld_with_what_gives_it_away(study):
    labels = LABELS.copy()
    labels[A[:2]] = "Tiny"
    tiny_, regulars, hunters = (persona_card(study, labels, name) for name in ("Tiny", "Regulars", "Bargain hunters"))
    numbers = ["value", "low", "high", "elsewhere", "everyone", "base", "effect", "index"]
    for hidden in (tiny_, regulars):  # the next smallest would give the two away
        assert hidden.status == "cannot_tell" and hidden.base == 0 and hidden.headline is None
        assert hidden.table[numbers].isna().all().all()
        assert "withheld" in hidden.sentence and card_png(hidden)
    assert hunters.table.loc[hunters.table["part"] == "size", "value"].iloc[0] == pytest.approx(18 / 30)


def test_a_small_cell_is_withheld_in_its_row_and_its_column(study):
    labels = LABELS.copy()
    labels[A[9:11]] = "Bargain hunters"  # one regular is left in Vinh
    for name in ("Regulars", "Bargain hunters"):
        table = persona_card(study, labels, name).table
        cities = table[table["part"] == "segment"]
        assert (cities["withheld"] != "").all() and cities["value"].isna().all()


def test_largest_first_and_like_the_single_card(study):
    cards = persona_cards(study, LABELS)
    assert [one.table["text"].iloc[0] for one in cards] == ["Bargain hunters", "Regulars"]
    assert cards[1] == persona_card(study, LABELS, "Regulars")
    assert Finding.from_json(cards[0].to_json()) == cards[0]


def test_nobody_wrong_names_and_missing_tables(study, tiny, tiny_study):
    nobody = persona_card(study.where("city = Huế"), LABELS.where(~LABELS.index.isin(A[:9])).dropna(), "Regulars")
    assert nobody.status == "nobody" and card_html(nobody)
    with pytest.raises(ArgumentError, match="persona"):
        persona_card(study, LABELS, "Somebody")
    only_answers = tiny_study(settings='period = "year"\nas_of = 2027-01-01\nminimum_base = 3', responses=answers())
    found = persona_card(only_answers, LABELS, "Regulars")
    assert row(found, "score")["value"] == pytest.approx(0.6)
    said = " ".join(found.table.loc[found.table["part"] == "unknown", "text"])
    assert "no payments known" in said and "no journeys to compare" in said
    silent = tiny(responses=None, touchpoints=None)
    quiet = persona_card(silent, LABELS, "Regulars")
    assert "How they rate us" in " ".join(quiet.table["text"]) and card_png(quiet)


def test_lawful_data_give_no_traceback(tiny_study):
    one = [{"customer_id": "k", "at": "2026-10-01", "amount": 5}]
    alone = tiny_study(settings='period = "year"\nas_of = 2027-01-01', transactions=one)
    assert persona_card(alone, pd.Series({"k": "x"}), "x").status == "cannot_tell"
    equal = [{"customer_id": f"k{i}", "at": "2026-10-01", "amount": 5} for i in range(20)]
    alike = tiny_study(settings='period = "year"\nas_of = 2027-01-01\nminimum_base = 3', transactions=equal)
    found = persona_card(alike, pd.Series({f"k{i}": "xy"[i % 2] for i in range(20)}), "x")
    assert row(found, "worth", "Spend")["value"] == 5 and card_png(found)
    refunds = tiny_study(settings='period = "year"\nas_of = 2027-01-01\nminimum_base = 3', transactions=[{**row_, "amount": -1} for row_ in equal])
    assert persona_cards(refunds, pd.Series({f"k{i}": "xy"[i % 2] for i in range(20)}))
    waves = [{"customer_id": f"k{i}", "wave": "W1", "question": "recommend", "score": i % 11} for i in range(20)]
    by_wave = tiny_study(settings='period = "wave"\nminimum_base = 3', responses=waves)
    assert persona_cards(by_wave, pd.Series({f"k{i}": "xy"[i % 2] for i in range(20)}))


def test_no_groups_is_one_card_of_everyone_that_says_so(small):
    features = small.features()
    found = separate(features[["basket"]].sample(80, random_state=1), draws=19)
    assert found.verdict == "none"
    labels = pd.Series(found.names[0], index=features.index)
    cards = persona_cards(small, replace(found, recipe=None, labels=labels))
    assert len(cards) == 1 and cards[0].status == "cannot_tell"
    assert "No clear groups" in " ".join(cards[0].table["text"])


def test_hostile_names_are_escaped_everywhere(study, tmp_path):
    names = LABELS.map({"Regulars": HOSTILE[0], "Bargain hunters": HOSTILE[1]})
    for one in persona_cards(study, names):
        page = card_html(one)
        assert "<script" not in page and "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
        assert "<script" not in one.to_html()
        html_path, png_path = write_card(one, tmp_path)
        assert html_path.parent == tmp_path == png_path.parent and png_path.read_bytes()[:4] == b"\x89PNG"
        assert re.fullmatch(r"[\w.-]+\.html", html_path.name)
    assert len(list(tmp_path.iterdir())) == 4, "two cards are four files"


def test_the_page_is_one_page_of_its_own(card):
    page = card_html(card)
    assert "@page { size: A4 landscape" in page and 'src="data:image/svg+xml;base64,' in page and "<details>" in page
    assert page == card_html(card), "the same finding gives the same page"
    assert "not known" not in page.split("<details>")[1].split("</details>")[0]
    with pytest.raises(ArgumentError, match="no persona card"):
        card_svg(Finding("x", "?", "!", pd.DataFrame()))


def boxes(figure):
    figure.canvas.draw()
    return [(text.get_text(), text.get_window_extent()) for text in figure.axes[0].texts if text.get_text().strip()]


def assert_clean(finding, size="room"):
    """No text overlaps another, and none leaves the paper."""
    with style(SIZES[size]):
        figure = card_figure(finding, size=size)
        found = boxes(figure)
    wide, tall = figure.get_size_inches() * figure.dpi
    for place, (text, box) in enumerate(found):
        assert box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= tall, f"{text} leaves the page"
        for other, there in found[place + 1:]:
            over = min(box.x1, there.x1) - max(box.x0, there.x0), min(box.y1, there.y1) - max(box.y0, there.y0)
            # An ascent above the letters and a descent below may share a few pixels.
            assert over[0] <= 1 or over[1] <= 0.35 * min(box.height / (text.count("\n") + 1), there.height), f"{text!r} over {other!r}"


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kinds", [2, 7])
def test_nothing_overlaps_on_the_page(small, language, kinds):
    features = small.features()
    cut = pd.qcut(features["spend"].fillna(0).rank(method="first"), kinds, labels=False)
    long = "Rất hay ghé vào cuối tuần với đơn hàng thật lớn và nhiều lần hoàn tiền qua điện thoại, nhóm số "
    labels = (long + cut.astype(str)) if kinds == 7 else cut.map({0: "Seldom", 1: "Often"})
    cards = persona_cards(small.in_language(language), labels)
    assert len(cards) == kinds
    for one in (cards[0], cards[-1]):
        assert_clean(one)
    assert_clean(cards[0], "page")


def test_texts_are_cut_where_they_would_leave_their_column():
    room = SIZES["room"]
    text = fitted("một câu rất dài " * 20, 2.0, 3, room)
    assert text.count("\n") == 2 and text.endswith("…") and all(room.inches(line) <= 2.0 for line in text.split("\n"))
    assert room.inches(fitted("x" * 300, 2.0, 1, room)) <= 2.0
    assert fitted("short", 2.0, 1, room) == "short"
