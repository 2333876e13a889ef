-- One row for each point of a line: filter by series_id and status, and plot value over period_last_day.
CREATE VIEW mart.mart_series AS
WITH points AS (
    SELECT
        facts.*,
        CASE WHEN facts.measure = 'change' AND facts.direction = 'down' THEN -1 ELSE 1 END AS sign,
        row_number() OVER (
            PARTITION BY
                facts.series_id,
                facts.status,
                facts.period_end,
                CASE WHEN facts.nature = 'stock' AND facts.measure = 'level' THEN NULL ELSE facts.period_start END
            ORDER BY
                CASE WHEN facts.value IS NULL THEN 1 ELSE 0 END,
                facts.article_count DESC,
                facts.claim_count DESC,
                facts.observation_id
        ) AS place,
        count(*) OVER (
            PARTITION BY
                facts.series_id,
                facts.status,
                facts.period_end,
                CASE WHEN facts.nature = 'stock' AND facts.measure = 'level' THEN NULL ELSE facts.period_start END
        ) AS fact_count
    FROM core.core_observations AS facts
    WHERE
        facts.subject IS NOT NULL
        AND facts.metric IS NOT NULL
        AND facts.period_end IS NOT NULL
        AND NOT facts.is_restatement
)

SELECT
    points.series_id,
    points.subject,
    points.metric,
    points.metric_code,
    points.measure,
    points.status,
    points.unit,
    points.per,
    points.direction,
    points.period_start,
    points.period_end,
    points.period_end - 1 AS period_last_day,
    CASE WHEN points.sign = 1 THEN points.value ELSE -points.value END AS value,
    CASE WHEN points.sign = 1 THEN points.value_low ELSE -points.value_high END AS value_low,
    CASE WHEN points.sign = 1 THEN points.value_high ELSE -points.value_low END AS value_high,
    points.modifier,
    points.value IS NULL AS is_bound,
    points.consistency,
    points.claim_count,
    points.fact_count,
    chosen.quote,
    chosen.sentence,
    points.observation_id,
    points.chosen_claim_id
FROM points
LEFT JOIN core.core_claims AS chosen ON chosen.claim_id = points.chosen_claim_id
WHERE points.place = 1;

COMMENT ON VIEW mart.mart_series IS 'One row for each point of a line: filter by series_id and status, and plot value over period_last_day.';
COMMENT ON COLUMN mart.mart_series.series_id IS 'The line: facts of one subject, metric, measure and unit.';
COMMENT ON COLUMN mart.mart_series.subject IS 'Who or what it is about.';
COMMENT ON COLUMN mart.mart_series.metric IS 'Which quantity.';
COMMENT ON COLUMN mart.mart_series.metric_code IS 'Concept the metric belongs to.';
COMMENT ON COLUMN mart.mart_series.measure IS 'level or change.';
COMMENT ON COLUMN mart.mart_series.status IS 'actual, target, plan, projected, estimate or hypothetical.';
COMMENT ON COLUMN mart.mart_series.unit IS 'Unit of the value, one for all points of a line; of a count the noun counted.';
COMMENT ON COLUMN mart.mart_series.per IS 'Denominator.';
COMMENT ON COLUMN mart.mart_series.direction IS 'up or down, for a change.';
COMMENT ON COLUMN mart.mart_series.period_start IS 'First day of the period.';
COMMENT ON COLUMN mart.mart_series.period_end IS 'Day after its last day.';
COMMENT ON COLUMN mart.mart_series.period_last_day IS 'Last day of the period: where to plot the value.';
COMMENT ON COLUMN mart.mart_series.value IS 'The value, where one is told, negative for a fall; null for a bound or range.';
COMMENT ON COLUMN mart.mart_series.value_low IS 'Lower end, for a band or a floor; of a fall its negative.';
COMMENT ON COLUMN mart.mart_series.value_high IS 'Upper end, for a band or a ceiling; of a fall its negative.';
COMMENT ON COLUMN mart.mart_series.modifier IS 'How the words bound the number.';
COMMENT ON COLUMN mart.mart_series.is_bound IS 'Whether only a bound or a range is told: draw it as such, not as a value.';
COMMENT ON COLUMN mart.mart_series.consistency IS 'single, consistent or conflict.';
COMMENT ON COLUMN mart.mart_series.claim_count IS 'Claims that state it.';
COMMENT ON COLUMN mart.mart_series.fact_count IS 'Facts told of this point; of several the one with a value and the most articles is shown.';
COMMENT ON COLUMN mart.mart_series.quote IS 'Words of the chosen claim.';
COMMENT ON COLUMN mart.mart_series.sentence IS 'Its sentence.';
COMMENT ON COLUMN mart.mart_series.observation_id IS 'The fact.';
COMMENT ON COLUMN mart.mart_series.chosen_claim_id IS 'The claim that speaks for it.';
