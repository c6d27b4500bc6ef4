"""Masking, folding and splitting of comments: oracle strings, laws, and both ways of typing Vietnamese."""

from __future__ import annotations

import doctest
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.comments import cleaning, terms
from cxlib.comments.cleaning import cleaned, folded, hidden_spans, masked
from cxlib.comments.terms import clauses_of, is_unmarked_vietnamese, terms_of, with_marks, words_of
from cxlib.samples.remarks import _without_diacritics

PII = json.loads((Path(__file__).parent / "oracles" / "text_expected.json").read_text(encoding="utf-8"))["pii"]
AROUND = ("{}", "Xin gọi {} nhé", "({}), cảm ơn", "{}. Chào")
HARMLESS = st.text(st.characters(exclude_characters="@./", exclude_categories=("Nd", "Cs", "Cf", "Co")), max_size=40)
SECRETS = st.sampled_from(["0912345678", "+84 912 345 678", "a.b+c@mail.example.vn", "001199012345", "4111 1111 1111 1111"])


@pytest.mark.parametrize("module", [cleaning, terms], ids=lambda module: module.__name__)
def test_the_examples_run(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("text", PII["must_redact"])
def test_what_must_be_hidden_is(text, around):
    shown = masked(around.format(text))
    assert not re.search(r"\d{3}", shown) and "@" not in shown
    before, after = around.split("{}")
    assert shown.startswith(before) and shown.endswith(after)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("text", [*PII["must_keep"], "tài khoản bị trừ 1.250.000 đ", "tk 500000 đồng", "100000000 VND", "mua 2019 2020 2021"])
def test_what_must_stay_does(text, around):
    assert masked(around.format(text)) == around.format(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0912345678, 0987654321", "[phone], [phone]"),
        ("84.912.345.678", "[phone]"),
        ("call +1 (415) 555-0123 now", "call [phone] now"),
        ("09\u200b123\u200b45678", "[phone]"),
        ("１２３４５６７８９０", "[long number]"),
        ("mã DH123456789", "mã DH[long number]"),
        ("STK: 19034567890123 VCB", "STK: [account number] VCB"),
        ("thẻ 4111-1111-1111-1111", "thẻ [card number]"),
        ("CCCD số 001 199 012 345", "CCCD số [identity number]"),
        (unicodedata.normalize("NFD", "hộ chiếu b1234567"), "hộ chiếu [passport number]"),
        ("xem https://example.invalid/a?b=1, rồi fb.com/ai.do", "xem [link] rồi [link]"),
        ("bạn @mot_ai_do ơi", "bạn [account name] ơi"),
    ],
)
def test_kinds(text, shown):
    assert masked(text) == shown


def test_masks_speak_vietnamese():
    assert masked("gọi 0912345678", language="vi") == "gọi [số điện thoại]"


@given(HARMLESS)
def test_text_without_numbers_and_signs_is_never_touched(text):
    assert masked(text) == unicodedata.normalize("NFC", text)


@settings(deadline=None)
@given(HARMLESS, SECRETS, HARMLESS)
def test_only_the_secret_goes(before, secret, after):
    text = unicodedata.normalize("NFC", f"{before} {secret} {after}")
    shown = masked(text)
    assert not re.search(r"\d{3}", shown) and "@" not in shown
    # A cue word or a letter may be part of a rule, never more than the words beside the secret.
    assert shown.split("[")[0].startswith(before[: max(len(before) - 1, 0)].split("[")[0]) and masked(shown) == shown


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789 .,-+()@abạđ/[]₫STK\u200b"), max_size=40))
def test_masking_twice_changes_nothing_and_what_stays_is_in_order(text):
    once = masked(text)
    assert masked(once) == once
    plain = unicodedata.normalize("NFC", text).replace("\u200b", "")
    kept = re.split(r"\[[a-z ]+\]", once)
    place = 0
    for part in kept:
        found = plain.find(part, place)
        assert found >= 0
        place = found + len(part)
    spans = hidden_spans(plain)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing(text):
    once = cleaned(text)
    assert cleaned(once) == once and unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("text", ["Đợi lâu quá", "nhân viên nhầm món", "ĐƯỜNG ỪỬỮ ặẵ"])
def test_folding_gives_what_people_type_without_marks(text):
    assert folded(text) == _without_diacritics(text).lower() == folded(folded(text))


def test_decomposed_text_gives_the_same_words():
    text = "Chờ đợi quá lâu, nhân viên không xin lỗi"
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(text) == text.replace(",", "").lower().split()


def test_words_keep_negations_and_one_letter_and_drop_masks():
    assert words_of("Don't buy, it can't work; k ngon! 0912345678") == ["do", "not", "buy", "it", "can", "not", "work", "không", "ngon"]
    assert clauses_of("nhanh, rẻ") == [["nhanh"], ["rẻ"]]
    assert {"không", "not", "no", "chưa", "never"}.isdisjoint(terms.STOP_WORDS)


def test_english_is_not_taken_for_vietnamese():
    assert not any(is_unmarked_vietnamese(words_of(text)) for text in ("The app is slow and freezes", "No waiting at all", "Fair prices"))
    assert is_unmarked_vietnamese(words_of("Cho doi qua lau"))


def test_words_typed_without_marks_take_those_of_their_neighbours():
    marked = [clauses_of(text) for text in ["bán hàng chậm", "bạn bè tốt", "bạn bè vui", "bạn ơi"]]
    assert with_marks([*marked, [["ban", "hang", "cham"]], [["ban", "be", "tot"]]])[-2:] == [[["bán", "hàng", "chậm"]], [["bạn", "bè", "tốt"]]]


def test_a_term_is_counted_once_a_comment_and_pairs_swallow_their_words():
    found = terms_of(["nhân viên chậm chậm chậm", "nhân viên vui", "bạn bè vui", "bạn ơi, bạn bè", "chậm"], at_least=1)
    counts = dict(zip(found.names, found.holds.sum(axis=0).tolist()[0], strict=True))
    assert counts["chậm"] == 2 and counts["nhân viên"] == 2 and counts["bạn bè"] == 2 and counts["vui"] == 2
    assert not {"nhân", "viên", "bè", "bạn"} & set(counts)


@pytest.mark.parametrize("texts", [[], [""], ["!!!", "0912345678"], ["và của là"]])
def test_comments_without_a_word_have_no_terms(texts):
    found = terms_of(texts, at_least=1)
    assert found.names == () and found.holds.shape == (len(texts), 0)
