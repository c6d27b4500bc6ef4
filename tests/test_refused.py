"""Refusals in Vietnamese: each that this package can raise has its template, and a finished text finds its own again."""

from __future__ import annotations

import ast
import time
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cxlib
from cxlib import intake, words
from cxlib.cli import app
from cxlib.errors import StudyError, choose, unknown
from cxlib.words.refused import _PLACE, templates
from cxlib.words.refused.house import KINDS

SOURCE = Path(cxlib.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")) if "words" not in path.relative_to(SOURCE).parts}
ERRORS = {name for name in dir(cxlib.errors) if name.endswith("Error")} - {"MissingExtraError"}  # whose text is made in one place
# The frame of unknown(), whose places have names of their own, and lines that are joined from others.
FRAMES = {key for key in templates() if key.startswith('no {kind} called')} | {"{names} and {0} more"}


def shape(node):
    """The templates of an expression: its words, with {0}, {1} for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        places = iter(range(100))
        return ["".join(part.value if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return shape(node.body) + shape(node.orelse)
    return []


def called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def raised():
    """(file, template) of every refusal that is raised where it is written."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and called(node.exc) in ERRORS and node.exc.args:
                yield from ((path.name, text) for text in shape(node.exc.args[0]))


def literals():
    """Every text and f-string of the package."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            yield from shape(node)


def test_every_refusal_has_its_vietnamese():
    frame = {"{0}: {1}", "{0}{1}", "{0}: in {1}, {2}{3}"}  # names a place; what follows it is looked up itself
    missing = sorted({(file, text) for file, text in raised() if text not in templates() and text not in frame})
    assert missing == []


def test_every_rule_of_the_contract_and_its_mending_has_its_vietnamese():
    missing = []
    for folder in ("contract",):
        for path in sorted((SOURCE / folder).glob("*.py")):
            tree = TREES[path]
            docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)}
            inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
            for node in ast.walk(tree):
                if id(node) in docs or id(node) in inside or not isinstance(node, (ast.Constant, ast.JoinedStr)):
                    continue
                missing += [text for text in shape(node) if sum(word.isalpha() and word.islower() for word in text.split()) >= 3 and text not in templates()]
    assert missing == []


def test_every_kind_of_word_has_its_vietnamese():
    missing = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in ("unknown", "choose") and node.args:
                missing |= {kind for kind in shape(node.args[0]) if kind not in KINDS}
    assert missing == set()


def test_no_template_is_left_from_a_text_that_is_gone():
    known = set(literals()) | FRAMES
    whole = "\n".join(_PLACE.sub("\0", text) for text in known)
    gone = [key for key in templates() if key not in known and not all(piece.strip(" .:;()") in whole for piece in _PLACE.split(key)[::2])]
    assert gone == []


@pytest.mark.parametrize("key", sorted(templates()))
def test_a_finished_text_finds_its_own_template_and_loses_nothing(key):
    said, names = templates()[key], _PLACE.findall(key)
    assert said.strip() and unicodedata.is_normalized("NFC", said)
    assert set(_PLACE.findall(said)) <= set(names)
    lost = set(names) - set(_PLACE.findall(said))
    assert lost <= ({"0"} if key in FRAMES else set())
    if not any(letter.isalpha() for letter in _PLACE.sub("", key)):
        return
    filled = {name: f"Zq{place}" for place, name in enumerate(names)}
    text, want = (_PLACE.sub(lambda place: filled[place[1]], one) for one in (key, said))
    assert words.translated(text, "vi") == want
    assert words.translated(text, "en") == text


@pytest.mark.parametrize("text,want", [
    (unknown("metric", "npss", ["nps", "csat"]), 'không có chỉ số nào tên là "npss"; có phải ý bạn là "nps"? Hãy chọn một trong: nps, csat.'),
    (f"study.toml, [study]: {unknown('setting', 'zone', ['timezone'])}",
     'study.toml, [study]: không có thiết lập nào tên là "zone"; có phải ý bạn là "timezone"? Hãy chọn một trong: timezone.'),
    ("1,234 rows read, 1,200 accepted, 34 rejected (2.8%; within the limit of 5.0%).",
     "1.234 dòng đã đọc, 1.200 được nhận, 34 bị từ chối (2,8%; trong giới hạn 5,0%)."),
    ("Nguyễn Văn A", "Nguyễn Văn A"),
    ('"1,234" may stand for thousands or for a decimal', '"1,234" có thể là hàng nghìn, cũng có thể là số thập phân'),
    ('the customer "keep one row per customer" stands in an earlier row already', 'khách hàng "keep one row per customer" đã có ở một dòng trước đó'),
    (unknown("column", "the query", ["0 to 10", "from Hanoi to Hue"]), 'không có cột nào tên là "the query". Hãy chọn một trong: 0 to 10, from Hanoi to Hue.'),
    ("", ""),
])
def test_texts_inside_of_texts_and_numbers_are_translated(text, want):
    assert words.translated(text, "vi") == want


def test_long_and_nested_texts_end():
    """What is too long or too deep stays as it is, and soon."""
    for text in ("removed from " * 800, '"' + "make it again with: " * 500 + '" is not a number', "a: " * 3333, "removed from " * 100,
                 "Note: a.csv, comment: said (5 rows; the first in row 2: " + "we came, saw: and (some rows; the first in row 3: left), " * 200):
        began = time.process_time()
        assert words.translated(text, "vi")
        assert time.process_time() - began < 5


def test_a_command_speaks_the_language_of_its_study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "answers.csv").write_text("customer_id,at,question,score\nA,2026-01-05,q,11\nB,2026-01-06,q,nine\nC,,q,9\n", encoding="utf-8")
    text = ('[study]\nname = "Nhỏ"\nlanguage = "vi"\n[[sources]]\ntable = "responses"\npath = "answers.csv"\n'
            '[questions.q]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(folder)])
    assert done.exit_code == 1
    for said in ("Từ chối", "Cách sửa", '"nine" không phải là số', "11 nằm ngoài thang đo 0 đến 10 của q", "cần có thời điểm hoặc đợt", "3 dòng đã đọc, 0 được nhận, 3 bị từ chối (100,0%"):
        assert said in done.output, said
    for english in ("rows read", "an answer needs", "is not a number", "correct the score"):
        assert english not in done.output
    (folder / "study.toml").write_text(text.replace("[[sources]]", "[[source]]"), encoding="utf-8")
    refused = CliRunner().invoke(app, ["check", str(folder)])
    assert refused.exit_code == 1 and "không có" in refused.output and "Hãy chọn một trong" in refused.output
    (folder / "study.toml").write_text(text.replace('language = "vi"', 'language = "en"'), encoding="utf-8")
    assert "an answer needs its time or its wave" in CliRunner().invoke(app, ["check", str(folder)]).output


def test_refusals_that_really_come_are_translated(tmp_path):
    """Some at the door, as they are raised: nothing of the English stays but names."""
    made = []
    for text in ("", "[study]\nname = 3\n", '[study]\nname = "x"\nlanguage = "fr"\n', "[study\n"):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        (folder / "study.toml").write_text(text, encoding="utf-8")
        with pytest.raises(StudyError) as refused:
            intake.read_settings(folder)
        made.append(words.translated(str(refused.value), "vi"))
        assert made[-1] != str(refused.value)
    with pytest.raises(StudyError) as refused:
        choose("language", "fr", ["en", "vi"])
    assert words.translated(str(refused.value), "vi").startswith('không có ngôn ngữ nào tên là "fr"')
