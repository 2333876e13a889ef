"""Articles that say what another says: syndicated copies, reprints with a new head, the same story cut short.

An article's words are summed up in a sketch (MinHash); sketches of all articles are compared at once, so that the
answer depends on the articles alone and not on the order in which they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

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
_LOOKED_UP = (1 << 20) - 1
"""The bits of a key that are looked up first: a table of 1 MB stays in the cache of a processor."""
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
    return _chosen(_alike(sketches, order, _pairs(sketches, order)), frozenset())


def find_changed_copies(
    sketches: numpy.ndarray, order: numpy.ndarray, seeds: numpy.ndarray, was_copy: numpy.ndarray, most: int
) -> tuple[numpy.ndarray, list[Copy]] | None:
    """Tell of which articles it is to be asked again whether they are copies when some came, went or changed.

    What `find_copies` says of an article hangs on those that it shares a band with, and on which of these are copies.
    So it is asked again of those that share a band with what changed, and, where one of them was a copy and is none
    or the other way round, of those that share a band with that one; what was said of all others holds.

    Args:
        sketches: A row an article, `PERMUTATIONS` columns.
        order: The rows' numbers in the order of publication; places are places in it.
        seeds: The sketches that came, went or changed.
        was_copy: A truth value for each place: whether the article there was told to be a copy.
        most: How many articles may be asked about.

    Returns:
        A truth value for each place, and which of the articles asked about are copies; null where there are too many.
    """
    asked = _sharing_with(sketches, seeds)[order]
    while asked.sum() <= most:
        others = frozenset(numpy.flatnonzero(was_copy & ~asked).tolist())
        copies = _chosen(_alike(sketches, order, _pairs(sketches, order, asked)), others)
        is_copy = numpy.zeros(len(order), dtype=bool)
        is_copy[[copy.place for copy in copies]] = True
        reached = _sharing_with(sketches, sketches[order[asked & (is_copy != was_copy)]])[order] & ~asked
        if not reached.any():
            return asked, copies
        asked |= reached
    return None


def _chosen(pairs: Iterable[tuple[int, int, float]], others: Set[int]) -> list[Copy]:
    """Of the pairs that are one story, in order, the first of each later article whose earlier one is no copy."""
    copies: dict[int, Copy] = {}
    for place, original, similarity in pairs:
        if place not in copies and original not in copies and original not in others:
            copies[place] = Copy(place, original, round(similarity, 2))
    return list(copies.values())


def _sharing_with(sketches: numpy.ndarray, seeds: numpy.ndarray) -> numpy.ndarray:
    """Which rows share a band with a seed, a truth value each."""
    found = numpy.zeros(len(sketches), dtype=bool)
    for band in range(BANDS if len(seeds) else 0):
        found[_found_in(_keys(sketches, band), _keys(seeds, band))] = True
    return found


def _found_in(keys: numpy.ndarray, wanted: numpy.ndarray) -> numpy.ndarray:
    """The places of the keys that are wanted ones. Most are none, which a few of their bits tell."""
    is_seen = numpy.zeros(_LOOKED_UP + 1, dtype=bool)
    is_seen[wanted & numpy.uint64(_LOOKED_UP)] = True
    near = numpy.flatnonzero(is_seen[keys & numpy.uint64(_LOOKED_UP)])
    return near[numpy.isin(keys[near], wanted)]


def _pairs(sketches: numpy.ndarray, order: numpy.ndarray, asked: numpy.ndarray | None = None) -> numpy.ndarray:
    """Each pair of articles that share a band, once and in order: the later's place times their number, the earlier's.

    One number a pair, because there may be tens of millions. `asked` tells of which places the later may be.
    """
    count, found = max(len(order), 1), numpy.empty(0, dtype=numpy.int64)
    for band in range(BANDS):
        keys = _keys(sketches, band)[order]
        if asked is None:
            later, earlier = _sharing(keys)
        else:
            places = _found_in(keys, keys[asked])
            later, earlier = (places[side] for side in _sharing(keys[places]))
            later, earlier = later[asked[later]], earlier[asked[later]]
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


def _keys(sketches: numpy.ndarray, band: int) -> numpy.ndarray:
    """A number for what each article has in a band: two share the band where they have the same."""
    rows = sketches[:, band * _ROWS : (band + 1) * _ROWS]
    keys: numpy.ndarray = numpy.einsum("ij,j->i", rows.astype(numpy.uint64), _MIX)
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
