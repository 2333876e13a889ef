-- What share of small and medium-sized tech companies struggle to get bank loans, and who says so?
SELECT value_low AS percent, modifier, speaker, claim_id
FROM core.core_claims
WHERE kind = 'percent' AND metric ILIKE '%bank loans%';
