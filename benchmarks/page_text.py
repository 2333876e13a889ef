"""How well the text of a page's article is told from the rest of the page, beside trafilatura."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import trafilatura

from pipelines.normalise.articles import normalise_articles
from schemas.markup import HTML, quoted_text
from schemas.vocabularies import CLAIM_REGIONS

SHINGLE_WORDS = 4
"""As the article-extraction-benchmark measures: overlap of runs of four words, each page weighing alike."""

_WORD = re.compile(r"\w+")


def measure_text(pages: Sequence[tuple[str, str]]) -> bool:
    """Compare the article's text with what people took for it, beside trafilatura's, page by page."""
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for raw, gold in pages:
        ours.update(overlap(gold, our_text(raw)))
        theirs.update(overlap(gold, trafilatura_text(raw)))
    for name, sums in (("Numtrail", ours), ("trafilatura", theirs)):
        print(f"text, {len(pages)} pages, {name}: P {sums_p(sums):.4f} R {sums_r(sums):.4f} F1 {f1(sums):.4f}")
    return f1(ours) >= f1(theirs)


def our_text(raw: str) -> str:
    """The body and headings of a page's articles."""
    pieces = [
        quoted_text(raw[region.start : region.end], HTML)
        for article in normalise_articles(raw, media_type=HTML)
        for region in article.regions
        if region.kind in CLAIM_REGIONS
    ]
    return "\n".join(pieces)


def trafilatura_text(raw: str) -> str:
    """What trafilatura gives, with the settings that suit it best."""
    return trafilatura.extract(raw, include_comments=False) or ""


def overlap(gold: str, text: str) -> Counter[str]:
    """Shares of a page's shingles that are in both, in the text alone, in the gold alone."""
    wanted, got = _shingles(gold), _shingles(text)
    counts = {
        "both": (wanted & got).total(),
        "text": (got - wanted).total(),
        "gold": (wanted - got).total(),
    }
    whole = sum(counts.values()) or 1
    return Counter({name: count / whole for name, count in counts.items()})


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1)))


def sums_p(sums: Counter[str]) -> float:
    return sums["both"] / ((sums["both"] + sums["text"]) or 1)


def sums_r(sums: Counter[str]) -> float:
    return sums["both"] / ((sums["both"] + sums["gold"]) or 1)


def f1(sums: Counter[str]) -> float:
    precision, recall = sums_p(sums), sums_r(sums)
    return 2 * precision * recall / ((precision + recall) or 1)
