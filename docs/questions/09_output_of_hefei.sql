-- How much did the economic output of Hefei grow over the decade? At least; both ends approximate.
SELECT
    CAST(reached.value_low / began.value_low AS DECIMAL(9, 2)) AS times_at_least,
    CAST(100 * (power(CAST(reached.value_low / began.value_low AS DOUBLE), 0.1) - 1) AS DECIMAL(9, 1)) AS percent_a_year,
    began.claim_id AS began_claim_id, reached.claim_id AS reached_claim_id
FROM core.core_claims AS reached
JOIN core.core_claims AS began ON began.sentence_id = reached.sentence_id AND began.unit = reached.unit AND began.modifier = 'approx'
WHERE reached.subject = 'Hefei' AND reached.metric = 'economic output' AND reached.unit = 'CNY' AND reached.modifier = 'more_than';
