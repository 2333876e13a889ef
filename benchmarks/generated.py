"""`python -m benchmarks generate FOLDER`: our own articles with known claims; `accuracy`: how many are read right."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from benchmarks.articles.generator import KnownClaim, MadeArticle, make_articles
from schemas.spans import Claim

FIELDS = ("kind", "value_low", "value_high", "modifier", "unit")


def generate(arguments: list[str]) -> int:
    """Write articles as JSONL files, some thousands a file, ready to be ingested."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks generate", description=generate.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first article: the ones before are left out"
    )
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--month", help="YYYY-MM: date all articles in this month, as a large archive fills one")
    parser.add_argument("--per-file", type=int, default=2_000)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    stream, size = None, 0
    for article in make_articles(options.articles, options.seed):
        if article.number < options.first:
            continue
        if stream is None or article.number % options.per_file == 0:
            if stream is not None:
                stream.close()
            stream = (options.folder / f"articles_{article.number:07d}.jsonl").open("w", encoding="utf-8")
        made = record(article)
        if options.month:
            made["published"] = f"{options.month}-{made['published'][8:]}"
        size += stream.write(json.dumps(made, ensure_ascii=False) + "\n")
    if stream is not None:
        stream.close()
    print(f"{options.articles - options.first} articles, {size / 1e6:.1f} million characters in {options.folder}")
    return 0


def record(article: MadeArticle) -> dict[str, str]:
    return {
        "id": f"{article.number}",
        "title": article.title,
        "published": article.published.isoformat(),
        "text": article.text,
    }


def accuracy(arguments: list[str]) -> int:
    """Read generated articles and print the share of known claims found, of claims known, and of fields right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks accuracy", description=accuracy.__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--misses", type=int, default=0, help="print that many things read otherwise")
    options = parser.parse_args(arguments)
    score, misses = score_accuracy(options.articles, options.seed)
    for name, value in score.items():
        print(f"{name:14} {value:.4f}" if isinstance(value, float) else f"{name:14} {value}")
    print("\n".join(misses[: options.misses]))
    return 0


def score_accuracy(articles: int, seed: int) -> tuple[dict[str, float | int], list[str]]:
    """Scores over the first articles of a seed (claims, precision, recall, F1, each field), and what was missed."""
    from pipelines.reading import read_page

    counts: Counter[str] = Counter()
    misses = []
    for article in make_articles(articles, seed):
        pages = read_page(article.text, title=article.title, stated_published=article.published.isoformat())
        found = {
            (claim.quantity.start, claim.quantity.end): claim
            for page in pages
            for reading in page.readings
            for claim in reading.claims
        }
        known = {(claim.start, claim.end): claim for claim in article.claims}
        counts.update(known=len(known), found=len(found), matched=len(known.keys() & found.keys()))
        for span in sorted(known.keys() ^ found.keys()):
            misses.append(_told(article.number, article.text, span, "missed" if span in known else "extra"))
        for span in sorted(known.keys() & found.keys()):
            for name in _wrong(known[span], found[span], counts):
                misses.append(_told(article.number, article.text, span, name))
    precision, recall = counts["matched"] / counts["found"], counts["matched"] / counts["known"]
    score: dict[str, float | int] = {"articles": articles, "claims": counts["known"]}
    score |= {"precision": precision, "recall": recall, "F1": 2 * precision * recall / (precision + recall)}
    score |= {name: counts[name] / counts["matched"] for name in FIELDS}
    score["period"] = counts["period"] / counts["dated"]
    return score, misses


def _wrong(known: KnownClaim, claim: Claim, counts: Counter[str]) -> list[str]:
    quantity, wrong = claim.quantity, []
    for name in FIELDS:
        is_right = getattr(quantity, name) == getattr(known, name)
        counts[name] += is_right
        wrong += [] if is_right else [f"{name}: {getattr(quantity, name)} for {getattr(known, name)}"]
    if known.period_start is not None:
        counts["dated"] += 1
        span = (claim.period.start, claim.period.end) if claim.period else (None, None)
        is_right = span == (known.period_start, known.period_end)
        counts["period"] += is_right
        wrong += [] if is_right else [f"period: {span} for {known.period_start}"]
    return wrong


def _told(number: int, text: str, span: tuple[int, int], what: str) -> str:
    around = text[max(0, span[0] - 60) : span[1] + 60].replace("\n", " ")
    return f"article {number}, {text[span[0] : span[1]]!r}: {what} … {around}"
