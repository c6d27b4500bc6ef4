"""Charts: what was drawn, in which words, and that nothing is left behind."""

import io
import json
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

from cxlib import charts, churn, drivers, journeys, personas, quality, scores, words
from cxlib.charts.series import _spread
from cxlib.charts.panel import Panel, Ticks
from cxlib.charts.style import GREY, MARK, SIZES, clean, look
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


QUADRANTS = ["work here", "keep up", "watch", "enough", "not placed"]


def scatter(k=20, **options):
    """An importance-performance map: both intervals, a level that is not placed, corners, long names."""
    rng = np.random.default_rng(3)
    across, up = rng.normal(3.7, 0.25, k), rng.dirichlet(np.full(max(k, 2), 2.0))[:k]
    table = pd.DataFrame({
        "driver": [f"{CITIES[i % 6]} {i}" for i in range(k)], "base": 900, "value": up, "low": 0.6 * up, "high": 1.4 * up, "mean": across,
        "mean_low": across - 0.08, "mean_high": across + 0.08, "quadrant": [QUADRANTS[i % 5] for i in range(k)], "known": [i % 4 == 0 for i in range(k)],
    })
    given = {"x": "mean", "y": "value", "x_low": "mean_low", "x_high": "mean_high", "label": "driver", "x_label": "Điểm trung bình",
             "y_label": "Tỷ phần", "reference": 0.05, "x_reference": 3.7, "formats": {"mean": "score"}}
    return finding("scatter", table, **{**given, **options})


def placed(k=20, **options):
    given = {"series": "quadrant", "dashed": "not placed", "order": {"quadrant": QUADRANTS}, "corners": ["trên trái", "trên phải", "dưới trái", "dưới phải"]}
    return scatter(k, **{**given, **options})


def funnel_plot(k=30):
    """Places by size between two pairs of limits; rows in no order."""
    rng = np.random.default_rng(5)
    n = rng.permutation(np.round(np.geomspace(12, 900, k))).astype(int)
    table = pd.DataFrame({"place": [f"{CITIES[i % 6]} {i}" for i in range(k)], "base": n, "value": 0.3 + rng.normal(0, 0.5, k) / np.sqrt(n)})
    for name, z in (("95", 1.0), ("998", 1.6)):
        table[f"low{name}"], table[f"high{name}"] = 0.3 - 0.5 * z / np.sqrt(n), 0.3 + 0.5 * z / np.sqrt(n)
    table["outside"] = (table["value"] < table["low95"]) | (table["value"] > table["high95"])
    limits = {"low95": "95%", "high95": "95%", "low998": "99,8%", "high998": "99,8%"}
    return finding("scatter", table, x="base", y="value", label="place", mark="outside", mark_label="ngoài giới hạn", limits=limits, reference=0.3,
                   reference_label="tất cả", y_label="CSAT")


def control(months=36, alarms=(20, 30), **options):
    """A control chart with two points far beyond its limits, and a month without answers."""
    rng, value = np.random.default_rng(7), np.full(months, 0.3)
    value += rng.normal(0, 0.02, months)
    value[list(alarms)] = [0.6, 0.05][: len(alarms)]
    value[7] = np.nan
    table = pd.DataFrame({"period": [f"{2024 + i // 12}-{i % 12 + 1:02d}" for i in range(months)], "base": 900, "value": value,
                          "lower": 0.24, "upper": 0.36, "alarm": [i in alarms for i in range(months)]})
    given = {"x": "period", "y": "value", "low": "lower", "high": "upper", "mark": "alarm", "mark_label": "cảnh báo",
             "band_label": "giới hạn kiểm soát", "y_label": "NPS", "reference": 0.3}
    return finding("line", table, **{**given, **options})


def forecast(ahead=2, **options):
    table = estimates(8 + ahead, period=[*QUARTERS, "2027Q1", "2027Q2"][: 8 + ahead], kind=["observed"] * 8 + ["forecast"] * ahead)
    table.loc[table["kind"] == "forecast", "base"] = np.nan
    return finding("line", table, x="period", y="value", series="kind", dashed="forecast", y_label="NPS", **options)


def forecast_facets():
    table = pd.concat([forecast().table.assign(question=name) for name in ("recommend", "satisfaction")], ignore_index=True)
    return finding("line", table, x="period", y="value", series="kind", dashed="forecast", facet="question")


