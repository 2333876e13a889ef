-- One row for each fact with subject, metric and period: filter by series_id and plot value over period_last_day.
CREATE VIEW mart.mart_series AS
SELECT
    facts.series_id,
    facts.subject,
    facts.metric,
    facts.metric_code,
    facts.measure,
    facts.status,
    facts.unit,
    facts.per,
    facts.direction,
    facts.period_start,
    facts.period_end,
    facts.period_end - 1 AS period_last_day,
    facts.value,
    facts.value_low,
    facts.value_high,
    facts.modifier,
    facts.consistency,
    facts.claim_count,
    chosen.quote,
    chosen.sentence,
    facts.observation_id,
    facts.chosen_claim_id
FROM core.core_observations AS facts
LEFT JOIN core.core_claims AS chosen ON chosen.claim_id = facts.chosen_claim_id
WHERE facts.subject IS NOT NULL AND facts.metric IS NOT NULL AND facts.period_end IS NOT NULL AND NOT facts.is_restatement;

COMMENT ON VIEW mart.mart_series IS 'One row for each fact with subject, metric and period: filter by series_id and plot value over period_last_day.';
COMMENT ON COLUMN mart.mart_series.series_id IS 'The line: facts of one subject, metric, measure and unit.';
COMMENT ON COLUMN mart.mart_series.subject IS 'Who or what it is about.';
COMMENT ON COLUMN mart.mart_series.metric IS 'Which quantity.';
COMMENT ON COLUMN mart.mart_series.metric_code IS 'Concept the metric belongs to.';
COMMENT ON COLUMN mart.mart_series.measure IS 'level or change.';
COMMENT ON COLUMN mart.mart_series.status IS 'actual, target, plan, projected, estimate or hypothetical.';
COMMENT ON COLUMN mart.mart_series.unit IS 'Unit of the value.';
COMMENT ON COLUMN mart.mart_series.per IS 'Denominator.';
COMMENT ON COLUMN mart.mart_series.direction IS 'up or down, for a change.';
COMMENT ON COLUMN mart.mart_series.period_start IS 'First day of the period.';
COMMENT ON COLUMN mart.mart_series.period_end IS 'Day after its last day.';
COMMENT ON COLUMN mart.mart_series.period_last_day IS 'Last day of the period: where to plot the value.';
COMMENT ON COLUMN mart.mart_series.value IS 'The value, where one is told; null for a bound or range.';
COMMENT ON COLUMN mart.mart_series.value_low IS 'Lower end, for a band or a floor.';
COMMENT ON COLUMN mart.mart_series.value_high IS 'Upper end, for a band or a ceiling.';
COMMENT ON COLUMN mart.mart_series.modifier IS 'How the words bound the number.';
COMMENT ON COLUMN mart.mart_series.consistency IS 'single, consistent or conflict.';
COMMENT ON COLUMN mart.mart_series.claim_count IS 'Claims that state it.';
COMMENT ON COLUMN mart.mart_series.quote IS 'Words of the chosen claim.';
COMMENT ON COLUMN mart.mart_series.sentence IS 'Its sentence.';
COMMENT ON COLUMN mart.mart_series.observation_id IS 'The fact.';
COMMENT ON COLUMN mart.mart_series.chosen_claim_id IS 'The claim that speaks for it.';
