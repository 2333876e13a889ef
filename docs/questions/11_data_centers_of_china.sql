-- How many data centers did China alone have in 2023? No answer: only a bound on three countries together.
SELECT subject, value_low, value_high, modifier, claim_id
FROM core.core_claims
WHERE unit = 'data center' AND subject ILIKE '%China%' AND period_start = DATE '2023-01-01';
