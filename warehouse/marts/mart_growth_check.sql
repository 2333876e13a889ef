-- One row for each reported percentage of change with a level: do the levels give that change?
CREATE VIEW mart.mart_growth_check AS
SELECT
    checks.growth_check_id,
    checks.verdict,
    checks.why,
    level.subject,
    level.metric,
    checks.price_basis,
    growth.quote AS growth_quote,
    level.quote AS level_quote,
    base.quote AS base_quote,
    checks.reported_percent,
    checks.implied_percent,
    checks.implied_percent_low,
    checks.implied_percent_high,
    checks.implied_base,
    checks.implied_base_low,
    checks.implied_base_high,
    checks.unit,
    level.period_start,
    level.period_end,
    growth.sentence,
    checks.growth_claim_id,
    checks.level_claim_id,
    checks.base_claim_id
FROM core.core_growth_checks AS checks
LEFT JOIN core.core_claims AS growth ON growth.claim_id = checks.growth_claim_id
LEFT JOIN core.core_claims AS level ON level.claim_id = checks.level_claim_id
LEFT JOIN core.core_claims AS base ON base.claim_id = checks.base_claim_id;

COMMENT ON VIEW mart.mart_growth_check IS 'One row for each reported percentage of change with a level: do the levels give that change?';
COMMENT ON COLUMN mart.mart_growth_check.growth_check_id IS 'The check.';
COMMENT ON COLUMN mart.mart_growth_check.verdict IS 'consistent, within_rounding, inconsistent, or not_comparable.';
COMMENT ON COLUMN mart.mart_growth_check.why IS 'The reason of the verdict.';
COMMENT ON COLUMN mart.mart_growth_check.subject IS 'Who or what it is about.';
COMMENT ON COLUMN mart.mart_growth_check.metric IS 'Which quantity.';
COMMENT ON COLUMN mart.mart_growth_check.price_basis IS 'real (inflation taken out) or nominal.';
COMMENT ON COLUMN mart.mart_growth_check.growth_quote IS 'Words of the reported change.';
COMMENT ON COLUMN mart.mart_growth_check.level_quote IS 'Words of the level reached.';
COMMENT ON COLUMN mart.mart_growth_check.base_quote IS 'Words of the level before.';
COMMENT ON COLUMN mart.mart_growth_check.reported_percent IS 'The change reported; negative for a fall.';
COMMENT ON COLUMN mart.mart_growth_check.implied_percent IS 'The change from base to level.';
COMMENT ON COLUMN mart.mart_growth_check.implied_percent_low IS 'Least that rounding allows.';
COMMENT ON COLUMN mart.mart_growth_check.implied_percent_high IS 'Most that rounding allows.';
COMMENT ON COLUMN mart.mart_growth_check.implied_base IS 'The level before, if the reported change is right.';
COMMENT ON COLUMN mart.mart_growth_check.implied_base_low IS 'Least it may have been.';
COMMENT ON COLUMN mart.mart_growth_check.implied_base_high IS 'Most it may have been.';
COMMENT ON COLUMN mart.mart_growth_check.unit IS 'Unit of the levels.';
COMMENT ON COLUMN mart.mart_growth_check.period_start IS 'First day of the levels period.';
COMMENT ON COLUMN mart.mart_growth_check.period_end IS 'Day after its last day.';
COMMENT ON COLUMN mart.mart_growth_check.sentence IS 'The sentence of the reported change.';
COMMENT ON COLUMN mart.mart_growth_check.growth_claim_id IS 'Claim of the change.';
COMMENT ON COLUMN mart.mart_growth_check.level_claim_id IS 'Claim of the level reached.';
COMMENT ON COLUMN mart.mart_growth_check.base_claim_id IS 'Claim of the level before.';
