"""Articles that say what another says: syndicated copies, reprints with a new head, the same story cut short.

An article's words are summed up in a sketch (MinHash); sketches of all articles are compared at once, so that the
answer depends on the articles alone and not on the order in which they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy
from rensa import RMinHash

from schemas.values import value_class

SHINGLE_WORDS = 5
"""Words a shingle: what near-duplicate studies of news use (Henzinger 2006 took 8, CCNet paragraphs, Lee 2022 5)."""

SIMILARITY = 0.5
"""Estimated Jaccard similarity from which two articles are one story. On 10 000 Reuters articles all copies with an
advertisement, a doubled lead, a fifth cut off or 3 % of words changed lay above it."""

PERMUTATIONS, BANDS, SEED = 128, 32, 42
"""128 permutations estimate within 0.02; 32 bands of 4 rows find a pair of similarity 0.5 with a chance of 87 %, of 0.7
with 99.98 %. The seed makes any machine answer alike."""

MIN_WORDS = 30
"""Shorter texts are not compared: briefs share their wording without being one story."""

NEIGHBOURS = 8
"""An article is held against so many of the earliest that share a band with it: a thousand articles from one template
cost a thousand times eight comparisons and not a million."""

_PAIRS_AT_A_TIME = 16_384
_PAIRS_KEPT = 4_000_000
"""Pairs above which those that several bands have found are told once: 32 MB. Articles from one template are alike in
most bands."""
_LOOKED_UP = 65_536
"""Sketches looked up at a time: 8 MB of their numbers."""
_WORD = re.compile(r"\w+")
_ROWS = PERMUTATIONS // BANDS
_MIX = numpy.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=numpy.uint64)


@value_class
class Copy:
    """An article, by its place in the order, the earlier one that it repeats, and how alike their words are, 0 to 1."""

    place: int
    original: int
    similarity: float


def sketch_of(text: str) -> numpy.ndarray | None:
    """The sketch of a text's words: `PERMUTATIONS` numbers of 32 bits; null for a text too short to compare."""
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return None
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted({" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}))
    return numpy.array(sketch.digest(), dtype=numpy.uint32)


def find_copies(sketches: numpy.ndarray, order: numpy.ndarray) -> list[Copy]:
    """Tell which articles repeat an earlier one: the first in the order that is as alike and no copy itself.

    Args:
        sketches: A row an article, `PERMUTATIONS` columns.
        order: The rows' numbers in the order of publication; places are places in it.
    """
    pairs = _pairs(sketches, order)
    copies: dict[int, Copy] = {}
    for place, original, similarity in _alike(sketches, order, pairs):
        if place not in copies and original not in copies:
            copies[place] = Copy(place, original, round(similarity, 2))
    return list(copies.values())


def told_together(sketches: numpy.ndarray, seeds: numpy.ndarray, most: int) -> numpy.ndarray | None:
    """Which articles may be told otherwise when some come, go or change: who shares a band with these, and so on.

    What `find_copies` says of an article hangs on those that it shares a band with, on what is said of them, and on
    nothing else. So it may be asked of these articles alone, and what was said of all others holds.

    Args:
        sketches: A row an article, `PERMUTATIONS` columns.
        seeds: The sketches that came, went or changed.
        most: How many are looked for.

    Returns:
        A truth value for each row of `sketches`; null where more than `most` may be told otherwise.
    """
    found = numpy.zeros(len(sketches), dtype=bool)
    while len(seeds):
        if max(len(seeds), int(found.sum())) > most:
            return None
        near = _perhaps_sharing(sketches, seeds)
        near = near[~found[near]]
        reached = numpy.zeros(len(near), dtype=bool)
        for band in range(BANDS):
            reached |= numpy.isin(_keys(sketches, band, near), _keys(seeds, band))
        found[near[reached]] = True
        seeds = sketches[near[reached]]
    return found


def _perhaps_sharing(sketches: numpy.ndarray, seeds: numpy.ndarray) -> numpy.ndarray:
    """The rows of all that share a band with a seed, and of some more: looked up by half of a band's first number."""
    is_seen = numpy.zeros(1 << 16, dtype=bool)
    is_seen[seeds[:, ::_ROWS] & 0xFFFF] = True
    found = [
        start + numpy.flatnonzero(is_seen[sketches[start : start + _LOOKED_UP, ::_ROWS] & 0xFFFF].any(axis=1))
        for start in range(0, len(sketches), _LOOKED_UP)
    ]
    return numpy.concatenate(found or [numpy.empty(0, dtype=numpy.int64)])


def _pairs(sketches: numpy.ndarray, order: numpy.ndarray) -> numpy.ndarray:
    """Each pair of articles that share a band, once and in order: the later's place times their number, the earlier's.

    One number a pair, because there may be tens of millions.
    """
    count, found = max(len(order), 1), numpy.empty(0, dtype=numpy.int64)
    for band in range(BANDS):
        later, earlier = _sharing(_keys(sketches, band)[order])
        found = numpy.concatenate((found, later * count + earlier))
        if len(found) > _PAIRS_KEPT or band == BANDS - 1:
            found.sort()  # numpy.unique hashes, which takes ten times as long
            found = found[numpy.append(True, found[1:] != found[:-1])[: len(found)]]
    return found


def _alike(sketches: numpy.ndarray, order: numpy.ndarray, pairs: numpy.ndarray) -> Iterator[tuple[int, int, float]]:
    """The pairs of `_pairs` that are one story, with how alike they are; some pairs at a time, to bound memory."""
    for start in range(0, len(pairs), _PAIRS_AT_A_TIME):
        later, earlier = numpy.divmod(pairs[start : start + _PAIRS_AT_A_TIME], max(len(order), 1))
        similarity = (sketches[order[later]] == sketches[order[earlier]]).mean(axis=1)
        for number in numpy.flatnonzero(similarity >= SIMILARITY).tolist():
            yield int(later[number]), int(earlier[number]), float(similarity[number])


def _keys(sketches: numpy.ndarray, band: int, only: numpy.ndarray | None = None) -> numpy.ndarray:
    """A number for what each article, or some of them, has in a band: two share the band where they have the same."""
    rows = sketches[slice(None) if only is None else only, band * _ROWS : (band + 1) * _ROWS]
    keys: numpy.ndarray = (rows.astype(numpy.uint64) * _MIX).sum(axis=1, dtype=numpy.uint64)
    return keys


def _sharing(keys: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Pairs of articles that share a band: the place of each, and those of the earliest that it shares it with."""
    order = numpy.argsort(keys, kind="stable")
    is_first = numpy.concatenate(([True], keys[order][1:] != keys[order][:-1]))[: len(order)]
    places = numpy.arange(len(order))
    first = numpy.maximum.accumulate(numpy.where(is_first, places, 0))
    later, earlier = [], []
    for number in range(NEIGHBOURS):
        found = places[places - first > number]
        later.append(order[found])
        earlier.append(order[first[found] + number])
    return numpy.concatenate(later), numpy.concatenate(earlier)
