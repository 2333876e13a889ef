"""Text that was damaged on its way: read as it was meant, quoted as it stands.

Each example gives raw text, the words of a claim as they stand in it, and what they are worth.
"""

from decimal import Decimal

import pytest

from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from pipelines.reading import read_page

EXAMPLES = {
    "a word cut at a line's end": (
        "The city of Hefei spent about 160 mil-\nlion yuan on worker housing last year, and will spend more.",
        "about 160 mil-\nlion yuan",
        (160_000_000, "CNY"),
    ),
    "a compound cut at its own hyphen": (
        "The fund holds a 12-\nstorey building and raised 30 million euros from state-\nowned banks in May.",
        "30 million euros",
        (30_000_000, "EUR"),
    ),
    "a number and its unit on two lines": (
        "Output of the works rose to 2.5\nmillion tons in 2023, the owner said, and is to rise again.",
        "2.5\nmillion tons",
        (2_500_000, "ton"),
    ),
    "lines wrapped by a machine": (
        "Steel output in the province came to 61 million tons in the year, more\n"
        "than in any year before it, the statistics office said in a report on\n"
        "Monday that put the value of what was made in all its mills at $2.5\n"
        "billion, which is more than was expected.",
        "$2.5\nbillion",
        (2_500_000_000, "USD"),
    ),
    "a line break lost between two sentences": (
        "Sales came to 5 million euros.The works had 300 employees at the end of the year, the owner said.",
        "5 million euros",
        (5_000_000, "EUR"),
    ),
    "the sentence behind a lost line break": (
        "Sales were flat.The works raised 30 million euros from banks in the spring, the owner said.",
        "30 million euros",
        (30_000_000, "EUR"),
    ),
    "a pound sign decoded wrongly": (
        "The council spent Â£40 million on the bridge, itâ€™s said, and the mayor called it â€œmoney well spentâ€\x9d.",
        "Â£40 million",
        (40_000_000, "GBP"),
    ),
    "a euro sign decoded wrongly": (
        "The firm’s sales came to â‚¬2.5 billion in 2023, and its debts were paid.",
        "â‚¬2.5 billion",
        (2_500_000_000, "EUR"),
    ),
    "a dash decoded wrongly": (
        "Prices rose by 3â€“5 percent in the spring, the office said.",
        "3â€“5 percent",
        (3, "percent"),
    ),
    "Polish quotation marks": (
        "„We spent 40 million zloty on the harbour”, the mayor of Gdynia said on Monday.",
        "40 million zloty",
        (40_000_000, "PLN"),
    ),
    "Chinese quotation marks": (
        "「The county has put 12 billion yuan into the plant」, the party secretary said. 《Caixin》 had it first.",
        "12 billion yuan",
        (12_000_000_000, "CNY"),
    ),
    "full-width figures and signs": (
        "The plant makes ２，５００ cars a day，and sold ９０％ of them abroad．",
        "９０％",
        (90, "percent"),
    ),
    "no-break spaces": (
        "The bank lent 1\u00a0250\u00a0000\u00a0euros to the mill, and\u00a0more\u00a0than 7\u202f%\u00a0is back.",
        "more\u00a0than 7\u202f%",
        (7, "percent"),
    ),
    "no-break spaces between number, scale and currency": (
        "The bank lent 30\u00a0million\u00a0euros to the mill.",
        "30\u00a0million\u00a0euros",
        (30_000_000, "EUR"),
    ),
    "soft hyphens": (
        "The gov\u00adern\u00adment spent 40 mil\u00adlion dol\u00adlars on the bridge.",
        "40 mil\u00adlion dol\u00adlars",
        (40_000_000, "USD"),
    ),
    "a soft hyphen at a line's end": (
        "The county spent 40 mil\u00ad\nlion dollars on the bridge, and the toll is to pay for it.",
        "40 mil\u00ad\nlion dollars",
        (40_000_000, "USD"),
    ),
    "marks of no width": (
        "The county spent \u200b40\u2060 million\u200b dollars on the bridge.",
        "40\u2060 million\u200b dollars",
        (40_000_000, "USD"),
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_claim_is_read_and_its_quote_is_what_stands_there(name):
    raw, quote, (value, unit) = EXAMPLES[name]
    claims = {
        raw[claim.quantity.start : claim.quantity.end]: claim
        for page in read_page(raw)
        for reading in page.readings
        for claim in reading.claims
    }
    assert quote in claims, sorted(claims)
    claim = claims[quote].quantity
    assert (claim.value_low, claim.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("name", EXAMPLES)
def test_sentences_stand_where_they_say(name):
    raw = EXAMPLES[name][0]
    (article,) = normalise_articles(raw)
    sentences = split_sentences(raw, article)
    assert sentences
    for sentence in sentences:
        assert raw[sentence.start : sentence.end] == sentence.text
    assert sum(len(sentence.text) for sentence in sentences) >= 0.95 * len(raw.strip())


def test_a_speaker_is_found_behind_foreign_quotation_marks():
    for raw in (EXAMPLES["Polish quotation marks"][0], EXAMPLES["Chinese quotation marks"][0]):
        (page,) = read_page(raw)
        (claim,) = (claim for reading in page.readings for claim in reading.claims)
        assert claim.context.speaker in ("mayor of Gdynia", "party secretary")


def test_a_title_right_above_wrapped_lines_stays_a_title():
    raw = (
        "Harbour counts its cranes\r\nThe port spent 3.2 billion euros on new cranes in 2023, and its director\r\n"
        "told reporters that the yard now handles more boxes than it did before\r\nand that more are to come.\r\n"
    )
    (article,) = normalise_articles(raw)
    assert article.title == "Harbour counts its cranes"
    assert [region.kind for region in article.regions] == ["title", "body"]
