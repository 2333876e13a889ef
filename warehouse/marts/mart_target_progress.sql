-- One row for each target or plan: the outcome that answers it and how much of it is reached.
CREATE VIEW mart.mart_target_progress AS
SELECT
    progress.target_outcome_id,
    progress.state,
    progress.verdict,
    progress.why,
    target.subject,
    target.metric,
    target.status,
    target.quote AS target_quote,
    outcome.quote AS outcome_quote,
    progress.target_number,
    progress.outcome_number,
    outcome.modifier AS outcome_modifier,
    progress.unit,
    progress.progress_percent,
    progress.progress_percent_low,
    progress.progress_percent_high,
    progress.due_by,
    progress.outcome_by,
    target.sentence AS target_sentence,
    outcome.sentence AS outcome_sentence,
    progress.target_claim_id,
    progress.outcome_claim_id
FROM core.core_target_outcomes AS progress
LEFT JOIN core.core_claims AS target ON target.claim_id = progress.target_claim_id
LEFT JOIN core.core_claims AS outcome ON outcome.claim_id = progress.outcome_claim_id;

COMMENT ON VIEW mart.mart_target_progress IS 'One row for each target or plan: the outcome that answers it and how much of it is reached.';
COMMENT ON COLUMN mart.mart_target_progress.target_outcome_id IS 'The pair.';
COMMENT ON COLUMN mart.mart_target_progress.state IS 'met, missed (at the deadline), under_way, no_outcome, or unknown.';
COMMENT ON COLUMN mart.mart_target_progress.verdict IS 'consistent: reached; within_rounding: to the digits told; inconsistent: missed; or not_comparable.';
COMMENT ON COLUMN mart.mart_target_progress.why IS 'The reason of the verdict.';
COMMENT ON COLUMN mart.mart_target_progress.subject IS 'Whose target it is.';
COMMENT ON COLUMN mart.mart_target_progress.metric IS 'Which quantity.';
COMMENT ON COLUMN mart.mart_target_progress.status IS 'target or plan.';
COMMENT ON COLUMN mart.mart_target_progress.target_quote IS 'Words of the target.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_quote IS 'Words of the outcome.';
COMMENT ON COLUMN mart.mart_target_progress.target_number IS 'What was meant to be.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_number IS 'What has come: the value, or the bound told.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_modifier IS 'How the outcomes words bound its number.';
COMMENT ON COLUMN mart.mart_target_progress.unit IS 'Unit of both.';
COMMENT ON COLUMN mart.mart_target_progress.progress_percent IS 'The outcome in percent of the target.';
COMMENT ON COLUMN mart.mart_target_progress.progress_percent_low IS 'Least that rounding and bounds allow.';
COMMENT ON COLUMN mart.mart_target_progress.progress_percent_high IS 'Most that rounding and bounds allow; null where open.';
COMMENT ON COLUMN mart.mart_target_progress.due_by IS 'Day after the targets last day.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_by IS 'Day after the outcomes last day.';
COMMENT ON COLUMN mart.mart_target_progress.target_sentence IS 'The sentence of the target.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_sentence IS 'The sentence of the outcome.';
COMMENT ON COLUMN mart.mart_target_progress.target_claim_id IS 'Claim of the target.';
COMMENT ON COLUMN mart.mart_target_progress.outcome_claim_id IS 'Claim of the outcome.';
