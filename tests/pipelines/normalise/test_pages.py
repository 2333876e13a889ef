"""An HTML page: its article word for word in the source, the furniture around it told apart, its dates."""

from datetime import date

import pytest

from pipelines.dating import date_page
from pipelines.normalise.articles import normalise_articles
from schemas.markup import HTML

BODY = (
    "The port of Qinglan handled 4.2 million containers in the first half of the year, 12 percent more than a year "
    "before, the harbour office said on Tuesday &amp; confirmed on Wednesday.",
    "Two new cranes, each 54 metres high, were paid for with 310 million yuan from the province&rsquo;s fund for "
    "harbours, which was set up in 2021 and has 2.5 billion yuan left to spend.",
    "A third terminal is to open in 2027. It will add 1.8 million containers a year, and 900 people are to work there "
    "when all of its berths are in use, according to the plan.",
)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head>
<title>Qinglan port grows again | Coast Daily</title>
<meta property="og:site_name" content="Coast Daily">
<meta name="author" content="Mei Lin">
<meta property="article:published_time" content="2024-07-17T08:30:00+08:00">
<style>p {{ margin: 0 }}</style>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/ports">Ports</a></li></ul></nav>
<article>
<h1>Qinglan port grows again</h1>
<p>{BODY[0]}</p>
<h2>Money from the province</h2>
<figure><img src="cranes.jpg"><figcaption>The cranes that arrived in May. Photo: Coast Daily</figcaption></figure>
<p>{BODY[1]}</p>
<p>{BODY[2]}</p>
</article>
<aside><p>Most read: 12 ways to eat oysters</p></aside>
<footer><p>Copyright 2024 Coast Daily. All rights reserved.</p></footer>
<script>var visitors = 48211;</script>
</body></html>"""


def kinds(article):
    return {PAGE[region.start : region.end]: region.kind for region in article.regions}


def test_the_article_stands_word_for_word_in_the_source():
    (article,) = normalise_articles(PAGE, media_type=HTML)
    read = [PAGE[region.start : region.end] for region in article.regions if region.kind == "body"]
    assert read == list(BODY)
    assert article.title == "Qinglan port grows again"


def test_what_stands_around_it_is_no_text_of_the_article():
    (article,) = normalise_articles(PAGE, media_type=HTML)
    told = kinds(article)
    assert told["Money from the province"] == "heading"
    assert told["The cranes that arrived in May. Photo: Coast Daily"] == "caption"
    assert {kind for words, kind in told.items() if "oysters" in words} == {"related"}
    assert not any("48211" in words for words, kind in told.items() if kind == "body")


def test_the_page_says_when_it_was_published():
    found = date_page(PAGE, received=date(2024, 9, 1), media_type=HTML)
    assert (found.start, found.end, found.method) == (date(2024, 7, 17), date(2024, 7, 18), "html_metadata")


def test_without_metadata_its_lines_tell_the_day():
    page = PAGE.replace('<meta property="article:published_time" content="2024-07-17T08:30:00+08:00">', "")
    dated = page.replace("<h1>Qinglan port grows again</h1>", "<h1>Port</h1><p>Published: 18 July 2024</p>")
    found = date_page(dated, received=date(2024, 9, 1), media_type=HTML)
    assert (found.start, found.method) == (date(2024, 7, 18), "header")
    assert [dated[start:end] for start, end in found.evidence] == ["18 July 2024"]


def test_what_came_with_the_page_is_believed_first():
    found = date_page(PAGE, stated_published="2024-07-16", received=date(2024, 9, 1), media_type=HTML)
    assert (found.start, found.method) == (date(2024, 7, 16), "sidecar")


@pytest.mark.parametrize("source", ["", "<html></html>", "<!-- 4.2 million -->", "<script>var a = 4.2;</script>"])
def test_a_page_without_text_has_no_article(source):
    assert normalise_articles(source, media_type=HTML) == ()
