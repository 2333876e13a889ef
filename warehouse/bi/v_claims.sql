-- Every claim in one flat row. Joins are LEFT JOINs on unique keys, so that a tool may drop those it does not need.
-- A claim in dollars may have no conversion to dollars; where it has one, a rule may have found that other dollars are
-- meant, and the conversion holds.
CREATE VIEW bi.v_claims AS
SELECT
    claims.claim_id,
    claims.article_id,
    claims.sentence_id,
    linked.observation_id,
    linked.role AS observation_role,
    documents.title AS article_title,
    documents.publisher,
    documents.url AS article_url,
    CASE
        WHEN documents.published_end = documents.published_start + 1 THEN documents.published_start
    END AS published_date,
    documents.published_start,
    documents.published_end,
    documents.publication_method,
    documents.publication_confidence,
    documents.reference_start,
    documents.reference_end,
    CAST(documents.received_at AS DATE) AS received_date,
    claims.partition_month,
    claims.kind,
    claims.subject,
    claims.subject_code,
    entities.name AS subject_name,
    entities.kind AS subject_kind,
    claims.metric,
    claims.metric_code,
    metrics.label AS metric_label,
    metrics.nature AS metric_nature,
    metrics.additivity AS metric_additivity,
    claims.speaker,
    claims.speaker_code,
    claims.status,
    claims.doubt,
    claims.modifier,
    CAST(core.amount(
        CASE WHEN claims.modifier IN ('exact', 'approx', 'nearly') AND claims.value_low = claims.value_high THEN claims.value_low END
    ) AS DECIMAL(28, 6)) AS value,
    CAST(core.amount(claims.value_low) AS DECIMAL(28, 6)) AS value_low,
    CAST(core.amount(claims.value_high) AS DECIMAL(28, 6)) AS value_high,
    claims.decimals,
    claims.unit,
    claims.per,
    CASE WHEN claims.kind = 'money' THEN claims.unit END AS currency_code,
    claims.currency_codes,
    claims.direction,
    claims.base,
    CAST(core.amount(
        CASE
            WHEN claims.modifier IN ('exact', 'approx', 'nearly') AND claims.value_low = claims.value_high
                THEN CASE WHEN claims.unit = 'USD' AND usd.claim_id IS NULL THEN claims.value_low ELSE usd.value_low END
        END
    ) AS DECIMAL(28, 6)) AS value_usd,
    CAST(core.amount(
        CASE WHEN claims.unit = 'USD' AND usd.claim_id IS NULL THEN claims.value_low ELSE usd.value_low END
    ) AS DECIMAL(28, 6)) AS value_usd_low,
    CAST(core.amount(
        CASE WHEN claims.unit = 'USD' AND usd.claim_id IS NULL THEN claims.value_high ELSE usd.value_high END
    ) AS DECIMAL(28, 6)) AS value_usd_high,
    usd.rate AS usd_rate,
    usd.method AS usd_rate_method,
    usd.rate_start AS usd_rate_start,
    usd.rate_end AS usd_rate_end,
    usd.rate_days AS usd_rate_days,
    usd.source AS usd_rate_source,
    usd.reason AS usd_reason,
    CAST(core.amount(
        CASE
            WHEN claims.modifier IN ('exact', 'approx', 'nearly') AND claims.value_low = claims.value_high
                THEN CASE WHEN claims.unit = 'CNY' AND cny.claim_id IS NULL THEN claims.value_low ELSE cny.value_low END
        END
    ) AS DECIMAL(28, 6)) AS value_cny,
    CAST(core.amount(
        CASE WHEN claims.unit = 'CNY' AND cny.claim_id IS NULL THEN claims.value_low ELSE cny.value_low END
    ) AS DECIMAL(28, 6)) AS value_cny_low,
    CAST(core.amount(
        CASE WHEN claims.unit = 'CNY' AND cny.claim_id IS NULL THEN claims.value_high ELSE cny.value_high END
    ) AS DECIMAL(28, 6)) AS value_cny_high,
    cny.rate AS cny_rate,
    cny.method AS cny_rate_method,
    cny.rate_start AS cny_rate_start,
    cny.rate_end AS cny_rate_end,
    cny.rate_days AS cny_rate_days,
    cny.source AS cny_rate_source,
    cny.reason AS cny_reason,
    claims.period_start,
    claims.period_end,
    claims.period_end - 1 AS period_last_day,
    claims.period_kind,
    claims.period_relation,
    claims.period_expr,
    claims.announced,
    claims.paired_start IS NOT NULL AS is_stated_in_two_currencies,
    claims.quote,
    claims.sentence,
    claims.file,
    claims.article_index,
    claims.start,
    claims.end,
    claims.sent_start,
    claims.sent_end,
    claims.rule,
    claims.confidence,
    claims.code_version,
    core.receipt_address(
        (SELECT published.receipts_url FROM core.published_manifest AS published),
        claims.article_id, claims.claim_id, documents.url, claims.sentence
    ) AS receipt_url,
    core.text_address(documents.url, claims.sentence) AS original_url
