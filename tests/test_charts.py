"""Charts: what was drawn, in which words, and that nothing is left behind."""

import io
import re
import threading
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from cxlib import charts, journeys, personas, quality, scores, words
from cxlib.charts.series import _spread
from cxlib.charts.panel import Panel, Ticks
from cxlib.charts.style import SIZES, clean, look
from cxlib.errors import ArgumentError
from cxlib.finding import Chart, Finding
from cxlib.slices import Slice

CITIES = ["Hà Nội", "TP. Hồ Chí Minh", "Đà Nẵng", "Khách đặt qua ứng dụng vào giờ cao điểm buổi sáng", "Huế", "Cần Thơ"]
QUARTERS = [f"{year}Q{number}" for year in (2025, 2026) for number in (1, 2, 3, 4)]
VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def estimates(k, seed=0, **columns):
    rng = np.random.default_rng(seed)
    value = rng.uniform(0.1, 0.6, k)
    return pd.DataFrame({**columns, "base": rng.integers(100, 5000, k), "value": value, "low": value - 0.03, "high": value + 0.05})


def finding(kind, table, *, unit="share", language="vi", formats=None, slice_=None, **parts):
    return Finding(
        f"demo.{kind}", "Ai hài lòng nhất?", "Hà Nội cao nhất.", table, Chart(kind, unit=unit, **parts), base=12345,
        slice=slice_ or Slice(), language=language, currency="VND", formats=formats or {},
    )


def by_city(k=6, **options):
    names = (CITIES * 4)[:k]
    table = estimates(k, region=[name if i < 6 else f"{name} {i}" for i, name in enumerate(names)])
    return finding("interval", table, y="region", x="value", x_label="NPS", **options)


def by_quarter(series=1, **options):
    parts = [estimates(8, seed=i, period=QUARTERS, region=CITIES[i]).assign(value=lambda d, i=i: d.value / 3 + i / 4) for i in range(series)]
    table = pd.concat(parts, ignore_index=True).assign(low=lambda d: d.value - 0.02, high=lambda d: d.value + 0.03)
    return finding("line", table, x="period", y="value", series="region" if series > 1 else None, y_label="CSAT", **options)


def calibration(k=5):
    predicted = np.linspace(0.1, 0.9, k)
    table = pd.DataFrame({"predicted": predicted, "base": 600, "value": predicted, "low": predicted - 0.05, "high": predicted + 0.05})
    return finding("calibration", table, x="predicted", y="value", formats={"predicted": "share"})


def grid(rows=3, columns=4):
    table = estimates(rows * columns, stage=np.repeat(CITIES[:rows], columns), next=np.tile([f"Bước {i}" for i in range(columns)], rows))
    return finding("heatmap", table, x="next", y="stage")


def bars(kind="bars"):
    return finding(kind, estimates(4, stage=["Biết đến", "Tải ứng dụng", "Đặt món", "Quay lại"]), y="stage", x="value")


def with_series():
    table = estimates(9, region=np.repeat(CITIES[:3], 3), plan=["Vàng", "Bạc", "Mới"] * 3)
    return finding("interval", table, y="region", x="value", series="plan")


def faceted():
    table = pd.concat([estimates(8, seed=i, period=QUARTERS, plan=name) for i, name in enumerate(["NPS", "CSAT", "CES"])], ignore_index=True)
    return finding("line", table, x="period", y="value", facet="plan")


def ratios():
    table = pd.DataFrame({"persona": np.repeat(CITIES[:3], 2), "signal": ["hoàn tiền", "im lặng"] * 3, "base": 300,
                          "value": [0.4, 1.1, 17.0, 2.0, 0.1, 1.0], "low": [0.3, 0.9, 15.0, 1.7, 0.08, 0.8], "high": [0.5, 1.3, 19.0, 2.3, 0.2, 1.2]})
    return finding("interval", table, unit="number", y="persona", series="signal", reference=1.0, scale="log", reference_label="như các nhóm khác")


def faceted_series():
    parts = [estimates(8, seed=i, period=QUARTERS, question=name, basis=basis)
             for i, name in enumerate(["recommend", "satisfaction"]) for basis in ("weighted", "unweighted")]
    return finding("line", pd.concat(parts, ignore_index=True), x="period", y="value", series="basis", facet="question")


def mostly_unknown():
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    table = estimates(12, period=months)
    table.loc[:8, ["value", "low", "high"]] = np.nan
    return finding("line", table, x="period", y="value")


