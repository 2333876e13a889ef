-- The words behind each number: claim, sentence, article, file. Needs v_claims.
CREATE VIEW bi.v_receipts AS
SELECT
    claims.claim_id,
    claims.observation_id,
    claims.observation_role,
    claims.quote,
    claims.sentence,
    sentences.quote_prefix AS sentence_prefix,
    sentences.quote_suffix AS sentence_suffix,
    claims.start - claims.sent_start AS quote_start_in_sentence,
    claims.end - claims.sent_start AS quote_end_in_sentence,
    claims.start,
    claims.end,
    sentences.heading,
    sentences.paragraph_number,
    claims.article_id,
    claims.article_title,
    documents.byline,
    claims.publisher,
    claims.article_url,
    claims.published_date,
    claims.published_start,
    claims.published_end,
    claims.publication_method,
    claims.file,
    ledger.place,
    ledger.record_number,
    ledger.sha256,
    ledger.received_at,
    claims.rule,
    claims.confidence,
    claims.code_version,
    claims.partition_month,
    claims.receipt_url,
    claims.original_url
FROM bi.v_claims AS claims
LEFT JOIN core.core_sentences AS sentences ON sentences.sentence_id = claims.sentence_id
LEFT JOIN core.core_documents AS documents ON documents.article_id = claims.article_id
LEFT JOIN core.raw_ledger AS ledger ON ledger.raw_article_id = documents.raw_article_id;

COMMENT ON VIEW bi.v_receipts IS 'One row for each claim: the words it was read from, and where those words stand.';
COMMENT ON COLUMN bi.v_receipts.claim_id IS 'The claim.';
COMMENT ON COLUMN bi.v_receipts.observation_id IS 'The fact of the world it tells of.';
COMMENT ON COLUMN bi.v_receipts.observation_role IS 'chosen: its number stands for the fact; supporting; conflicting.';
COMMENT ON COLUMN bi.v_receipts.quote IS 'The claim''s own words: a W3C TextQuoteSelector''s exact text.';
COMMENT ON COLUMN bi.v_receipts.sentence IS 'Its sentence, character for character.';
COMMENT ON COLUMN bi.v_receipts.sentence_prefix IS 'Up to 32 characters before the sentence.';
COMMENT ON COLUMN bi.v_receipts.sentence_suffix IS 'Up to 32 characters after the sentence.';
COMMENT ON COLUMN bi.v_receipts.quote_start_in_sentence IS 'Where the quote begins in the sentence, from 0, in code points.';
COMMENT ON COLUMN bi.v_receipts.quote_end_in_sentence IS 'Where the quote ends in the sentence, exclusive, in code points.';
COMMENT ON COLUMN bi.v_receipts.start IS 'Where the quote begins in the raw text, in code points.';
COMMENT ON COLUMN bi.v_receipts."end" IS 'Where the quote ends in the raw text, exclusive, in code points.';
COMMENT ON COLUMN bi.v_receipts.heading IS 'Heading the sentence stands under.';
COMMENT ON COLUMN bi.v_receipts.paragraph_number IS 'Place of its paragraph in the article, from 0.';
COMMENT ON COLUMN bi.v_receipts.article_id IS 'The article.';
COMMENT ON COLUMN bi.v_receipts.article_title IS 'Its title.';
COMMENT ON COLUMN bi.v_receipts.byline IS 'Its authors, as the text names them.';
COMMENT ON COLUMN bi.v_receipts.publisher IS 'Its publisher.';
COMMENT ON COLUMN bi.v_receipts.article_url IS 'Its address.';
COMMENT ON COLUMN bi.v_receipts.published_date IS 'Day of publication; null where only a longer interval is known.';
COMMENT ON COLUMN bi.v_receipts.published_start IS 'First day it may have been published.';
COMMENT ON COLUMN bi.v_receipts.published_end IS 'Day after the last day it may have been published.';
COMMENT ON COLUMN bi.v_receipts.publication_method IS 'Where the publication date was read.';
COMMENT ON COLUMN bi.v_receipts.file IS 'Base name of the landed file.';
COMMENT ON COLUMN bi.v_receipts.place IS 'Path of the file below the landing folder.';
COMMENT ON COLUMN bi.v_receipts.record_number IS 'Line of the record in a JSONL file, from 0; else 0.';
COMMENT ON COLUMN bi.v_receipts.sha256 IS 'SHA-256 of the landed bytes: proof that they are still the same.';
COMMENT ON COLUMN bi.v_receipts.received_at IS 'When the file landed.';
COMMENT ON COLUMN bi.v_receipts.rule IS 'Named rules that read the claim.';
COMMENT ON COLUMN bi.v_receipts.confidence IS 'Share of claims read this way expected to be right in value and unit.';
COMMENT ON COLUMN bi.v_receipts.code_version IS 'Version of the rules that read the claim.';
COMMENT ON COLUMN bi.v_receipts.partition_month IS 'Month of publication (or of arrival, where no date is known), YYYY-MM.';
COMMENT ON COLUMN bi.v_receipts.receipt_url IS 'Where its sentence can be read with the number marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address with a text fragment, else the page''s name below the receipts folder.';
COMMENT ON COLUMN bi.v_receipts.original_url IS 'The article''s own address with a text fragment: a browser scrolls to the sentence. Null where the address is not known.';
