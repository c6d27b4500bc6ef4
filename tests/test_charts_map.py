"""The chart of a journey map: what was drawn, silence, crowds, both languages and sizes."""

import json
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from cxlib import charts
from cxlib.charts.texts import clipped, written
from cxlib.errors import ArgumentError
from cxlib.finding import Chart, Finding

STAGES = ["Nhận biết", "Tìm kiếm", "Khám phá", "Liên hệ", "Mua hàng", "Xác nhận", "Gắn bó"]
QUOTE = "Đợi quá lâu ở quầy, nhân viên không xin lỗi mà còn làm nhầm món của tôi hai lần liền"


def table(k=7, **columns):
    stages = (STAGES * 3)[:k]
    rated = np.linspace(0.45, 0.8, k)
    rated[: min(2, k - 1)] = np.nan
    felt = np.full(k, np.nan)
    felt[-1] = 0.61
    voice = np.where(np.isfinite(rated) | np.isfinite(felt), "heard", "unheard").astype(object)
    if k > 4:
        rated[4], voice[4] = np.nan, "few"
    value = np.append(np.linspace(0.1, 0.6, k - 1), np.nan)
    return pd.DataFrame({
        **columns, "stage": [f"{name} {i}" if i >= 7 else name for i, name in enumerate(stages)], "base": np.linspace(23518, 329, k).round(),
        "value": value, "low": value - 0.02, "high": value + 0.03, "rated": rated, "rated_low": rated - 0.03, "rated_high": rated + 0.03,
        "rated_base": np.where(np.isfinite(rated), 1248.0, 0.0), "felt": felt, "felt_low": felt - 0.04, "felt_high": felt + 0.04,
        "felt_base": np.where(np.isfinite(felt), 277.0, 0.0), "voice": voice, "time": ["119,5 phút"] * (k - 1) + [""],
        "quote": [""] * (k - 1) + [QUOTE], "owner": "Phòng trải nghiệm khách hàng", "_app": 0.45, "_store": 0.55, "withheld": "",
    })


def journey(rows, *, language="vi", **parts):
    chart = Chart(
        "map", x="stage", y="value", value="base", unit="count", label="voice", lines={"rated": "điểm đánh giá", "felt": "nhận xét"},
        mix={"_app": "ứng dụng", "_store": "cửa hàng"}, texts={"time": "Một nửa mất", "quote": "Lời của khách", "owner": "Phụ trách"},
        x_label="Các bước từ trái sang phải", y_label="Rời đi sau đó", value_label="Đi đến bước", **parts,
    )
    return Finding("demo.map", "Hành trình?", "Liên hệ kém nhất.", rows, chart, base=23518, language=language, unit="share")


def of_levels(k=2, stages=7):
    return journey(pd.concat([table(stages, level=f"Nhóm {i}") for i in range(k)], ignore_index=True), facet="level")


EVERY = {"seven": journey(table()), "english": journey(table(), language="en"), "three": journey(table(3)), "levels": of_levels(), "ten": journey(table(10))}


def axes_of(drawn):
    return drawn.axes if isinstance(drawn, Figure) else [drawn]


def named(ax, gid):
    return [child for child in ax.get_children() if child.get_gid() == gid]


def test_bars_and_dots_are_the_numbers_of_the_table():
    found = EVERY["seven"]
    ax = charts.draw(found)
    tall = np.array([bar.get_height() for bar in named(ax, "volume")])
    assert tall / tall[0] == pytest.approx(found.table["base"] / found.table["base"].iloc[0])
    up = np.array([-dot.get_ydata()[0] for dot in named(ax, "leaving")])
    value = found.table["value"].to_numpy()[:-1]
    assert (up - up[0]) / (up[-1] - up[0]) == pytest.approx((value - value[0]) / (value[-1] - value[0]))
    said = [text.get_text() for text in named(ax, "estimate-text")]
    assert "23.518" in said and "10,0%" in said and "60,0%" in said


def test_a_line_is_broken_where_nobody_answered_and_the_cell_says_so():
    ax = charts.draw(EVERY["seven"])
    (line,) = named(ax, "line-rated")
    assert np.isnan(line.get_ydata()).tolist() == [True, True, False, False, True, False, False]
    assert len(named(ax, "unheard")) == 2
    said = [text.get_text().replace("\n", " ") for text in named(ax, "estimate-text")]
    assert said.count("chưa ai lên tiếng") == 2 and said.count("quá ít") == 1
    english = [text.get_text() for text in named(charts.draw(EVERY["english"]), "estimate-text")]
    assert english.count("unheard") == 2 and english.count("too few") == 1


def test_the_lines_stand_at_the_numbers_and_say_n():
    found = EVERY["seven"]
    ax = charts.draw(found)
    (rated,), (felt,) = named(ax, "line-rated"), named(ax, "line-felt")
    known = found.table["rated"].notna().to_numpy()
    up, value = -rated.get_ydata()[known], found.table["rated"].to_numpy()[known]
    slope = (up[-1] - up[0]) / (value[-1] - value[0])
    assert up == pytest.approx(up[0] + slope * (value - value[0]))
    assert -felt.get_ydata()[-1] == pytest.approx(up[0] + slope * (0.61 - value[0]))
    said = [text.get_text() for text in named(ax, "estimate-text")]
    assert "0 · 0" in said and "1.248 · 277" in said and "61" in said and "80" in said


