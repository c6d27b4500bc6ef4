"""The script that draws, in a real browser: what it shows, that axes stay put, that nothing overlaps, that text stays text."""

from __future__ import annotations

import io
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxlib import journeys, live, scores
from cxlib.finding import Chart, Finding

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()
EVIL = "<img src=x onerror='window.hit=1'></script><script>window.hit=1</script>"
LONG = "Khách hàng thân thiết đã chuyển từ chương trình cũ sang chương trình mới trong quý trước"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing"),
]

PAGE = (
    "<!doctype html><meta charset=utf-8><title>t</title><style>body{margin:8px}" + live.styles() + "</style><body><div id=host></div>"
    "<script>const live = " + live.script("draw", "card").replace("</", "<\\/") + ";</script>"
)
DRAW = """([picture, width, size]) => { const host = document.getElementById("host");
  const drawn = live.drawChart(picture, {width, size}); host.replaceChildren(drawn.svg);
  return [...drawn.svg.querySelectorAll("text, title")].map((node) => node.tagName === "text"
    ? [...node.childNodes].filter((one) => one.nodeName !== "title").map((one) => one.textContent).join(" ") : node.textContent); }"""
SHOW = """([content, says, locked]) => { document.getElementById("host").replaceChildren();
  window.card = live.makeCard(document.getElementById("host"), {language: content.language, says, locked}); window.card.show(content); }"""
COVERS = """([picture, width, size]) => { const host = document.getElementById("host");
  const drawn = live.drawChart(picture, {width, size}); host.replaceChildren(drawn.svg);
  const whole = drawn.svg.getBoundingClientRect(), found = [];
  const boxes = [...drawn.svg.querySelectorAll("text")].filter((node) => node.textContent.trim()).map((node) => [node.textContent, node.getBoundingClientRect()]);
  boxes.forEach(([text, box], place) => {
    if (box.left < whole.left - 1 || box.right > whole.right + 1.5 || box.top < whole.top - 0.25 * size || box.bottom > whole.bottom + 1) found.push(["outside", text]);
    for (const [other, mine] of boxes.slice(place + 1)) {
      const across = Math.min(box.right, mine.right) - Math.max(box.left, mine.left), down = Math.min(box.bottom, mine.bottom) - Math.max(box.top, mine.top);
      if (across > 1 && down > 0.3 * Math.min(box.height, mine.height)) found.push([text, other]);
    }
  });
  return found; }"""


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.set_content(PAGE)
    yield page
    context.close()
    assert not page.wrong


def estimates(n, **columns):
    """Rows whose numbers differ, so that each can be found again."""
    value = 0.1 + 0.5 * np.arange(n) / max(n - 1, 1)
    return pd.DataFrame({**columns, "base": 100 + 37 * np.arange(n), "value": value, "low": value - 0.05, "high": value + 0.07, "withheld": ""})


def hide(table, *rows):
    """The table with some rows withheld."""
    out = table.copy()
    out.loc[list(rows), ["value", "low", "high", "base"]] = np.nan
    out.loc[list(rows), "withheld"] = "small"
    return out


def made(kind, table, *, language="vi", unit="share", **chart):
    return Finding("demo", "Bao nhiêu?", "Một nửa.", table, Chart(kind, **chart), base=1234, unit=unit, language=language)


def rows(kind="interval", n=5, **more):
    return made(kind, hide(estimates(n, region=[f"Khu {i}" for i in range(n)]), 1), y="region", x="value", x_label="Tỷ lệ", **more)


def trend(n=8, series=1, language="vi", **more):
    periods = [f"{2024 + i // 4}Q{i % 4 + 1}" for i in range(n)]
    table = estimates(n * series, period=np.tile(periods, series), who=np.repeat([f"nhóm {i}" for i in range(series)], n))
    table["complete"] = table["period"] != periods[-1]
    return made("line", hide(table, 2, 3), x="period", y="value", series="who", y_label="Tỷ lệ", language=language, **more)


