"""The slicer in a browser: its text is that of Python, and everything is reached by keyboard and by hand."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from cxlib import live
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.live.about import about, base_text, size
from cxlib.live.answering import answer, sides, slice_title
from cxlib.slices import Slice

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
HOSTILE = ("<script>alert(1)</script>", 'Nhóm "A", B & C = D', "a\\b", "(x) y", "not (a)", "Huế")

in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing"),
    pytest.mark.skipif(os.name != "posix", reason="starts a browser of Debian"),
]

ABOUT = {
    "study": "Tiny",
    "language": "vi",
    "segments": [
        {"name": "region", "label": "Khu vực", "levels": [{"level": name, "label": name, "n": n} for name, n in
                                                          (("Hà Nội", 1200), ("Huế", 40), ("Đà Nẵng", 300), ("TP. Hồ Chí Minh", 5000))]},
        {"name": "odd", "label": "Odd", "levels": [{"level": name, "label": name, "n": None} for name in HOSTILE]},
    ],
    "periods": [{"period": "2026Q2", "label": "Quý 2/2026"}, {"period": "2026Q3", "label": "Quý 3/2026"}],
    "weighted": True,
    "unit": "customers",
    "previous": "2026Q2",
}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, request):
    """A plain page with one slicer, its choices kept in `heard`."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    language = getattr(request, "param", "vi")
    told = {**ABOUT, "language": language, "says": says(language)}
    page.set_content(
        f"<!DOCTYPE html><html lang='{language}'><meta charset='utf-8'><title>t</title><style>{live.styles('slicer')}</style>"
        f"<body style='margin:8px'><div id='host'></div><button id='after'>after</button></body></html>"
    )
    page.evaluate(f"window.cx = {live.script('slicer')}")
    page.evaluate(
        "about => { window.heard = []; window.kept = {}; window.look = cx.makeSlicer(document.getElementById('host'), about, "
        "{foldable: true, onChange: one => heard.push(one), saved: {load: () => kept, store: all => { kept = all; }}}); }", told,
    )
    yield page
    context.close()
    assert said == []


def says(language):
    from cxlib import words

    return {key.removeprefix("slicer."): text[language] for key, text in words.catalogue().items() if key.startswith("slicer.")}


def heard(page):
    """The last choice that the slicer gave, once it has settled."""
    page.wait_for_timeout(120)
    return page.evaluate("heard.at(-1) ?? null")


def button(page, name):
    return page.locator(".cx-slicer-button", has_text=name)


# -- the text ---------------------------------------------------------------------------------------------------


def some_slices(count=400):
    chance = random.Random(5)
    names = ["region", "plan", "weights", "not (a", "Nhóm & tên", 'x"y', "a = b", "đ", "  edge ", "😀"]
    levels = ["Hà Nội", "Huế", "a, b", 'c"d', "e\\f", "", " g ", "(h)", "not (i)", "😀", "\uffee", "Đà Nẵng", "&"]

    def group(most):
        return {name: tuple(chance.sample(levels, chance.randint(0, 3))) for name in chance.sample(names, chance.randint(0, most))}

    for _ in range(count):
        periods = chance.choice([None, (), ("2026Q3",), ("2026Q2", "2026-01")])
        apart = [group(2) for _ in range(chance.choice([0, 0, 1, 2]))]
        yield Slice(group(3), periods, weights=chance.random() < 0.7, apart=apart)


class TestText:
    pytestmark = in_browser

    def test_the_script_reads_and_writes_what_python_writes(self, page):
        texts = [str(one) for one in some_slices()]
        assert all(str(Slice.parse(text)) == text for text in texts)
        back = page.evaluate("texts => texts.map(text => cx.slicerWrite(cx.slicerParse(text)))", texts)
        assert [one for one in zip(texts, back, strict=True) if one[0] != one[1]] == []

    def test_loose_writing_means_the_same_to_both(self, page):
        texts = ["region=Huế ,Hà Nội", " not( region = a&plan=b )& period=2026Q3", "weights = on", '"weights" = off', "region = ",
                 'region = ""', "not (region = a) & not (plan = b)", "not ()", "region = Hue\u0302\u0301", "period = b, a, a", "not a = (b"]
        back = page.evaluate("texts => texts.map(text => cx.slicerWrite(cx.slicerParse(text)))", texts)
        assert back == [str(Slice.parse(text)) for text in texts]

    def test_what_python_refuses_the_script_refuses(self, page):
        texts = ["region", "a = b = c", 'a = "b', "not (a = b", "weights = maybe", "a = b & a = c", "not (period = 2026Q3)", "a = b &"]
        refused = page.evaluate("texts => texts.map(text => { try { cx.slicerParse(text); return null; } catch (error) { return error.key; } })", texts)
        for text, key in zip(texts, refused, strict=True):
            with pytest.raises(ArgumentError):
                Slice.parse(text)
            assert key in says("en"), text

    def test_search_forgets_marks_and_case(self, page):
        assert page.evaluate("['Đà Nẵng', 'TP. Hồ Chí Minh', 'ĐƯỜNG'].map(cx.slicerFold)") == ["da nang", "tp. ho chi minh", "duong"]


