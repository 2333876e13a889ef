-- How many cities were building or proposing AI computing centers, and as of when?
SELECT value_low AS more_than, modifier, period_start, speaker, claim_id
FROM core.core_claims
WHERE kind = 'count' AND unit = 'city' AND metric ILIKE '%computing centers%';
