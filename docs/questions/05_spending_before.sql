-- What was science and technology spending the year before? Not stated: implied by the growth.
SELECT period_start, implied_base, implied_base_low, implied_base_high, level_claim_id, growth_claim_id
FROM mart.mart_growth_check
WHERE metric ILIKE '%science%' AND base_claim_id IS NULL;
