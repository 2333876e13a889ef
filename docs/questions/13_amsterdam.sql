-- How fast did the Amsterdam data center market grow, and what does that compound to?
SELECT
    value_low AS percent_a_year_over,
    date_part('year', period_end - 1) - date_part('year', period_start) AS years,
    CAST(power(1 + CAST(value_low AS DOUBLE) / 100, date_part('year', period_end - 1) - date_part('year', period_start)) AS DECIMAL(9, 2)) AS times_over,
    claim_id
FROM core.core_claims
WHERE kind = 'percent_change' AND subject ILIKE '%Amsterdam%';
