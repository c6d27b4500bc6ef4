"""Comments in Vietnamese and English, put together from parts by theme and score."""

from __future__ import annotations

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import world

VIETNAMESE, ENGLISH = 0, 1
_ENGLISH_SHARE, _NO_DIACRITICS_SHARE, _CLOSING_SHARE = 0.25, 0.15, 0.5
HOSTILE = {
    "html": "<script>alert('x')</script><b>Cà phê ngon</b> & rẻ",
    "formula": '=HYPERLINK("http://example.invalid","bấm vào đây")',
    "contact": "Gọi lại cho tôi số 0900 000 000 hoặc khach.hang@example.invalid nhé",
    "line break": "Đợi lâu quá.\nLần sau tôi không quay lại.",
}
_HOSTILE_EVERY = 60
# By theme (the order of world.RATINGS): what an unhappy and a happy customer says, in each language.
_BAD = (
    (("App chậm và hay bị treo", "Ứng dụng lỗi khi thanh toán"),
     ("The app is slow and freezes", "The app failed when I paid")),
    (("Chờ đợi quá lâu", "Xếp hàng hơn hai mươi phút", "Đông mà chỉ có một người pha"),
     ("I waited far too long", "Twenty minutes in the queue", "One barista for a full shop")),
    (("Cà phê nhạt", "Đồ uống không đều, hôm ngon hôm dở"),
     ("The coffee was weak", "Drinks taste different every day")),
    (("Nhân viên thiếu thân thiện", "Nhân viên làm nhầm món"),
     ("Staff were not friendly", "They got my order wrong")),
    (("Giá cao so với chất lượng", "Khuyến mãi ít quá"),
     ("Too expensive for what it is", "Hardly any offers")),
    (("Điểm thưởng hết hạn nhanh", "Tích điểm mãi không đổi được gì"),
     ("My points expired too soon", "Points buy nothing useful")),
)  # fmt: skip
_GOOD = (
    (("App dễ dùng, đặt rất nhanh", "Đặt trước trên ứng dụng rất tiện"),
     ("The app is quick and easy", "Ordering ahead works well")),
    (("Không phải chờ lâu", "Lấy đồ rất nhanh"),
     ("No waiting at all", "My order was ready at once")),
    (("Cà phê đậm và thơm", "Đồ uống luôn ngon"),
     ("Strong and fragrant coffee", "The drinks are always good")),
    (("Nhân viên dễ thương", "Nhân viên nhớ món tôi hay uống"),
     ("Lovely staff", "They remember my usual order")),
    (("Giá hợp lý", "Đáng đồng tiền"),
     ("Fair prices", "Good value for money")),
    (("Đổi điểm rất dễ", "Tích điểm được nhiều quà"),
     ("Points are easy to use", "I like the rewards")),
)  # fmt: skip
_CLOSING = (
    (("mong quán sửa sớm.", "tôi sẽ cân nhắc lại."), ("please fix this soon.", "I may go elsewhere.")),
    (("tạm ổn.", "sẽ còn ghé khi tiện."), ("it is fine overall.", "I will come when it suits me.")),
    (("sẽ quay lại!", "đã giới thiệu cho bạn bè."), ("I will be back!", "I told my friends.")),
)


def draw_comments(scores: np.ndarray, *, seed: int) -> tuple[pa.Array, np.ndarray]:
    """A comment per answerer (missing for most) and its language code (-1 without a comment).

    A detractor speaks of the lowest of the own ratings, a promoter of the highest; so the theme goes with the score.
    """
    rng = world.generator(seed, "comments")
    n = len(scores)
    recommend = scores[:, 0]
    speaks = (rng.random(n) < world.COMMENT_SHARE) & ~np.isnan(recommend)
    language = np.where(rng.random(n) < _ENGLISH_SHARE, ENGLISH, VIETNAMESE)
    mood = (recommend > 6).astype(int) + (recommend > 8)
    happy = (mood == 2) | ((mood == 1) & (rng.random(n) < 0.5))
    theme = _themes(rng, scores[:, -len(world.RATINGS) :], happy)
    plain = rng.random(n) < _NO_DIACRITICS_SHARE
    comment = pc.binary_join_element_wise(
        _pick(rng, (_BAD, _GOOD), (happy.astype(int), theme, language), plain),
        _pick(rng, (_CLOSING,), (np.zeros(n, dtype=int), mood, language), plain, skip=1 - _CLOSING_SHARE),
        pa.scalar(", ", pa.large_string()),
        null_handling="skip",
    )
    comment = _plant_hostile(comment, speaks)
    comment = pc.if_else(pa.array(speaks), comment, pa.scalar(None, pa.large_string()))
    return comment, np.where(speaks, language, -1)


def hostile_counts(table_comments: pa.Array) -> dict[str, int]:
    """How many comments of each hostile kind are in the table."""
    return {kind: int(pc.sum(pc.equal(table_comments, text)).as_py() or 0) for kind, text in HOSTILE.items()}


def _themes(rng: np.random.Generator, ratings: np.ndarray, happy: np.ndarray) -> np.ndarray:
    known = np.where(np.isnan(ratings) | (ratings == world.DO_NOT_KNOW), 3.0, ratings)
    # A draw below one breaks ties between equal ratings at random.
    height = np.where(happy[:, None], known, -known) + 0.9 * rng.random(known.shape)
    return height.argmax(axis=1)


def _pick(
    rng: np.random.Generator,
    book: tuple,
    where: tuple[np.ndarray, np.ndarray, np.ndarray],
    plain: np.ndarray,
    *,
    skip: float = 0.0,
) -> pa.Array:
    """One phrase per row from `book[a][b][language]`, without diacritics where `plain`."""
    phrases: list[str] = []
    first = np.zeros([len(book), len(book[0]), 2], dtype=int)
    count = np.zeros_like(first)
    for (i, j, k), _ in np.ndenumerate(first):
        first[i, j, k], count[i, j, k] = len(phrases), len(book[i][j][k])
        phrases.extend(book[i][j][k])
    code = first[where] + np.floor(rng.random(len(plain)) * count[where]).astype(int)
    code = code + np.where(plain, len(phrases), 0)
    skipped = rng.random(len(plain)) < skip
    names = pa.array([*phrases, *map(_without_diacritics, phrases)], pa.large_string())
    return names.take(pa.array(code, mask=skipped))


def _without_diacritics(text: str) -> str:
    """The text as many people type it on a phone."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _plant_hostile(comment: pa.Array, speaks: np.ndarray) -> pa.Array:
    """Every sixtieth comment is one that a report must defuse, mask or escape."""
    kind = np.full(len(comment), -1)
    spots = np.flatnonzero(speaks)[_HOSTILE_EVERY // 4 :: _HOSTILE_EVERY]
    kind[spots] = np.arange(len(spots)) % len(HOSTILE)
    texts = pa.array(list(HOSTILE.values()), pa.large_string())
    return pc.coalesce(texts.take(pa.array(kind, mask=kind < 0)), comment)
