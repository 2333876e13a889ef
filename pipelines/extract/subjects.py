"""Splits what a number measures into whose it is and what it is, and finds whom a pronoun means."""

from __future__ import annotations

from pipelines.extract.clauses import Range
from pipelines.extract.discourse import Discourse, Wording
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.tagging import Tagged
from schemas.codes.metrics import METRIC_HEADS


def _load() -> dict[str, frozenset[str]]:
    return {
        word: frozenset(names)
        for word, names in ((row["word"], row["class"].split()) for row in read_lexicon(__file__))
    }


_CLASSES = _load()
_NO_CLASS: frozenset[str] = frozenset()
_PERSONAL = frozenset({"he", "she", "his", "her", "him"})


def noun_classes(word: str) -> frozenset[str]:
    """What a noun is, by `subjects.lexicon.csv`: an amount, an agent, a thing that money makes, a thing with a size."""
    return _CLASSES.get(word) or _CLASSES.get(word.removesuffix("s"), _NO_CLASS)


def wording(tagged: Tagged, part: Range, offset: int) -> Wording:
    """The words of a range, without a leading article, with their place in the raw text (`offset` + sentence place)."""
    first, last = part
    while first < last - 1 and tagged.tags[first] == "T" and tagged.lower[first] in ("the", "a", "an"):
        first += 1
    start, end = tagged.starts[first], tagged.ends[last - 1]
    return Wording(tagged.text[start:end], offset + start, offset + end)


def whose(tagged: Tagged, phrase: Range | None, discourse: Discourse, offset: int) -> Wording | None:
    """Who a subject phrase names: a pronoun or `the company` gives way to the last one named."""
    if phrase is None:
        return discourse.entity
    first, last = phrase
    if last == first + 1 and tagged.tags[first] in "UHT":
        return discourse.person if tagged.lower[first] in _PERSONAL else discourse.entity
    if (
        tagged.tags[first] == "T"
        and last == first + 2
        and "agent" in noun_classes(tagged.lower[last - 1])
        and discourse.entity
    ):
        return discourse.entity
    return wording(tagged, phrase, offset)


def is_entity(tagged: Tagged, phrase: Range) -> bool:
    """Whether a phrase names someone or somewhere rather than a quantity: a name, a pronoun, `the company`."""
    first, last = phrase
    if last == first + 1 and tagged.tags[first] == "U":
        return True
    head = _head(tagged, phrase)
    if tagged.lower[head] in METRIC_HEADS:
        return False
    return tagged.tags[head] == "E" or "agent" in noun_classes(tagged.lower[head])


def _head(tagged: Tagged, phrase: Range) -> int:
    """The head noun: the last word before the first preposition."""
    first, last = phrase
    for place in range(first + 1, last):
        if tagged.tags[place] in "OPI":
            return place - 1
    return last - 1


def split_measure(
    tagged: Tagged, phrase: Range, discourse: Discourse, offset: int
) -> tuple[Wording | None, Wording | None]:
    """Part a phrase that measures something into whose and what: `Hefei's economic output` -> (Hefei, economic output).

    By possessive, by `of`, `in`, `for` behind the head noun, by a name before a metric noun, in this order. What names
    no owner belongs to the entity the article last named.
    """
    first, last = phrase
    head = _head(tagged, phrase)
    possessive = tagged.tags.rfind("S", first, head)
    if possessive > first:
        owner = first, possessive
        if tagged.tags[first] == "G":
            return _owner_of(tagged, first, discourse), wording(tagged, (first + 1, last), offset)
        return wording(tagged, owner, offset), wording(tagged, (possessive + 1, last), offset)
    if tagged.tags[first] == "G" and last > first + 1:
        return _owner_of(tagged, first, discourse), wording(tagged, (first + 1, last), offset)
    if head + 1 < last:
        return _by_preposition(tagged, phrase, head, discourse, offset)
    names = first
    while names < last and tagged.tags[names] in "TE":
        names += 1
    if first < names < last and tagged.tags[names - 1] == "E" and tagged.lower[head] in METRIC_HEADS:
        return wording(tagged, (first, names), offset), wording(tagged, (names, last), offset)
    return discourse.entity, wording(tagged, phrase, offset)


def _owner_of(tagged: Tagged, word: int, discourse: Discourse) -> Wording | None:
    return discourse.person if tagged.lower[word] in _PERSONAL else discourse.entity


def _by_preposition(
    tagged: Tagged, phrase: Range, head: int, discourse: Discourse, offset: int
) -> tuple[Wording | None, Wording | None]:
    """`the number of data centers in the US`: an amount keeps its `of`; the next phrase, or a name, is the owner."""
    first, last = phrase
    cuts = [place for place in range(head + 1, last) if tagged.tags[place] in "OPI"]
    keeps = (
        "amount" in noun_classes(tagged.lower[head])
        and tagged.tags[cuts[0]] == "O"
        and tagged.tags[cuts[0] + 1 : cuts[0] + 3].strip("T")[:1] != "E"
    )
    split = cuts[1] if keeps and len(cuts) > 1 else last if keeps else cuts[0]
    if split < last and (
        tagged.tags[split] == "O" or tagged.lower[split] in ("in", "for", "at", "by", "from", "to", "between")
    ):
        return wording(tagged, (split + 1, last), offset), wording(tagged, (first, split), offset)
    if keeps:
        return discourse.entity or wording(tagged, (cuts[0] + 1, last), offset), wording(tagged, phrase, offset)
    return discourse.entity, wording(tagged, phrase, offset)
