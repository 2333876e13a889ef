-- What would the Harbin AI computing facility cost, in US dollars at the articles own rate, and in voucher budgets?
SELECT
    facility.value_low AS yuan,
    CAST(facility.value_low / checks.implied_rate AS DECIMAL(28, 0)) AS dollars,
    CAST(facility.value_low / vouchers.value_low AS DECIMAL(9, 1)) AS voucher_budgets,
    facility.claim_id AS facility_claim_id, checks.original_claim_id, checks.converted_claim_id
FROM core.core_claims AS facility
JOIN core.core_claims AS vouchers ON vouchers.article_id = facility.article_id AND vouchers.metric ILIKE '%vouchers%' AND vouchers.unit = 'CNY'
JOIN mart.mart_fx_check AS checks ON checks.original_claim_id = vouchers.claim_id
WHERE facility.unit = 'CNY' AND facility.metric ILIKE 'cost%' AND facility.sentence ILIKE '%Harbin%';