EVERY = {
    "ratios": ratios(), "facet series": faceted_series(), "mostly unknown": mostly_unknown(),
    "interval": by_city(), "interval 20": by_city(20), "interval 1": by_city(1), "series": with_series(), "line": by_quarter(),
    "line 4": by_quarter(4), "calibration": calibration(), "heatmap": grid(), "heatmap 14": grid(6, 14), "bars": bars(),
    "funnel": bars("funnel"), "facet": faceted(),
}


def gid(ax, name):
    return [artist for artist in ax.get_children() if artist.get_gid() == name]


def texts(ax):
    """Everything written on the axes, in one line each."""
    found = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    return [re.sub(r"\s+", " ", text.get_text()).strip() for text in found]


def hide(found, row):
    table = found.table.assign(withheld=[("small" if i == row else "") for i in range(len(found.table))])
    numbers = ["value", "low", "high", "base"]
    table[numbers] = table[numbers].astype("float64")
    table.loc[row, numbers] = np.nan
    return Finding(**{**{name: getattr(found, name) for name in found.__dataclass_fields__}, "table": table})


def test_dots_and_intervals_are_the_numbers_of_the_table():
    found = by_city()
    ax = charts.draw(found)
    assert isinstance(ax, Axes)
    drawn = gid(ax, "estimates-0")[0].get_xdata()
    assert list(drawn) == list(found.table["value"])
    segments = gid(ax, "intervals")[0].get_segments()
    assert [segment[:, 0].tolist() for segment in segments] == found.table[["low", "high"]].to_numpy().tolist()


@pytest.mark.parametrize("kind", ["bars", "funnel"])
def test_bars_start_at_zero_and_end_at_the_value(kind):
    found = bars(kind)
    ax = charts.draw(found)
    drawn = [bar for bar in ax.patches if bar.get_gid() == "estimates-0"]
    assert [bar.get_x() for bar in drawn] == [0] * 4
    assert [bar.get_width() for bar in drawn] == list(found.table["value"])
    assert ax.get_xlim()[0] == 0
    before = [bar.get_width() for bar in ax.patches if bar.get_gid() == "before"]
    assert before == (list(found.table["value"][:-1]) if kind == "funnel" else [])


def test_each_series_is_drawn_with_its_own_rows_and_its_own_mark():
    found = with_series()
    ax = charts.draw(found)
    marks = set()
    for number, plan in enumerate(["Vàng", "Bạc", "Mới"]):
        drawn = gid(ax, f"estimates-{number}")[0]
        marks.add(drawn.get_marker())
        assert list(drawn.get_xdata()) == list(found.table.query("plan == @plan")["value"])
    assert len(marks) == 3


def test_lines_and_their_intervals_are_the_numbers_of_the_table():
    found = by_quarter(3)
    ax = charts.draw(found)
    for number in range(3):
        rows = found.table[found.table["region"] == CITIES[number]]
        line = gid(ax, f"line-{number}")[0]
        assert list(line.get_ydata()) == list(rows["value"])
        assert [round(at) for at in line.get_xdata()] == list(range(8))
        segments = gid(ax, "intervals")[number].get_segments()
        assert [segment[:, 1].tolist() for segment in segments] == rows[["low", "high"]].to_numpy().tolist()


def test_calibration_shows_predicted_against_observed():
    found = calibration()
    ax = charts.draw(found)
    line = gid(ax, "line-0")[0]
    assert list(line.get_xdata()) == list(found.table["predicted"])
    assert list(line.get_ydata()) == list(found.table["value"])
    equal = gid(ax, "equal")[0]
    assert list(equal.get_xdata()) == list(equal.get_ydata())


def test_a_grid_says_value_and_base_in_each_cell():
    found = grid()
    ax = charts.draw(found)
    said = texts(ax)
    for row in found.table.itertuples():
        assert f"{100 * row.value:.1f}% n = {row.base:,}".translate(str.maketrans(",.", ".,")) in said
    assert ax.collections[0].get_array().compressed().tolist() == found.table["value"].tolist()