def grid(across=4, down=3, **more):
    pairs = list(itertools.product([f"hàng {i}" for i in range(down)], [f"cột {i}" for i in range(across)]))
    table = estimates(len(pairs), y=[pair[0] for pair in pairs], x=[pair[1] for pair in pairs])
    return made("heatmap", hide(table, 1), x="x", y="y", value="value", value_label="Tỷ lệ", **more)


def points(n=20, **more):
    table = estimates(n, name=[f"Cửa hàng {i}" for i in range(n)], at=np.linspace(10, 90, n))
    table["odd"] = np.arange(n) % 6 == 0
    table["limit"] = 0.3
    return made("scatter", table, x="at", y="value", label="name", x_label="Số câu trả lời", y_label="Điểm", mark="odd", mark_label="ngoài giới hạn",
                limits={"limit": "giới hạn"}, reference=0.35, x_reference=50, reference_label="trung bình", **more)


def calibration(**more):
    table = estimates(6, predicted=0.1 + 0.5 * np.arange(6) / 5)
    return made("calibration", table, x="predicted", y="value", x_label="Dự báo", y_label="Thực tế", **more)


def forecast(**more):
    table = estimates(8, period=[f"{2025 + i // 4}Q{i % 4 + 1}" for i in range(8)], kind=["measured"] * 5 + ["forecast"] * 3)
    return made("line", table, x="period", y="value", series="kind", dashed="forecast", band_label="khoảng 80%", **more)


def panels(kind="interval", **more):
    table = estimates(12, question=np.repeat(["một", "hai", "ba"], 4), region=np.tile([f"Khu {i}" for i in range(4)], 3))
    chart = {"x": "region", "y": "value"} if kind == "line" else {"y": "region", "x": "value"}
    return made(kind, hide(table, 2), facet="question", **chart, **more)


def long_names():
    table = estimates(4, region=[LONG, LONG[::-1], "X" * 120, "Huế"])
    return made("interval", table, y="region", x="value", x_label=LONG)


def two_by_two(kind="bars"):
    table = estimates(6, region=np.repeat(["Huế", "Vinh", LONG], 2), who=["trước", "sau"] * 3)
    return made(kind, table, y="region", x="value", series="who", order={"who": ("trước", "sau")})


KINDS = {
    "interval": rows, "bars": lambda: rows("bars"), "funnel": lambda: rows("funnel"), "line": trend, "lines": lambda: trend(series=4),
    "many": lambda: trend(12, series=9), "heatmap": grid, "wide": lambda: grid(14, 6), "compared": lambda: grid(reference=0.3), "scatter": points,
    "corners": lambda: points(corners=("ít mà tốt", "nhiều và tốt", "ít mà kém", "nhiều mà kém")), "calibration": calibration, "forecast": forecast,
    "panels": panels, "line panels": lambda: panels("line"), "long": long_names, "series": two_by_two, "log": lambda: rows(scale="log", reference=0.5),
}


def test_each_kind_says_what_the_table_says(page):
    for name, make in KINDS.items():
        says_what_its_table_says(page, name, make())


def says_what_its_table_says(page, name, finding):
    said = page.evaluate(DRAW, [live.picture(finding), 1100, 16])
    whole = " ".join(said).replace("\u00a0", " ")
    shown = finding.display_table()
    heads = dict(zip(finding.table.columns.drop("withheld"), shown.columns, strict=True))
    for value, hidden in zip(shown[heads["value"]], finding.table["withheld"], strict=True):
        assert value in whole
        assert (value == "ẩn") == (hidden != "")
    known = finding.table["withheld"] == ""
    for base in shown.loc[known, heads["base"]]:
        assert f"n = {base}" in whole or re.search(rf"n = [\d.]+ – {re.escape(base)}|n = {re.escape(base)} –", whole) or name in ("many", "wide")
    assert "n = 1.234" in whole


