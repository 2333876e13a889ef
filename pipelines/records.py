"""What was read, as rows: each function gives the rows of one table, in the order of its columns, without `row_hash`.

Lineage is made here, in the same step as the row: own id, parent ids, span, rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipelines.conform.open_dates import readings_text, why_open
from schemas.codes.entities import entity_in
from schemas.codes.metrics import metric_of
from schemas.identity import article_id, claim_id, content_id, mention_id, sentence_id
from schemas.markup import HTML, PLAIN, text_of_markup
from schemas.spans import (
    Article,
    Claim,
    ClaimRelation,
    DateExpression,
    Period,
    Publication,
    Sentence,
    SentenceReading,
)
from schemas.views import runs_text

SELECTOR_CONTEXT = 32
"""Length of a quote selector's prefix and suffix, in code points: what the W3C Web Annotation examples use."""

VALUE_PLACES = 9
"""Values are stored to this many places; only fractions such as a third have more, and they have no last digit."""

VALUE_LIMIT = Decimal("1e28")
"""Values are stored below this: 28 digits before the point hold every amount in money, and NUMERIC(28) reads them."""

MARKUP_CONTEXT = 1_000
"""How much of a page's source is searched for them: tags take most of it."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A landed item as the steps see it: its text, where it came from, when it was published, its partition.

    media_type: `text/html` where the raw text is a page's source, else `text/plain`. byline: as a sidecar gives it.
    """

    raw_article_id: str
    sha256: str
    file: str
    record_number: int
    raw_text: str
    title: str | None
    publisher: str | None
    url: str | None
    publication: Publication
    received_at: datetime
    partition_month: str
    media_type: str = PLAIN
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence or claim stands: its article, the file, the partition."""

    article_id: str
    file: str
    article_index: int
    partition_month: str


def place_of(page: Page, article: Article) -> Place:
    """The place of an article; records of a JSONL file are counted as articles of that file."""
    index = page.record_number + article.index
    return Place(article_id(page.sha256, article.index), page.file, index, page.partition_month)


def document_row(page: Page, article: Article) -> Row:
    """The row of `core_documents` for an article of a page."""
    place, dated = place_of(page, article), page.publication
    return (
        place.article_id,
        page.raw_article_id,
        page.file,
        place.article_index,
        article.start,
        article.end,
        article.title,
        page.byline or article.byline,
        page.publisher or article.publisher,
        page.url or article.url,
        article.language,
        dated.start,
        dated.end,
        dated.reference_start,
        dated.reference_end,
        dated.method,
        dated.confidence,
        dated.rule,
        spans_text(dated.evidence),
        _evidence_words(page),
        page.received_at,
        page.partition_month,
    )


def spans_text(spans: Iterable[tuple[int, int]]) -> str | None:
    """Spans as one text, `start-end` separated by spaces; null where there are none."""
    return " ".join(f"{start}-{end}" for start, end in spans) or None


def read_spans(text: str | None) -> tuple[tuple[int, int], ...]:
    """The spans that `spans_text` wrote."""
    pairs = (pair.partition("-") for pair in (text or "").split())
    return tuple((int(start), int(end)) for start, _, end in pairs)


def _evidence_words(page: Page) -> str | None:
    """The words a publication date was read from, as they are shown: of a page's source without its tags."""
    words = [page.raw_text[start:end] for start, end in page.publication.evidence]
    shown = [text_of_markup(piece) for piece in words] if page.media_type == HTML else words
    return "\n".join(" ".join(piece.split()) for piece in shown) or None


def region_rows(page: Page, article: Article) -> Iterator[Row]:
    """Rows of `core_regions` for an article."""
    place = place_of(page, article)
    for region in article.regions:
        region_id = content_id("g", place.article_id, region.kind, region.start, region.end)
        yield region_id, place.article_id, region.kind, region.start, region.end, region.rule, page.partition_month


