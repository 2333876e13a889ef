-- Which shares of a market or resource are in the hands of US Internet companies?
SELECT subject, metric, value_low, value_high, unit, claim_id
FROM core.core_claims
WHERE kind IN ('ratio', 'percent') AND status = 'actual'
    AND (sentence ILIKE '%hyper-scale data centers%' OR sentence ILIKE '%Amazon%' OR sentence ILIKE '%Nigeria%')
ORDER BY article_id, start;