def test_findings_of_a_study_say_in_the_browser_what_their_tables_say(page, small, small_folder):
    import cxlib

    for study in (small, cxlib.open_study(small_folder, language="vi")):
        for finding in (scores.level(study), scores.trend(study), scores.change(study, by="region"), journeys.funnel(study)):
            said = page.evaluate(DRAW, [live.picture(finding), 1000, 16])
            assert page.locator("svg[role=img]").get_attribute("aria-label") == live.content(finding)["alt"]
            whole = " ".join(said).replace("\u00a0", " ")
            shown = finding.display_table()
            names = [name for name in finding.table.columns if name not in ("unit", "withheld") and not name.startswith("_")]
            place = names.index("value")
            for row, text in zip(finding.table.to_dict("records"), shown.itertuples(index=False), strict=True):
                if all(row[column] == wanted for column, wanted in finding.chart.where.items()):
                    assert text[place] in whole, (finding.name, row)


def vertices(path):
    return np.array([[float(x), float(y)] for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)])


def test_heights_of_a_line_are_its_values(page):
    finding = made("line", estimates(30, day=np.arange(30.0) ** 1.3), x="day", y="value")
    page.evaluate(DRAW, [live.picture(finding), 900, 16])
    drawn = vertices(page.locator(".cx-line").get_attribute("d"))
    for place, column in enumerate(("day", "value")):
        line = np.polynomial.Polynomial.fit(finding.table[column], drawn[:, place], 1)
        assert np.abs(line(finding.table[column].to_numpy()) - drawn[:, place]).max() < 0.02
    assert (np.diff(drawn[:, 1]) < 0).all()


def test_lengths_of_bars_and_intervals_are_their_values(page):
    finding = made("bars", estimates(5, region=list("abcde")), y="region", x="value")
    page.evaluate(DRAW, [live.picture(finding), 900, 16])
    wide = np.array([float(node.get_attribute("width")) for node in page.locator(".cx-bar").all()])
    start = float(page.locator(".cx-bar").first.get_attribute("x"))
    assert wide / wide[-1] == pytest.approx(finding.table["value"] / finding.table["value"].iloc[-1], abs=1e-3)
    for node, row in zip(page.locator(".cx-interval").all(), finding.table.itertuples(), strict=True):
        low, high = (float(part) for part in re.match(r"M(\S+) \S+H(\S+)", node.get_attribute("d")).groups())
        assert [(low - start) / wide[-1] * 0.6, (high - start) / wide[-1] * 0.6] == pytest.approx([row.low, row.high], abs=1e-3)


