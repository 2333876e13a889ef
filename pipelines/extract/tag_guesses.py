"""Guesses the part of speech of a word by itself: from the lists, its form, its ending, its capital.

The letters are those of `tagging.py`; a guess in lower case is open until its neighbours settle it
(`parts_of_speech.py`).
"""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.ratios import MULTIPLES
from pipelines.extract.verbs import VERB_FORMS
from pipelines.extract.words import WORD_TAGS
from schemas.codes.entities import NAME_WORDS

_PUNCTUATION = {
    ",": ",", ";": ";", ":": ";", "--": ";", "–": ";", "—": ";", "(": "(", "[": "(", ")": ")", "]": ")",
    ".": ".", "!": ".", "?": ".", '"': '"', "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": ";",
    "'s": "S", "’s": "S", "'S": "S", "’S": "S", "'": "S", "’": "S", "&": "E", "%": "N",
}  # fmt: skip
_ROWS = read_lexicon(__file__)
_SUFFIXES = sorted(
    ((row["ending"], row["tag"]) for row in _ROWS if row["tag"] != "adverb"), key=lambda pair: -len(pair[0])
)
_ADVERBIAL = tuple(row["ending"] for row in _ROWS if row["tag"] == "adverb")
"""How an adverb ends that no name ends like: Newly, Recently, Officially."""
_SURNAMES = frozenset({"he", "you"})
"""Pronouns that are names where they stand with a capital in the midst of a sentence: Vice Premier He Lifeng."""


@lru_cache(maxsize=65536)
def guess_tag(word: str, first: bool) -> str:
    """The tag a word has before its neighbours are asked; lower case where they must decide.

    n: noun or verb, listed as a noun (plan, rise). v: verb or noun (reach, plans). w: past or participle. x: -ing.
    y: -ing, listed as a noun (spending, planning). e: unknown, capital at the head of the sentence.
    """
    low = word.lower()
    listed = WORD_TAGS.get(low) or _PUNCTUATION.get(word)
    capital = word[:1].isupper()
    if capital and len(word) > 1 and word.isupper():
        return "E"
    if capital and not first and low in _SURNAMES:
        return "E"
    if capital and not first and listed not in ("T", "G", "P", "O", "I", "U", "B", "H", "C", "A", "M", "K"):
        return "E"
    form = VERB_FORMS.get(low)
    if form is not None and (listed is None or listed in "NJ"):
        return _guess_verb(form[1], listed)
    if listed is not None:
        return listed
    if not word[:1].isalnum():
        return ";"
    return _guess_capital(word, first) if capital else _guess_suffix(low)


def _guess_capital(word: str, first: bool) -> str:
    """A capital word that no list has: a name, or at the head of a sentence an adverb or what must be seen yet."""
    if not first or any(letter.isupper() for letter in word[1:]):
        return "E"
    return "R" if word.endswith(_ADVERBIAL) and word.lower() not in NAME_WORDS else "e"


def _guess_verb(form: str, listed: str | None) -> str:
    if form == "past":
        return "V" if listed is None else "n"
    if form == "participle":
        return "W" if listed is None else "w"
    if form == "past_participle":
        return "w"
    if form == "ing":
        return "x" if listed is None else "y"
    return "v" if listed is None else "n"


def _guess_suffix(low: str) -> str:
    if low[0].isdigit():
        return "J" if "-" in low else "e" if low.isdigit() else "N"
    if "-" in low and low.endswith("ing"):
        return "y"  # state-holding firms, cost-cutting
    for suffix, tag in _SUFFIXES:
        if low.endswith(suffix) and len(low) > len(suffix) + 2:
            return tag.lower() if tag in "XW" else tag
    return "N"


def is_verbal(words: str) -> bool:
    """Whether a number's own words, in lower case, hold its verb: `exceeded 5,000`, `more than tripled`."""
    parts = words.split()
    opens = parts[0] in VERB_FORMS and WORD_TAGS.get(parts[0]) is None
    return opens or (parts[-1] in MULTIPLES and parts[-1] in VERB_FORMS)
