"""Comments as words: syllables and pairs of them, alike with and without diacritics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .cleaning import cleaned, folded, hidden_spans

__all__ = ["STOP_WORDS", "Terms", "clauses_of", "is_unmarked_vietnamese", "terms_of", "with_marks", "words_of"]

_WORD = re.compile(r"\b\w+\b")
_CLAUSE = re.compile(r"[.,;:!?()\[\]{}<>\"“”…\n/|]+")
# Negations stay words; so do words such as "quá" and "too", which tell a complaint from a remark.
_VIETNAMESE = frozenset(
    """là và của thì mà có cho với này đó kia ấy ở tại các những một rất lắm tôi tui mình em anh chị bạn ạ nhé nha nhá vậy cũng đã đang
    sẽ để khi lúc từ đến ra vào lên xuống như nên vì do bởi nó họ ta chúng thế còn lại mới vẫn nữa thôi đi rồi cái con chiếc được bị hay
    hoặc theo trong ngoài trên dưới về sau trước nào gì ai đây ạh à ừ ơi""".split()
)
STOP_WORDS = _VIETNAMESE | frozenset(
    """the a an and or of to in on at for with is are was were be been am it its this that these those i me my we our us you your he she
    they them his her their as by from so very have has had do does did will would can could should there here what which who when where
    how than then also just if but about into some any all more most out up""".split()
)
_FOLDED_STOPS = frozenset(folded(word) for word in _VIETNAMESE)
_SPELLED_OUT = {"ko": "không", "k": "không", "kg": "không", "kh": "không", "hok": "không", "hông": "không", "đc": "được", "dc": "được"}
_SHORT_FORMS = tuple(
    (re.compile(pattern), text)
    for pattern, text in ((r"\bcan['’]t\b", "can not"), (r"\bcannot\b", "can not"), (r"\bwon['’]t\b", "will not"), (r"n['’]t\b", " not"),
                          (r"['’](?:s|m|re|ve|ll|d)\b", ""))
)
# Initial, vowels, final of a syllable without its marks; few English words of more than three letters have this form.
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_SYLLABLES_OF_VIETNAMESE = 0.85
_ONE_WORD = 0.8


@dataclass(frozen=True)
class Terms:
    """Which comment holds which term.

    Attributes
    ----------
    names : tuple of str
    holds : sparse matrix (comments, terms)
        1 where a comment has a term, however often: one angry comment counts once.
    """

    names: tuple[str, ...]
    holds: object

    def kept(self, places: Sequence[int]) -> Terms:
        """Some of the terms."""
        return Terms(tuple(self.names[place] for place in places), self.holds[:, list(places)])


def words_of(text: str) -> list[str]:
    r"""Words of a comment in lower case, composed (NFC), masked stretches left out.

    Pattern ``\b\w+\b``: words of one letter count. English short forms are written out ("don't": do not) and so are
    common Vietnamese ones of negation ("ko": không).

    Examples
    --------
    >>> words_of("Không ngon, gọi 0912345678!")
    ['không', 'ngon', 'gọi']
    """
    return [word for clause in clauses_of(text) for word in clause]


def clauses_of(text: str) -> list[list[str]]:
    """The words of :func:`words_of` by clause; pairs of words do not reach over a comma."""
    text, last, parts = cleaned(text), 0, []
    for start, end, _ in hidden_spans(text):
        parts += [text[last:start], "\n"]
        last = end
    text = "".join([*parts, text[last:]]).lower()
    for pattern, plain in _SHORT_FORMS:
        text = pattern.sub(plain, text)
    clauses = ([_SPELLED_OUT.get(word, word) for word in _WORD.findall(part)] for part in _CLAUSE.split(text))
    return [clause for clause in clauses if clause]


def is_unmarked_vietnamese(words: Sequence[str]) -> bool:
    """Whether words look like Vietnamese typed without diacritics, by the form of its syllables.

    Examples
    --------
    >>> is_unmarked_vietnamese("nhan vien de thuong".split()), is_unmarked_vietnamese("they got my order wrong".split())
    (True, False)
    """
    letters = [word for word in words if word.isalpha() and word not in _SPELLED_OUT.values()]
    if len(letters) < 2 or any(word != folded(word) for word in letters):
        return False
    return sum(bool(_SYLLABLE.fullmatch(word)) for word in letters) >= _SYLLABLES_OF_VIETNAMESE * len(letters)


def with_marks(comments: Sequence[list[list[str]]]) -> list[list[list[str]]]:
    """Clauses in which Vietnamese typed without diacritics has those that the other comments give it.

    The spelling that is most frequent beside the same neighbours, else most frequent at all; a word that nobody wrote
    with diacritics stays as it is.

    Examples
    --------
    >>> with_marks([[["đợi", "lâu"]], [["cà", "phê", "đợi", "lâu"]], [["doi", "lau"]]])[2]
    [['đợi', 'lâu']]
    """
    bare = [is_unmarked_vietnamese([word for clause in clauses for word in clause]) for clauses in comments]
    if not any(bare):
        return list(comments)
    alone: dict[str, Counter] = {}
    pairs: dict[tuple[str, str], Counter] = {}
    for clauses, without in zip(comments, bare, strict=True):
        for clause in [] if without else clauses:
            plain = [folded(word) for word in clause]
            for place, word in enumerate(clause):
                alone.setdefault(plain[place], Counter())[word] += 1
                if place:
                    pairs.setdefault((plain[place - 1], plain[place]), Counter())[clause[place - 1], word] += 1
    return [[_marked(clause, alone, pairs) for clause in clauses] if without else clauses
            for clauses, without in zip(comments, bare, strict=True)]


def terms_of(texts: Sequence[str], *, at_least: int) -> Terms:
    """Words and pairs of neighbouring words that stand in at least so many comments.

    Stop words and numbers are no terms. A word that stands in one pair nearly always ("bè" of "bạn bè") is told by
    the pair; other pairs hold no stop word.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    listed = [_listed(clauses) for clauses in with_marks([clauses_of(text) for text in texts])]
    if not any(listed):
        return Terms((), np.zeros((len(listed), 0)))
    counter = CountVectorizer(analyzer=lambda terms: terms, binary=True, dtype=np.float64)
    holds = counter.fit_transform(listed).tocsc()
    names = counter.get_feature_names_out()
    frequent = np.flatnonzero(np.asarray(holds.sum(axis=0)).ravel() >= max(at_least, 1))
    whole = Terms(tuple(str(name) for name in names[frequent]), holds[:, frequent])
    return whole.kept(_told_apart(whole))