@pytest.mark.parametrize("width, size", [(320, 14), (700, 16), (1280, 28), (1900, 22)])
def test_no_text_covers_another_or_leaves_the_picture(page, width, size):
    page.set_viewport_size({"width": width + 40, "height": 800})
    found = {name: page.evaluate(COVERS, [live.picture(make()), width, size]) for name, make in KINDS.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_axes_that_are_handed_in_stay_and_what_lies_beyond_has_an_arrow(page):
    ticks = "[...document.querySelector('.cx-drawn').shadowRoot.querySelectorAll('.cx-tick')].map((node) => node.textContent)"
    before = live.content(rows())
    table = rows().table.assign(value=lambda t: t["value"] + 0.5, low=lambda t: t["low"] + 0.5, high=lambda t: t["high"] + 0.5)
    after = live.content(made("interval", table, y="region", x="value", x_label="Tỷ lệ"))
    page.evaluate(SHOW, [before, live.says("vi"), True])
    held = page.evaluate(ticks)
    assert page.locator(".cx-beyond").count() == 0
    page.evaluate("(content) => card.show(content)", after)
    assert held and page.evaluate(ticks) == held
    assert page.locator("path.cx-beyond").count() >= 2
    assert page.locator(".cx-note", has_text="Mũi tên").is_visible()
    page.get_by_role("button", name="Giữ nguyên trục").click()
    assert page.evaluate(ticks) != held
    assert page.locator(".cx-beyond").count() == 0


def test_held_axes_draw_the_same_numbers_at_the_same_places(page):
    same = """(picture) => { const one = live.drawChart(picture, {width: 900, size: 16});
      const two = live.drawChart(picture, {width: 900, size: 16, axes: one.axes});
      const plain = (svg) => new XMLSerializer().serializeToString(svg).replace(/cx-(clip|hatch)-\\d+/g, "");
      return plain(one.svg) === plain(two.svg) && JSON.stringify(one.axes.panels).length > 10; }"""
    assert [name for name, make in KINDS.items() if not page.evaluate(same, live.picture(make()))] == []


def test_periods_keep_their_places_when_a_slice_has_fewer(page):
    whole = trend(8)
    few = made("line", whole.table[whole.table["period"].isin(["2025Q1", "2025Q2"])], x="period", y="value", y_label="Tỷ lệ")
    page.evaluate(SHOW, [live.content(whole), live.says("vi"), True])
    places = page.locator(".cx-place").count()
    page.evaluate("(content) => card.show(content)", live.content(few))
    assert page.locator(".cx-place").count() == places
    assert page.locator(".cx-dot").count() == 2


def test_text_of_the_data_never_becomes_markup(page):
    table = hide(estimates(4, region=[EVIL, "b", "c", "d"], remark=[EVIL] * 4), 2)
    for kind, chart in {"interval": {"y": "region", "x": "value"}, "line": {"x": "region", "y": "value"}, "heatmap": {"x": "region", "y": "remark", "value": "value"},
                        "scatter": {"x": "base", "y": "value", "label": "region"}}.items():
        finding = Finding("demo", EVIL, EVIL, table.iloc[:2] if kind == "heatmap" else table, Chart(kind, **chart), base=4, unit="share", caveats=(EVIL,), next_step=EVIL, owner=EVIL)
        page.evaluate(SHOW, [live.content(finding), live.says("en"), False])
        for fold in page.locator("summary").all():
            fold.click()
        assert page.locator("#host img, #host script").count() == 0
        assert page.locator(".cx-sentence").text_content() == EVIL
        assert EVIL in page.locator(".cx-table").text_content()
        assert "onerror" in page.locator("svg").first.text_content()
    assert page.evaluate("window.hit") is None


def test_a_picture_follows_in_one_step_and_an_error_stands_in_its_place(page):
    page.evaluate(SHOW, [live.content(rows()), live.says("vi"), True])
    page.evaluate("""(content) => { window.seen = []; const host = document.querySelector('.cx-drawn').shadowRoot;
      new MutationObserver(() => window.seen.push(host.querySelectorAll('svg').length)).observe(host, {childList: true}); card.show(content); }""", live.content(rows(n=4)))
    page.wait_for_function("window.seen.length > 0")
    assert page.evaluate("window.seen") == [1]
    page.evaluate("card.working(true)")
    assert page.locator(".cx-card").get_attribute("aria-busy") == "true"
    page.evaluate("card.fail('Không tính được.')")
    assert page.locator(".cx-sentence").text_content() == "Không tính được."
    assert not page.locator(".cx-picture svg").is_visible()
    assert page.locator(".cx-card").get_attribute("aria-busy") == "false"
    page.evaluate("(content) => card.show(content)", live.content(rows()))
    assert page.locator(".cx-picture svg").is_visible()
    assert page.locator(".cx-sentence").get_attribute("aria-live") == "polite"


def test_a_finding_without_a_picture_keeps_its_place(page):
    page.evaluate(SHOW, [live.content(rows()), live.says("vi"), True])
    tall = page.locator(".cx-picture").bounding_box()["height"]
    page.evaluate("(content) => card.show(content)", live.content(made("interval", hide(rows().table, 0, 1, 2, 3, 4), y="region", x="value")))
    assert page.locator(".cx-picture svg").count() == 0
    assert page.locator(".cx-picture").bounding_box()["height"] == pytest.approx(tall, abs=1)
    assert not page.get_by_role("button", name="Sao chép hình").is_visible()


def test_without_a_clipboard_pictures_and_tables_become_files(page):
    from PIL import Image

    finding = Finding("demo", "?", "!", hide(estimates(3, region=["=1+1", "-x", "Huế"]).assign(value=[-0.5, 0.2, 0.3], low=-0.6, high=0.4), 1), Chart("interval", y="region", x="value"), base=9, unit="signed_points", language="en")
    page.evaluate(SHOW, [live.content(finding), live.says("en"), True])
    wide = int(page.locator("svg").get_attribute("width"))
    found = {}
    for name in ("Copy picture", "Save PNG", "Save SVG", "Copy table"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        found[name] = (waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes())
    assert [file for file, _ in found.values()] == ["demo.png", "demo.png", "demo.svg", "demo.tsv"]
    assert "not allowed" in page.locator(".cx-told").text_content()
    assert Image.open(io.BytesIO(found["Copy picture"][1])).width == 2 * wide
    lines = found["Copy table"][1].decode("utf-8-sig").split("\n")
    assert lines[1].startswith("'=1+1\t100\t-50.0\t")
    assert lines[2].startswith("'-x\twithheld\twithheld")
    assert b"role=\"img\"" in found["Save SVG"][1] and b"Hu\xe1\xba\xbf" in found["Save SVG"][1]


def test_with_a_clipboard_the_table_and_the_picture_are_copied(browser):
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
    page.goto("http://localhost/")
    finding = rows()
    page.evaluate(SHOW, [live.content(finding), live.says("vi"), True])
    page.get_by_role("button", name="Sao chép bảng").click()
    page.wait_for_function("document.querySelector('.cx-told').textContent === 'Đã sao chép.'")
    text = page.evaluate("navigator.clipboard.readText()")
    read = pd.read_csv(io.StringIO(text), sep="\t", dtype="str", keep_default_na=False)
    assert read.to_numpy().tolist() == finding.display_table().to_numpy().tolist()
    page.evaluate("document.querySelector('.cx-told').textContent = ''")
    page.get_by_role("button", name="Sao chép hình").click()
    page.wait_for_function("document.querySelector('.cx-told').textContent === 'Đã sao chép.'")
    assert page.evaluate("navigator.clipboard.read().then((items) => items[0].types)") == ["image/png"]
    context.close()


def test_a_trend_of_four_lines_is_drawn_in_eight_milliseconds(page):
    quick = """(picture) => { const times = []; for (let run = 0; run < 60; run++) { const start = performance.now();
      live.drawChart(picture, {width: 1000, size: 16}); times.push(performance.now() - start); } return Math.min(...times); }"""
    assert page.evaluate(quick, live.picture(trend(12, series=4))) < 8


def test_ticks_agree_on_their_decimals_and_language(page):
    english = live.picture(made("line", pd.DataFrame({"day": [0.0, 1000.0], "base": 5, "value": [3.9, 4.1], "low": 3.8, "high": 4.2}), x="day", y="value", unit="score", language="en"))
    vietnamese = json.loads(json.dumps(english)) | {"language": "vi"}
    texts = "[...document.querySelectorAll('.cx-tick, .cx-place')].map((node) => node.textContent)"
    page.evaluate(DRAW, [english, 900, 16])
    assert page.evaluate(texts) == ["3.8", "3.9", "4.0", "4.1", "4.2", "0", "1,000"]
    page.evaluate(DRAW, [vietnamese, 900, 16])
    assert page.evaluate(texts) == ["3,8", "3,9", "4,0", "4,1", "4,2", "0", "1.000"]
