-- Every fact of the world in one flat row: what dashboards add up. Needs v_claims.
CREATE VIEW bi.v_observations AS
SELECT
    facts.observation_id,
    facts.series_id,
    facts.subject,
    facts.subject_code,
    facts.metric,
    facts.metric_code,
    facts.nature,
    facts.measure,
    facts.is_restatement,
    facts.status,
    facts.kind,
    facts.unit,
    facts.per,
    facts.direction,
    facts.period_start,
    facts.period_end,
    facts.period_end - 1 AS period_last_day,
    facts.modifier,
    CAST(core.amount(facts.value) AS DECIMAL(28, 6)) AS value,
    CAST(core.amount(facts.value_low) AS DECIMAL(28, 6)) AS value_low,
    CAST(core.amount(facts.value_high) AS DECIMAL(28, 6)) AS value_high,
    CAST(core.amount(facts.value_additive) AS DECIMAL(28, 6)) AS value_additive,
    facts.value IS NULL AS is_bounded,
    CAST(CASE WHEN facts.value IS NOT NULL THEN chosen.value_usd END AS DECIMAL(28, 6)) AS value_usd,
    CAST(CASE WHEN facts.value_additive IS NOT NULL THEN chosen.value_usd END AS DECIMAL(28, 6)) AS value_usd_additive,
    CAST(CASE WHEN facts.value IS NOT NULL THEN chosen.value_cny END AS DECIMAL(28, 6)) AS value_cny,
    CAST(CASE WHEN facts.value_additive IS NOT NULL THEN chosen.value_cny END AS DECIMAL(28, 6)) AS value_cny_additive,
    facts.claim_count,
    facts.article_count,
    facts.value_count,
    facts.consistency,
    facts.chosen_claim_id,
    facts.chosen_rule,
    chosen.quote,
    chosen.sentence,
    chosen.article_title,
    chosen.publisher,
    chosen.published_date,
    chosen.published_start,
    chosen.published_end,
    chosen.receipt_url
FROM core.core_observations AS facts
LEFT JOIN bi.v_claims AS chosen ON chosen.claim_id = facts.chosen_claim_id;

COMMENT ON VIEW bi.v_observations IS 'One row for each fact of the world, however many articles state it: what dashboards chart and add up.';
COMMENT ON COLUMN bi.v_observations.observation_id IS 'The fact.';
COMMENT ON COLUMN bi.v_observations.series_id IS 'The line it is a point of: facts of one subject, metric, measure and unit.';
COMMENT ON COLUMN bi.v_observations.subject_code IS 'The subject in dim_entity, where it is a known one.';
COMMENT ON COLUMN bi.v_observations.metric_code IS 'The metric in dim_metric, where it is a known one.';
COMMENT ON COLUMN bi.v_observations.nature IS 'flow: accrues over the period; stock: stands at its end.';
COMMENT ON COLUMN bi.v_observations.measure IS 'level, or change against an earlier level.';
COMMENT ON COLUMN bi.v_observations.is_restatement IS 'Whether it only restates another fact in another currency.';
COMMENT ON COLUMN bi.v_observations.subject IS 'Who or what the fact is about.';
COMMENT ON COLUMN bi.v_observations.metric IS 'Which quantity.';
COMMENT ON COLUMN bi.v_observations.status IS 'actual, target, plan, projected, estimate or hypothetical.';
COMMENT ON COLUMN bi.v_observations.kind IS 'What sort of number it is: money, percent, count …';
COMMENT ON COLUMN bi.v_observations.unit IS 'Unit of the value.';
COMMENT ON COLUMN bi.v_observations.per IS 'Denominator.';
COMMENT ON COLUMN bi.v_observations.direction IS 'up or down, for a change.';
COMMENT ON COLUMN bi.v_observations.period_start IS 'First day of the period.';
COMMENT ON COLUMN bi.v_observations.period_end IS 'Day after its last day.';
COMMENT ON COLUMN bi.v_observations.period_last_day IS 'Its last day.';
COMMENT ON COLUMN bi.v_observations.modifier IS 'How the chosen claim bounds its number.';
COMMENT ON COLUMN bi.v_observations.value IS 'The value, where the chosen claim gives one (exact, approx, nearly); null for bounds and ranges.';
COMMENT ON COLUMN bi.v_observations.value_low IS 'Lower end of the chosen claim.';
COMMENT ON COLUMN bi.v_observations.value_high IS 'Upper end of the chosen claim.';
COMMENT ON COLUMN bi.v_observations.value_additive IS 'The value where it may be summed: an outcome in money or counts that restates no other. Sum within one unit only.';
COMMENT ON COLUMN bi.v_observations.is_bounded IS 'Whether the fact has no single value; count these beside every sum.';
COMMENT ON COLUMN bi.v_observations.value_usd IS 'The value in US dollars.';
COMMENT ON COLUMN bi.v_observations.value_usd_additive IS 'The value in US dollars where it may be summed.';
COMMENT ON COLUMN bi.v_observations.value_cny IS 'The value in Chinese yuan.';
COMMENT ON COLUMN bi.v_observations.value_cny_additive IS 'The value in Chinese yuan where it may be summed.';
COMMENT ON COLUMN bi.v_observations.claim_count IS 'Claims that state the fact.';
COMMENT ON COLUMN bi.v_observations.article_count IS 'Articles that state it.';
COMMENT ON COLUMN bi.v_observations.value_count IS 'Distinct values they give.';
COMMENT ON COLUMN bi.v_observations.consistency IS 'single: one claim; consistent: all within rounding of the chosen; conflict: not so.';
COMMENT ON COLUMN bi.v_observations.chosen_claim_id IS 'The claim whose number stands for the fact.';
COMMENT ON COLUMN bi.v_observations.chosen_rule IS 'Why that claim was chosen.';
COMMENT ON COLUMN bi.v_observations.quote IS 'Words of the chosen claim.';
COMMENT ON COLUMN bi.v_observations.sentence IS 'Its sentence.';
COMMENT ON COLUMN bi.v_observations.article_title IS 'Title of the article it stands in.';
COMMENT ON COLUMN bi.v_observations.publisher IS 'Publisher of that article.';
COMMENT ON COLUMN bi.v_observations.published_date IS 'Day of its publication; null where only a longer interval is known.';
COMMENT ON COLUMN bi.v_observations.published_start IS 'First day it may have been published.';
COMMENT ON COLUMN bi.v_observations.published_end IS 'Day after the last day it may have been published.';
COMMENT ON COLUMN bi.v_observations.receipt_url IS 'Where the chosen claim''s sentence can be read with the number marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address with a text fragment, else the page''s name below the receipts folder.';
