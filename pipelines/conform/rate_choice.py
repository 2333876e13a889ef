"""Which rate converts a claim: the rows that say it, each once, and the place of each claim's row.

A flow (spent, earned, invested over a period) takes the mean of the daily rates in its period; a stock (a balance, a
fund's size as of a day) the last rate of the period; a plan, target or projection, and whatever has no period, the rate
of the day of publication. A period still running when the article appeared ends, for this, at the publication: a rate
after the words were written is never used. (GFSM 2014, 3.132 and BPM6, 3.104 prescribe the same for national accounts.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import numpy
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.conform.money_claims import UNRESOLVED, MoneyClaim
from pipelines.conform.rate_books import DayRates, RateAnswer
from pipelines.conform.rates import ReferenceRates
from schemas.rows import bare_schema
from schemas.vocabularies import FORWARD_LOOKING

OWN_CURRENCY: Final = "own_currency"
"""The method of an amount that is in the target currency already."""

RateWindow = tuple[str, date | None, date | None]
"""Which rate a claim asks for: the method, and the days [start, end) to average, or, without a start, the last. Without
an end there is none to ask for: neither a past period nor the publication is known."""

CHOSEN: Final = pa.schema(
    [
        bare_schema("core_claim_conversions").field(name)
        for name in (
            "base_currency_code", "currency_rule", "to_currency_code", "method", "rate", "rate_start", "rate_end",
            "rate_days", "source", "snapshot_id", "reason",
        )
    ]
)  # fmt: skip
"""The columns of a conversion that do not depend on the amount."""

_RATE = CHOSEN.field("rate").type
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = timedelta(days=1)
_OWN = RateAnswer(Decimal(1))

_Question = tuple[str, str, str, date | None, date | None]
"""What decides a rate: the claim's currency, the rule that told it, and the window's method, start and end."""

_Kind = tuple[str, str, str, bool]
"""Questions that differ in their days alone: currency, rule, method, and whether one day is asked for."""


def rate_window(claim: MoneyClaim) -> RateWindow:
    """The days whose rates convert a claim, whatever the target."""
    known_by = claim.published_end or claim.period_end
    start, end = claim.period_start, claim.period_end or claim.published_end
    is_dated = claim.period_start is not None or claim.period_end is not None
    if is_dated and claim.status not in FORWARD_LOOKING and end is not None and known_by is not None:
        end = min(end, known_by)
        if claim.nature == "stock" or start is None:
            return ("period_end", None, end)
        if start < end:
            return ("period_average", start, end)
    return _publication_window(claim)


def _publication_window(claim: MoneyClaim) -> RateWindow:
    """The day of publication, or the interval in which that day lies."""
    start, end = claim.published_start, claim.published_end
    if end is None:
        return ("none", None, None)
    if start is None or end - start <= _DAY:
        return ("spot_published", None, end)
    return ("spot_published", start, end)


def choose_rates(
    claims: Sequence[MoneyClaim], rates: ReferenceRates, targets: Sequence[str]
) -> tuple[pa.RecordBatch, NDArray[numpy.int64]]:
    """The rates that convert claims, and which of them each claim takes for each target.

    Returns:
        Rows of `CHOSEN`, each for all claims that ask for the same; and an array of a row a claim and a column a
        target, of places in them.
    """
    questions: dict[_Question, int] = {}
    asked = [
        questions.setdefault((claim.currency_code, claim.currency_rule, *rate_window(claim)), len(questions))
        for claim in claims
    ]
    kinds: dict[_Kind, list[int]] = {}
    distinct = list(questions)
    for number, (code, rule, method, start, end) in enumerate(distinct):
        kinds.setdefault((code, rule, method, start is None and end is not None), []).append(number)
    parts, count = [pa.RecordBatch.from_pylist([], CHOSEN)], 0
    places = numpy.zeros((len(distinct), len(targets)), numpy.int64)
    for column, target in enumerate(targets):
        for kind, numbers in kinds.items():
            part, where = _answers(kind, [distinct[number] for number in numbers], rates, target)
            places[numbers, column] = where + count
            parts.append(part)
            count += part.num_rows
    return pa.concat_batches(parts), places[numpy.array(asked, numpy.int64)]


def _answers(
    kind: _Kind, questions: Sequence[_Question], rates: ReferenceRates, target: str
) -> tuple[pa.RecordBatch, NDArray[numpy.int64]]:
    """The rows that answer questions of one kind, and the place of each question's row."""
    code, rule, method, is_day = kind
    if code in (UNRESOLVED, target):
        return _rows(kind, target, [_answer(questions[0], rates, target)]), numpy.zeros(len(questions), numpy.int64)
    if not is_day:
        answers = [_answer(question, rates, target) for question in questions]
        return _rows(kind, target, answers), numpy.arange(len(questions))
    days = numpy.array([end.toordinal() - 1 for *_, end in questions if end is not None], numpy.int64)
    where, left = numpy.full(len(days), -1), numpy.arange(len(days))
    parts, count = [], 0
    for found in rates.on_days(code, target, days):
        is_found = found.places >= 0
        where[left[is_found]] = count + found.places[is_found]
        left = left[~is_found]
        parts.append(_rows_of_days(kind, target, found))
        count += len(found.rates)
    where[left] = count + numpy.arange(len(left))
    parts.append(_rows(kind, target, [_answer(questions[number], rates, target) for number in left.tolist()]))
    return pa.concat_batches(parts), where


def _answer(question: _Question, rates: ReferenceRates, target: str) -> RateAnswer:
    code, rule, _, start, end = question
    if code == UNRESOLVED:
        return RateAnswer(None, reason=f"which currency is meant is {rule}")
    if code == target:
        return _OWN
    if end is None:
        return RateAnswer(None, reason="neither a past period nor a publication date is known")
    if start is None:
        return rates.on(code, target, end - _DAY)
    return rates.average(code, target, start, end)


def _rows(kind: _Kind, target: str, answers: Sequence[RateAnswer]) -> pa.RecordBatch:
    """Answers as rows of `CHOSEN`."""
    code, rule, method, _ = kind
    rows = []
    for answer in answers:
        rate, start, end, days, reason, source, snapshot_id, note = answer
        told = rule if note is None else f"{rule}; {note}"
        how = OWN_CURRENCY if answer is _OWN else "none" if rate is None else method
        rows.append((code, told, target, how, rate, start, end, days, source, snapshot_id, reason))
    columns = zip(*rows, strict=True) if rows else [()] * len(CHOSEN)
    return pa.record_batch(
        [pa.array(column, field.type) for column, field in zip(columns, CHOSEN, strict=True)], CHOSEN
    )


def _rows_of_days(kind: _Kind, target: str, found: DayRates) -> pa.RecordBatch:
    """Rates of single days as rows of `CHOSEN`, without a Python object for each of their values."""
    code, rule, method, _ = kind
    count = len(found.rates)
    starts = pa.array((found.days - _EPOCH).astype("datetime64[D]"))
    ends = pa.array((found.days - _EPOCH + 1).astype("datetime64[D]"))
    columns = [
        *(pa.repeat(word, count) for word in (code, rule, target, method)), pa.array(found.rates, _RATE), starts, ends,
        pa.repeat(1, count), pa.repeat(found.source, count), pa.array(found.snapshot_ids, pa.string()),
        pa.nulls(count, pa.string()),
    ]  # fmt: skip
    return pa.record_batch(columns, CHOSEN)
