"""When two phrases name one thing: whose it is, and which words say what it is, in any order.

A thing has a scope and a name. The scope is the known entity that the subject is, or lies in ("solar power in China");
failing that, a subject with a proper name goes by it, and a common one ("the company", "operators") means
whatever its own article means: it matches nothing elsewhere. The name is the set of words of subject and metric that
tell quantities apart, in the singular, each statistic's abbreviations and synonyms made one.

Deliberately narrow. What is left out ("total", "number of", "installed") never tells two quantities apart; what might
("online", "retail", "net", "added") stays. A missed match leaves two rows, a wrong one a false contradiction.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.lexicons import read_lexicon
from schemas.codes.entities import entity_of

KEPT = 1 << 16
"""Phrases remembered: those of some thousand articles, a few megabytes."""

_ROWS = read_lexicon(__file__)


def _words_of(role: str) -> frozenset[str]:
    return frozenset(row["words"] for row in _ROWS if row["role"] == role)


_SYNONYMS = {row["words"]: row["means"] for row in _ROWS if row["role"] == "synonym"}
_ABBREVIATIONS = {row["words"]: row["means"] for row in _ROWS if row["role"] == "abbreviation"}
_LEFT_OUT = _words_of("left_out")
_INTENT = _words_of("intent")
_GROWTH = _words_of("growth")
_INDEFINITE = _words_of("indefinite")
_LEADING = sorted((words + " " for words in _words_of("leading")), key=len, reverse=True)
_WORD = re.compile(r"[\w&+.'-]*\w")
_SPACES = re.compile(r"[\s\-–_]+")
_PLURALS = [(row["words"], row["means"]) for row in _ROWS if row["role"] == "plural_ending"]
_KEPT_ENDINGS = tuple(_words_of("kept_ending"))
_WHEREABOUTS = [f" {row['words']} " for row in _ROWS if row["role"] == "whereabouts"]
"""What stands between a thing and the place or body it belongs to."""


@lru_cache(maxsize=KEPT)
def folded(phrase: str | None) -> str:
    """A phrase for comparison: lower case, single spaces, straight apostrophes, no article, no possessive."""
    text = _SPACES.sub(" ", (phrase or "").replace("’", "'").casefold()).strip(" .,;:\"'")
    text = text.removesuffix("'s").removesuffix("'")
    before = None
    while text != before:
        before = text
        for lead in _LEADING:
            text = text.removeprefix(lead)
    return text


@lru_cache(maxsize=KEPT)
def name_words(phrase: str | None) -> frozenset[str]:
    """The words of a phrase that tell what it names: abbreviations written out, in the singular, fillers left out."""
    text = folded(phrase)
    text = _SYNONYMS.get(text, text)
    words = [part for word in _WORD.findall(text) for part in _ABBREVIATIONS.get(word, word).split()]
    return frozenset(_singular(word) for word in words if word not in _LEFT_OUT)


@lru_cache(maxsize=KEPT)
def scope_of(subject: str | None, subject_code: str | None, is_sentence_start: bool) -> tuple[str | None, str]:
    """Whose thing a claim is about, and what of the subject is part of the thing's name.

    Args:
        subject: The subject's words.
        subject_code: The entity that the whole subject is, where it is known.
        is_sentence_start: Whether the subject opens its sentence, so that its first capital says nothing.

    Returns:
        The code of an entity, or the name of a subject that has one, or None where only its own article knows who is
        meant; and the words that go into the thing's name.
    """
    words = " ".join((subject or "").replace("’", "'").split())
    if subject_code is not None:
        return subject_code, ""
    if not words:
        return None, ""
    whole = entity_of(words)
    if whole is not None:
        return whole.entity_code, ""
    if words.split()[0].casefold() in _INDEFINITE:
        return None, words
    inside = _inside_an_entity(words)
    if inside is not None:
        return inside
    capitals = [word[:1].isupper() for word in words.split()]
    return (folded(words), "") if any(capitals[1 if is_sentence_start else 0 :]) else (None, words)


def _inside_an_entity(words: str) -> tuple[str, str] | None:
    """The entity that a common noun is said to belong to, and the noun: "solar power in China", "Hefei's industry"."""
    for between in _WHEREABOUTS:
        thing, found, place = words.rpartition(between)
        entity = entity_of(place) if found else None
        if entity is not None and thing.removeprefix("the ").removeprefix("The ").islower():
            return entity.entity_code, thing
    owner, found, thing = words.partition("'s ")
    entity = entity_of(owner) if found else None
    return (entity.entity_code, thing) if entity is not None else None


@lru_cache(maxsize=KEPT)
def thing_name(subject_words: str, metric: str | None, unit: str | None, kind: str) -> str:
    """The one name of a quantity: its words in alphabetical order; of a count also those of what is counted."""
    words = name_words(subject_words) | name_words(metric)
    if kind == "count":
        words |= name_words(unit)
    if "capacity" in words:
        words -= {"power"}
    return " ".join(sorted(words))


@lru_cache(maxsize=KEPT)
def is_bare(metric: str | None) -> bool:
    """Whether a metric says no more than that there is an amount, or a goal: "amount spent", "target", or nothing."""
    return folded(_as_amount(metric)).startswith("amount ") or is_goal(metric)


@lru_cache(maxsize=KEPT)
def is_goal(metric: str | None) -> bool:
    """Whether a metric says no more than that it is a goal: "target", "amount asked", "share wanted", or nothing."""
    return not (name_words(_as_amount(metric)) - _INTENT)


def _as_amount(metric: str | None) -> str | None:
    """A share or a time of which only the deed is told, as an amount: "share wanted"; not "share of output"."""
    first, _, rest = (metric or "").partition(" ")
    is_deed = first in ("share", "time") and bool(rest) and rest.split()[0] not in _OF_WHAT
    return f"amount {rest}" if is_deed else metric


_OF_WHAT = _words_of("of_what")
"""What tells of a share or a time more than that there is one."""


@lru_cache(maxsize=KEPT)
def without_intent(name: str) -> str:
    """A name without the words that say it is meant to be: "charging points wanted" are charging points."""
    return " ".join(word for word in name.split() if word not in _INTENT)


@lru_cache(maxsize=KEPT)
def without_growth(name: str) -> str:
    """A name without the words that say it changed: "real growth of gross domestic product" is of that product."""
    return " ".join(word for word in name.split() if word not in _GROWTH)


@lru_cache(maxsize=KEPT)
def topic_name(name: str) -> str:
    """What a goal, its outcomes and their changes share: a name without the words of either."""
    return without_growth(without_intent(name))


def _singular(word: str) -> str:
    """A word in the singular, by the regular endings alone: both sides are folded alike."""
    if word.endswith(_KEPT_ENDINGS) or len(word) < 4:
        return word
    for plural, single in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    return word.removesuffix("s")
