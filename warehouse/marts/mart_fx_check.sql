-- One row for each amount stated in two currencies: the rate it implies against the market's, with both quotes.
CREATE VIEW mart.mart_fx_check AS
SELECT
    checks.fx_check_id,
    checks.verdict,
    checks.why,
    original.quote AS original_quote,
    converted.quote AS converted_quote,
    checks.original_currency_code,
    checks.converted_currency_code,
    checks.fitting_currency_code,
    checks.implied_rate,
    checks.implied_rate_low,
    checks.implied_rate_high,
    checks.reference_rate,
    checks.reference_rate_low,
    checks.reference_rate_high,
    checks.deviation_percent,
    checks.is_bounded,
    original.sentence,
    original.file,
    checks.original_claim_id,
    checks.converted_claim_id
FROM core.core_fx_checks AS checks
LEFT JOIN core.core_claims AS original ON original.claim_id = checks.original_claim_id
LEFT JOIN core.core_claims AS converted ON converted.claim_id = checks.converted_claim_id;

COMMENT ON VIEW mart.mart_fx_check IS 'One row for each amount stated in two currencies: the rate it implies against the market''s, with both quotes.';
COMMENT ON COLUMN mart.mart_fx_check.fx_check_id IS 'The check.';
COMMENT ON COLUMN mart.mart_fx_check.verdict IS 'consistent (the market had the rate in the thirty days up to publication, or in the amount''s own period), within_rounding (within 2 % of the market), inconsistent, or not_comparable.';
COMMENT ON COLUMN mart.mart_fx_check.why IS 'The reason of the verdict.';
COMMENT ON COLUMN mart.mart_fx_check.original_quote IS 'Words of the amount itself.';
COMMENT ON COLUMN mart.mart_fx_check.converted_quote IS 'Words of its stated conversion.';
COMMENT ON COLUMN mart.mart_fx_check.original_currency_code IS 'Currency of the amount, as stated.';
COMMENT ON COLUMN mart.mart_fx_check.converted_currency_code IS 'Currency of the conversion, as stated.';
COMMENT ON COLUMN mart.mart_fx_check.fitting_currency_code IS 'The one other currency for which the conversion would be right.';
COMMENT ON COLUMN mart.mart_fx_check.implied_rate IS 'Units of the original currency for one of the other.';
COMMENT ON COLUMN mart.mart_fx_check.implied_rate_low IS 'Least that rounding allows.';
COMMENT ON COLUMN mart.mart_fx_check.implied_rate_high IS 'Most that rounding allows.';
COMMENT ON COLUMN mart.mart_fx_check.reference_rate IS 'Mean reference rate of the thirty days up to publication.';
COMMENT ON COLUMN mart.mart_fx_check.reference_rate_low IS 'Lowest rate of those days.';
COMMENT ON COLUMN mart.mart_fx_check.reference_rate_high IS 'Highest rate of those days.';
COMMENT ON COLUMN mart.mart_fx_check.deviation_percent IS 'How far the implied rate is from the reference rate, in percent.';
COMMENT ON COLUMN mart.mart_fx_check.is_bounded IS 'Whether an amount is only a bound, so that the rate is indicative.';
COMMENT ON COLUMN mart.mart_fx_check.sentence IS 'The sentence of the amount.';
COMMENT ON COLUMN mart.mart_fx_check.file IS 'The landed file it stands in.';
COMMENT ON COLUMN mart.mart_fx_check.original_claim_id IS 'Claim of the amount.';
COMMENT ON COLUMN mart.mart_fx_check.converted_claim_id IS 'Claim of the conversion.';
