"""Which of a study's own names mean an offer, a complaint or a protected attribute."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["COMPLAINTS", "OFFERS", "PROTECTED", "complaints", "named_like", "protected"]

PROTECTED = (
    "age", "birth", "gender", "sex", "ethnicity", "ethnic", "race", "religion", "disability", "disabled", "nationality",
    "tuoi", "gioi_tinh", "dan_toc", "ton_giao", "khuyet_tat", "quoc_tich",
)  # fmt: skip
COMPLAINTS = ("complaint", "complaints", "complain", "khieu_nai", "phan_nan")
OFFERS = ("voucher", "vouchers", "coupon", "coupons", "discount", "promotion", "promo", "khuyen_mai", "giam_gia", "uu_dai")


def named_like(names: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of `names` that hold one of the wanted words whole, whatever their case, accents and separators.

    Examples
    --------
    >>> named_like(["age_band", "Giới tính", "language"], PROTECTED)
    ('age_band', 'Giới tính')
    """
    wanted = [f"_{word}_" for word in wanted]
    return tuple(name for name in names if any(word in f"_{_plain(name)}_" for word in wanted))


def protected(study) -> tuple[str, ...]:
    """Segments of customers that a rule must not stand in for: ``[personas] protected``, else by their names."""
    declared = getattr(getattr(study.settings, "personas", None), "protected", None)
    names = study.view.customer_segments
    if declared:
        return tuple(name for name in names if name in declared)
    return named_like(names, PROTECTED)


def complaints(study) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Touchpoints and stages that are a complaint: ``[personas] complaints``, else by their names."""
    declared = getattr(getattr(study.settings, "personas", None), "complaints", None)
    found = []
    for column in ("touchpoint", "stage"):
        names = study.levels_of(column) if study.has("touchpoints") else ()
        found.append(tuple(name for name in names if name in declared) if declared else named_like(names, COMPLAINTS))
    return found[0], found[1]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", str(name).casefold().replace("đ", "d"))
    kept = "".join(letter if letter.isalnum() else "_" for letter in letters if not unicodedata.combining(letter))
    return "_".join(part for part in kept.split("_") if part)
