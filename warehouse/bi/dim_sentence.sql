-- Every sentence that was read, and where it stands.
CREATE VIEW bi.dim_sentence AS
SELECT
    sentences.sentence_id,
    sentences.article_id,
    sentences.sentence_number,
    sentences.paragraph_number,
    sentences.region,
    sentences.heading,
    sentences.start,
    sentences.end,
    sentences.text,
    sentences.quote_prefix,
    sentences.quote_suffix,
    sentences.partition_month,
    coalesce(
        (SELECT published.receipts_url FROM core.published_manifest AS published)
        || '/' || sentences.article_id || '.html',
        core.text_address(documents.url, sentences.text),
        sentences.article_id || '.html'
    ) AS receipt_url
FROM core.core_sentences AS sentences
LEFT JOIN core.core_documents AS documents ON documents.article_id = sentences.article_id;

COMMENT ON VIEW bi.dim_sentence IS 'One row for each sentence of an article''s body and headings, with its place in the raw text.';
COMMENT ON COLUMN bi.dim_sentence.sentence_id IS 'The sentence.';
COMMENT ON COLUMN bi.dim_sentence.article_id IS 'The article it stands in.';
COMMENT ON COLUMN bi.dim_sentence.sentence_number IS 'Place of the sentence in its article, from 0.';
COMMENT ON COLUMN bi.dim_sentence.paragraph_number IS 'Place of its paragraph in the article, from 0.';
COMMENT ON COLUMN bi.dim_sentence.region IS 'What it stands in: body, heading …';
COMMENT ON COLUMN bi.dim_sentence.heading IS 'Heading it stands under.';
COMMENT ON COLUMN bi.dim_sentence.start IS 'Where it begins in the raw text, in code points.';
COMMENT ON COLUMN bi.dim_sentence."end" IS 'Where it ends, exclusive, in code points.';
COMMENT ON COLUMN bi.dim_sentence.text IS 'Its words, character for character.';
COMMENT ON COLUMN bi.dim_sentence.quote_prefix IS 'Up to 32 characters before it.';
COMMENT ON COLUMN bi.dim_sentence.quote_suffix IS 'Up to 32 characters after it.';
COMMENT ON COLUMN bi.dim_sentence.partition_month IS 'Month of publication (or of arrival, where no date is known), YYYY-MM.';
COMMENT ON COLUMN bi.dim_sentence.receipt_url IS 'Where the article can be read with its numbers marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address, else the page''s name below the receipts folder.';
