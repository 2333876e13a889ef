"""What a Quantity and a Refusal promise: spans, parts, links, dates that take their number, hostile text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.extract.mentions import find_mentions
from pipelines.extract.quantities import find_quantities
from pipelines.extract.separators import find_separators
from schemas.codes import read_codes
from schemas.spans import DateExpression

KINDS = frozenset(
    [
        "money",
        "percent",
        "percent_change",
        "count",
        "rank",
        "ratio",
        "multiple",
        "duration",
        "area",
        "length",
        "mass",
        "energy",
        "power",
        "volume",
        "data",
        "speed",
        "index",
        "other_measure",
    ]
)
MODIFIERS = frozenset(["exact", "approx", "nearly", "more_than", "at_least", "less_than", "at_most", "range"])
ROLES = frozenset(
    [
        "number",
        "scale",
        "modifier",
        "currency",
        "unit",
        "noun",
        "per",
        "direction",
        "sign",
        "fraction",
        "multiple",
        "rank",
        "ratio",
    ]
)
REFUSALS = frozenset(
    ["date", "label", "idiom", "furniture", "enumeration", "time", "score", "phone", "vague", "unreadable"]
)
WORDS = [
    "more",
    "than",
    "up",
    "to",
    "about",
    "from",
    "between",
    "and",
    "or",
    "of",
    "the",
    "a",
    "one",
    "two",
    "five",
    "twelve",
    "hundred",
    "million",
    "billions",
    "dozens",
    "half",
    "third",
    "quarter",
    "percent",
    "%",
    "$",
    "US$",
    "RMB",
    "yuan",
    "€",
    "£",
    "(",
    ")",
    "-",
    "–",
    ",",
    ".",
    "1",
    "7",
    "12",
    "2019",
    "3.5",
    "1,234",
    "1.234,5",
    "80",
    "5G",
    "12th",
    "km",
    "kWh",
    "mu",
    "years",
    "a",
    "year",
    "per",
    "doubled",
    "times",
    "rose",
    "fell",
    "down",
    "up",
    "companies",
    "people",
    "“",
    "”",
    ";",
    ":",
    "/",
    "+",
    "~",
    "±",
    "\n",
]


def only(text):
    (quantity,) = find_quantities(text).quantities
    return quantity


def check_promises_of_one(text, quantity):
    assert 0 <= quantity.start < quantity.end <= len(text)
    assert quantity.kind in KINDS
    assert quantity.modifier in MODIFIERS
    assert quantity.value_low is not None or quantity.value_high is not None
    assert isinstance(quantity.decimals, int)
    if quantity.value_low is not None and quantity.value_high is not None:
        assert quantity.value_low <= quantity.value_high
    for part in quantity.parts:
        assert text[part.start : part.end] == part.text
        assert part.role in ROLES
    assert quantity.rule
    if quantity.kind == "money":
        assert quantity.unit == quantity.currency_codes[0]
        assert set(quantity.currency_codes) <= set(read_codes("currencies"))


def check_promises(text):
    reading = find_quantities(text)
    for index, quantity in enumerate(reading.quantities):
        check_promises_of_one(text, quantity)
        for link in (quantity.paired_with, quantity.from_index):
            assert link is None or (0 <= link < len(reading.quantities) and link != index)
        if quantity.paired_with is not None:
            assert reading.quantities[quantity.paired_with].paired_with == index
    starts = [quantity.start for quantity in reading.quantities]
    assert starts == sorted(starts)
    for left, right in zip(reading.quantities, reading.quantities[1:], strict=False):
        assert left.end <= right.start
    for refusal in reading.refusals:
        assert 0 <= refusal.start < refusal.end <= len(text)
        assert refusal.kind in REFUSALS
        assert refusal.reason
        assert refusal.rule


@example("$ one quarter km")
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_order_of_number_words_keeps_the_promises(text):
    check_promises(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_words_run_together_keep_the_promises(text):
    check_promises(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=80))
def test_any_text_keeps_the_promises(text):
    check_promises(text)


@given(st.integers(min_value=1, max_value=10**15), st.sampled_from(["", " thousand", " million", " billion"]))
@settings(deadline=None)
def test_an_amount_written_in_english_is_read_back(value, scale):
    factor = {"": 1, " thousand": 10**3, " million": 10**6, " billion": 10**9}[scale]
    quantity = only(f"The plan costs RMB {value:,}{scale} in all.")
    assert quantity.value_low == quantity.value_high == Decimal(value) * factor


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 5 \udfff percent",
        "\x005\x00%",
        "9" * 400,
        "1." + "5" * 400,
        "1e400",
        "\u200f5\u200f percent\u202e",
        "½½½",
        "İİİ 5 İ",
        "1/0 and 0/0 miles",
        "tens of tens of tens of",
        "two million five million trillion hundred",
        "$" * 60 + "5",
        "5%%%",
        "US$ RMB yuan per per",
        "𝟙𝟚 and ２ and ٣",
        "(" * 500 + "1" + ")" * 500,
    ],
    ids=lambda text: ascii(text[:16]),
)
def test_hostile_text_raises_nothing(text):
    check_promises(text)


def test_a_numeral_of_400_digits_is_refused_with_a_reason():
    reading = find_quantities("The count is " + "9" * 400 + ".")
    assert not reading.quantities
    assert [refusal.kind for refusal in reading.refusals] == ["unreadable"]


def test_text_without_a_number_gives_nothing():
    assert find_quantities("No figure stands here.") == find_quantities("")


def test_the_span_holds_modifier_number_scale_and_currency():
    text = "It poured more than 160 billion yuan into firms."
    quantity = only(text)
    assert text[quantity.start : quantity.end] == "more than 160 billion yuan"
    assert [part.role for part in quantity.parts] == ["modifier", "number", "scale", "currency"]
    assert quantity.rule == "<modifier> <number> <scale> <currency>"


def test_the_noun_of_a_count_is_a_part_and_stays_outside_the_span():
    text = "It hosts more than 160 tech companies."
    quantity = only(text)
    assert text[quantity.start : quantity.end] == "more than 160"
    assert quantity.parts[-1].text == "tech companies"


def test_the_same_amount_in_another_currency_is_linked_both_ways():
    first, second = find_quantities("More than RMB 10 trillion (US$1.4 trillion).").quantities
    assert (first.paired_with, second.paired_with) == (1, 0)
    assert (first.modifier, second.modifier) == ("more_than", "exact")


@pytest.mark.parametrize(
    ("text", "is_restated"),
    [
        ("The sale raised HK$35.7 billion ($4.6 billion).", True),
        ("The mine cost $5 million (US$3.3 million).", True),
        ("The budget was US$3 billion ($2.9 billion a year before).", False),
        ("The budget was $5 million (US$5 million).", False),
    ],
)
def test_a_bare_sign_beside_a_named_currency_means_another(text, is_restated):
    first, second = find_quantities(text).quantities
    assert (first.paired_with, second.paired_with) == ((1, 0) if is_restated else (None, None))


def test_from_and_to_are_two_quantities_and_the_second_names_the_first():
    first, second = find_quantities("Sales went from 16.4 billion to 19.2 billion yuan.").quantities
    assert (first.value_low, second.value_low) == (Decimal("16.4e9"), Decimal("19.2e9"))
    assert (first.unit, second.unit, second.from_index) == ("CNY", "CNY", 0)


def test_a_bare_sign_keeps_every_currency_it_may_mean():
    assert only("The fee is ¥500.").currency_codes == ("JPY", "CNY")
    assert only("The fee is 500 pesos.").currency_codes[0] == "MXN"


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("It cost 1.4 trillion yuan.", -11),
        ("It cost 320 billion yuan.", -9),
        ("The share is 9.7%.", 1),
        ("It hired 5,100 people.", 0),
        ("It hired about 5,100 people.", -2),
        ("It hired five thousand people.", -3),
        ("It cost 19 cents.", 2),
    ],
)
def test_decimals_are_the_place_of_the_last_digit_claimed(text, decimals):
    assert only(text).decimals == decimals


def test_no_quantity_is_read_inside_a_date_that_takes_its_number():
    text = "It opened in the first 10 months of 2023."
    taken = DateExpression(13, 40, text[13:40], "DATE", "window", (), "test")
    reading = find_quantities(text, [taken])
    assert not reading.quantities
    assert [refusal.kind for refusal in reading.refusals] == ["date"]
    plain = DateExpression(20, 29, text[20:29], "DURATION", "duration", (), "test", takes_number=False)
    assert [q.unit for q in find_quantities(text, [plain]).quantities] == ["month"]


def test_mentions_join_dates_and_numbers():
    dates, reading = find_mentions("In 2019 spending rose 12.5% to RMB 352 billion.")
    assert any(expression.text.endswith("2019") for expression in dates)
    assert [q.kind for q in reading.quantities] == ["percent_change", "money"]


def test_evidence_of_the_article_decides_an_ambiguous_numeral():
    text = "Der Preis: 1.234 kg"
    assert only(text).value_low == Decimal("1.234")
    evidence = find_separators("Im Jahr waren es 12.345,6 kg und 4,8 %.")
    assert evidence.is_continental
    (quantity,) = find_quantities(text, separators=evidence).quantities
    assert quantity.value_low == Decimal(1234)
    english = find_separators("It was 12,345.6 kg and 1,234,567 seeds.")
    assert not english.is_continental


def test_moving_a_reading_moves_all_its_parts():
    quantity = only("about 5 km").moved(100)
    assert (quantity.start, quantity.parts[0].start) == (100, 100)


def test_dates_are_dates_of_the_calendar():
    for row in read_codes("currencies").values():
        for day in (row["valid_from"], row["valid_to"]):
            assert not day or date.fromisoformat(day)
