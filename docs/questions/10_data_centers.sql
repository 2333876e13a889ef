-- How many data centers did the US have in 2023 against Germany, the UK and China?
SELECT
    us.value_low AS us_more_than, others.value_high AS others_fewer_than,
    CAST(us.value_low / others.value_high AS DECIMAL(9, 1)) AS ratio_above, us.claim_id AS us_claim_id, others.claim_id AS others_claim_id
FROM core.core_claims AS us
JOIN core.core_claims AS others ON others.article_id = us.article_id AND others.unit = us.unit AND others.modifier = 'less_than'
WHERE us.unit = 'data center' AND us.modifier = 'more_than' AND us.period_start = DATE '2023-01-01';
