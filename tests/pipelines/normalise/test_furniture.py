"""What stands on a page and is not the article's: each kind is told, has its span, and its numbers are no claims."""

import pytest

from pipelines.normalise.articles import normalise_articles
from pipelines.reading import read_page
from schemas.markup import HTML
from schemas.vocabularies import CLAIM_REGIONS

BODY = (
    "Anhui opened three battery plants last year. Its governor, Mei Lan, told reporters that towns around the river "
    "should let the market choose which makers to keep and which to close, and that the province would not choose."
)
MORE = "The plants employ 4,500 people, and a fourth one is planned for the north of the province, officials said."
LAST = "Nobody expects the towns to agree soon, since each of them has promised its own plant to its own voters."


def page(*paragraphs: str) -> str:
    return "\n\n".join(("Battery plants for Anhui", BODY, *paragraphs, LAST))


def kind_of(raw: str, words: str) -> str:
    kinds = {
        region.kind
        for article in normalise_articles(raw)
        for region in article.regions
        if words in raw[region.start : region.end]
    }
    (kind,) = kinds
    return kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ADVERTISEMENT", "advertisement"),
        ("Advertisement 7", "advertisement"),
        ("Promoted content", "advertisement"),
        ("Paid post", "advertisement"),
        ("Explainer: 5 things to know about battery makers", "related"),
        ("Opinion: why 40 towns are too many", "related"),
        ("In pictures: 12 plants from the air", "related"),
        ("‘Towns of the river’: 3 hopes, or the last of the old ideas?", "related"),
        ("Photo: a plant with 900 workers", "caption"),
        ("A row of 30 cranes on the river (AP Photo/Li Bai)", "caption"),
        ("Workers at one of 3 plants in 2023. Credit: Ann Bell", "caption"),
        ("Home > Business > 100 companies", "furniture"),
        ("World | Markets | Top 50 | Opinion", "furniture"),
        ("Follow us on Weibo and 3 other networks", "furniture"),
        ("This website stores cookies for 365 days", "furniture"),
        ("We value your privacy and that of our 812 partners", "furniture"),
        ("Accept all 24 cookies", "furniture"),
        ("Join 20,000 readers who get our letter", "furniture"),
        ("https://example.org/2024/05/06/plants-12345.html", "furniture"),
        ("Copyright 2024 River Daily", "copyright"),
        ("(Reporting by Ann Bell in Hefei and 2 others; Editing by Cy Dow)", "credits"),
        ("Reporting by Ann Bell; editing by Cy Dow", "credits"),
        ("((ann.bell@example.org; +86 10 5555 1234; Messaging: ann.bell.example.org@example.net))", "credits"),
    ],
)
def test_lines_between_paragraphs_are_kept_apart(line, kind):
    raw = page(line, MORE)

    assert kind_of(raw, line) == kind
    assert kind_of(raw, MORE) == "body"
    (read,) = read_page(raw)
    quotes = [
        reading.sentence.words(c.quantity.start, c.quantity.end) for reading in read.readings for c in reading.claims
    ]
    assert quotes == ["three", "4,500", "a fourth"][: len(quotes)] or set(quotes) <= {
        "three",
        "4,500",
        "a fourth",
        "fourth",
    }


@pytest.mark.parametrize(
    "line",
    [
        "Opinion: the town and its plant",
        "Explainer: how the towns came to own 12 plants",
        "‘The last plant’: will the town keep it?",
    ],
)
def test_a_title_of_that_form_stays_the_title(line):
    (article,) = normalise_articles("\n\n".join((line, BODY, MORE)))

    assert article.title == line


@pytest.mark.parametrize(
    "paragraph",
    [
        "The question is this: who will pay for 3 more plants?",
        "Will the towns agree?",
        "“They will not,” said Mei Lan.",
        "Home prices rose by 3 percent | and rents by 2, according to one of the agencies that watch the towns.",
        "The company's shares fell 3 percent, to 12.50 yuan > less than in May, when the first plant had opened.",
    ],
)
def test_running_text_is_left_alone(paragraph):
    assert kind_of(page(paragraph, MORE), paragraph) in CLAIM_REGIONS


def test_a_pull_quote_with_its_speaker_says_nothing_new():
    quote = "The market should choose which 7 makers to keep and which ones to close"
    raw = page(MORE, quote, "Mei Lan")

    assert kind_of(raw, quote) == "pull_quote"
    assert [r.kind for a in normalise_articles(raw) for r in a.regions][-3:] == ["pull_quote", "pull_quote", "body"]


def test_a_pull_quote_repeats_words_of_the_text():
    quote = "let the market choose which makers to keep and which to close"
    assert kind_of(page(MORE, f"“{quote}”"), f"“{quote}”") == "pull_quote"
    assert kind_of(page(MORE, quote.capitalize()), quote.capitalize()) == "pull_quote"


