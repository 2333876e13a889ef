"""The values that rules find and pass on: spans, date expressions, quantities, claims. Standard library only.

Every span is half-open, `[start, end)`, in Unicode code points. A rule sees one text (a sentence) and answers with
offsets into that text; `moved(offset)` re-bases them to the raw article. `raw[start:end]` is always the quote.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.pages import Sentence
from schemas.values import value_class


@value_class
class Part:
    """One piece of a number's wording and the role it plays.

    `role` is one of: number, scale, modifier, currency, unit, noun, per, direction, sign.
    `code` is what the piece means (`more_than`, `CNY`, `km`), null where it means just itself.
    """

    role: str
    start: int
    end: int
    text: str
    code: str | None = None

    def moved(self, offset: int) -> Part:
        """The same part, in a text in which this one begins at `offset`."""
        return Part(self.role, self.start + offset, self.end + offset, self.text, self.code)


@value_class
class Quantity:
    """A number as the words claim it: value, bounds, unit, and each word that made it.

    start, end: modifier + number + scale + currency, percent sign or measure unit; for counted things modifier +
        number + scale (the noun stays outside, it is a part).
    kind: money percent percent_change count rank ratio multiple duration area length mass energy power volume data
        speed index other_measure (`percent_change` only where the words beside the number say so).
    value_low, value_high: scale applied, exact. "more than X": low X, high null. Exact: low = high. A null on both
        sides never occurs. Vague plurals ("billions of yuan") have a floor and no high.
    modifier: exact approx nearly more_than at_least less_than at_most range.
    decimals: XBRL sense, the place of the last digit claimed: "1.4 trillion" -> -11, "9.7" -> 1, "320 billion" -> -9.
    unit: ISO 4217 code (XXX where a dollar or yuan cannot be told), `percent`, `percentage_point`, `basis_point`,
        `share`, `rank`, `times`, `year month week day hour minute second`, the usual symbol of a measure (`km`, `m2`,
        `ha`, `t`, `GWh`, `nm`), else the counted noun phrase, singular, lower case save for names and acronyms; null
        where a bare number has no noun beside it (`bind_claims` may find it in the sentence).
    per: denominator ("a year" -> `year`, "per kWh" -> `kWh`, "to the dollar" -> `USD`), else null.
    direction: up or down where the words beside the number say so ("rose 2 %", "down 9.1 %"), else null.
    currency_codes: every ISO code the spelling allows, most likely first; more than one means ambiguous.
    paired_with: index, in the same reading, of the quantity that states this amount in another currency.
    from_index: index of the quantity this one moves away from ("from 16.4 to 19.2 billion": the second names the
        first), else null.
    rule: the named rule(s) that read it, joined by " + ".
    """

    start: int
    end: int
    kind: str
    value_low: Decimal | None
    value_high: Decimal | None
    modifier: str
    decimals: int | None
    unit: str | None
    rule: str
    parts: tuple[Part, ...] = ()
    per: str | None = None
    direction: str | None = None
    currency_codes: tuple[str, ...] = ()
    paired_with: int | None = None
    from_index: int | None = None

    def is_scaled(self) -> bool:
        """Whether the number has its scale beside it: `7 million`, not `7,000,000`."""
        return any(part.role == "scale" for part in self.parts)

    def moved(self, offset: int) -> Quantity:
        """The same quantity, in a text in which this one begins at `offset`."""
        if not offset:
            return self
        parts = tuple([part.moved(offset) for part in self.parts])
        # By place, not by `replace`: in this, the most frequent of all copies, it takes a third of the time.
        return Quantity(
            self.start + offset, self.end + offset, self.kind, self.value_low, self.value_high, self.modifier,
            self.decimals, self.unit, self.rule, parts, self.per, self.direction, self.currency_codes,
            self.paired_with, self.from_index,
        )  # fmt: skip


@value_class
class Refusal:
    """A number that was seen and is no claim, and why: a date, a label, an idiom, page furniture, an unreadable value.

    `kind` is one of: date label idiom furniture enumeration time score phone vague unreadable.
    """

    start: int
    end: int
    kind: str
    rule: str
    reason: str

    def moved(self, offset: int) -> Refusal:
        """The same refusal, in a text in which this one begins at `offset`."""
        return Refusal(self.start + offset, self.end + offset, self.kind, self.rule, self.reason)


@value_class
class QuantityReading:
    """All that the number grammar has to say of one text: what it read and what it refused."""

    quantities: tuple[Quantity, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@value_class
class DateExpression:
    """Words that name a time, read but not yet tied to a calendar.

    start, end: the words without a leading preposition ("2019" of "in 2019", "the first 10 months of 2023").
    timex_type: DATE TIME DURATION SET (TIMEX3).
    shape: the name of the symbolic form that `fields` fills, e.g. `day`, `month`, `year`, `quarter`, `weekday`,
        `window`, `year_to_date`, `year_range`, `relative_year`, `event`; `pipelines.conform.periods` explains them.
    fields: the symbols, as a tuple of (name, value) pairs; values are int, str or null.
    relation: how the sentence ties something to it: on as_of by over until since before after, from the words before
        it; null where it stands alone.
    readings: more than one where the words are ambiguous (03/04/2024), each a `fields` tuple; most likely first.
    takes_number: true where the words use up their number ("2019", "the past five years"), so that no quantity may be
        read inside; false for a plain duration ("66 years"), which is both.
    """

    start: int
    end: int
    text: str
    timex_type: str
    shape: str
    fields: tuple[tuple[str, int | str | None], ...]
    rule: str
    relation: str | None = None
    readings: tuple[tuple[tuple[str, int | str | None], ...], ...] = ()
    takes_number: bool = True

    def moved(self, offset: int) -> DateExpression:
        """The same expression, in a text in which this one begins at `offset`."""
        if not offset:
            return self
        return DateExpression(
            self.start + offset, self.end + offset, self.text, self.timex_type, self.shape, self.fields, self.rule,
            self.relation, self.readings, self.takes_number,
        )  # fmt: skip


@value_class
class Period:
    """A stretch of days, [start, end), as far as it is known; a null end is open or unknown.

    granularity: day week month quarter half year decade century, or null. `kind` is the claim field `period_kind`:
    day week month quarter half year year_to_date window range point deadline decade century since until.
    """

    start: date | None
    end: date | None
    timex_value: str | None = None
    granularity: str | None = None
    kind: str | None = None


@value_class
class Publication:
    """When an article was published and when it was written, with the evidence, or nothing where neither is known.

    start, end: the publication interval, [start, end). reference_start, reference_end: when the words were written;
    relative expressions ("this year") resolve from it. method: sidecar, html_metadata, header, dateline, issue_line,
    inferred, or null. confidence: the share of such readings expected to hold the truth, 0 to 1. evidence: spans in
    the raw text.
    """

    start: date | None = None
    end: date | None = None
    reference_start: date | None = None
    reference_end: date | None = None
    method: str | None = None
    confidence: float | None = None
    evidence: tuple[tuple[int, int], ...] = ()
    rule: str | None = None


@value_class
class Context:
    """What a claim is about, as its sentence tells: who, what, said by whom, in which role.

    Texts are short noun phrases of the article; the spans say where they stand (null where a phrase was put together
    or comes from elsewhere). `doubt` is what the words leave open. `rules` are the rules that decided.
    """

    subject: str | None = None
    metric: str | None = None
    speaker: str | None = None
    status: str = "actual"
    direction: str | None = None
    base: str | None = None
    subject_span: tuple[int, int] | None = None
    metric_span: tuple[int, int] | None = None
    speaker_span: tuple[int, int] | None = None
    doubt: str | None = None
    rules: tuple[str, ...] = ()


@value_class
class Claim:
    """One number in one sentence, with what it measures and the way back to its words: a row of `core_claims`."""

    quantity: Quantity
    context: Context
    sentence: Sentence
    period: Period | None = None
    period_relation: str | None = None
    period_expression: str | None = None
    announced: Period | None = None
    paired_start: int | None = None
    confidence: float = 1.0
    rules: tuple[str, ...] = ()

    def dated(self, period: Period, relation: str | None, expression: str, rules: tuple[str, ...]) -> Claim:
        """The same claim, over a period that these words tell of; `rules` stand behind those that made the claim."""
        return Claim(
            self.quantity, self.context, self.sentence, period, relation, expression, self.announced,
            self.paired_start, self.confidence, (*self.rules, *rules),
        )  # fmt: skip


@value_class
class SentenceReading:
    """One sentence of an article with all that was read in it; the stages fill it from left to right.

    resolved: for each of `dates` what it means, every reading that the article leaves open, likeliest first.
    Spans of `dates`, `quantities`, `refusals` and `claims` are offsets into the raw text, like the sentence's own.
    """

    sentence: Sentence
    dates: tuple[DateExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    claims: tuple[Claim, ...] = ()
    resolved: tuple[tuple[Period, ...], ...] = ()

    def claiming(
        self, claims: tuple[Claim, ...], resolved: tuple[tuple[Period, ...], ...] | None = None
    ) -> SentenceReading:
        """The same sentence with other claims, and with what its dates mean where that is given."""
        return SentenceReading(
            self.sentence, self.dates, self.quantities, self.refusals, claims,
            self.resolved if resolved is None else resolved,
        )  # fmt: skip


@value_class
class ClaimRelation:
    """How two claims of an article hang together: the one needs the other to be read.

    kind: stated_conversion_of growth_of from_to share_of part_of target_of component_of repeats.
    from_start, to_start: where the two claims' numbers begin in the raw text.
    """

    kind: str
    from_start: int
    to_start: int
    rule: str