FROM core.core_claims AS claims
LEFT JOIN core.core_documents AS documents ON documents.article_id = claims.article_id
LEFT JOIN core.core_observation_claims AS linked ON linked.claim_id = claims.claim_id
LEFT JOIN core.dim_entity AS entities ON entities.entity_code = claims.subject_code
LEFT JOIN core.dim_metric AS metrics ON metrics.metric_code = claims.metric_code
LEFT JOIN core.core_claim_conversions AS usd ON usd.claim_id = claims.claim_id AND usd.to_currency_code = 'USD'
LEFT JOIN core.core_claim_conversions AS cny ON cny.claim_id = claims.claim_id AND cny.to_currency_code = 'CNY';

COMMENT ON VIEW bi.v_claims IS 'One row for each claim: a number an article states, what it measures, and the words it was read from. The same fact may be claimed many times: to add up, use v_observations.';
COMMENT ON COLUMN bi.v_claims.claim_id IS 'The claim; `numtrail trace` shows its trail.';
COMMENT ON COLUMN bi.v_claims.article_id IS 'The article it stands in.';
COMMENT ON COLUMN bi.v_claims.sentence_id IS 'The sentence it stands in.';
COMMENT ON COLUMN bi.v_claims.observation_id IS 'The fact of the world it tells of, in v_observations.';
COMMENT ON COLUMN bi.v_claims.observation_role IS 'chosen: its number stands for the fact; supporting; conflicting.';
COMMENT ON COLUMN bi.v_claims.article_title IS 'Title of the article.';
COMMENT ON COLUMN bi.v_claims.publisher IS 'Publisher of the article.';
COMMENT ON COLUMN bi.v_claims.article_url IS 'Address of the article.';
COMMENT ON COLUMN bi.v_claims.published_date IS 'Day of publication; null where only a longer interval is known.';
COMMENT ON COLUMN bi.v_claims.published_start IS 'First day the article may have been published.';
COMMENT ON COLUMN bi.v_claims.published_end IS 'Day after the last day it may have been published.';
COMMENT ON COLUMN bi.v_claims.publication_method IS 'Where the publication date was read.';
COMMENT ON COLUMN bi.v_claims.publication_confidence IS 'Share of such readings expected to hold the true date.';
COMMENT ON COLUMN bi.v_claims.reference_start IS 'First day the article may have been written: "this year" counts from it. A reprint is written before it is published.';
COMMENT ON COLUMN bi.v_claims.reference_end IS 'Day after the last day it may have been written.';
COMMENT ON COLUMN bi.v_claims.received_date IS 'Day on which the article reached us, UTC.';
COMMENT ON COLUMN bi.v_claims.partition_month IS 'Month of publication (or of arrival, where no date is known), YYYY-MM.';
COMMENT ON COLUMN bi.v_claims.kind IS 'What sort of number it is: money, percent, percent_change, count, rank …';
COMMENT ON COLUMN bi.v_claims.subject IS 'Who or what the number is about.';
COMMENT ON COLUMN bi.v_claims.subject_code IS 'Code of the subject, where it is a known entity; null for unknown ones.';
COMMENT ON COLUMN bi.v_claims.subject_name IS 'Full name of the subject, where it is a known entity: one name however the text calls it.';
COMMENT ON COLUMN bi.v_claims.subject_kind IS 'What the subject is, where it is a known entity: country, city, company, fund …';
COMMENT ON COLUMN bi.v_claims.metric IS 'Which quantity of the subject.';
COMMENT ON COLUMN bi.v_claims.metric_code IS 'Concept the metric belongs to; null where it belongs to none known.';
COMMENT ON COLUMN bi.v_claims.metric_label IS 'What the concept is called.';
COMMENT ON COLUMN bi.v_claims.metric_nature IS 'flow (accrues over a period), stock (stands at a moment), rate, index or rank.';
COMMENT ON COLUMN bi.v_claims.metric_additivity IS 'time: sums over periods and entities; entity: over entities at one moment; none: never.';
COMMENT ON COLUMN bi.v_claims.speaker IS 'Who is credited with the number; null where nobody is.';
COMMENT ON COLUMN bi.v_claims.speaker_code IS 'Code of the speaker, where it is a known entity.';
COMMENT ON COLUMN bi.v_claims.status IS 'actual, target, plan, projected, estimate or hypothetical.';
COMMENT ON COLUMN bi.v_claims.doubt IS 'collective_or_distributive: of several subjects, the words leave open whether the number is each one''s or all of theirs together.';
COMMENT ON COLUMN bi.v_claims.modifier IS 'How the words bound the number: exact, approx, nearly, more_than, at_least, less_than, at_most, range.';
COMMENT ON COLUMN bi.v_claims.value IS 'The value in `unit` where the words give one (exact, approx, nearly); null for bounds and ranges, so that no bound enters a sum.';
COMMENT ON COLUMN bi.v_claims.value_low IS 'Lower end of what is claimed; null where only an upper bound is. Rounded to six places; exact in core_claims.';
COMMENT ON COLUMN bi.v_claims.value_high IS 'Upper end of what is claimed; null where only a lower bound is. Rounded to six places; exact in core_claims.';
COMMENT ON COLUMN bi.v_claims.decimals IS 'Place of the last digit claimed: -9 for a figure given in billions, 1 for 9.7.';
COMMENT ON COLUMN bi.v_claims.unit IS 'ISO 4217 code, percent, share, rank, times, a duration, a symbol (dim_unit), else the noun counted.';
COMMENT ON COLUMN bi.v_claims.per IS 'Denominator: `year` for an amount a year.';
COMMENT ON COLUMN bi.v_claims.currency_code IS 'ISO 4217 code of a money claim; XXX where a dollar or yuan cannot be told.';
COMMENT ON COLUMN bi.v_claims.currency_codes IS 'All codes an ambiguous spelling allows, likeliest first.';
COMMENT ON COLUMN bi.v_claims.direction IS 'up or down, where the text says so.';
COMMENT ON COLUMN bi.v_claims.base IS 'What a change is measured against.';
COMMENT ON COLUMN bi.v_claims.value_usd IS 'The value in US dollars: the claim''s own where it is in dollars, else converted; null for bounds and ranges.';
COMMENT ON COLUMN bi.v_claims.value_usd_low IS 'Lower end in US dollars.';
COMMENT ON COLUMN bi.v_claims.value_usd_high IS 'Upper end in US dollars.';
COMMENT ON COLUMN bi.v_claims.usd_rate IS 'US dollars for one unit of the claim''s currency; 1 or null where it is in dollars.';
COMMENT ON COLUMN bi.v_claims.usd_rate_method IS 'own_currency, period_average, period_end, spot_published or none.';
COMMENT ON COLUMN bi.v_claims.usd_rate_start IS 'First day whose rates were used.';
COMMENT ON COLUMN bi.v_claims.usd_rate_end IS 'Day after the last day whose rates were used.';
COMMENT ON COLUMN bi.v_claims.usd_rate_days IS 'Number of days whose rates were used.';
COMMENT ON COLUMN bi.v_claims.usd_rate_source IS 'Who published the rates.';
COMMENT ON COLUMN bi.v_claims.usd_reason IS 'Why a money claim has no amount in US dollars.';
COMMENT ON COLUMN bi.v_claims.value_cny IS 'The value in Chinese yuan: the claim''s own where it is in yuan, else converted; null for bounds and ranges.';
COMMENT ON COLUMN bi.v_claims.value_cny_low IS 'Lower end in Chinese yuan.';
COMMENT ON COLUMN bi.v_claims.value_cny_high IS 'Upper end in Chinese yuan.';
COMMENT ON COLUMN bi.v_claims.cny_rate IS 'Chinese yuan for one unit of the claim''s currency; 1 or null where it is in yuan.';
COMMENT ON COLUMN bi.v_claims.cny_rate_method IS 'own_currency, period_average, period_end, spot_published or none.';
COMMENT ON COLUMN bi.v_claims.cny_rate_start IS 'First day whose rates were used.';
COMMENT ON COLUMN bi.v_claims.cny_rate_end IS 'Day after the last day whose rates were used.';
COMMENT ON COLUMN bi.v_claims.cny_rate_days IS 'Number of days whose rates were used.';
COMMENT ON COLUMN bi.v_claims.cny_rate_source IS 'Who published the rates.';
COMMENT ON COLUMN bi.v_claims.cny_reason IS 'Why a money claim has no amount in Chinese yuan.';
COMMENT ON COLUMN bi.v_claims.period_start IS 'First day the number holds for, where known.';
COMMENT ON COLUMN bi.v_claims.period_end IS 'Day after the last day it holds for.';
COMMENT ON COLUMN bi.v_claims.period_last_day IS 'Last day it holds for.';
COMMENT ON COLUMN bi.v_claims.period_kind IS 'Shape of the period: year, quarter, window, deadline …';
COMMENT ON COLUMN bi.v_claims.period_relation IS 'How the number relates to the period: on, as_of, by, over, until, since, before, after.';
COMMENT ON COLUMN bi.v_claims.period_expr IS 'The words the period was read from.';
COMMENT ON COLUMN bi.v_claims.announced IS 'When a plan or target was made; never its period.';
COMMENT ON COLUMN bi.v_claims.is_stated_in_two_currencies IS 'Whether the article gives the same amount in another currency beside it.';
COMMENT ON COLUMN bi.v_claims.quote IS 'The claim''s own words, character for character.';
COMMENT ON COLUMN bi.v_claims.sentence IS 'Its sentence, character for character.';
COMMENT ON COLUMN bi.v_claims.file IS 'Base name of the landed file.';
COMMENT ON COLUMN bi.v_claims.article_index IS 'Place of the article in its file, from 0.';
COMMENT ON COLUMN bi.v_claims.start IS 'Where the quote begins in the raw text, in code points.';
COMMENT ON COLUMN bi.v_claims."end" IS 'Where the quote ends, exclusive, in code points.';
COMMENT ON COLUMN bi.v_claims.sent_start IS 'Where the sentence begins in the raw text, in code points.';
COMMENT ON COLUMN bi.v_claims.sent_end IS 'Where the sentence ends, exclusive, in code points.';
COMMENT ON COLUMN bi.v_claims.rule IS 'Named rules that read the claim.';
COMMENT ON COLUMN bi.v_claims.confidence IS 'Share of claims read this way expected to be right in value and unit.';
COMMENT ON COLUMN bi.v_claims.code_version IS 'Version of the rules that read the claim.';
COMMENT ON COLUMN bi.v_claims.receipt_url IS 'Where its sentence can be read with the number marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address with a text fragment, else the page''s name below the receipts folder.';
COMMENT ON COLUMN bi.v_claims.original_url IS 'The article''s own address with a text fragment: a browser scrolls to the sentence. Null where the address is not known.';
