-- What share of the national "new infrastructure" plan would Tencents announced investment be?
SELECT CAST(company.value_low / plan.value_low * 100 AS DECIMAL(9, 1)) AS percent, company.claim_id AS company_claim_id, plan.claim_id AS plan_claim_id
FROM core.core_claims AS company
JOIN core.core_claims AS plan ON plan.article_id = company.article_id AND plan.unit = company.unit AND plan.subject = 'China'
WHERE company.subject = 'Tencent' AND company.unit = 'CNY' AND plan.metric ILIKE '%new infrastructure%';