def test_a_name_below_a_line_is_no_quote_where_the_text_does_not_know_it():
    line = "A new chapter for the river towns of Anhui has been opened"
    assert kind_of(page(MORE, line, "Chapter Two"), line) != "pull_quote"


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("Leave a Reply", "Your email address will not be published. Required fields are marked *"),
        ("Geef een reactie", "Het e-mailadres wordt niet gepubliceerd. Vereiste velden zijn gemarkeerd met *"),
        ("Lämna en kommentar", "Din e-postadress kommer inte publiceras. Obligatoriska fält är märkta *"),
        ("Napsat komentář", "Vaše e-mailová adresa nebude zveřejněna. Vyžadované informace jsou označeny *"),
        ("Bir yanıt yazın", "E-posta adresiniz yayınlanmayacak. Gerekli alanlar * ile işaretlenmişlerdir"),
        ("Để lại một bình luận", "Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *"),
        ("댓글 남기기", "이메일 주소는 공개되지 않습니다. 필수 필드는 *로 표시됩니다"),
        ("اترك تعليقاً", "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *"),
        ("Atstājiet savu viedokli", "Jūsu e-pasta adrese netiks publicēta. Obligātie lauki ir atzīmēti kā *"),
    ],
)
def test_comment_forms_in_any_language_end_the_page(form, label):
    raw = page(MORE) + "\n\n" + "\n\n".join((form, label, "12 comments so far", "Name *", "Website"))

    for words in (form, label, "12 comments", "Website"):
        assert kind_of(raw, words) == "comment_form"


def test_a_table_of_figures_is_kept_apart_row_by_row():
    rows = [
        "Plant        2022     2023     change",
        "Hefei       1,200    1,450     +20.8",
        "Wuhu          800      760      -5.0",
    ]
    raw = page(MORE + "\n\n" + "\n".join(rows))

    assert {kind_of(raw, row) for row in rows} == {"table"}
    (read,) = read_page(raw)
    assert not any("1,450" in reading.sentence.text for reading in read.readings)


def test_a_wire_report_with_its_marks():
    raw = (
        "-- UPDATE 2-Anhui to open a fourth battery plant\n-- By Ann Bell and Cy Dow\n-- Mon May 6, 2024 5:41pm EDT\n"
        "-- http://example.org/article/2024/05/06/idUS123456\n\n\n\n"
        f" HEFEI (Newswire) - {BODY}\n {MORE}\n {LAST}\n (Reporting by Ann Bell; Editing by Cy Dow)\n"
    )
    (article,) = normalise_articles(raw)

    assert article.title == "UPDATE 2-Anhui to open a fourth battery plant"
    assert article.byline == "Ann Bell and Cy Dow"
    assert article.url == "http://example.org/article/2024/05/06/idUS123456"
    assert [r.kind for r in article.regions] == ["title", "byline", "dateline", "furniture", *["body"] * 3, "credits"]


def test_speakers_of_a_call_are_headings_over_their_turns():
    raw = "\n".join((
        "River Battery Holdings (RBH) Q2 2024 Earnings Call Transcript",
        "Operator",
        f"Good day, and welcome to the call. {BODY}",
        "[Operator Instructions]",
        "Mei Lan -- Chief Executive Officer",
        f"Thank you. {MORE} We shipped 12 gigawatt-hours in the quarter and expect more of the same in the next one.",
        "Cy Dow - Example Securities - Analyst",
        f"Thanks for the question. {LAST}",
    ))  # fmt: skip
    (read,) = read_page(raw)

    under = {reading.sentence.text[:9]: reading.sentence.heading for reading in read.readings}
    assert under["Good day,"] == "Operator"
    assert under["Thank you"] == "Mei Lan -- Chief Executive Officer"
    assert under["Thanks fo"] == "Cy Dow - Example Securities - Analyst"
    assert kind_of(raw, "[Operator Instructions]") == "furniture"


def test_furniture_of_a_page_source_is_told_by_its_element_and_words():
    raw = (
        "<html><head><title>Plants</title></head><body><nav><a>Top 50</a> <a>World</a></nav><article>"
        f"<h1>Battery plants for Anhui</h1><p>{BODY}</p><figure><img><figcaption>One of 30 cranes</figcaption></figure>"
        f"<p>{MORE}</p><p>{LAST}</p></article><aside><p>Read 12 more</p></aside><footer>© 2024, 99 rights</footer>"
        "</body></html>"
    )
    kinds = {raw[r.start : r.end]: r.kind for a in normalise_articles(raw, media_type=HTML) for r in a.regions}

    assert kinds["Read 12 more"] == "related"
    assert kinds["© 2024, 99 rights"] in ("copyright", "furniture")
    assert kinds["One of 30 cranes"] == "caption"
    (read,) = read_page(raw, media_type=HTML)
    claims = [
        reading.sentence.words(c.quantity.start, c.quantity.end) for reading in read.readings for c in reading.claims
    ]
    assert not {"50", "30", "12", "99"} & set(claims)
