"""One article in every format that news arrives in: the same claims are read in each, and each leads back to its place.

The tests go from files to `numtrail trace`, through one run over all of them.
"""

import csv
import gzip
import io
import json
import tarfile
import textwrap
import zipfile
from collections import Counter
from datetime import UTC, datetime

import pytest

from assets.materialise import materialise_new, prepare_home
from assets.resources import Home
from console.trails import step_json
from schemas.markup import quoted_text
from warehouse.landed import FORMATS
from warehouse.landing import ingest_path
from warehouse.places import place_in_file
from warehouse.receipts.site import write_receipts
from warehouse.trail_steps import trace

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
TITLE = "Harbour town counts its cranes"
PUBLISHED = "2024-05-06"
PARAGRAPHS = (
    "The port of Lindhaven spent 3.2 billion euros on new cranes in 2023, its director, Ada Brandt, told reporters. "
    "She said that the yard now handles more than 410,000 containers a year.",
    "Traffic rose 12.5 percent in 2023, the port office reported, and the harbour railway carried 18 million tons. "
    "The town plans to hire 1,500 workers by 2026.",
)
TEXT = "\n\n".join((TITLE, *PARAGRAPHS)) + "\n"
CLAIMS = {"3.2 billion euros", "more than 410,000", "12.5 percent", "18 million tons", "1,500"}


def html() -> str:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("News", "Sport", "Weather", "Jobs"))
    first, *rest = PARAGRAPHS
    body = f"<p>{first.replace('3.2 billion euros', '<b>3.2</b> billion&nbsp;euros')}</p>"
    body += "".join(f"<p>{paragraph}</p>" for paragraph in rest)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta property="article:published_time" content="{PUBLISHED}T08:00:00Z"></head><body><nav><ul>{menu}</ul>'
        f"</nav><article><h1>{TITLE}</h1>{body}</article><footer>© 2024 The Lindhaven Post. Call 555 0100.</footer>"
        "</body></html>"
    )


def record(**more: str) -> dict[str, str]:
    return {"title": TITLE, "published": PUBLISHED, "text": "\n\n".join(PARAGRAPHS), **more}


def table() -> str:
    rows = io.StringIO()
    writer = csv.DictWriter(rows, ["title", "published", "text"])
    writer.writeheader()
    writer.writerows([record(title="First", text="The ferry is late."), record()])
    return rows.getvalue()


def feed() -> str:
    body = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS)
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The Lindhaven Post</title>'
        f"<item><title>{TITLE}</title><link>https://post.example/cranes</link>"
        f"<pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate><description>{body}</description></item></channel></rss>"
    )


def atom() -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Lindhaven Post</title>'
        f"<entry><title>{TITLE}</title><published>{PUBLISHED}T08:00:00Z</published>"
        f'<content type="text">{" ".join(PARAGRAPHS)}</content></entry></feed>'
    )