# -- by hand ----------------------------------------------------------------------------------------------------


class TestByHand:
    pytestmark = in_browser

    def test_a_tick_gives_the_slice_at_once_and_a_chip_with_n(self, page):
        button(page, "Khu vực").click()
        page.get_by_role("checkbox", name="Hà Nội").check()
        assert page.evaluate("heard") == [{"text": "region = Hà Nội", "against": ""}], "the first tick is not held back"
        page.get_by_role("checkbox", name="Huế").first.check()
        assert heard(page) == {"text": "region = Huế, Hà Nội" if "Huế" < "Hà Nội" else "region = Hà Nội, Huế", "against": ""}
        assert page.locator(".cx-chip").all_text_contents() == ["Khu vực: Huế, Hà Nội (1.240)×" if "Huế" < "Hà Nội" else "Khu vực: Hà Nội, Huế (1.240)×"]
        assert button(page, "Khu vực").inner_text() == "Khu vực: đã chọn 2"
        page.get_by_role("button", name="Bỏ Khu vực").click()
        assert heard(page) == {"text": "", "against": ""}
        assert page.locator(".cx-chip").all_text_contents() == ["tất cả khách hàng"]

    def test_fast_ticking_is_heard_as_its_first_and_its_last_state(self, page):
        page.evaluate("for (const level of ['Huế', 'Hà Nội', 'Đà Nẵng', 'TP. Hồ Chí Minh']) look.set(`region = ${level}`)")
        page.wait_for_timeout(200)
        assert page.evaluate("heard.map(one => one.text)") == ["region = Huế", "region = TP. Hồ Chí Minh"]

    def test_hostile_levels_are_shown_as_text_and_come_back_whole(self, page):
        button(page, "Odd").click()
        for level in HOSTILE:
            box = page.locator(".cx-slicer-panel:popover-open label").filter(has=page.get_by_text(level, exact=True)).locator("input")
            box.check()
            assert Slice.parse(heard(page)["text"]) == Slice({"odd": level})
            assert level in page.locator(".cx-chip").first.inner_text()
            box.uncheck()
        assert page.locator("script").count() == 0

    def test_all_none_and_search_work_together(self, page):
        button(page, "Khu vực").click()
        panel = page.get_by_role("dialog", name="Khu vực")
        panel.get_by_role("searchbox").fill("da n")
        assert panel.locator(".cx-slicer-name").all_text_contents() == ["Đà Nẵng"]
        panel.get_by_role("button", name="Chọn hết").click()
        panel.get_by_role("searchbox").fill("hue")
        panel.get_by_role("button", name="Chọn hết").click()
        assert heard(page)["text"] == str(Slice({"region": ("Huế", "Đà Nẵng")}))
        panel.get_by_role("searchbox").fill("nothing here")
        assert panel.locator(".cx-slicer-note").inner_text() == "Không có mục nào tên như vậy."
        panel.get_by_role("searchbox").fill("")
        panel.get_by_role("button", name="Bỏ chọn").click()
        assert heard(page)["text"] == ""

    def test_outside_weights_and_periods(self, page):
        page.evaluate("look.set('region = Huế')")
        page.get_by_label("Tất cả trừ những nhóm này").check()
        page.get_by_label("Dùng trọng số").uncheck()
        button(page, "Kỳ").click()
        page.get_by_role("checkbox", name="Quý 3/2026").check()
        assert heard(page)["text"] == str(Slice({"region": "Huế"}, "2026Q3", outside=True, weights=False)) == "not (region = Huế) & period = 2026Q3 & weights = off"
        assert button(page, "Khu vực").inner_text() == "Khu vực: tất cả trừ Huế"
        assert page.locator(".cx-chip").all_text_contents() == ["tất cả trừ Khu vực: Huế×", "Kỳ: Quý 3/2026×", "không dùng trọng số×"]

    def test_compare_with_the_rest_the_wave_before_and_another_slice(self, page):
        select = page.get_by_label("So sánh với")
        for value in ("rest", "previous"):
            select.select_option(value)
            assert heard(page)["against"] == value
        select.select_option("slice")
        other = page.get_by_label("Lát cắt kia dạng chữ")
        other.fill("region=Huế")
        other.press("Enter")
        assert heard(page) == {"text": "", "against": "region = Huế"}
        assert page.locator(".cx-chip").all_text_contents()[-1] == "so với region = Huế×"
        other.fill("region = Hue")
        other.press("Enter")
        assert "Huế" in page.get_by_role("alert").inner_text() and heard(page)["against"] == "region = Huế"
        select.select_option("")
        assert heard(page) == {"text": "", "against": ""} and not other.is_visible()

    def test_undo_and_reset(self, page):
        page.evaluate("look.set('region = Huế'); look.set('region = Hà Nội', 'rest')")
        page.get_by_role("button", name="Hoàn tác").click()
        assert heard(page) == {"text": "region = Huế", "against": ""}
        page.get_by_role("button", name="Xem tất cả").click()
        assert heard(page) == {"text": "", "against": ""}
        page.get_by_role("button", name="Hoàn tác").click()
        assert heard(page) == {"text": "region = Huế", "against": ""}
        page.get_by_role("button", name="Hoàn tác").click()
        assert heard(page) == {"text": "", "against": ""} and page.get_by_role("button", name="Hoàn tác").is_disabled()

    def test_save_recall_delete(self, page):
        page.evaluate("look.set('region = Huế', 'rest')")
        button(page, "Lát cắt đã lưu").click()
        name = page.get_by_label("Tên cho lát cắt này")
        name.fill("<b>Miền Trung</b>")
        page.get_by_role("button", name="Lưu", exact=True).click()
        assert page.evaluate("kept") == {"<b>Miền Trung</b>": {"text": "region = Huế", "against": "rest"}}
        page.get_by_role("button", name="Xem tất cả").click()
        button(page, "Lát cắt đã lưu").click()
        page.locator(".cx-slicer-recall").click()
        assert heard(page) == {"text": "region = Huế", "against": "rest"}
        button(page, "Lát cắt đã lưu").click()
        page.get_by_role("button", name="Xóa <b>Miền Trung</b>").click()
        assert page.evaluate("kept") == {} and page.locator(".cx-slicer-recall").count() == 0

    def test_a_wrong_word_is_a_sentence_in_place_and_changes_nothing(self, page):
        page.evaluate("look.set('region = Huế')")
        box = page.get_by_label("Lát cắt dạng chữ")
        for typed, said in [("regoin = Huế", 'Không có nhóm nào tên là "regoin". Có phải là "region" không?'),
                            ("region = <Hue>", 'Khu vực không có giá trị "<Hue>".'),
                            ("period = 2027Q1", 'Không có kỳ nào tên là "2027Q1".'),
                            ('region = "a', 'Không đọc được lát cắt "region = "a": thiếu dấu ngoặc kép đóng.')]:
            box.fill(typed)
            box.press("Enter")
            assert page.get_by_role("alert").inner_text().startswith(said) and box.input_value() == typed
        assert page.evaluate("look.text()") == "region = Huế" and heard(page)["text"] == "region = Huế"
        box.fill("region=Đà Nẵng")
        box.press("Enter")
        assert page.locator(".cx-slicer-error").inner_text() == "" and box.input_value() == "region = Đà Nẵng"

    def test_a_segment_without_a_list_can_be_named_in_the_text(self, page):
        fewer = {**ABOUT, "says": says("vi"), "segments": [ABOUT["segments"][0], {**ABOUT["segments"][1], "listed": False}]}
        page.evaluate("about => { document.querySelector('.cx-slicer').remove(); window.look = cx.makeSlicer(document.getElementById('host'), about, {text: 'odd = Huế'}); }", fewer)
        assert page.evaluate("look.text()") == "odd = Huế" and page.locator(".cx-slicer-error").inner_text() == ""
        assert button(page, "Odd").count() == 0 and page.locator(".cx-chip").first.inner_text().startswith("Odd: Huế")

    def test_the_text_is_copied(self, page):
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text; }}, configurable: true})")
        page.evaluate("look.set('region = Huế')")
        page.get_by_role("button", name="Chép dạng chữ").click()
        page.get_by_text("Đã chép.").wait_for()
        assert page.evaluate("copied") == "region = Huế"

    def test_silent_changes_are_not_told_and_a_fold_keeps_the_chips(self, page):
        page.evaluate("look.set('region = Huế', 'rest', true); look.setBase('n = 40')")
        page.wait_for_timeout(150)
        assert page.evaluate("heard") == []
        page.get_by_role("button", name="Ẩn lựa chọn").click()
        assert not button(page, "Khu vực").is_visible() and "n = 40" in page.locator(".cx-slicer-top").inner_text()
        page.get_by_role("button", name="Hiện lựa chọn").click()
        assert button(page, "Khu vực").is_visible()


