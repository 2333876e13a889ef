-- Which targets have progress reported, and how far along are they?
SELECT subject, target_quote, outcome_quote, outcome_modifier, progress_percent, state, target_claim_id, outcome_claim_id
FROM mart.mart_target_progress
WHERE status = 'target' AND outcome_claim_id IS NOT NULL
ORDER BY progress_percent DESC;
