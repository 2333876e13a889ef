-- What are the five largest yuan amounts, without counting any amount twice?
SELECT subject, metric, status, modifier, coalesce(value, value_low) AS at_least, chosen_claim_id
FROM core.core_observations
WHERE unit = 'CNY' AND kind = 'money' AND NOT is_restatement
ORDER BY at_least DESC, modifier DESC, observation_id
LIMIT 5;
