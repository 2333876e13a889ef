-- How fast did the industrial output of Hefei grow in the first 10 months of 2023, since when had it not grown so fast, and what
-- part is strategic emerging industries?
SELECT kind, value_low, unit, modifier, period_start, period_end, claim_id
FROM core.core_claims
WHERE (kind IN ('percent_change', 'duration') AND subject = 'Hefei' AND metric = 'industrial output')
    OR (kind = 'ratio' AND subject ILIKE 'strategic emerging industries%')
ORDER BY kind;
