-- What is the innovation base of Hefei in counts?
SELECT value_low, modifier, unit, metric, claim_id
FROM core.core_claims
WHERE modifier = 'more_than' AND kind IN ('count', 'money', 'area')
    AND (sentence ILIKE '%application scenarios%' OR sentence ILIKE '%R&D agencies%' OR sentence ILIKE '%jungle of funds%'
        OR sentence ILIKE '%display industry%' OR (kind = 'area' AND sentence ILIKE '%park%'))
ORDER BY start;