EVERY = {
    "scatter": scatter(6), "scatter 20": placed(), "scatter 1": scatter(1), "funnel plot": funnel_plot(), "control": control(),
    "forecast": forecast(), "forecast facet": forecast_facets(), "scatter facet": placed(facet="known"),
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


def test_the_name_of_a_low_axis_takes_two_lines():
    table = estimates(3, days=["30", "60", "90"])
    ax = charts.draw(finding("interval", table, y="days", x="value", y_label="Số ngày im lặng"))
    assert ax.get_ylabel() == "Số ngày\nim lặng"
    ax.figure.canvas.draw()
    assert ax.yaxis.label.get_window_extent().height <= ax.bbox.height
    long = charts.draw(finding("interval", table, y="days", x="value", y_label="Số ngày im lặng kể từ lần ghé gần nhất của khách"))
    assert long.get_ylabel() == ""


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
        pieces += [text for text in ax.texts if text.get_gid() in ("series-name", "estimate-text", "base", "point-name", "corner")]
        for piece in pieces:
            if piece.get_text() and piece.get_visible():
                yield piece.get_text(), piece.get_window_extent(renderer)
    for piece in (text for legend in figure.legends for text in legend.get_texts()):
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


@pytest.mark.parametrize("name", ["interval", "line", "heatmap", "bars", "calibration", "scatter", "forecast", "control"])
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


# Points at two measures.


def figure_of(found, **options):
    drawn = charts.draw(found, **options)
    return drawn if isinstance(drawn, Figure) else drawn.figure


def key_of(found):
    """The samples of the key by their names."""
    return {handle.get_label(): handle for legend in figure_of(found).legends for handle in legend.legend_handles}


def test_points_and_both_intervals_are_the_numbers_of_the_table():
    found = scatter(6)
    ax, table = charts.draw(found), found.table.sort_values("mean")
    points = gid(ax, "estimates-0")[0]
    assert list(points.get_xdata()) == list(table["mean"]) and list(points.get_ydata()) == list(table["value"])
    assert [one.tolist() for one in gid(ax, "intervals")[0].get_segments()] == [
        [[row.mean, row.low], [row.mean, row.high]] for row in table.itertuples()]
    assert [one.tolist() for one in gid(ax, "x-intervals")[0].get_segments()] == [
        [[row.mean_low, row.value], [row.mean_high, row.value]] for row in table.itertuples()]
    across, up = gid(ax, "reference")
    assert list(across.get_ydata()) == [0.05, 0.05] and list(up.get_xdata()) == [3.7, 3.7]
    for column, (low, high) in (("mean_low", ax.get_xlim()), ("mean_high", ax.get_xlim()), ("low", ax.get_ylim()), ("high", ax.get_ylim())):
        assert table[column].between(low, high).all(), "nothing is cut off"


def test_what_is_not_placed_is_hollow_and_a_level_keeps_its_look():
    ax = charts.draw(placed())
    hollow = [line.get_markerfacecolor() == "white" for number in range(5) for line in gid(ax, f"estimates-{number}") if len(line.get_xdata())]
    assert hollow == [False] * 4 + [True]
    assert gid(ax, "estimates-4")[0].get_color() == mpl.colors.to_rgb(GREY)
    assert list(key_of(placed())) == [words.say(f"value.quadrant.{name}", "vi") for name in QUADRANTS]
    fewer = placed().table.query("quadrant in ('watch', 'not placed')").reset_index(drop=True)
    again = key_of(Finding("x", "q", "s", fewer, placed().chart, language="vi"))
    assert list(again) == ["theo dõi", "chưa xếp được"]
    assert again["theo dõi"].get_color() == look(2).color and again["chưa xếp được"].get_markerfacecolor() == "white"


def test_corners_are_named_where_no_point_is():
    ax = charts.draw(placed())
    corners = gid(ax, "corner")
    assert [text.get_text() for text in corners] == ["trên trái", "trên phải", "dưới trái", "dưới phải"]
    ax.figure.canvas.draw()
    table = placed().table
    for text in corners:
        box = text.get_window_extent().transformed(ax.transData.inverted())
        covered = table["mean"].between(box.x0, box.x1) & (table["low"] < box.y1) & (table["high"] > box.y0)
        assert not covered.any(), text.get_text()


@pytest.mark.parametrize("k", [6, 20, 400])
def test_names_stand_beside_their_points_and_cover_none(k):
    found = scatter(k)
    ax = charts.draw(found)
    figure = ax.figure
    figure.canvas.draw()
    names = gid(ax, "point-name")
    assert (3 if k < 400 else 0) < len(names) <= 15
    points = ax.transData.transform(found.table[["mean", "value"]].to_numpy())
    for name in names:
        box = name.get_window_extent()
        assert not ((points[:, 0] > box.x0) & (points[:, 0] < box.x1) & (points[:, 1] > box.y0) & (points[:, 1] < box.y1)).any()
        assert ax.bbox.x0 - 1 <= box.x0 and box.x1 <= ax.bbox.x1 + 1
        mine = ax.transData.transform(name.xy)
        away = np.hypot(max(box.x0 - mine[0], 0, mine[0] - box.x1), max(box.y0 - mine[1], 0, mine[1] - box.y1))
        assert away < 2 * figure.dpi * 14.5 / 72


def test_points_that_lie_on_each_other_are_not_all_named():
    table = scatter(20).table.assign(mean=3.7, value=0.05, low=0.04, high=0.06)
    found = Finding("x", "q", "s", table, scatter(20).chart)
    assert 1 <= len(gid(charts.draw(found), "point-name")) <= 8


def test_only_marked_points_are_named_and_a_blank_is_not():
    found = funnel_plot()
    ax = charts.draw(found)
    outside = found.table[found.table["outside"]]
    assert 0 < len(outside) < 15 and len(gid(ax, "estimates-0")[0].get_xdata()) == 30
    marked = gid(ax, "marked")[0]
    assert sorted(zip(marked.get_xdata(), marked.get_ydata(), strict=True)) == sorted(zip(outside["base"], outside["value"], strict=True))
    assert (marked.get_marker(), marked.get_color()) == (MARK.marker, MARK.color) and MARK.color != look(0).color
    named = {re.sub(r"\s+", " ", text.get_text()) for text in gid(ax, "point-name")}
    assert named and {name.split("…")[0] for name in named} <= {place[: len(name.split("…")[0])] for name in named for place in outside["place"]}
    blank = Finding("x", "q", "s", found.table.assign(place=""), found.chart)
    assert not gid(charts.draw(blank), "point-name")


def test_limits_are_lines_from_left_to_right_each_named_once():
    found = funnel_plot()
    ax, table = charts.draw(found), found.table.sort_values("base")
    for column in ("low95", "high95", "low998", "high998"):
        line = gid(ax, f"limit-{column}")[0]
        assert list(line.get_xdata()) == list(table["base"]) and list(line.get_ydata()) == list(table[column])
        assert ax.get_ylim()[0] < min(line.get_ydata()) and max(line.get_ydata()) < ax.get_ylim()[1]
    looks = [gid(ax, f"limit-{column}")[0].get_linestyle() for column in ("low95", "high95", "low998")]
    assert looks[0] == looks[1] != looks[2]
    assert list(key_of(found)) == ["ngoài giới hạn", "95%", "99,8%"]


def test_rows_without_a_place_are_counted_and_numbers_alike_have_room():
    hidden = hide(scatter(6), 3)
    said = " ".join(text.get_text() for text in figure_of(hidden).findobj(mpl.text.Text))
    assert "còn 1 mục trong bảng số liệu" in said.replace("\n", " ")
    alike = scatter(3).table.assign(mean=4.0, value=0.5, low=0.5, high=0.5, mean_low=4.0, mean_high=4.0)
    assert charts.png(Finding("x", "q", "s", alike, scatter(3).chart))
    nowhere = Finding("x", "q", "Không có gì.", scatter(3).table.assign(mean=np.nan), scatter(3).chart)
    assert charts.png(nowhere) is None


def test_a_map_on_axes_that_are_given_has_its_key_and_its_names():
    ax = Figure(figsize=(14, 7), layout="constrained").add_subplot()
    charts.draw(placed(), ax=ax)
    assert len(ax.get_legend().get_texts()) == 5 and len(gid(ax, "point-name")) > 3


# What stands out, what the band is, what is yet to come.


@pytest.mark.parametrize("language", ["en", "vi"])
def test_an_alarm_stands_out_and_nothing_is_cut_off(language):
    found = control(language=language)
    ax = charts.draw(found)
    marked = gid(ax, "marked")[0]
    assert list(marked.get_xdata()) == [20, 30] and list(marked.get_ydata()) == [0.6, 0.05]
    assert marked.get_markersize() > 1.3 * gid(ax, "estimates-0")[0].get_markersize()
    assert ax.get_ylim()[0] < 0.05 and ax.get_ylim()[1] > 0.6
    key = key_of(found)
    assert list(key) == ["cảnh báo", "giới hạn kiểm soát"] and key["cảnh báo"].get_marker() == MARK.marker
    assert not gid(ax, "intervals"), "limits are no intervals of the points"
    low, high = gid(ax, "band-edge")
    assert set(low.get_ydata()) == {0.24} and set(high.get_ydata()) == {0.36} and len(low.get_xdata()) == 36


def test_without_an_alarm_the_key_names_none():
    assert list(key_of(control(alarms=()))) == ["giới hạn kiểm soát"]
    assert not gid(charts.draw(control(alarms=())), "marked")
    unknown = control().table.assign(alarm=pd.array([None] * 36, dtype="boolean"))
    assert not gid(charts.draw(Finding("x", "q", "s", unknown, control().chart)), "marked")


def test_several_lines_keep_their_marks():
    found = by_quarter(3)
    table = found.table.assign(alarm=[i in (3, 12) for i in range(24)])
    ax = charts.draw(finding("line", table, x="period", y="value", series="region", mark="alarm", mark_label="cảnh báo"))
    assert [(round(one.get_xdata()[0]), one.get_ydata()[0]) for one in gid(ax, "marked")] == [(3, table["value"][3]), (4, table["value"][12])]


@pytest.mark.parametrize("ahead", [1, 2])
def test_a_forecast_goes_on_dashed_from_the_last_observed_point(ahead):
    found = forecast(ahead)
    ax, table = charts.draw(found), found.table
    observed, dashed = gid(ax, "line-0")[0], gid(ax, "line-1")[0]
    assert list(observed.get_xdata()) == list(range(8)) and observed.get_linestyle() == "-"
    assert list(dashed.get_xdata()) == list(range(7, 8 + ahead)) and dashed.get_linestyle() != "-"
    assert list(dashed.get_ydata()) == list(table["value"][7:]) and dashed.get_color() == observed.get_color()
    assert {line.get_markerfacecolor() for line in gid(ax, "estimates-1")} == {"white"}
    shades = [np.vstack([path.vertices for path in one.get_paths()]) for one in ax.collections if isinstance(one, mpl.collections.PolyCollection)]
    assert len(shades) == 2
    for at, row in enumerate(table.itertuples()):
        band = shades[at >= 8]
        assert {row.low, row.high} <= set(band[band[:, 0] == at][:, 1])
    assert set(shades[1][shades[1][:, 0] == 7][:, 1]) == {table["value"][7]}


def test_a_forecast_is_named_in_the_key_and_n_stands_below_what_was_observed():
    assert len(key_of(forecast())) == 2 and not gid(charts.draw(forecast()), "series-name")
    labels = [text.get_text() for text in charts.draw(forecast(language="en")).get_xticklabels()]
    assert "n =" not in labels[-1] and sum("n =" in text for text in labels) >= 3


def test_only_a_forecast_or_only_the_past_can_be_drawn():
    found = forecast()
    for kind in ("observed", "forecast"):
        rows = found.table[found.table["kind"] == kind].reset_index(drop=True)
        ax = charts.draw(Finding("x", "q", "s", rows, found.chart))
        assert (gid(ax, "line-0")[0].get_linestyle() == "-") == (kind == "observed")


@pytest.mark.parametrize("found", [placed(), funnel_plot(), control(), forecast()], ids=["map", "funnel", "control", "forecast"])
def test_new_signs_come_back_from_json(found):
    found = Finding(**{**{name: getattr(found, name) for name in found.__dataclass_fields__}, "table": found.table.round(6)})
    back = Finding.from_json(json.loads(json.dumps(found.to_json())))
    assert back == found and charts.svg(back) == charts.svg(found)


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
            said = ax.get_ylabel() if kind in ("line", "calibration", "scatter") else ax.get_xlabel() if kind != "heatmap" else ax.get_title("left")
            said = said.split("\nn =")[0]
            assert len(said) > 6 and said.strip("()").lower() not in ("%", "points", "điểm", "score", "điểm số", "days", "ngày"), found.key
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
    """The findings of the notebooks in both languages, without those that need a forecast of who leaves."""
    found = {}
    for language in ("en", "vi"):
        study = small.in_language(language)
        kinds, by = personas.find(study, draws=19, sample=300, k_max=4), study.main_segment
        found[language] = [
            *(ask(study) for ask in (quality.coverage, quality.rows, quality.breaches, quality.answers)),
            *(ask(study, kinds) for ask in (personas.structure, personas.sizes, personas.profile, personas.who_is_not)),
            *(ask(study) for ask in (scores.why_moved, scores.places, scores.funnel_plot, churn.definition, drivers.penalty_reward)),
            *(ask(study, draws=50) for ask in (drivers.importance, drivers.importance_performance)),
            *(ask(study) for ask in (journeys.worst_groups, scores.level, scores.trend, scores.change, scores.retention, scores.arpu)),
            *(ask(study, by=by) for ask in (scores.level, scores.trend, scores.change, scores.retention, scores.arpu)),
            *(ask(study, by=one) for ask in (journeys.funnel, journeys.drop_off, journeys.time_to_next) for one in (None, by)),
        ]
    return found
