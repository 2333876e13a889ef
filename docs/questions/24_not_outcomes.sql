-- Which figures are not outcomes, and how many are there?
SELECT status, count(*) AS claims, string_agg(claim_id, ' ' ORDER BY claim_id) AS claim_ids
FROM core.core_claims
WHERE status IN ('target', 'plan', 'projected', 'hypothetical')
GROUP BY status
ORDER BY status;