class TestKeyboard:
    pytestmark = in_browser

    def test_a_level_is_found_and_ticked_without_a_mouse(self, page):
        page.evaluate("window.keys = 0; document.addEventListener('keydown', () => { keys += 1; })")
        button(page, "Khu vực").focus()
        page.keyboard.press("Enter")
        assert button(page, "Khu vực").get_attribute("aria-expanded") == "true"
        page.keyboard.type("da")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert heard(page)["text"] == "region = Đà Nẵng"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Escape")
        assert button(page, "Khu vực").get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.textContent").startswith("Khu vực")
        assert page.evaluate("keys") == 0, "keys pressed inside are not the page's"

    def test_home_end_and_arrows_stay_in_the_list(self, page):
        button(page, "Khu vực").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        for key, at in (("End", 3), ("ArrowDown", 3), ("ArrowUp", 2), ("Home", 0)):
            page.keyboard.press(key)
            assert page.evaluate("[...document.querySelectorAll('.cx-slicer-panel:popover-open .cx-slicer-list input')].indexOf(document.activeElement)") == at

    def test_tab_leaves_and_closes_the_list(self, page):
        button(page, "Khu vực").focus()
        page.keyboard.press("Enter")
        for _ in range(20):
            if button(page, "Khu vực").get_attribute("aria-expanded") == "false":
                break
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").startswith("Odd")

    def test_every_control_is_reached_by_tab_and_named(self, page):
        page.evaluate("look.set('region = Huế')")
        page.evaluate("document.activeElement?.blur()")
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "after":
                break
            reached.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.textContent || document.activeElement.textContent"))
        assert all(name.strip() for name in reached) and len(reached) == page.locator(
            ".cx-slicer :is(button,input,select):visible:enabled").count()

    def test_removing_a_chip_keeps_the_focus_inside(self, page):
        page.evaluate("look.set('region = Huế & period = 2026Q3')")
        page.get_by_role("button", name="Bỏ Khu vực: Huế").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.querySelector('.cx-slicer').contains(document.activeElement)")


