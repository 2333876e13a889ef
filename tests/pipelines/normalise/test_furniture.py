"""Nothing of the page around an article is read as the article: every such line of the sample, marked by hand."""

import pytest

from pipelines.normalise.articles import normalise_articles
from schemas.vocabularies import CLAIM_REGIONS

MARKED = {
    "003_five_year_plan_digest.txt": {
        "March 15th, 2021": 1,
        "Shen Yulan (沈玉兰) teaches": 1,
        "Marcus Adler is a consultant": 1,
        "He Jiarong (何家荣) worked at": 1,
        "Copyright 2021 by the authors.": 1,
    },
    "005_two_sessions_repost.txt": {
        "Thu. Mar 6th, 2025": 1,
        "The Daily Relay - stories": 1,
        "We value your privacy.": 1,
        "Share  24   Post  7": 1,
        "Article content": 5,
        "A robot pours tea": 2,
        "Advertisement 2": 1,
        "Advertisement 3": 1,
        "READ  Seven ways": 1,
        "Get our morning letter!": 1,
        "© 2025 The Daily Relay.": 1,
        "Source link": 1,
        "Schreibe einen Kommentar": 1,
        "Deine E-Mail-Adresse": 1,
    },
    "011_power_statistics.txt": {"Published: 21 January 2025": 1},
    "014_foundry_call_notes.txt": {"Posted 2025-02-12": 1},
    "017_5g_plan_targets.txt": {"November 17, 2021": 1},
    "020_subsidy_farewell.txt": {"Paris, 16 January 2023": 1},
    "023_charging_brief.txt": {"Oct. 16, 2025 | Eastern Wire": 1},
    "024_census_note.txt": {"December 30, 2024": 1},
}
"""How each line begins, and how often it stands on the page."""


@pytest.mark.parametrize("file", MARKED)
def test_no_marked_line_is_read_for_claims(sample, file):
    raw = (sample / file).read_text(encoding="utf-8")
    regions = [region for article in normalise_articles(raw) for region in article.regions]
    for words, count in MARKED[file].items():
        kinds = [region.kind for region in regions if raw.startswith(words, region.start)]
        assert len(kinds) == count, words
        assert not set(kinds) & set(CLAIM_REGIONS), (words, kinds)


def test_the_title_of_a_page_with_notices_above_it_is_the_articles(sample):
    raw = (sample / "005_two_sessions_repost.txt").read_text(encoding="utf-8")
    (article,) = normalise_articles(raw)
    assert article.title == "Beijing leans on technology to reach its growth goal"


BODY = "The ministry said on Monday that it had spent 40 million euros on the bridge, and that more was to come.\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies and ask 12 partners for your consent. You may change your settings at any time.",
        "This site stores cookies on your device. Accept all | Reject all",
        "Share 120 Tweet 33 Email",
        "Facebook Twitter WhatsApp 1.2K shares",
        "Join 40,000 readers and get our newsletter every morning. Sign up now, it is free.",
        "Subscribe for $4 a month and read all our stories. Your first month is free.",
    ],
)
def test_the_site_speaks_to_its_reader(line):
    (article,) = normalise_articles(f"Bridge opens\n\n{BODY * 2}{line}\n\n{BODY.replace('40', '50') * 2}")
    (region,) = [region for region in article.regions if region.end - region.start == len(line)]
    assert region.kind == "furniture", region


@pytest.mark.parametrize(
    "line",
    [
        "The regulator fined the search company 150 million euros because its cookies were hard to refuse.",
        "“We store cookies on your device only if you accept them,” the company's lawyer said.",
        "Join rates among the unions of the port fell to 40 percent, the office reported.",
        "Subscribers to our kind of paper fell by 12 percent, its editor wrote.",
        "Share prices of the 24 mills fell.",
        "Print runs fell by 7 percent in 2023.",
    ],
)
def test_what_tells_of_such_things_stays_in_the_body(line):
    (article,) = normalise_articles(f"Bridge opens\n\n{BODY * 2}{line}\n\n{BODY.replace('40', '50') * 2}")
    (region,) = [region for region in article.regions if region.end - region.start == len(line)]
    assert region.kind == "body", region


def test_a_quote_set_apart_above_its_speakers_name_is_kept_apart():
    said = f"Ada Brandt, who runs the port, said so. {BODY}"
    pulled = "Let the towns build their 12 harbours and the state its roads\n\nAda Brandt\n\n"
    raw = f"Bridge opens\n\n{BODY}{said}{pulled}{BODY.replace('40', '50')}"
    (article,) = normalise_articles(raw)
    kinds = [region.kind for region in article.regions if raw.startswith(("Let the", "Ada Brandt\n"), region.start)]
    assert kinds == ["pull_quote", "pull_quote"]


def test_a_heading_above_a_name_at_the_head_is_a_title():
    raw = f"Let the towns build their harbours, and the roads\n\nAda Brandt\n\n{BODY * 3}"
    (article,) = normalise_articles(raw)
    assert "pull_quote" not in {region.kind for region in article.regions}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("'Toll-free bridges': a gift of 12 billion, or what the next mayor will pay for?", "related"),
        ("“The big dig”: where did the 40 million euros go?", "related"),
        ("“Where did the 40 million euros go?” asked Ada Brandt.", "body"),
        ("'Toll-free bridges': that is what 12 towns ask for.", "body"),
        ("Where did the 40 million euros go?", "body"),
    ],
)
def test_the_headline_of_another_story_among_paragraphs_is_no_part_of_this_one(line, kind):
    (article,) = normalise_articles(
        f"Bridge opens\n\n{BODY}{BODY.replace('40', '45') * 2}{line}\n\n{BODY.replace('40', '50')}"
    )
    (region,) = [region for region in article.regions if region.end - region.start == len(line)]
    assert region.kind == kind, region


def test_such_a_headline_at_the_head_is_the_title():
    raw = f"'Toll-free bridges': a gift, or what the next mayor will pay for?\n\nBy Ada Brandt\n\n{BODY * 2}"
    (article,) = normalise_articles(raw)
    assert "related" not in {region.kind for region in article.regions}
