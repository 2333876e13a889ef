"""Mentions and claims as rows: each function gives the rows of one table in the order of its columns.

Lineage is made here, in the same step as the row: own id, parent ids, span, rule. `row_hash` is added by the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from pipelines.article_records import Place, Row
from pipelines.conform.open_dates import readings_text, why_open
from schemas.codes.entities import entity_in
from schemas.codes.metrics import metric_of
from schemas.identity import claim_id, content_id, mention_id, sentence_id
from schemas.spans import Claim, ClaimRelation, DateExpression, Period, SentenceReading

VALUE_PLACES = 9
"""Values are stored to this many places; only fractions such as a third have more, and they have no last digit."""

VALUE_LIMIT = Decimal("1e28")
"""Values are stored below this: 28 digits before the point hold every amount in money, and NUMERIC(28) reads them."""


def mention_rows(place: Place, readings: Iterable[SentenceReading], *, is_written_known: bool) -> Iterator[Row]:
    """Rows of `core_mentions`: parts of numbers, dates with all that they may mean, and what was refused.

    Args:
        place: The article.
        readings: Its sentences as `read_sentences` read them.
        is_written_known: Whether it is known when the article was written.
    """
    for reading in readings:
        if not (reading.claims or reading.dates or reading.refusals):
            continue
        sentence = reading.sentence
        sid = sentence_id(place.article_id, sentence.start, sentence.end)
        found: dict[object, Row] = {}
        for quantity in (claim.quantity for claim in reading.claims):
            for part in quantity.parts:
                words = sentence.words(part.start, part.end)
                row = _mention(place, sid, part.role, part.start, part.end, words, quantity.rule, code=part.code)
                found.setdefault(row[0], row)
        for expression, readings_of in zip(reading.dates, reading.resolved, strict=True):
            words = sentence.words(expression.start, expression.end)
            reason = why_open(expression, readings_of, is_written_known=is_written_known)
            row = _date_mention(place, sid, expression, words, readings_of, reason)
            found.setdefault(row[0], row)
        for refusal in reading.refusals:
            words = sentence.words(refusal.start, refusal.end)
            row = _mention(
                place, sid, refusal.kind, refusal.start, refusal.end, words, refusal.rule, reason=refusal.reason
            )
            found.setdefault(row[0], row)
        yield from found.values()


def _mention(
    place: Place,
    sid: str,
    kind: str,
    start: int,
    end: int,
    text: str,
    rule: str,
    *,
    code: str | None = None,
    reason: str | None = None,
    dated: Row = (None,) * 7,
) -> Row:
    mid = mention_id(sid, kind, start, end)
    return (mid, sid, place.article_id, kind, start, end, text, code, *dated, rule, reason, place.partition_month)


def _date_mention(
    place: Place,
    sid: str,
    expression: DateExpression,
    words: str,
    readings: Sequence[Period],
    reason: str | None,
) -> Row:
    """The row of a date: its days where the article tells them; where it does not, no days but every reading."""
    period = readings[0]
    is_open = len(readings) > 1 and bool(expression.readings)
    dated = (
        expression.timex_type,
        None if is_open else period.timex_value,
        None if is_open else period.start,
        None if is_open else period.end,
        readings_text(readings),
        period.granularity,
        expression.relation,
    )
    start, end, rule = expression.start, expression.end, expression.rule
    return _mention(place, sid, "date", start, end, words, rule, reason=reason, dated=dated)


def is_storable(claim: Claim) -> bool:
    """Whether a claim's values fit their columns without being rounded; fractions are kept to nine places."""
    quantity = claim.quantity
    low, high = quantity.value_low, quantity.value_high
    return _fits(low, quantity.kind) and (high is low or _fits(high, quantity.kind))


def _fits(value: Decimal | None, kind: str) -> bool:
    return value is None or (abs(value) < VALUE_LIMIT and (kind == "ratio" or _places(value) <= VALUE_PLACES))


