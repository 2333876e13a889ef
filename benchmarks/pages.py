"""`python -m benchmarks pages [--more FOLDER]`: how pages are read: quotes found in the source, text, speed, the seeds.

Pages and gold are not part of the repository: they are looked for in `../shared`, and what is absent is said. `--more`
names a folder of further pages (`*.html`), such as the test pages of a kept library.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import trafilatura
from nupunkt import sent_spans
from trafilatura.settings import Document

from benchmarks.inputs import SHARED, existing_folder
from benchmarks.page_text import measure_text
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.decode import decode_text
from pipelines.normalise.sentences import split_sentences
from schemas.errors import UnreadableInput
from schemas.markup import HTML, quoted_text
from schemas.pages import Article
from schemas.vocabularies import CLAIM_REGIONS

PAGES = SHARED / "corpora" / "html_pages_dev.jsonl.gz"
GOLD = SHARED / "gold" / "seeds_articles.jsonl"

SHOWN = 5

_SPACE = re.compile(r"\s+")


def main(arguments: list[str]) -> int:
    """Measure and print; exit code 1 where nothing could be measured or a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--more", type=existing_folder, help="a folder of further pages, *.html, for quotes and speed")
    parser.add_argument("--sample", type=int, default=150, help="how many of the further pages, chosen by a fixed seed")
    options = parser.parse_args(arguments)
    pages = list(read_pages(PAGES)) if PAGES.exists() else []
    more = list(further_pages(options.more, options.sample)) if options.more else []
    verdicts = []
    if pages or more:
        verdicts.append(measure_quotes([html for html, _ in pages] + more))
    if pages:
        verdicts += [measure_speed([html for html, _ in pages]), measure_text(pages)]
    else:
        print(f"{PAGES} is absent: text and speed are not measured")
    if GOLD.exists():
        verdicts.append(measure_seeds())
    else:
        print(f"{GOLD} is absent: the seeds are not measured")
    return 0 if verdicts and all(verdicts) else 1


def read_pages(path: Path) -> Iterator[tuple[str, str]]:
    """The pages of a corpus with the text that people took for the article."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            yield page["html"], page["gold_text"]


def further_pages(folder: Path, count: int) -> Iterator[str]:
    """Some of the pages of a folder, decoded as landed ones are."""
    paths = sorted(folder.rglob("*.html"))
    for path in sorted(random.Random(5).sample(paths, min(count, len(paths)))):
        try:
            yield decode_text(path.read_bytes(), is_markup=True).text
        except UnreadableInput:
            continue


@dataclass
class Quotes:
    """How many sentences stand in their page's source, and what became of the others."""

    pages: int = 0
    without_text: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    found: int = 0
    misplaced: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def measure_quotes(pages: Sequence[str]) -> bool:
    """Count the sentences whose span in the source shows exactly their words.

    Two readers judge: ours, by which quotes are stored, and Python's own parser of HTML, which shares no code with it.
    """
    seen = Quotes()
    for raw in pages:
        seen.pages += 1
        try:
            articles = normalise_articles(raw, media_type=HTML)
        except UnreadableInput as error:
            seen.refused[error.reason] += 1
            continue
        seen.without_text += not articles
        for article in articles:
            seen.rejected.extend(article.unplaced)
            for sentence in split_sentences(raw, article, HTML):
                source = raw[sentence.start : sentence.end]
                stands = quoted_text(source, HTML) == sentence.text
                if stands and _bare(_shown(source)) == _bare(sentence.text):
                    seen.found += 1
                else:
                    seen.misplaced.append(sentence.text)
    everything = seen.found + len(seen.misplaced) + len(seen.rejected)
    print(
        f"quotes: {seen.pages} pages, {seen.without_text} without an article, refused {dict(seen.refused)}; "
        f"{everything} sentences: {seen.found} stand exactly in the source ({share(seen.found, everything)}), "
        f"{len(seen.rejected)} rejected as not_in_source, {len(seen.misplaced)} misplaced (bar: 0)"
    )
    for told, texts in (("misplaced", seen.misplaced), ("rejected", seen.rejected)):
        for text in texts[:SHOWN]:
            print(f"  {told}: {text[:150]!r}")
    return not seen.misplaced


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style", "noscript", "svg", "iframe", "template", "select", "object")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "noscript", "svg", "iframe", "template", "select", "object"):
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def _shown(source: str) -> str:
    parser = _Text()
    parser.feed(source)
    parser.close()
    return "".join(parser.pieces)


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def measure_speed(pages: Sequence[str]) -> bool:
    """Bytes of source a CPU-second, from bytes to sentences, beside trafilatura alone; page by page in turn."""
    sources = [page.encode() for page in pages]
    readers: dict[str, Callable[[bytes], object]] = {"Numtrail": _to_sentences, "trafilatura": _extracted}
    spent = dict.fromkeys(readers, 0.0)
    for source in sources:
        for name, reader in readers.items():
            started = time.process_time()
            reader(source)
            spent[name] += time.process_time() - started
    size = sum(map(len, sources)) / 1e6
    rates = {name: size / max(seconds, 1e-9) for name, seconds in spent.items()}
    ratio = rates["Numtrail"] / rates["trafilatura"]
    print(
        f"speed, {size:.1f} MB of HTML: Numtrail {rates['Numtrail']:.2f} MB per CPU-second, trafilatura alone "
        f"{rates['trafilatura']:.2f}: ratio {ratio:.2f} (bar: 0.5)"
    )
    return ratio >= 0.5


