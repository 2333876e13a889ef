-- What exchange rate does each article imply?
SELECT file, implied_rate, implied_rate_low, implied_rate_high, is_bounded, verdict, original_claim_id, converted_claim_id
FROM mart.mart_fx_check
WHERE converted_currency_code = 'USD' AND original_currency_code = 'CNY'
ORDER BY file;
