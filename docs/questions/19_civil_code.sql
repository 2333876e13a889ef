-- What share of the civil code deals directly with privacy, and how long did the code take?
SELECT
    CAST(part.value_low / whole.value_low * 100 AS DECIMAL(9, 2)) AS percent_at_least, took.value_low AS years,
    part.claim_id AS part_claim_id, whole.claim_id AS whole_claim_id, took.claim_id AS took_claim_id
FROM core.core_claims AS part
JOIN core.core_claims AS whole ON whole.article_id = part.article_id AND whole.unit = 'article' AND whole.modifier = 'exact'
JOIN core.core_claims AS took ON took.article_id = part.article_id AND took.unit = 'year' AND took.metric ILIKE '%civil code%'
WHERE part.unit = 'article' AND part.modifier = 'at_least';