def _to_sentences(source: bytes) -> int:
    raw = decode_text(source, is_markup=True).text
    try:
        return sum(len(split_sentences(raw, article, HTML)) for article in normalise_articles(raw, media_type=HTML))
    except UnreadableInput:
        return 0


def _extracted(source: bytes) -> Document | None:
    found = trafilatura.bare_extraction(source.decode(), include_comments=False, with_metadata=True)
    return found if isinstance(found, Document) else None


def measure_seeds() -> bool:
    """Hold article boundaries, body sentences and furniture of the seed articles against the gold."""
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    counts: Counter[str] = Counter()
    for row in gold:
        raw = (SHARED / "seeds" / row["file"]).read_text(encoding="utf-8")
        articles = normalise_articles(raw)
        counts["articles"] += 1
        if row["article"] >= len(articles):
            print(f"  {row['file']}: no article {row['article']}")
            continue
        _compare_article(raw, articles, row, counts)
    bars = (("articles", "boundaries"), ("sentences", "kept"), ("ranges", "out"))
    told = ", ".join(f"{found} {counts[found]} of {counts[whole]} {whole}" for whole, found in bars)
    print(f"seeds: {told}")
    return all(counts[found] == counts[whole] for whole, found in bars)


def _compare_article(raw: str, articles: Sequence[Article], row: dict[str, Any], counts: Counter[str]) -> None:
    article = articles[row["article"]]
    noise = [(entry["start"], entry["end"]) for entry in row["noise"]]
    read = {
        place for region in article.regions if region.kind in CLAIM_REGIONS for place in range(region.start, region.end)
    }
    everywhere = {
        place
        for other in articles
        for region in other.regions
        if region.kind in CLAIM_REGIONS and region.kind != "reconstructed"  # asked for: torn columns are put together
        for place in range(region.start, region.end)
    }
    is_bound = (article.start, article.end) == (row["article_start"], row["article_end"])
    counts["boundaries"] += is_bound
    if not is_bound:
        wanted = (row["article_start"], row["article_end"])
        print(f"  {row['file']} {row['article']}: found [{article.start}, {article.end}), gold {wanted}")
    for start, end in noise:
        counts["ranges"] += 1
        inside = [place for place in range(start, end) if place in everywhere and not raw[place].isspace()]
        counts["out"] += not inside
        if inside:
            print(f"  {row['file']}: furniture read as body: {raw[inside[0] : inside[0] + 80]!r}")
    for start, end in _body_sentences(raw, row["body_start"], row["body_end"], noise):
        counts["sentences"] += 1
        missing = [place for place in range(start, end) if place not in read and raw[place].isalnum()]
        counts["kept"] += not missing
        if missing:
            print(f"  {row['file']}: body not read: {raw[start : start + 80]!r}")


def _body_sentences(raw: str, start: int, end: int, noise: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of the gold's body, line by line, those that touch furniture aside."""
    for line in re.finditer(r"[^\n]+", raw[start:end]):
        for left, right in sent_spans(line[0]):
            first, last = start + line.start() + left, start + line.start() + right
            if raw[first:last].strip() and not any(first < stop and begin < last for begin, stop in noise):
                yield first, last


def share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.2f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