class TestLooks:
    pytestmark = in_browser

    def test_text_stands_out_from_its_ground(self, page):
        """WCAG 2: contrast of at least 4.5 to 1."""
        page.evaluate("look.set('region = Huế', 'rest'); look.setBase('n = 40'); look.fail('Sai')")
        button(page, "Khu vực").click()
        poor = page.evaluate("""() => {
          const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
          const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
          const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
          const ground = (one) => { for (; one; one = one.parentElement) { const c = rgb(getComputedStyle(one).backgroundColor); if (c[3] !== 0) return c; } return [255, 255, 255]; };
          const own = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
          return [...document.querySelectorAll('.cx-slicer *')].filter((one) => own(one) && one.offsetParent !== null && !one.disabled).map((one) => {
            const [a, b] = [light(rgb(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
            return [one.className, one.textContent, (a + 0.05) / (b + 0.05)];
          }).filter(([, , contrast]) => contrast < 4.5);
        }""")
        assert poor == []

    @pytest.mark.parametrize("width", [320, 1280, 1900])
    def test_it_fits_its_page_and_grows_with_its_type(self, page, width):
        page.set_viewport_size({"width": width, "height": 800})
        for size_ in ("14px", "30px"):
            page.evaluate("size => { document.body.style.fontSize = size; }", size_)
            page.evaluate("look.set('region = Hà Nội, Huế, Đà Nẵng, \"TP. Hồ Chí Minh\" & period = 2026Q3', 'rest')")
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert page.locator(".cx-slicer-button").first.evaluate("one => getComputedStyle(one).fontSize") == size_


# -- Python's side ----------------------------------------------------------------------------------------------


def test_about_tells_sizes_of_the_whole_study_in_its_language(small):
    told = about(small.where("region = Hà Nội").in_language("vi"))
    counts = small.unsliced().customers()["region"].value_counts()
    region = next(one for one in told["segments"] if one["name"] == "region")
    assert {one["level"]: one["n"] for one in region["levels"]} == {level: int(counts.get(level, 0)) for level in small.segments["region"]}
    assert region["label"] == "Khu vực" and told["says"]["reset"] == "Xem tất cả" and told["unit"] == "customers"
    assert told["previous"] == small.waves[-2] and [one["period"] for one in told["periods"]] == list(small.waves)
    assert told["weighted"] is small.weighted and json.loads(json.dumps(told)) == told