def warc(end: str) -> bytes:
    page = html().replace("</html>", end)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:5c0b7f00-0000-4000-8000-000000000001>\r\n"
        "WARC-Target-URI: https://post.example/cranes\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def pdf() -> bytes:
    """A PDF of two pages in a standard font: title and first paragraph, then the second."""
    pages = [[TITLE, "", *textwrap.wrap(PARAGRAPHS[0], 70)], textwrap.wrap(PARAGRAPHS[1], 70)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>"]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
        stream = f"BT /F1 11 Tf 50 750 Td {shown}ET".encode()
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table_of_places = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table_of_places + tail


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(name: str, data: bytes, mode: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def variant(number: int) -> bytes:
    """The article as text, with other bytes each time: the same bytes would be known from another file."""
    return (TEXT + "\n" * number).encode()


LINES = json.dumps(record(title="First", text="The ferry is late.")) + "\n" + json.dumps(record()) + "\n"
FILES: dict[str, bytes] = {
    "cranes.txt": variant(0),
    "cranes.md": variant(1),
    "cranes.html": html().encode(),
    "cranes.htm": html().encode() + b"\n",
    "cranes.xhtml": html().encode() + b"\n\n",
    "cranes.jsonl": LINES.encode(),
    "cranes.ndjson": (json.dumps(record(byline="Ann Lee")) + "\n").encode(),
    "cranes.csv": table().encode(),
    "cranes.tsv": f"title\tpublished\ttext\n{TITLE}\t{PUBLISHED}\t{'  '.join(PARAGRAPHS)}\n".encode(),
    "cranes.rss": feed().encode(),
    "cranes.xml": feed().replace("rss version", "rss  version").replace("Harbour", "The harbour").encode(),
    "cranes.atom": atom().encode(),
    "cranes.warc": warc("</html >"),
    "cranes.warc.gz": gzip.compress(warc("</html  >")),
    "cranes.pdf": pdf(),
    "cranes.zip": zipped("may/cranes.txt", variant(2)),
    "cranes.tar": tarred("may/cranes.txt", variant(3), "w"),
    "cranes.tar.gz": tarred("may/cranes.txt", variant(4), "w:gz"),
    "cranes.tgz": tarred("may/cranes.txt", variant(5), "w:gz"),
}
UNDATED = {".txt", ".md", ".pdf", ".zip", ".tar", ".tar.gz", ".tgz"}
"""Formats in which nothing but a sidecar tells when the article was published."""


@pytest.fixture(scope="module")
def lake_of_all(tmp_path_factory):
    """The lake after one run over the article in every format."""
    top = tmp_path_factory.mktemp("formats")
    (top / "inbox").mkdir()
    for name, data in FILES.items():
        (top / "inbox" / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUMTRAIL_HOME", str(top / "home"))
        patch.setenv("DAGSTER_HOME", str(prepare_home(top / "home")))
        home = Home()
        results = ingest_path(top / "inbox", home.landing, now=NOW)
        assert {result.status for result in results} == {"new"}, results
        materialise_new(home, lambda doing, done, total: None)
        yield home.lake.snapshot(), home


def ending(name: str) -> str:
    return max((ending for ending in FORMATS if name.endswith(ending)), key=len)


def test_every_format_has_a_file():
    assert {ending(name) for name in FILES} == set(FORMATS)


@pytest.mark.parametrize("name", FILES)
def test_the_same_claims_are_read(lake_of_all, name):
    snapshot, _ = lake_of_all
    claims = [row for row in snapshot.read("core_claims").to_pylist() if row["file"] == name]

    assert {" ".join(row["quote"].split()) for row in claims} == CLAIMS
    by_quote = {" ".join(row["quote"].split()): row for row in claims}
    assert by_quote["3.2 billion euros"]["value_low"] == 3_200_000_000
    assert by_quote["12.5 percent"]["period_start"].isoformat() == "2023-01-01"
    assert by_quote["more than 410,000"]["speaker"] == "Ada Brandt"
    assert by_quote["1,500"]["status"] == "plan"


@pytest.mark.parametrize("name", FILES)
def test_each_quote_stands_in_the_raw_text(lake_of_all, name):
    snapshot, _ = lake_of_all
    raws = {row["raw_article_id"]: row for row in snapshot.read("raw_articles").to_pylist()}
    articles = {row["article_id"]: raws[row["raw_article_id"]] for row in snapshot.read("core_documents").to_pylist()}
    for row in snapshot.read("core_claims").to_pylist():
        if row["file"] == name:
            raw = articles[row["article_id"]]
            assert quoted_text(raw["raw_text"][row["start"] : row["end"]], raw["media_type"]) == row["quote"]


@pytest.mark.parametrize("name", FILES)
def test_metadata_are_read_where_they_are_given_and_empty_elsewhere(lake_of_all, name):
    snapshot, _ = lake_of_all
    documents = [row for row in snapshot.read("core_documents").to_pylist() if row["file"] == name]
    (article,) = [row for row in documents if "cranes" in row["title"]]
    dated = article["published_start"].isoformat() if article["published_start"] else None

    assert dated == (None if ending(name) in UNDATED else PUBLISHED)
    has_publisher = ending(name) in (".rss", ".xml", ".atom")
    assert article["publisher"] == ("The Lindhaven Post" if has_publisher else None)
    has_address = ending(name) in (".rss", ".xml", ".warc", ".warc.gz")
    assert article["url"] == ("https://post.example/cranes" if has_address else None)
    assert article["byline"] == ("Ann Lee" if name == "cranes.ndjson" else None)


PLACES = {
    "cranes.jsonl": "line 2, characters ",
    "cranes.csv": "row 2, characters ",
    "cranes.zip": "member may/cranes.txt, characters ",
    "cranes.tar.gz": "member may/cranes.txt, characters ",
    "cranes.warc.gz": "record <urn:uuid:5c0b7f00-0000-4000-8000-000000000001> at byte 0, characters ",
    "cranes.txt": "characters ",
}


@pytest.mark.parametrize("name", PLACES)
def test_a_trace_tells_the_place_in_the_file(lake_of_all, name):
    snapshot, home = lake_of_all
    claim = next(row for row in snapshot.read("core_claims").to_pylist() if row["file"] == name)

    step = trace(home.lake, claim["claim_id"], home.landing)

    assert step.is_whole, [check for check in step.trail.checks if not check.is_right]
    assert place_in_file(step.trail.raw, claim["start"], claim["end"]).startswith(PLACES[name])
    assert json.loads(step_json(step))["is_whole"] is True


def test_a_trace_tells_the_page_of_a_pdf(lake_of_all):
    snapshot, home = lake_of_all
    claims = {row["quote"]: row for row in snapshot.read("core_claims").to_pylist() if row["file"] == "cranes.pdf"}
    for quote, page in (("3.2 billion euros", 1), ("12.5 percent", 2)):
        trail = trace(home.lake, claims[quote]["claim_id"], home.landing).trail
        text = snapshot.read("raw_articles", where=None).to_pylist()
        raw = next(row for row in text if row["file"] == "cranes.pdf")
        told = place_in_file(trail.raw, claims[quote]["start"], claims[quote]["end"])
        assert told.startswith(f"page {page}, characters ")
        start = int(told.split()[3])
        assert raw["raw_text"].split("\f")[page - 1][start:].startswith(quote)


def test_receipts_and_annotations_tell_the_page_of_a_pdf_and_of_nothing_else(lake_of_all, tmp_path):
    snapshot, home = lake_of_all
    write_receipts(home.lake, tmp_path)
    pages = {"3.2 billion euros": 1, "12.5 percent": 2}
    for article in snapshot.read("core_documents", columns=["article_id", "file"]).to_pylist():
        is_pdf = article["file"] == "cranes.pdf"
        document = json.loads((tmp_path / f"{article['article_id']}.annotations.jsonld").read_text("utf-8"))
        told = {}
        for item in document["items"]:
            selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
            if "FragmentSelector" in selectors:
                assert selectors["FragmentSelector"]["conformsTo"] == "http://tools.ietf.org/rfc/rfc3778"
                told[selectors["TextQuoteSelector"]["exact"]] = selectors["FragmentSelector"]["value"]
        receipt = (tmp_path / f"{article['article_id']}.html").read_text("utf-8")
        assert ("<dt>Page</dt><dd>2, characters " in receipt) is is_pdf
        assert len(told) == (len(document["items"]) if is_pdf else 0), article
        assert {quote: told.get(quote) for quote in pages} == {
            quote: f"page={page}" if is_pdf else None for quote, page in pages.items()
        }


def test_one_fact_is_told_by_all_of_them_and_counted_once(lake_of_all):
    snapshot, _ = lake_of_all
    facts = snapshot.read("core_observations").to_pylist()
    links = Counter(row["observation_id"] for row in snapshot.read("core_observation_claims").to_pylist())
    (money,) = [row for row in facts if row["value_low"] == 3_200_000_000]

    assert links[money["observation_id"]] == len(FILES)
    assert money["consistency"] != "conflicting"
