-- How many local policy-guided funds were set up in the peak year, for how much, and how much per fund?
SELECT
    funds.value_low AS fund_count, amount.value_low AS amount_yuan,
    CAST(amount.value_low / funds.value_low AS DECIMAL(28, 0)) AS yuan_per_fund,
    funds.claim_id AS fund_claim_id, amount.claim_id AS amount_claim_id
FROM core.core_claims AS funds
JOIN core.core_claims AS amount ON amount.sentence_id = funds.sentence_id AND amount.kind = 'money' AND amount.unit = 'CNY'
WHERE funds.kind = 'count' AND funds.unit ILIKE '%fund' AND funds.period_start = DATE '2016-01-01';
