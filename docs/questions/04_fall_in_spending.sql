-- Does the fall in science and technology spending equal the percentage reported?
SELECT base_quote, level_quote, growth_quote, implied_percent, verdict, growth_claim_id, level_claim_id, base_claim_id
FROM mart.mart_growth_check
WHERE metric ILIKE '%science%' AND base_claim_id IS NOT NULL;
