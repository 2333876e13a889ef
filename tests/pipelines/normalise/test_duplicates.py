"""Articles that say the same are found, whichever row comes first; articles that share a theme are not."""

import numpy
import pytest

from pipelines.normalise.duplicates import BANDS, PERMUTATIONS, Copy, find_changed_copies, find_copies, sketch_of

STORY = (
    "Anhui opened three battery plants last year and wants to open a fourth before the rivers rise. The governor told "
    "reporters that towns along the water had asked for work, and that makers of cells had asked for land and power. "
    "A union of farmers said nobody had asked them. The plants employ 4,500 people, most of them from the villages "
    "around, and each plant draws as much power as a small town. Banks lent money on the word of the province alone."
)
OTHER = (
    "Battery makers abroad fear the new plants along the river. Their union said that prices would fall by a third if "
    "every town built its own plant, and asked for a tariff. A minister answered that cheap cells were what buyers of "
    "cars had wanted for years, that rivers and towns were no concern of his, and that he would decide in the autumn. "
    "Nobody in the capital expects him to, least of all the makers, who have heard the same in each of four years."
)


def copies(*texts, order=None):
    sketches = numpy.array([sketch_of(text) for text in texts])
    return find_copies(sketches, numpy.array(range(len(texts)) if order is None else order))


@pytest.mark.parametrize(
    "copy",
    [
        STORY.upper(),
        "HEFEI (Newswire) — " + STORY,
        STORY + " Advertisement 3 Read more in our letter.",
        STORY[: int(len(STORY) * 0.8)],
        STORY.replace("4,500", "4,600").replace("villages", "hamlets"),
    ],
)
def test_copies_are_found(copy):
    (found,) = copies(STORY, OTHER, copy)

    assert (found.place, found.original) == (2, 0)
    assert 0.5 <= found.similarity <= 1


def test_a_shared_theme_is_no_copy():
    assert copies(STORY, OTHER) == []


def test_the_order_of_publication_decides_and_not_that_of_the_rows():
    assert copies(STORY, OTHER, STORY, order=[2, 1, 0]) == [Copy(2, 0, 1.0)]


def test_copies_of_copies_name_the_original():
    assert {copy.original for copy in copies(STORY, STORY + " One.", STORY + " Two.", STORY)} == {0}


def test_a_thousand_copies_are_no_million_comparisons(monkeypatch):
    sketch = sketch_of(STORY)
    sketches = numpy.tile(sketch, (1_000, 1))
    compared = []
    monkeypatch.setattr(numpy, "mean", lambda values: compared.append(1) or values.mean())

    found = find_copies(sketches, numpy.arange(1_000))

    assert len(found) == 999
    assert {copy.original for copy in found} == {0}
    assert len(compared) < 1_000 * 9


def similar_sketches(numbers, count):
    """Sketches of which many share a band, and some are copies: each row of a band is one of few, by chance."""
    rows = PERMUTATIONS // BANDS
    few = numbers.integers(0, 1 << 32, (BANDS, 40, rows), dtype="u4")
    alike = numbers.integers(0, 6, count)
    chosen = numpy.where(numbers.random((count, BANDS)) < 0.7, alike[:, None], numbers.integers(6, 40, (count, BANDS)))
    sketches = few[numpy.arange(BANDS), chosen].reshape(count, PERMUTATIONS)
    is_alone = numbers.random(count) < 0.8
    sketches[is_alone] = numbers.integers(0, 1 << 32, (is_alone.sum(), PERMUTATIONS), dtype="u4")
    return sketches


@pytest.mark.parametrize("seed", range(12))
def test_only_articles_that_share_a_band_with_what_changed_are_told_otherwise(seed):
    numbers = numpy.random.default_rng(seed)
    sketches, days = similar_sketches(numbers, 400), numbers.integers(0, 100, 400)
    was, now = numbers.random((2, 400)) < 0.99

    def in_order(chosen):
        return numpy.flatnonzero(chosen)[numpy.argsort(days[chosen], kind="stable")]

    def told(copies, order):
        return {(order[copy.place], order[copy.original], copy.similarity) for copy in copies}

    before, order = told(find_copies(sketches, in_order(was)), in_order(was)), in_order(now)
    was_copy = numpy.isin(order, [row[0] for row in before])
    seeds = sketches[was != now]
    asked, copies = find_changed_copies(sketches, order, seeds, was_copy, 400)
    again = set(order[asked].tolist())
    kept = {row for row in before if row[0] not in again and now[row[0]]}

    assert kept | told(copies, order) == told(find_copies(sketches, order), order)
    assert len(kept) + len(copies) > 10
    assert 0 < asked.sum() < 200, "what stands alone is not looked at again"
    assert find_changed_copies(sketches, order, seeds, was_copy, asked.sum() - 1) is None


def test_who_repeats_an_article_is_asked_again_when_that_one_turns_out_to_be_a_copy():
    """The first and the second share half their bands, the second and the third the other half, the others none."""
    first, second, third = numpy.random.default_rng(1).integers(0, 1 << 32, (3, PERMUTATIONS), dtype="u4")
    half = PERMUTATIONS // 2
    first[:half], third[half:] = second[:half], second[half:]
    sketches, order = numpy.array([first, second, third]), numpy.arange(3)
    was_copy = numpy.array([False, False, True])

    asked, copies = find_changed_copies(sketches, order, sketches[:1], was_copy, 3)

    assert find_copies(sketches[1:], order[:2]) == [Copy(1, 0, 0.5)]
    assert copies == find_copies(sketches, order) == [Copy(1, 0, 0.5)]
    assert asked.all()


def test_short_texts_are_not_compared():
    assert sketch_of("Shares rose 3 percent in Hefei on Monday.") is None