def test_cells_can_be_read_on_every_colour():
    def bright(color):
        parts = np.array(mpl.colors.to_rgb(color))
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)

    table = pd.DataFrame({"stage": np.repeat(list("abcdef"), 5), "next": list("vwxyz") * 6, "base": 100, "value": np.linspace(0, 1, 30)})
    table.loc[7, "value"] = np.nan
    for reference in (None, 0.4):
        ax = charts.draw(finding("heatmap", table, x="next", y="stage", reference=reference))
        shades = ax.collections[0].get_facecolors()[table["value"].notna()]
        inks = [text for text in ax.texts if "n =" in text.get_text()]
        assert len(inks) == len(shades) == 29
        for shade, ink in zip(shades, inks, strict=True):
            low, high = sorted([bright(shade[:3]), bright(ink.get_color())])
            assert (high + 0.05) / (low + 0.05) >= 4.5


def test_ticks_agree_on_their_decimals():
    def ticks(values, unit):
        panel = Panel(finding("interval", estimates(1, region=["a"]), unit=unit), estimates(1, region=["a"]), SIZES["room"], 12.8)
        return Ticks(panel, unit).format_ticks(values)

    assert ticks([3.9, 4.0, 4.1], "score") == ["3,9", "4,0", "4,1"]
    assert ticks([0.0, 0.25, 0.5], "share") == ["0%", "25%", "50%"]
    assert ticks([0.0, 0.025], "share") == ["0,0%", "2,5%"]
    assert ticks([-0.1, 0.0, 0.1], "signed_points") == ["-10", "0", "+10"]
    assert ticks([1000.0, 2000.0], "days") == ["1.000", "2.000"]
    assert ticks([1000, 20000], "money") == ["1.000", "20.000"]


def test_a_period_that_is_not_known_says_so():
    found = by_quarter(language="en")
    found.table.loc[0, ["value", "low", "high"]] = np.nan
    assert texts(charts.draw(found)).count("not known") == 1


def test_rows_say_n_value_and_interval_in_the_language():
    table = pd.DataFrame({"region": ["Hà Nội"], "base": [1234], "value": [0.412], "low": [0.38], "high": [0.445]})
    vietnamese = texts(charts.draw(finding("interval", table, y="region", x="value", x_label="NPS", unit="points")))
    assert "Hà Nội (n = 1.234)" in vietnamese and "41,2 (38,0 – 44,5)" in vietnamese
    english = texts(charts.draw(finding("interval", table, y="region", x="value", x_label="NPS", unit="points", language="en")))
    assert "Hà Nội (n = 1,234)" in english and "41.2 (38.0 – 44.5)" in english


def test_the_axis_says_unit_base_and_slice():
    found = by_city(unit="points", language="en", slice_=Slice({"plan": ("Vàng", "Bạc")}, ("2026Q3",)))
    assert "NPS (points) n = 12,345 · Loyalty tier: Bạc, Vàng · Period: Q3 2026" in texts(charts.draw(found))
    assert "NPS (points) n = 12,345 · everyone" in texts(charts.draw(by_city(unit="points", language="en")))


def test_money_says_its_currency_once_on_the_axis():
    table = pd.DataFrame({"channel": ["Zalo"], "base": [90], "value": [50000.0], "low": [40000.0], "high": [61000.0]})
    ax = charts.draw(finding("bars", table, y="channel", x="value", unit="money", x_label="ARPU"))
    assert "50.000 VND (40.000 – 61.000)" in texts(ax)
    assert ax.get_xlabel().startswith("ARPU (VND)")
    assert not any("VND" in label.get_text() for label in ax.get_xticklabels())


def test_a_single_line_says_n_at_each_period_and_several_at_their_names():
    found = by_quarter()
    said = texts(charts.draw(found))
    for row in found.table.itertuples():
        n = f"{row.base:,}".replace(",", ".")
        assert f"Quý {row.period[-1]}/{row.period[:4]} n = {n}" in said
    several = by_quarter(2)
    least, most = several.table.query("region == 'Hà Nội'")["base"].agg(["min", "max"])
    assert f"Hà Nội n = {least:,} – {most:,}".replace(",", ".") in texts(charts.draw(several))


@pytest.mark.parametrize("language, word", [("en", "withheld"), ("vi", "ẩn")])
@pytest.mark.parametrize("name", ["interval", "series", "bars", "funnel", "line", "line 4", "heatmap"])
def test_a_withheld_row_stays_as_an_empty_row_with_the_word(name, language, word):
    found = hide(EVERY[name], 1)
    found = Finding(**{**{part: getattr(found, part) for part in found.__dataclass_fields__}, "language": language})
    ax = charts.draw(found)
    assert texts(ax).count(word) == 1
    assert texts(charts.draw(EVERY[name])).count(word) == 0
    column = str(found.table[found.chart.y if found.chart.kind != "line" else "region"].iloc[1])
    assert found.chart.kind == "line" or any(column in text for text in texts(ax))