def test_the_mix_fills_its_bar_and_is_named_in_the_key():
    drawn = charts.draw(EVERY["seven"])
    for number, share in enumerate((0.45, 0.55)):
        parts = named(drawn, f"mix-{number}")
        assert len(parts) == 7 and all(part.get_width() == pytest.approx(0.84 * share) for part in parts)
        assert parts[0].get_hatch()  # told apart without colour
    assert [text.get_text() for text in drawn.figure.legends[0].get_texts()] == ["điểm đánh giá", "nhận xét", "ứng dụng", "cửa hàng"]


def boxes(figure):
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    for ax in figure.axes:
        pieces = [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, *ax.texts]
        pieces += [child for child in ax.get_children() if isinstance(child, mpl.text.Text) and child not in ax.texts]
        for piece in pieces:
            if piece.get_text() and piece.get_visible():
                yield piece.get_text(), piece.get_window_extent(renderer)
    for piece in (text for legend in figure.legends for text in legend.get_texts()):
        yield piece.get_text(), piece.get_window_extent(renderer)


@pytest.mark.parametrize("size", ["room", "page"])
@pytest.mark.parametrize("name", list(EVERY))
def test_no_text_covers_another_or_leaves_the_picture(name, size):
    figure = axes_of(charts.draw(EVERY[name], size=size))[0].figure
    found = list(boxes(figure))
    assert len(found) > 20
    for place, (text, box) in enumerate(found):
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= figure.bbox.x1 + 1 and box.y1 <= figure.bbox.y1 + 1, text
        for other, second in found[place + 1 :]:
            across = min(box.x1, second.x1) - max(box.x0, second.x0)
            down = min(box.y1, second.y1) - max(box.y0, second.y0)
            assert across < 1 or down < 2, f"{text!r} covers {other!r}"


@pytest.mark.parametrize("name", list(EVERY))
def test_type_can_be_read_in_a_room(name):
    figure = axes_of(charts.draw(EVERY[name]))[0].figure
    assert figure.get_figwidth() * figure.dpi == 1280
    assert min(text.get_fontsize() for text in figure.findobj(mpl.text.Text) if text.get_text()) >= 14


@pytest.mark.parametrize("size, tallest", [("room", 1400), ("page", 920)])
@pytest.mark.parametrize("found", [of_levels(9), journey(table(21)), journey(table(1))], ids=["levels", "stages", "one"])
def test_far_too_much_can_be_seen_at_once(found, size, tallest):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = axes_of(charts.draw(found, size=size))[0].figure
        figure.canvas.draw()
    assert figure.bbox.height <= tallest


def test_levels_that_do_not_fit_are_counted_and_the_others_share_a_scale():
    figure = charts.draw(of_levels(9))
    shown = len(figure.axes)
    said = " ".join(text.get_text() for text in figure.findobj(mpl.text.Text)).replace("\n", " ")
    assert shown >= 3 and f"còn {9 - shown} mục trong bảng số liệu" in said
    tall = [[bar.get_height() for bar in named(ax, "volume")] for ax in figure.axes]
    assert tall[0] == pytest.approx(tall[1])


def test_a_withheld_stage_says_so_and_nothing_known_is_a_sentence():
    rows = table()
    rows.loc[6, ["base", "value", "low", "high"]] = np.nan
    rows.loc[6, "withheld"] = "small"
    said = [text.get_text() for text in named(charts.draw(journey(rows)), "estimate-text")]
    assert said.count("ẩn") == 2 and len(named(charts.draw(journey(rows)), "volume")) == 6
    assert charts.png(journey(rows.assign(base=np.nan))) is None


def test_a_map_on_axes_that_are_given_and_from_json():
    ax = Figure(figsize=(12.8, 9)).add_subplot()
    assert charts.draw(EVERY["seven"], ax=ax) is ax and ax.get_legend()
    found = EVERY["seven"]
    back = Finding.from_json(json.loads(json.dumps(found.to_json())))
    assert back == found and charts.svg(back) == charts.svg(found)
    assert charts.alt_text(found) == "Hành trình? Liên hệ kém nhất."


def test_columns_that_are_not_there_are_named():
    with pytest.raises(ArgumentError, match='the chart names column "gone"'):
        Finding("demo", "?", "!", table(), Chart("map", x="stage", y="value", value="base", lines={"gone": "x"}))


def test_hostile_texts_are_drawn_as_they_are():
    rows = table().assign(quote="$x_1$ <script> " * 9, owner="100$ & {co}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert charts.png(journey(rows)) and "<script>" not in charts.svg(journey(rows))


# Texts in columns


def test_a_text_is_clipped_at_whole_words():
    assert clipped("ngắn", 12, 3) == "ngắn"
    text = clipped(QUOTE, 14, 3)
    assert text.count("\n") == 2 and text.endswith("…") and all(len(line) <= 14 for line in text.split("\n"))
    assert QUOTE.startswith(text[:-1].replace("\n", " "))


def test_a_long_quote_takes_empty_columns_and_then_says_whose_it_is():
    names = ["a", "b", "c", "d"]
    assert written(["", "", "", "short"], names, 14, most=3, spread=True) == [(3, 4, "“short”")]
    ((start, end, text),) = written(["", "", "", QUOTE], names, 14, most=3, spread=True)
    assert (start, end) == (1, 4) and text.startswith("d: “") and text.endswith("”")
    pair = written([QUOTE, "", "", QUOTE], names, 14, most=3, spread=True)
    assert pair[0][1] <= pair[1][0], "two quotes do not meet"
    assert written(["x" * 99, "", "", ""], names, 14, most=2, spread=False)[0][:2] == (0, 1)