def claim_row(place: Place, claim: Claim, code_version: str) -> Row:
    """The row of `core_claims` for a claim."""
    quantity, context, sentence, period = claim.quantity, claim.context, claim.sentence, claim.period or _NO_PERIOD
    low, high = quantity.value_low, quantity.value_high
    stored = _stored(low)
    sid = sentence_id(place.article_id, sentence.start, sentence.end)
    return (
        claim_id(sid, quantity.start, quantity.end),
        sid,
        place.article_id,
        place.file,
        place.article_index,
        quantity.start,
        quantity.end,
        sentence.words(quantity.start, quantity.end),
        sentence.start,
        sentence.end,
        sentence.text,
        quantity.kind,
        stored,
        stored if high is low else _stored(high),
        quantity.modifier,
        quantity.decimals,
        quantity.unit,
        quantity.per,
        context.direction or quantity.direction,
        context.base,
        *_linked(context.subject, context.subject_span, _entity_code),
        *_linked(context.metric, context.metric_span, _metric_code),
        *_linked(context.speaker, context.speaker_span, _entity_code),
        context.status,
        context.doubt,
        period.start,
        period.end,
        period.kind,
        claim.period_relation,
        claim.period_expression,
        _announced(claim.announced),
        claim.paired_start,
        " ".join(quantity.currency_codes) or None,
        _trail(quantity.rule, *claim.rules, *context.rules),
        claim.confidence,
        code_version,
        place.partition_month,
    )


_NO_PERIOD = Period(None, None)


def _linked(
    phrase: str | None, span: tuple[int, int] | None, code_of: Callable[[str | None], str | None]
) -> tuple[str | None, str | None, int | None, int | None]:
    """A phrase, the code it is known by, and where it stands."""
    start, end = span or (None, None)
    return phrase, code_of(phrase), start, end


def _entity_code(name: str | None) -> str | None:
    entity = entity_in(name)
    return entity.entity_code if entity else None


def _metric_code(phrase: str | None) -> str | None:
    metric = metric_of(phrase)
    return metric.metric_code if metric else None


def claim_mention_rows(place: Place, reading: SentenceReading) -> Iterator[Row]:
    """Rows of `core_claim_mentions` for the claims of a sentence: each part of the number, and its date."""
    sentence = reading.sentence
    sid = sentence_id(place.article_id, sentence.start, sentence.end)
    for claim in reading.claims:
        cid = claim_id(sid, claim.quantity.start, claim.quantity.end)
        seen = set()
        for part in claim.quantity.parts:
            mid = mention_id(sid, part.role, part.start, part.end)
            if mid not in seen:
                seen.add(mid)
                yield cid, mid, part.role, place.partition_month
        for expression in reading.dates:
            if claim.period_expression and expression.text in claim.period_expression:
                mid = mention_id(sid, "date", expression.start, expression.end)
                yield cid, mid, "period", place.partition_month
                break


def relation_rows(
    place: Place, readings: Iterable[SentenceReading], relations: Iterable[ClaimRelation]
) -> Iterator[Row]:
    """Rows of `core_claim_relations` for an article."""
    ids = {
        claim.quantity.start: claim_id(
            sentence_id(place.article_id, reading.sentence.start, reading.sentence.end),
            claim.quantity.start,
            claim.quantity.end,
        )
        for reading in readings
        for claim in reading.claims
    }
    for relation in relations:
        first, second = ids[relation.from_start], ids[relation.to_start]
        yield (
            content_id("l", relation.kind, first, second),
            relation.kind,
            first,
            second,
            relation.rule,
            place.partition_month,
        )


def _stored(value: Decimal | None) -> Decimal | None:
    return round(value, VALUE_PLACES) if value is not None and _places(value) > VALUE_PLACES else value


def _places(value: Decimal) -> int:
    """How many digits stand behind the point, trailing zeros aside."""
    number = value.as_tuple()
    if number.exponent == 0:
        return 0
    digits, exponent = number.digits, int(number.exponent)
    while exponent < 0 and digits and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return max(0, -exponent)


def _trail(*rules: str) -> str:
    """The rules that made a claim, in order; what was decided of the number and of its context is told once."""
    return " + ".join(dict.fromkeys(" + ".join(rules).split(" + ")))


def _announced(period: Period | None) -> str | None:
    """An announcement's time as ISO text: a day, a month, a year, else an interval `start/end`, end exclusive."""
    if period is None or period.start is None:
        return period.timex_value if period else None
    if period.granularity in ("day", "month", "year"):
        return period.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[period.granularity]]
    return f"{period.start.isoformat()}/{period.end.isoformat() if period.end else '..'}"
