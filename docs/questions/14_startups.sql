-- How many startups did the National Venture Capital Guide Fund for Emerging Industries finance in 2019?
SELECT value_low AS startups, period_start, claim_id
FROM core.core_claims
WHERE kind = 'count' AND unit ILIKE 'startup%' AND period_start = DATE '2019-01-01';