def test_with_several_lines_a_mark_says_whose_point_is_withheld():
    ax = charts.draw(hide(by_quarter(4), 8 + 2))
    marks = [(one.get_marker(), [round(at) for at in one.get_xdata()]) for one in gid(ax, "withheld") if len(one.get_xdata())]
    assert marks == [(look(1).marker, [2])]


def test_a_partial_period_is_hollow_and_says_so():
    found = by_quarter()
    found.table["complete"] = [True] * 7 + [False]
    ax = charts.draw(found)
    whole, partial = gid(ax, "estimates-0")
    assert len(whole.get_xdata()) == 7 and list(partial.get_xdata()) == [7]
    assert partial.get_markerfacecolor() == "white" != whole.get_markerfacecolor()
    assert any("(chưa đủ)" in text for text in texts(ax))


def test_a_reference_is_a_line():
    ax = charts.draw(by_city(reference=0.25))
    assert [0.25, 0.25] in [list(line.get_xdata()) for line in ax.lines]


def test_facets_give_a_figure_with_one_scale():
    drawn = charts.draw(faceted())
    assert isinstance(drawn, Figure)
    assert [ax.get_title(loc="left") for ax in drawn.axes] == ["NPS", "CSAT", "CES"]
    assert len({ax.get_ylim() for ax in drawn.axes}) == 1
    with pytest.raises(ArgumentError, match="^a chart with a facet needs a figure of its own; leave ax out$"):
        charts.draw(faceted(), ax=Figure().add_subplot())


def test_facets_of_different_measures_keep_their_own_scales():
    table = pd.concat([estimates(8, seed=i, period=QUARTERS, metric=name) for i, name in enumerate("ab")], ignore_index=True)
    drawn = charts.draw(finding("line", table, x="period", y="value", facet="metric"))
    assert len({ax.get_ylim() for ax in drawn.axes}) == 2


def test_ax_that_is_given_is_the_one_drawn_on():
    ax = Figure(figsize=(12, 5)).add_subplot()
    assert charts.draw(by_city(), ax=ax) is ax
    assert len(gid(ax, "estimates-0")[0].get_xdata()) == 6


def within(place, limits):
    """Whether a tick is drawn: those outside of the axes are kept but not shown."""
    low, high = sorted(limits)
    return low - 1e-9 <= place <= high + 1e-9


