"""The static site of receipts: written aside and renamed, only what changed, and what is no longer there removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from warehouse.annotations import annotations_json
from warehouse.durable import make_folder, read_json
from warehouse.lake import Lake, Snapshot
from warehouse.locks import exclusive_lock
from warehouse.provenance import provenance_json
from warehouse.receipts.articles import TABLES_READ, ArticleRows, article_page, article_rows
from warehouse.receipts.charts import series_charts
from warehouse.receipts.derived import derived_pages, grouped_pages, rows_by_claim
from warehouse.receipts.links import Links, find_links

STATE_NAME = ".receipts.json"
CHUNK_ROWS = 1_000
"""Articles a chunk of the index: about 200 KB, read one after the other while the first can already be searched."""
MOST_SUBJECTS = 300
"""Characters of subjects and metrics that the index keeps of an article, to be searched."""
_FOLDER = Path(__file__).parent
_STATIC = ("receipts.css", "receipts.js", "index.js")
_ENDINGS = (".html", ".annotations.jsonld", ".prov.jsonld")


@dataclass(slots=True)
class SiteSummary:
    """What writing the site did: files written, left as they were and removed; articles and rows of marts on it."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    articles: int = 0
    derived: int = 0


@dataclass(slots=True)
class _Site:
    """A site being written: where, what the last writing left (page -> fingerprint), and what this one makes."""

    folder: Path
    before: dict[str, Any]
    after: dict[str, Any] = field(default_factory=lambda: {"months": {}, "pages": {}, "files": {}})
    summary: SiteSummary = field(default_factory=SiteSummary)

    def put(self, name: str, text: str) -> None:
        """Write a file where its bytes differ from those that lie there."""
        data = text.encode("utf-8", "replace")
        digest = hashlib.blake2b(data, digest_size=10).hexdigest()
        self.after["files"][name] = digest
        path = self.folder / name
        if self.before["files"].get(name) == digest and path.is_file():
            self.summary.unchanged += 1
            return
        aside = path.with_name(f".{name}.tmp")
        aside.write_bytes(data)
        aside.replace(path)
        self.summary.written += 1

    def keep_all(self, keys: list[str]) -> bool:
        """Take over the files of articles from the last writing; false, and none taken, where one is not there."""
        names = [f"{key}{ending}" for key in keys for ending in _ENDINGS]
        if not all(name in self.before["files"] and (self.folder / name).is_file() for name in names):
            return False
        self.after["files"] |= {name: self.before["files"][name] for name in names}
        self.summary.unchanged += len(names)
        return True


def write_receipts(lake: Lake, folder: Path, *, base_url: str = "") -> SiteSummary:
    """Write the receipts of the whole lake to `folder`; a page whose article did not change is left alone.

    `base_url` is where the folder is published; the standards' documents then have whole addresses as ids. Raises
    StoreError where a file of the lake is damaged or another process writes the same site.
    """
    make_folder(folder)
    with exclusive_lock(folder.with_name(f".{folder.name}.lock")):
        snapshot = lake.snapshot()
        site = _Site(folder, _load_state(folder, base_url))
        derived, links = derived_pages(snapshot), find_links(snapshot)
        for page in derived:
            site.put(f"{page.row_id}.html", _template("derived.html.j2").render(page=page))
        site.summary.derived = len(derived)
        by_claim = rows_by_claim(derived)
        for month in snapshot.partitions("core_documents"):
            _write_month(site, snapshot, month, links, by_claim, base_url)
        site.put("checks.html", _template("checks.html.j2").render(groups=grouped_pages(derived)))
        charts = series_charts(snapshot)
        site.put("series.html", _template("series.html.j2").render(charts=charts))
        _write_index(site, len(charts))
        for name in _STATIC:
            site.put(name, (_FOLDER / "templates" / name).read_text(encoding="utf-8"))
        _remove_gone(site)
        _save_state(site, base_url)
    return site.summary


def _write_month(
    site: _Site, snapshot: Snapshot, month: str, links: Links, by_claim: dict[str, Any], base_url: str
) -> None:
    made_by = {name: [entry.sha256 for entry in snapshot.entries(name, month)] for name in TABLES_READ}
    state = hashlib.blake2b(repr((made_by, links.digest(month), sorted(by_claim.items()))).encode()).hexdigest()[:20]
    old = site.before["months"].get(month, {})
    if old.get("state") == state and site.keep_all([row[0] for row in old["rows"]]):
        site.after["months"][month] = old
        site.after["pages"] |= {row[0]: site.before["pages"][row[0]] for row in old["rows"]}
        site.summary.articles += len(old["rows"])
        return
    rows = []
    entry = next(iter(snapshot.entries("core_claims", month)), None)
    for found in article_rows(snapshot, month, links, by_claim):
        rows.append(_index_row(found, links))
        key = found.article["article_id"]
        site.after["pages"][key] = found.fingerprint
        if site.before["pages"].get(key) == found.fingerprint and site.keep_all([key]):
            continue
        page = article_page(found, links)
        site.put(
            f"{key}.html",
            _template("article.html.j2").render(page=page, cards={card.claim_id: card for card in page.cards}),
        )
        site.put(f"{key}.annotations.jsonld", annotations_json(found, entry, base_url))
        site.put(f"{key}.prov.jsonld", provenance_json(found, entry, base_url))
    site.after["months"][month] = {"state": state, "rows": rows}
    site.summary.articles += len(rows)


