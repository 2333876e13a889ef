-- What could not be used, and why.
CREATE VIEW bi.v_rejects AS
SELECT
    rejects.reject_id,
    rejects.step,
    rejects.reason,
    rejects.message,
    rejects.place,
    rejects.record_number,
    rejects.article_id,
    documents.title AS article_title,
    documents.url AS article_url,
    rejects.start,
    rejects.end,
    rejects.excerpt,
    rejects.partition_month,
    coalesce(
        (SELECT published.receipts_url FROM core.published_manifest AS published)
        || '/' || documents.article_id || '.html',
        core.web_address(documents.url),
        documents.article_id || '.html',
        rejects.place
    ) AS receipt_url
FROM core.core_rejects AS rejects
LEFT JOIN core.core_documents AS documents ON documents.article_id = rejects.article_id;

COMMENT ON VIEW bi.v_rejects IS 'One row for each file, record, article or number that could not be used: nothing is dropped in silence.';
COMMENT ON COLUMN bi.v_rejects.reject_id IS 'The refusal.';
COMMENT ON COLUMN bi.v_rejects.step IS 'Step that refused it: ingest, normalise, extract, conform.';
COMMENT ON COLUMN bi.v_rejects.reason IS 'Short code of the reason.';
COMMENT ON COLUMN bi.v_rejects.message IS 'What happened and what to do about it.';
COMMENT ON COLUMN bi.v_rejects.place IS 'File below the landing folder.';
COMMENT ON COLUMN bi.v_rejects.record_number IS 'Line of a JSONL file, from 0; null for a whole file.';
COMMENT ON COLUMN bi.v_rejects.article_id IS 'The article, where it got so far.';
COMMENT ON COLUMN bi.v_rejects.article_title IS 'Title of the article.';
COMMENT ON COLUMN bi.v_rejects.article_url IS 'Address of the article.';
COMMENT ON COLUMN bi.v_rejects.start IS 'Where the refused words begin, in code points.';
COMMENT ON COLUMN bi.v_rejects."end" IS 'Where they end, exclusive, in code points.';
COMMENT ON COLUMN bi.v_rejects.excerpt IS 'The refused words, at most 200 characters.';
COMMENT ON COLUMN bi.v_rejects.partition_month IS 'Month of publication (or of arrival, where no date is known), YYYY-MM.';
COMMENT ON COLUMN bi.v_rejects.receipt_url IS 'Where the article can be read with its numbers marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address, else the page''s name below the receipts folder, else (where it got no article) the file below the landing folder.';
