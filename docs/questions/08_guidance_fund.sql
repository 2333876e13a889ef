-- How does the 2025 national guidance fund compare with all local funds of 2016?
SELECT
    CAST(fund.value_low / local_funds.value_low * 100 AS DECIMAL(9, 1)) AS percent_of_local_funds,
    fund.claim_id AS fund_claim_id, local_funds.claim_id AS local_funds_claim_id
FROM core.core_claims AS fund, core.core_claims AS local_funds
WHERE fund.unit = 'CNY' AND fund.subject ILIKE '%startup guidance fund%'
    AND local_funds.unit = 'CNY' AND local_funds.sentence ILIKE '%policy-guided fund%' AND local_funds.period_start = DATE '2016-01-01';