def _index_row(found: ArticleRows, links: Links) -> list[Any]:
    """What the index knows of an article: id, title, publisher, first day, claims, kinds, subjects, agreement."""
    article, claims = found.article, found.rows["core_claims"]
    kinds = sorted({claim["kind"] for claim in claims})
    subjects = dict.fromkeys(claim[name] for claim in claims for name in ("subject", "metric") if claim[name])
    agreement = {links.facts[claim["claim_id"]][1] for claim in claims if claim["claim_id"] in links.facts}
    told = "conflict" if "conflict" in agreement else "consistent" if agreement else ""
    day = article["published_start"]
    return [
        article["article_id"],
        article["title"] or article["file"],
        article["publisher"] or "",
        day.isoformat() if day else "",
        len(claims),
        " ".join(kinds),
        _whole_words(subjects),
        told,
    ]


def _whole_words(subjects: Iterable[str]) -> str:
    """Subjects and metrics, as many as fit, none cut."""
    said = ""
    for subject in subjects:
        if len(said) + len(subject) > MOST_SUBJECTS:
            break
        said += f" · {subject}" if said else subject
    return said


def _write_index(site: _Site, charts: int) -> None:
    rows = [row for month in sorted(site.after["months"], reverse=True) for row in site.after["months"][month]["rows"]]
    rows.sort(key=lambda row: (row[3], row[0]), reverse=True)
    chunks = [rows[start : start + CHUNK_ROWS] for start in range(0, len(rows), CHUNK_ROWS)]
    for number, chunk in enumerate(chunks):
        site.put(f"index-{number:04d}.js", f"numtrailChunk({_script_json(chunk)});\n")
    kinds = sorted({kind for row in rows for kind in row[5].split()})
    claims = sum(row[4] for row in rows)
    page = _template("index.html.j2").render(
        articles=len(rows), claims=claims, chunks=len(chunks), kinds=kinds, charts=charts
    )
    site.put("index.html", page)


def _script_json(value: Any) -> str:
    """JSON that may stand in a script: nothing in it can end the script or a line of it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _remove_gone(site: _Site) -> None:
    """Remove what the last writing made and this one did not; files of others are left alone."""
    for name in sorted(site.before["all_files"] - site.after["files"].keys()):
        (site.folder / name).unlink(missing_ok=True)
        site.summary.removed += 1


def _load_state(folder: Path, base_url: str) -> dict[str, Any]:
    """What the last writing left; nothing of it counts where templates or settings were others."""
    path = folder / STATE_NAME
    # Without it nobody knows which pages are of articles that are gone since.
    remedy = f"remove the folder {folder} and write the receipts again"
    state = read_json(path, remedy) if path.is_file() else {}
    files = state.get("files", {})
    if state.get("made_with") != _made_with(base_url):
        return {"months": {}, "pages": {}, "files": files, "all_files": files.keys()}
    return {**state, "all_files": files.keys()}


def _save_state(site: _Site, base_url: str) -> None:
    aside = site.folder / f"{STATE_NAME}.tmp"
    aside.write_text(json.dumps({"made_with": _made_with(base_url), **site.after}), encoding="utf-8")
    aside.replace(site.folder / STATE_NAME)


def _made_with(base_url: str) -> str:
    """A fingerprint of the code and templates that decide what pages look like."""
    digest = hashlib.blake2b(base_url.encode(), digest_size=10)
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted(path for path in _FOLDER.rglob("*") if path.suffix in (".py", ".j2", ".css", ".js"))
    yield from (_FOLDER.parent / name for name in ("annotations.py", "places.py", "provenance.py"))


@cache
def _template(name: str) -> Any:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["raw_text"] = raw_text
    return environment.get_template(name)


def raw_text(text: str) -> Markup:
    """Raw text as HTML that reads back character for character.

    A parser would turn a bare carriage return into a new line; NUL, which no page can hold, stands as the replacement
    character.
    """
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\x00", "\ufffd"))  # noqa: S704 - escaped before
