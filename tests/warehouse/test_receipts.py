"""Receipts show every word as it stands, run nothing that an article brings along, and change only with the lake."""

import json
from html.parser import HTMLParser

import pytest

from schemas.errors import DamagedFile
from warehouse.receipts.cards import original_url, web_url
from warehouse.receipts.marks import Shown, pieces_of
from warehouse.receipts.site import STATE_NAME, raw_text, write_receipts

MONTH = "2024-01"
HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'


class Page(HTMLParser):
    """The elements of a page, and the text within the marks of each claim."""

    def __init__(self):
        super().__init__()
        self.elements, self.marks, self.open, self.text = [], {}, [], ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "mark":
            self.open.append(dict(attrs).get("data-claim"))

    def handle_endtag(self, tag):
        if tag == "mark":
            self.open.pop()

    def handle_data(self, data):
        self.text += data
        for claim in self.open:
            self.marks[claim] = self.marks.get(claim, "") + data


def read(path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_every_mark_holds_its_quote(filled, tmp_path):
    write_receipts(filled.lake, tmp_path / "site")
    for claim in filled.lake.read("core_claims").to_pylist():
        page = read(tmp_path / "site" / f"{claim['article_id']}.html")
        assert page.marks[claim["claim_id"]] == claim["quote"]


def test_hostile_title_and_address_are_text(filled, sample_rows, now, tmp_path):
    rows = filled.changes["core_documents", MONTH, "all"].to_pylist()
    changed = [{**row, "title": HOSTILE, "url": "javascript:alert(3)"} for row in rows]
    documents = sample_rows.rows_of("core_documents", changed)
    filled.lake.replace({("core_documents", MONTH, "all"): documents}, run_id="run", code_version="1", now=now)
    site = tmp_path / "site"
    write_receipts(filled.lake, site)
    for row in rows:
        page = read(site / f"{row['article_id']}.html")
        assert HOSTILE in page.text
        assert [attrs["src"] for tag, attrs in page.elements if tag in ("script", "img")] == ["receipts.js"]
        assert not any(attrs.get("href", "").startswith("javascript") for _, attrs in page.elements)
        assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    chunk = (site / "index-0000.js").read_text(encoding="utf-8")
    assert "<" not in chunk
    assert json.loads(chunk.removeprefix("numtrailChunk(").removesuffix(");\n"))[0][1] == HOSTILE


def test_second_writing_changes_nothing_and_a_gone_article_goes(filled, now, tmp_path):
    site = tmp_path / "site"
    assert write_receipts(filled.lake, site).written > 0
    again = write_receipts(filled.lake, site)
    assert (again.written, again.removed) == (0, 0)
    (site / "of_others.html").write_text("stays", encoding="utf-8")
    gone = {key: None for key in filled.changes if key[1] == MONTH}
    filled.lake.replace(gone, run_id="run", code_version="1", now=now)
    assert write_receipts(filled.lake, site).removed >= 6
    assert not list(site.glob("a_*"))
    assert (site / "of_others.html").is_file()


def test_a_page_that_somebody_deleted_is_written_again(filled, tmp_path):
    site = tmp_path / "site"
    write_receipts(filled.lake, site)
    page = next(site.glob("a_*.html"))
    page.unlink()
    write_receipts(filled.lake, site)
    assert page.is_file()


def test_a_damaged_list_of_what_was_written_is_named(filled, tmp_path):
    site = tmp_path / "site"
    write_receipts(filled.lake, site)
    (site / STATE_NAME).write_text("[1", encoding="utf-8")
    with pytest.raises(DamagedFile, match=f"remove the folder {site} and write the receipts again"):
        write_receipts(filled.lake, site)


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param(((0, 4, "x"), (2, 6, "y")), id="crossing"),
        pytest.param(((0, 8, "x"), (2, 6, "y")), id="nested"),
        pytest.param(((2, 6, "x"), (2, 6, "y")), id="equal"),
        pytest.param(((0, 4, "x"), (4, 8, "y")), id="touching"),
    ],
)
def test_spans_nest_and_keep_their_words(spans):
    words, stack, found = "abcdefgh", [], {}
    for piece in pieces_of(Shown(words, ((1, 5, "furniture"),), spans)):
        if piece.event == "open":
            stack.append(piece.name)
        elif piece.event == "close":
            assert stack.pop() == piece.name
        else:
            for name in {*stack, ""}:
                found[name] = found.get(name, "") + piece.text
    assert not stack
    assert found == {"": words, "furniture": "bcde"} | {name: words[start:end] for start, end, name in spans}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http://", "http://[", "", None]
)
def test_only_addresses_of_the_web_become_links(url):
    assert web_url(url) is None
    assert original_url(url, "A sentence.") is None


def test_the_original_page_is_opened_at_the_sentence():
    assert original_url("https://example.org/a", "It cost 5-6, & more.") == (
        "https://example.org/a#:~:text=It%20cost%205%2D6%2C%20%26%20more."
    )
    assert original_url("https://example.org/a#b", "x") == "https://example.org/a#b:~:text=x"
    assert original_url("https://example.org/a#:~:text=old", "x") == "https://example.org/a#:~:text=x"


def test_raw_text_survives_the_parser():
    assert raw_text("a\r\n<b>&amp;\x00") == "a&#13;\n&lt;b&gt;&amp;amp;\ufffd"


def test_annotations_point_to_the_quote(filled, sample_rows, tmp_path):
    write_receipts(filled.lake, tmp_path / "site", base_url="https://example.org/receipts")
    raws = {row["article_id"]: row["raw_article_id"] for row in filled.lake.read("core_documents").to_pylist()}
    texts = {row["raw_article_id"]: row["raw_text"] for row in filled.lake.read("raw_articles").to_pylist()}
    for article, raw in raws.items():
        page = json.loads((tmp_path / "site" / f"{article}.annotations.jsonld").read_text(encoding="utf-8"))
        assert page["items"]
        for item in page["items"]:
            quote, position = item["target"]["selector"]
            text = texts[raw]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
            assert item["id"].startswith(f"https://example.org/receipts/{article}.html#c_")
        graph = json.loads((tmp_path / "site" / f"{article}.prov.jsonld").read_text(encoding="utf-8"))["@graph"]
        named = {node["@id"] for node in graph}
        quoted = [node["prov:wasQuotedFrom"]["@id"] for node in graph if "prov:wasQuotedFrom" in node]
        assert quoted
        assert set(quoted) <= named