def _marked(clause: list[str], alone: dict[str, Counter], pairs: dict[tuple[str, str], Counter]) -> list[str]:
    plain, out = [folded(word) for word in clause], []
    for place, word in enumerate(plain):
        votes: Counter = Counter()
        for start, mine in ((place - 1, 1), (place, 0)):
            for pair, count in pairs.get(tuple(plain[start:start + 2]), {}).items() if start >= 0 else ():
                votes[pair[mine]] += count
        votes = votes or alone.get(word, Counter({clause[place]: 1}))
        out.append(max(votes, key=lambda spelling: (votes[spelling], spelling)))
    return out


def _listed(clauses: list[list[str]]) -> list[str]:
    """Terms of a comment; pairs with one Vietnamese stop word too, as many words are written as such a pair ("bạn bè")."""
    bare = is_unmarked_vietnamese([word for clause in clauses for word in clause])
    stops = STOP_WORDS | _FOLDED_STOPS if bare else STOP_WORDS
    out = []
    for clause in clauses:
        told = [word not in stops and not word.isdigit() for word in clause]
        out += [word for word, keep in zip(clause, told, strict=True) if keep and len(word) > 1]
        for (one, first), (two, second) in zip(zip(clause, told), zip(clause[1:], told[1:]), strict=False):
            if (first or one in _VIETNAMESE) and (second or two in _VIETNAMESE) and (first or second):
                out.append(f"{one} {two}")
    return out


def _told_apart(terms: Terms) -> list[int]:
    """Places of the terms without words that stand in one pair nearly always, and without pairs that a stop word makes."""
    counts = dict(zip(terms.names, np.asarray(terms.holds.sum(axis=0)).ravel(), strict=True))
    partner: dict[str, str] = {}
    for pair in (name for name in terms.names if " " in name):
        for word in pair.split(" "):
            if counts[pair] >= _ONE_WORD * counts.get(word, np.inf) and counts[pair] > counts.get(partner.get(word, ""), 0):
                partner[word] = pair
    made = set(partner.values())
    return [place for place, name in enumerate(terms.names)
            if (name in made or not STOP_WORDS & set(name.split(" ")) if " " in name else name not in partner)]
