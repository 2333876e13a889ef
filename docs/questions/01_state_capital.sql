-- How much state capital did Hefei put into strategic emerging industries, what did it earn, what did it mobilise?
SELECT metric, quote, modifier, value_low, value_high, unit, speaker, claim_id
FROM core.core_claims
WHERE kind = 'money' AND sentence ILIKE '%state capital%' AND sentence ILIKE '%strategic emerging industries%'
ORDER BY start;
