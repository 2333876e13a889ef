-- What leverage does that imply? Both levels are lower bounds, so the ratios are indicative.
SELECT
    CAST(mobilised.value_low / invested.value_low AS DECIMAL(9, 3)) AS mobilised_per_yuan,
    CAST(earned.value_low / invested.value_low AS DECIMAL(9, 3)) AS earned_per_yuan,
    invested.claim_id AS invested_claim_id, mobilised.claim_id AS mobilised_claim_id, earned.claim_id AS earned_claim_id
FROM core.core_claims AS invested
JOIN core.core_claims AS mobilised ON mobilised.sentence_id = invested.sentence_id AND mobilised.metric ILIKE '%total investment%'
JOIN core.core_claims AS earned ON earned.sentence_id = invested.sentence_id AND earned.metric ILIKE 'earnings%'
WHERE invested.kind = 'money' AND invested.metric ILIKE 'state capital%';