def sentence_rows(page: Page, article: Article, sentences: Sequence[Sentence]) -> Iterator[Row]:
    """Rows of `core_sentences` for an article, with the words around each for a quote selector."""
    place, raw = place_of(page, article), page.raw_text
    for number, sentence in enumerate(sentences):
        yield (
            sentence_id(place.article_id, sentence.start, sentence.end),
            place.article_id,
            number,
            sentence.paragraph,
            sentence.region,
            sentence.heading,
            sentence.start,
            sentence.end,
            sentence.text,
            sentence.source,
            sentence.view.text if sentence.view is not None else None,
            runs_text(sentence.view, sentence.start) if sentence.view is not None else None,
            *_selector_context(raw, sentence, page.media_type),
            page.partition_month,
        )


def _selector_context(raw: str, sentence: Sentence, media_type: str) -> tuple[str, str]:
    """The words before and after a sentence, as a quote selector has them: of a page what is shown, not its tags."""
    if media_type != HTML:
        before = raw[max(0, sentence.start - SELECTOR_CONTEXT) : sentence.start]
        return before, raw[sentence.end : sentence.end + SELECTOR_CONTEXT]
    before = raw[max(0, sentence.start - MARKUP_CONTEXT) : sentence.start]
    before = before[before.rfind("</script>") + 1 :] if "</script>" in before else before
    before = before[before.find(">") + 1 :] if sentence.start > len(before) else before
    after = raw[sentence.end : sentence.end + MARKUP_CONTEXT]
    return text_of_markup(before)[-SELECTOR_CONTEXT:], text_of_markup(after)[:SELECTOR_CONTEXT]


def mention_rows(place: Place, readings: Iterable[SentenceReading], *, is_written_known: bool) -> Iterator[Row]:
    """Rows of `core_mentions`: parts of numbers, dates with all that they may mean, and what was refused.

    Args:
        place: The article.
        readings: Its sentences as `read_sentences` read them.
        is_written_known: Whether it is known when the article was written.
    """
    for reading in readings:
        sentence = reading.sentence
        sid = sentence_id(place.article_id, sentence.start, sentence.end)
        found: dict[str, Row] = {}
        for quantity in (claim.quantity for claim in reading.claims):
            for part in quantity.parts:
                words = sentence.words(part.start, part.end)
                row = _mention(place, sid, part.role, part.start, part.end, words, quantity.rule, code=part.code)
                found.setdefault(str(row[0]), row)
        for expression, readings_of in zip(reading.dates, reading.resolved, strict=True):
            words = sentence.words(expression.start, expression.end)
            reason = why_open(expression, readings_of, is_written_known=is_written_known)
            row = _date_mention(place, sid, expression, words, readings_of, reason)
            found.setdefault(str(row[0]), row)
        for refusal in reading.refusals:
            words = sentence.words(refusal.start, refusal.end)
            row = _mention(
                place, sid, refusal.kind, refusal.start, refusal.end, words, refusal.rule, reason=refusal.reason
            )
            found.setdefault(str(row[0]), row)
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
    return all(
        abs(value) < VALUE_LIMIT and (quantity.kind == "ratio" or _places(value) <= VALUE_PLACES)
        for value in (quantity.value_low, quantity.value_high)
        if value is not None
    )


def claim_row(place: Place, claim: Claim, code_version: str) -> Row:
    """The row of `core_claims` for a claim."""
    quantity, context, sentence, period = (
        claim.quantity,
        claim.context,
        claim.sentence,
        claim.period or Period(None, None),
    )
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
        _stored(quantity.value_low),
        _stored(quantity.value_high),
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
        " + ".join(dict.fromkeys((quantity.rule, *claim.rules, *context.rules))),
        claim.confidence,
        code_version,
        place.partition_month,
    )


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
    digits, exponent = number.digits, int(number.exponent)
    while exponent < 0 and digits and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return max(0, -exponent)


def _announced(period: Period | None) -> str | None:
    """An announcement's time as ISO text: a day, a month, a year, else an interval `start/end`, end exclusive."""
    if period is None or period.start is None:
        return period.timex_value if period else None
    if period.granularity in ("day", "month", "year"):
        return period.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[period.granularity]]
    return f"{period.start.isoformat()}/{period.end.isoformat() if period.end else '..'}"
