-- What were the results of the November 2019 data crackdown?
SELECT value_low, modifier, unit, speaker, claim_id
FROM core.core_claims
WHERE kind = 'count' AND period_start = DATE '2019-11-01' AND period_end = DATE '2019-12-01'
ORDER BY start;
