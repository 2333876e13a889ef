"""Gives each of several its own number: `South Korea and Japan took 23.7 percent and 8.8 percent, respectively`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipelines.extract.tag_guesses import guess_tag
from pipelines.extract.tagging import Tagged
from schemas.codes.metrics import METRIC_HEADS
from schemas.spans import Claim, Context

_BETWEEN = re.compile(r"N?(?:\([RP]*Q\))?(?:,C?|C)")
"""What may stand between two numbers of such a list: a comma, `and`, the same amount in another currency."""
_LIST = re.compile("QN?,?C[RP]?Q")
_DATES = re.compile("Y(?:,?C?Y)+|Y")
_PARTS = re.compile(r",? and |, ")
_LEADING = ("to", "from", "into", "of", "with", "in")
RULE = "about: respectively, each its own"


def distributed(tagged: Tagged, words: Mapping[int, int], claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims of a sentence, each of a list before `respectively` with the one that it is told of.

    Args:
        tagged: The sentence.
        words: The word of each number, by its index among the claims.
        claims: One claim a number, all of a list with the same subject and metric.

    Returns:
        The same claims. Those of a list have one part of the subject each where it has as many (`South Korea and
        Japan`), else one part of the metric (`output of cells and turbines`); a list that fits neither is left alone.
    """
    is_told = "respectively" in tagged.lower
    if len(claims) < 2 or not is_told and _LIST.search(tagged.tags) is None:
        return claims
    found = list(claims)
    for run in _runs(tagged, words, claims):
        alone = _shares_out_alone(claims[run[0]]) and not _has_as_many_dates(tagged, len(run))
        if not is_told and not alone:
            continue
        contexts = _shared_out(claims[run[0]].context, len(run)) or _told_behind(tagged, words[run[-1]], claims, run)
        for index, context in zip(run, contexts, strict=False):
            found[index] = _with(found[index], context)
            partner = index + 1
            if partner < len(found) and found[partner].paired_start == found[index].quantity.start:
                found[partner] = _with(found[partner], context)
    return tuple(found)


def _with(claim: Claim, told: Context) -> Claim:
    """The claim about what another context is about."""
    context = replace(
        claim.context,
        subject=told.subject,
        subject_span=told.subject_span,
        metric=told.metric,
        metric_span=told.metric_span,
        rules=(*claim.context.rules, RULE),
    )
    return replace(claim, context=context, rules=(*claim.rules, RULE))


def _runs(tagged: Tagged, words: Mapping[int, int], claims: tuple[Claim, ...]) -> list[list[int]]:
    """The lists of two and more numbers of a kind with nothing but commas and `and` between them."""
    runs: list[list[int]] = []
    last = -1
    for index, claim in enumerate(claims):
        word = words.get(index)
        if word is None or (claim.paired_start is not None and claim.paired_start < claim.quantity.start):
            continue
        follows = last >= 0 and _BETWEEN.fullmatch(tagged.tags[last + 1 : word]) is not None
        if follows and runs and claims[runs[-1][0]].quantity.kind == claim.quantity.kind:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = word
    return [run for run in runs if len(run) > 1]


def _shared_out(told: Context, count: int) -> list[Context]:
    """The context with one part of its subject, or of its metric, for each of so many; empty where neither has them."""
    subjects = _parts(told.subject, told.subject_span)
    if len(subjects) == count:
        return [replace(told, subject=text, subject_span=span) for text, span in subjects]
    for led in _LEADING:  # output of cells and turbines, exports to Spain and Peru
        head, of, several = (told.metric or "").rpartition(f" {led} ")
        parts = [text for text, _ in _parts(several, None)]
        if head and len(parts) == count:
            return [replace(told, metric=f"{head}{of}{part}", metric_span=None) for part in parts]
    head, of, several = (told.metric or "").rpartition(" of ")
    parts = [text for text, _ in _parts(head or told.metric, None)]
    if len(parts) == count:
        rest = f"{of}{several}" if head else ""
        return [replace(told, metric=f"{part}{rest}", metric_span=None) for part in parts]
    return []


def _told_behind(tagged: Tagged, word: int, claims: tuple[Claim, ...], run: list[int]) -> list[Context]:
    """`duties of 17% and 20% on Acme and Bravo respectively`: each of those whom a preposition names behind the list.

    They are the subjects where the last number has the first of them for one, else they end the metric.
    """
    end = tagged.lower.index("respectively") if "respectively" in tagged.lower[word:] else 0
    if end <= word + 2 or tagged.tags[word + 1] not in "PI" or not set(tagged.tags[word + 2 : end]) <= _NAMING:
        return []
    several = [text for text, _ in _parts(tagged.slice(word + 2, end).rstrip(", "), None)]
    if len(several) != len(run):
        return []
    first, last = claims[run[0]].context, claims[run[-1]].context
    if last.subject == several[0]:
        return [replace(last, subject=text, subject_span=None) for text in several]
    way = tagged.lower[word + 1]
    deed = (last.metric or first.metric or "").partition(f" {way} ")[0]
    return [replace(first, metric=f"{deed} {way} {text}", metric_span=None) for text in several] if deed else []


_NAMING = frozenset("TGJNESO,C")
"""What the phrases of such a list are of."""


def _shares_out_alone(claim: Claim) -> bool:
    """`production and sales totaled 1.7 million and 1.6 million`: as many measures as numbers, without the word."""
    measures = [_measures(text) for text, _ in _parts(claim.context.metric, None)]
    return len(measures) > 1 and all(measures)


def _has_as_many_dates(tagged: Tagged, count: int) -> bool:
    """`rose 5 percent and 7 percent in May and June`: as many dates as numbers may be what tells them apart."""
    for dates in _DATES.finditer(tagged.tags):
        words = " ".join(tagged.lower[dates.start() : dates.end()])
        is_span = tagged.lower[max(0, dates.start() - 1) : dates.start()] == ("between",)
        if not is_span and " and " in words and words.count(" , ") + words.count(" and ") + 1 == count:
            return True
    return False


def _measures(phrase: str) -> bool:
    """Whether the last word of a phrase is a noun that measures, at the head of a sentence too: Production."""
    return phrase.rpartition(" ")[2].lower() in METRIC_HEADS


def _parts(text: str | None, span: tuple[int, int] | None) -> list[tuple[str, tuple[int, int] | None]]:
    """`South Korea and Japan` as two phrases, each with its place where the whole has one."""
    found: list[tuple[str, tuple[int, int] | None]] = []
    place = 0
    for part in _PARTS.split(text or ""):
        part = part.removesuffix("'s").removesuffix("’s")
        first = (text or "").index(part, place)
        place = first + len(part)
        found.append((part, (span[0] + first, span[0] + place) if span else None))
    head = found[-1][0].rpartition(" ")[2]
    leads = found[0][0].rpartition(" ")[0] if _measures(found[0][0]) else ""
    return [
        (f"{part} {head}", None)
        if _lacks_noun(part, head)
        else (f"{leads} {part}", None)
        if leads and " " not in part and _measures(part)
        else (part, place)
        for part, place in found
    ]


def _lacks_noun(part: str, head: str) -> bool:
    """Whether a part leaves its noun to the last one: `secondary and tertiary industries`, `car and truck sales`."""
    if part[:1].isupper() and head[:1].isupper():
        return False  # to Hungary and Spain
    last = part.rpartition(" ")[2].lower()
    measures = _measures(head) and not _measures(part) and not last.endswith("s")
    return part != head and (measures or guess_tag(last, False) == "J")