def test_every_word_of_the_slicer_is_said_somewhere():
    source = "".join(path.read_text(encoding="utf-8") for folder in ("live", "controls") for path in (Path(live.__file__).parents[1] / folder).glob("*.[jp]*"))
    assert [name for name in says("en") if not any(mark in source for mark in (f"says.{name}", f'"{name}"', f'"slicer.{name}"'))] == []


def test_about_lists_only_the_segments_asked_for_and_knows_them_all(small):
    told = about(small, segments=["plan"])["segments"]
    assert [one["name"] for one in told if one["listed"]] == ["plan"] and {one["name"] for one in told} == set(small.segments)
    with pytest.raises(ArgumentError, match='^no segment called "regoin"; did you mean "region"'):
        about(small, segments=["regoin"])


def test_without_a_table_of_customers_answers_are_counted_once_for_each_person(tiny_study):
    rows = [{"customer_id": f"c{i}", "wave": "2026Q3", "question": question, "score": 5, "branch": "A" if i < 3 else "B"}
            for i in range(5) for question in ("recommend", "satisfaction")]
    study = tiny_study(responses=rows, settings='segments = ["branch"]\nperiod = "wave"')
    told = about(study)
    assert told["unit"] == "responses" and {one["level"]: one["n"] for one in told["segments"][0]["levels"]} == {"A": 3, "B": 2}
    assert size(study) == (5, "responses") and base_text(study.where("branch = B")) == "n = 2 survey answers"


def level(study):
    """An analysis whose finding says whom it was asked about."""
    import pandas as pd

    n = size(study)[0]
    table = pd.DataFrame({"question": ["q"], "base": [n], "value": [0.5], "low": [0.4], "high": [0.6]})
    return study.finding("demo.level", question="?", sentence=str(study.slice), table=table, base=n, unit="share")


def test_an_answer_is_the_one_line_call(small):
    assert answer(small, level, "region = Hà Nội & period = 2026Q3") == level(small.where("region = Hà Nội & period = 2026Q3"))


def test_against_the_rest_everyone_is_on_one_side(small):
    seen = sides(small, "region = Hà Nội & period = 2026Q3", "rest")
    assert str(seen.other.slice) == "not (region = Hà Nội) & period = 2026Q3" and seen.disjoint
    assert size(seen.one)[0] + size(seen.other)[0] == size(small)[0]
    found = answer(small, level, "region = Hà Nội", "rest")
    assert isinstance(found, Finding) and found.base == size(small)[0]
    assert set(found.table["slice"]) == {"Hà Nội", "everyone else"}


def test_without_levels_there_is_nobody_else(small):
    assert sides(small, "period = 2026Q3", "rest").other is None


def test_against_the_wave_before(small):
    seen = sides(small, "region = Hà Nội", "previous")
    assert seen.other.slice == Slice({"region": "Hà Nội"}, small.previous_wave)
    earlier = sides(small, f"period = {small.waves[-2]}", "previous")
    assert earlier.other.slice == Slice(periods=small.waves[-3]) and earlier.disjoint
    with pytest.raises(ArgumentError) as error:
        sides(small, f"period = {small.waves[0]}", "previous")
    assert str(error.value) == f'there is no wave before "{small.waves[0]}" to compare with; choose another comparison'


@pytest.mark.parametrize(("one", "other", "apart"), [
    ("region = Huế", "region = Hà Nội", True),
    ("region = Huế", "region = Hà Nội, Huế", False),
    ("region = Huế", "plan = Vàng", False),
    ("region = Huế", "not (region = Huế, Hà Nội)", True),
    ("region = Huế", "not (region = Hà Nội)", False),
    ("region = Huế", "not (region = Huế & plan = Vàng)", False),
    ("region = Huế & plan = Vàng", "not (region = Huế & plan = Vàng)", True),
    ("period = 2026Q2", "period = 2026Q3", True),
])  # fmt: skip
def test_two_slices_are_apart_only_when_nobody_can_be_in_both(one, other, apart):
    from cxlib.live.answering import _apart

    assert _apart(Slice.parse(one), Slice.parse(other)) is apart is _apart(Slice.parse(other), Slice.parse(one))


def test_the_same_slice_twice_is_no_comparison(small):
    with pytest.raises(ArgumentError, match="^both slices are the same; compare with another one$"):
        sides(small, "region = Hà Nội", "region = Hà Nội")


def test_a_slice_has_a_short_name():
    assert slice_title(Slice(), "vi") == "tất cả khách hàng"
    assert slice_title(Slice({"a": ("x", "y"), "b": "z"}, "2026Q3", weights=False), "en") == "x / y, z, Q3 2026, without weights"
