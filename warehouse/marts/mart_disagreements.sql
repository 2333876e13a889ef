-- One row for each claim that gives another number than the one chosen for its fact, with both quotes.
CREATE VIEW mart.mart_disagreements AS
SELECT
    differing.disagreement_id,
    differing.verdict,
    differing.why,
    facts.subject,
    facts.metric,
    facts.period_start,
    facts.period_end,
    chosen.quote AS chosen_quote,
    other.quote AS other_quote,
    differing.gap,
    differing.gap_percent,
    differing.unit,
    chosen.sentence AS chosen_sentence,
    other.sentence AS other_sentence,
    chosen.file AS chosen_file,
    other.file AS other_file,
    differing.observation_id,
    differing.chosen_claim_id,
    differing.other_claim_id
FROM core.core_disagreements AS differing
LEFT JOIN core.core_observations AS facts ON facts.observation_id = differing.observation_id
LEFT JOIN core.core_claims AS chosen ON chosen.claim_id = differing.chosen_claim_id
LEFT JOIN core.core_claims AS other ON other.claim_id = differing.other_claim_id;

COMMENT ON VIEW mart.mart_disagreements IS 'One row for each claim that gives another number than the one chosen for its fact, with both quotes.';
COMMENT ON COLUMN mart.mart_disagreements.disagreement_id IS 'The pair.';
COMMENT ON COLUMN mart.mart_disagreements.verdict IS 'within_rounding: both may stand for one number; inconsistent: no one number is both.';
COMMENT ON COLUMN mart.mart_disagreements.why IS 'The reason of the verdict.';
COMMENT ON COLUMN mart.mart_disagreements.subject IS 'Who or what the fact is about.';
COMMENT ON COLUMN mart.mart_disagreements.metric IS 'Which quantity.';
COMMENT ON COLUMN mart.mart_disagreements.period_start IS 'First day of the period.';
COMMENT ON COLUMN mart.mart_disagreements.period_end IS 'Day after its last day.';
COMMENT ON COLUMN mart.mart_disagreements.chosen_quote IS 'Words of the claim that speaks for the fact.';
COMMENT ON COLUMN mart.mart_disagreements.other_quote IS 'Words of the claim that differs.';
COMMENT ON COLUMN mart.mart_disagreements.gap IS 'The other number less the chosen one.';
COMMENT ON COLUMN mart.mart_disagreements.gap_percent IS 'The gap in percent of the chosen number.';
COMMENT ON COLUMN mart.mart_disagreements.unit IS 'Unit of both.';
COMMENT ON COLUMN mart.mart_disagreements.chosen_sentence IS 'The sentence of the chosen claim.';
COMMENT ON COLUMN mart.mart_disagreements.other_sentence IS 'The sentence of the other claim.';
COMMENT ON COLUMN mart.mart_disagreements.chosen_file IS 'The landed file of the chosen claim.';
COMMENT ON COLUMN mart.mart_disagreements.other_file IS 'The landed file of the other claim.';
COMMENT ON COLUMN mart.mart_disagreements.observation_id IS 'The fact.';
COMMENT ON COLUMN mart.mart_disagreements.chosen_claim_id IS 'The claim that speaks for the fact.';
COMMENT ON COLUMN mart.mart_disagreements.other_claim_id IS 'The claim that differs.';