def boxes(figure):
    """What may not overlap: pieces of text, each with its box on the picture."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    for ax in figure.axes:
        pieces = [text for text in ax.get_xticklabels() if within(text.get_position()[0], ax.get_xlim())]
        pieces += [text for text in ax.get_yticklabels() if within(text.get_position()[1], ax.get_ylim())]
        pieces += [ax.xaxis.label, ax.yaxis.label]
        pieces += [child for child in ax.get_children() if isinstance(child, mpl.text.Text) and child not in ax.texts]
        pieces += [text for text in ax.texts if text.get_gid() in ("series-name", "estimate-text", "base")]
        for piece in pieces:
            if piece.get_text() and piece.get_visible():
                yield piece.get_text(), piece.get_window_extent(renderer)


@pytest.mark.parametrize("size", ["room", "page"])
@pytest.mark.parametrize("name", list(EVERY))
def test_no_text_covers_another_or_leaves_the_picture(name, size):
    drawn = charts.draw(EVERY[name], size=size)
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    found = list(boxes(figure))
    assert len(found) > 3
    for place, (text, box) in enumerate(found):
        assert box.x0 >= -1 and box.y0 >= -1, text
        assert box.x1 <= figure.bbox.x1 + 1 and box.y1 <= figure.bbox.y1 + 1, text
        for other, second in found[place + 1 :]:
            across = min(box.x1, second.x1) - max(box.x0, second.x0)
            down = min(box.y1, second.y1) - max(box.y0, second.y0)
            assert across < 1 or down < 2, f"{text!r} covers {other!r}"


@pytest.mark.parametrize("name", list(EVERY))
def test_type_can_be_read_in_a_room(name):
    drawn = charts.draw(EVERY[name])
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    assert figure.get_figwidth() * figure.dpi == 1280
    assert min(text.get_fontsize() for text in figure.findobj(mpl.text.Text) if text.get_text()) >= 14


def test_labels_are_spread_without_overlap_and_stay_inside():
    placed = _spread({0: 0.9, 1: 0.91, 2: 0.92, 3: 0.2}, dict.fromkeys(range(4), 0.1))
    order = sorted(placed.values())
    assert np.diff(order).min() >= 0.1 - 1e-9 and order[-1] <= 0.98
    assert placed[3] == 0.2 and placed[0] < placed[1] < placed[2]
    low = _spread({0: 0.01, 1: 0.02, 2: 0.03}, dict.fromkeys(range(3), 0.1))
    assert low[0] == 0.01 and np.diff(sorted(low.values())).min() >= 0.1 - 1e-9


def test_every_vietnamese_letter_has_a_glyph_and_a_strange_one_gives_no_warning():
    for letters in (VIETNAMESE, VIETNAMESE.upper()):
        assert clean(letters) == letters
    table = estimates(3, region=[VIETNAMESE, VIETNAMESE.upper(), "Cà phê ☕ 咖啡 🙂"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert charts.png(finding("interval", table, y="region", x="value"))
    assert clean("咖啡") == "\ufffd\ufffd"
    assert clean("Huê\u0301\n\tcũ") == "Huế cũ"


@pytest.mark.parametrize("name", ["$100$ \\frac", "_nolegend_", "<b>&amp;</b>", "{x}%s", 'dấu "nháy"', " "])
def test_hostile_names_are_drawn_as_they_are(name):
    table = estimates(2, region=[name, "Huế"])
    said = texts(charts.draw(finding("interval", table, y="region", x="value")))
    assert any(text.startswith(f"{name.strip()} (n = ".strip()) for text in said)
    assert charts.svg(finding("interval", table, y="region", x="value"))
    lines = pd.concat([estimates(3, period=["a", "b", "c"], region=level) for level in (name, "Huế")], ignore_index=True)
    assert charts.png(finding("line", lines, x="period", y="value", series="region"))


@pytest.mark.parametrize("name", list(EVERY))
def test_a_dollar_is_a_dollar_everywhere(name):
    drawn = charts.draw(EVERY[name])
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    assert not any(text.get_parse_math() for text in figure.findobj(mpl.text.Text) if text.get_text())


def test_svg_is_the_same_each_time_and_carries_no_address_to_load():
    first, second = charts.svg(by_quarter(4)), charts.svg(by_quarter(4))
    assert first == second and first.startswith('<svg role="img" aria-label="Ai hài lòng nhất? Hà Nội cao nhất."')
    assert "<metadata" not in first and "<!DOCTYPE" not in first and "<image" not in first
    assert not re.search(r'(?:href|src)="(?!#)', first)


def test_two_charts_on_one_page_share_no_id():
    ids = [set(re.findall(r'\bid="([^"]+)"', charts.svg(by_city().with_key(key)))) for key in ("a", "b")]
    assert ids[0] and not ids[0] & ids[1]
    text = charts.svg(by_city())
    for target in re.findall(r'href="#([^"]+)"', text) + re.findall(r"url\(#([^)]+)\)", text):
        assert f'id="{target}"' in text


def test_hostile_sentence_cannot_leave_the_label_of_the_svg():
    found = Finding("x", '"><script>', "a & b", by_city().table, by_city().chart)
    assert "<script>" not in charts.svg(found) and "&quot;&gt;&lt;script&gt; a &amp; b" in charts.svg(found)


def test_png_has_the_width_asked_for():
    found = by_city()
    widths = [Image.open(io.BytesIO(charts.png(found, **how))).size[0] for how in ({}, {"size": "page"}, {"width": 1000}, {"dpi": 200})]
    assert widths == [1280, 800, 1000, 2560]
    assert charts.png(found) == charts.png(found)


def test_nothing_to_draw_gives_none_and_axes_with_the_sentence():
    empty = Finding("x", "q?", "Chưa có ai trong lát cắt này.", pd.DataFrame(), Chart())
    assert charts.png(empty) is None and charts.svg(empty) is None
    assert [text.get_text() for text in charts.draw(empty).texts] == ["Chưa có ai trong lát cắt này."]
    rows = Finding("x", "q?", "s", by_city().table, Chart("none"))
    assert charts.png(rows) is None


@pytest.mark.parametrize("name", ["interval", "line", "heatmap", "bars", "calibration"])
def test_where_nothing_is_known_the_sentence_stands_alone(name):
    found = EVERY[name]
    table = found.table.assign(value=np.nan, low=np.nan, high=np.nan, base=np.nan, withheld="small")
    hidden = Finding("x", "q", "Quá ít người trả lời.", table, found.chart)
    assert charts.png(hidden) is None and charts.svg(hidden) is None
    assert [text.get_text() for text in charts.draw(hidden).texts] == ["Quá ít người trả lời."]
    one = found.table.head(1).assign(value=0.0, low=0.0, high=0.0)
    assert charts.png(Finding("x", "q", "s", one, found.chart))


def test_alt_text_is_question_and_sentence():
    assert charts.alt_text(by_city()) == "Ai hài lòng nhất? Hà Nội cao nhất."


def test_errors_name_the_right_words():
    with pytest.raises(ArgumentError) as error:
        charts.draw(by_city(), size="rooom")
    assert str(error.value) == 'no size called "rooom"; did you mean "room"? Choose from: room, page.'
    with pytest.raises(ArgumentError, match='^x: the chart has no column "value" to draw$'):
        charts.draw(Finding("x", "q", "s", pd.DataFrame({"region": ["a"]}), Chart("interval", y="region")))


def test_the_finding_and_the_settings_of_matplotlib_are_left_alone():
    mpl.rcParams["font.family"] = ["monospace"]
    try:
        before = mpl.rcParams.copy()
        for found in EVERY.values():
            table = found.table.copy()
            charts.png(found)
            pd.testing.assert_frame_equal(found.table, table)
        assert mpl.rcParams.copy() == before
        drawn = charts.draw(by_city())
        assert {text.get_fontfamily()[0] for text in drawn.get_yticklabels()} == {"DejaVu Sans"}
    finally:
        mpl.rcParams["font.family"] = ["sans-serif"]


def test_drawing_in_threads_gives_the_same_pictures():
    alone = charts.png(by_city())
    before, seen = mpl.rcParams.copy(), []
    threads = [threading.Thread(target=lambda: seen.append(charts.png(by_city()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [alone] * 4 and mpl.rcParams.copy() == before


def test_series_differ_without_colour():
    looks = [look(number) for number in range(20)]
    assert len({(one.marker, str(one.dash)) for one in looks[:18]}) == 18
    assert len({(one.marker, str(one.dash), one.color) for one in looks}) == 20


def test_a_table_read_back_from_json_draws_the_same():
    found = hide(by_city(), 2)
    assert charts.svg(Finding.from_json(found.to_json())) == charts.svg(found)


LONG = "Khách hàng mua mang đi vào buổi sáng tại cửa hàng gần ga " * 5


def crowd(kind, *, rows, columns, **parts):
    """A chart of far more than fits, with names that are far too long."""
    table = estimates(rows * columns, level=np.repeat([f"{i} {LONG}" for i in range(rows)], columns),
                      period=np.tile([f"2{i:03d}Q1" for i in range(columns)], rows), metric="nps")
    return finding(kind, table, **parts)


CROWDS = {
    "lines": crowd("line", rows=26, columns=9, x="period", y="value", series="level"),
    "lines in facets": crowd("line", rows=40, columns=9, x="period", y="value", series="metric", facet="level"),
    "series in one facet": crowd("line", rows=26, columns=9, x="period", y="value", series="level", facet="metric"),
    "months": crowd("line", rows=2, columns=120, x="period", y="value", series="level"),
    "rows": crowd("interval", rows=200, columns=1, x="value", y="level"),
    "rows of series": crowd("interval", rows=60, columns=8, x="value", y="level", series="period"),
    "rows in facets": crowd("interval", rows=60, columns=3, x="value", y="level", facet="period"),
    "facets of one row": crowd("interval", rows=1, columns=60, x="value", y="level", facet="period"),
    "bars": crowd("bars", rows=200, columns=1, x="value", y="level"),
    "funnel": crowd("funnel", rows=30, columns=9, x="value", y="level", series="period"),
    "grid": crowd("heatmap", rows=80, columns=60, x="period", y="level"),
    "grids": crowd("heatmap", rows=30, columns=4, x="period", y="level", facet="metric"),
}


@pytest.mark.parametrize("name", list(CROWDS))
@pytest.mark.parametrize("size, tallest", [("room", 1400), ("page", 920)])
def test_a_chart_of_far_too_much_can_be_seen_at_once(name, size, tallest):
    found = CROWDS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = charts.draw(found, size=size)
        figure = drawn if isinstance(drawn, Figure) else drawn.figure
        figure.canvas.draw()
    assert figure.bbox.height <= tallest
    for ax in figure.axes:
        box = ax.get_window_extent()
        assert box.width > 0.2 * figure.bbox.width / (2 if "facet" in name else 1) or box.height > 0.3 * figure.bbox.height


@pytest.mark.parametrize("name", ["lines", "rows", "rows of series", "grid", "lines in facets", "facets of one row"])
def test_what_is_left_out_is_counted(name):
    found = CROWDS[name]
    drawn = charts.draw(found)
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    said = " ".join(text.get_text() for text in figure.findobj(mpl.text.Text))
    left = int(re.search(r"còn (\d+) mục trong bảng số liệu", said.replace("\n", " "))[1])
    kind, axes = found.chart.kind, figure.axes
    if name == "lines":
        shown, whole = len(axes[0].get_legend().get_texts()), 26
    elif "facet" in name:
        shown, whole = len(axes), 40 if name == "lines in facets" else 60
    elif kind == "heatmap":
        shown, whole = len(axes[0].get_yticks()), 80
    elif name == "rows of series":
        shown, whole = sum(label.get_fontweight() == "bold" for label in axes[0].get_yticklabels()), 60
    else:
        shown, whole = len(axes[0].get_yticks()), 200
    assert shown + left == whole and shown > 0


def test_codes_of_ours_are_said_in_the_language_and_words_of_users_stay():
    def words_of(drawn):
        figure = drawn if isinstance(drawn, Figure) else drawn.figure
        return {re.sub(r"\s+", " ", text.get_text()).split(" (n =")[0] for text in figure.findobj(mpl.text.Text)}

    table = estimates(4, metric=["nps", "csat"] * 2, basis=["weighted", "weighted", "unweighted", "unweighted"], question="nps")
    rows = finding("interval", table, x="value", y="question", series="basis", facet="metric")
    assert words_of(charts.draw(rows)) >= {"NPS", "CSAT (mức hài lòng cao)", "có trọng số", "không trọng số", "nps"}
    assert not words_of(charts.draw(rows)) & {"weighted", "csat"}
    assert words_of(charts.draw(finding("heatmap", table, x="metric", y="basis"))) >= {"NPS", "có trọng số"}
    lines = words_of(charts.draw(faceted_series()))
    assert lines >= {"có trọng số", "không trọng số", "recommend", "satisfaction"} and "weighted" not in lines


def test_only_the_rows_asked_for_are_drawn_in_the_order_asked_for():
    table = estimates(6, step=["c", "a", "b"] * 2, basis=["weighted"] * 3 + ["unweighted"] * 3)
    found = finding("interval", table, x="value", y="step", where={"basis": "weighted"}, order={"step": ["a", "b", "c"]})
    drawn = gid(charts.draw(found), "estimates-0")[0].get_xdata()
    assert list(drawn) == list(table["value"][[1, 2, 0]])
    grid_ = finding("heatmap", table, x="step", y="basis", order={"step": ["a", "b", "c"]})
    assert [label.get_text() for label in charts.draw(grid_).get_xticklabels()] == ["a", "b", "c"]


def test_ratios_lie_as_far_from_one_to_both_sides():
    ax = charts.draw(ratios())
    twice, half, one = (ax.transData.transform((value, 0))[0] for value in (2.0, 0.5, 1.0))
    assert twice - one == pytest.approx(one - half)
    assert "đường nét đứt: như các nhóm khác" in " ".join(texts(ax))
    nothing = ratios()
    nothing.table.loc[0, ["value", "low"]] = 0.0
    assert charts.png(nothing)


def test_a_share_has_no_tick_that_it_cannot_reach():
    table = pd.DataFrame({"period": list("abc"), "base": 9, "value": [0.0, 0.02, np.nan], "low": [0.0, 0.0, np.nan], "high": [0.16, 0.05, np.nan]})
    for found in (finding("line", table, x="period", y="value"), finding("interval", table, x="value", y="period")):
        ax = charts.draw(found)
        ticks = ax.get_yticks() if found.chart.kind == "line" else ax.get_xticks()
        assert min(ticks) >= 0 and len(ticks) >= 2
    beyond = finding("interval", table.assign(low=-0.3), x="value", y="period")
    assert min(charts.draw(beyond).get_xticks()) < 0, "where estimates go below, ticks do"


def test_neighbours_that_are_not_known_say_it_once():
    ax = charts.draw(mostly_unknown())
    assert texts(ax).count("chưa biết") == 1
    assert [list(run.get_xdata()) for run in gid(ax, "blank-run")] == [[-0.3, 8.3]]


def test_a_series_looks_the_same_in_each_panel():
    found = faceted_series()
    table = found.table[~((found.table["question"] == "recommend") & (found.table["basis"] == "unweighted"))]
    table = table.iloc[::-1].reset_index(drop=True)
    drawn = charts.draw(Finding("x", "q", "s", table, found.chart, language="vi"))
    legend = drawn.legends[0]
    looks_of = {text.get_text(): line.get_color() for text, line in zip(legend.get_texts(), legend.get_lines(), strict=True)}
    both, alone = drawn.axes
    assert [line.get_color() for line in alone.lines if str(line.get_gid()).startswith("line-")] == [looks_of["có trọng số"]]
    assert {line.get_color() for line in both.lines if str(line.get_gid()).startswith("line-")} == set(looks_of.values())


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_chart_of_a_study_says_what_its_axes_are(sample_findings, language):
    drawn = 0
    for found in sample_findings[language]:
        if charts.png(found) is None:
            continue
        drawn += 1
        axes = charts.draw(found)
        for ax in axes.axes if isinstance(axes, Figure) else [axes]:
            kind = found.chart.kind
            said = ax.get_ylabel() if kind in ("line", "calibration") else ax.get_xlabel() if kind != "heatmap" else ax.get_title("left")
            said = said.split("\nn =")[0]
            assert len(said) > 6 and said.strip("()") not in ("%", "points", "điểm", "score", "days"), found.key
            assert not re.search("[a-z]_[a-z]", said), f"{found.key}: {said}"
    assert drawn >= 12


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_column_that_is_shown_has_a_heading_in_the_language(sample_findings, language):
    left = {f"{found.name}: {column}" for found in sample_findings[language] for column in found.table
            if column not in ("unit", "withheld") and not column.startswith("_") and not words.has(f"label.{column}")}
    assert not left
    raw = {f"{found.name}: {title}" for found in sample_findings[language] for title in found.display_table() if "_" in title}
    assert not raw


def test_stages_stand_in_the_order_of_the_design(sample_findings, small):
    stages = list(small.settings.journey.stages)
    steps = [f"{first} → {second}" for first, second in zip(stages, stages[1:], strict=False)]
    for found in sample_findings["en"]:
        if found.name in ("journeys.funnel", "journeys.drop_off", "journeys.time_to_next") and charts.png(found):
            ax = charts.draw(found)
            across = found.chart.kind in ("line", "heatmap")
            labels = [re.sub(r"\s+", " ", text.get_text()).split(" (n =")[0] for text in (ax.get_xticklabels() if across else ax.get_yticklabels())]
            order = [label for label in labels if label in (*stages, *steps)]
            assert len(order) > 2 and order == (stages if found.name == "journeys.funnel" else steps)[: len(order)], found.key


@pytest.fixture(scope="module")
def sample_findings(small):
    """The findings of the notebooks about quality, personas, journeys and scores, in both languages."""
    found = {}
    for language in ("en", "vi"):
        study = small.in_language(language)
        kinds, by = personas.find(study, draws=19, sample=300, k_max=4), study.main_segment
        found[language] = [
            *(ask(study) for ask in (quality.coverage, quality.rows, quality.breaches, quality.answers)),
            *(ask(study, kinds) for ask in (personas.structure, personas.sizes, personas.profile, personas.who_is_not)),
            *(ask(study) for ask in (journeys.worst_groups, scores.level, scores.trend, scores.change, scores.retention, scores.arpu)),
            *(ask(study, by=by) for ask in (scores.level, scores.trend, scores.change, scores.retention, scores.arpu)),
            *(ask(study, by=one) for ask in (journeys.funnel, journeys.drop_off, journeys.time_to_next) for one in (None, by)),
        ]
    return found
