-- Every article: who published it, when, and the file it landed in.
CREATE VIEW bi.dim_article AS
SELECT
    documents.article_id,
    documents.raw_article_id,
    documents.title,
    documents.byline,
    documents.publisher,
    documents.url,
    documents.language_code,
    copies.duplicate_of_article_id,
    CASE
        WHEN documents.published_end = documents.published_start + 1 THEN documents.published_start
    END AS published_date,
    documents.published_start,
    documents.published_end,
    documents.publication_method,
    documents.publication_confidence,
    documents.received_at,
    documents.partition_month,
    documents.file,
    documents.article_index,
    ledger.place,
    ledger.sha256,
    ledger.byte_count,
    coalesce(
        (SELECT published.receipts_url FROM core.published_manifest AS published)
        || '/' || documents.article_id || '.html',
        core.web_address(documents.url),
        documents.article_id || '.html'
    ) AS receipt_url
FROM core.core_documents AS documents
LEFT JOIN core.core_article_copies AS copies ON copies.article_id = documents.article_id
LEFT JOIN core.raw_ledger AS ledger ON ledger.raw_article_id = documents.raw_article_id;

COMMENT ON VIEW bi.dim_article IS 'One row for each article: title, publisher, dates, and the landed file it was read from.';
COMMENT ON COLUMN bi.dim_article.article_id IS 'The article.';
COMMENT ON COLUMN bi.dim_article.raw_article_id IS 'The landed file or record it stands in.';
COMMENT ON COLUMN bi.dim_article.title IS 'Its title.';
COMMENT ON COLUMN bi.dim_article.byline IS 'Its authors, as the text names them.';
COMMENT ON COLUMN bi.dim_article.publisher IS 'Its publisher.';
COMMENT ON COLUMN bi.dim_article.url IS 'Its address.';
COMMENT ON COLUMN bi.dim_article.language_code IS 'Language of the text, ISO 639-1.';
COMMENT ON COLUMN bi.dim_article.duplicate_of_article_id IS 'The earlier article whose words it repeats, over all months; null for most.';
COMMENT ON COLUMN bi.dim_article.published_date IS 'Day of publication; null where only a longer interval is known.';
COMMENT ON COLUMN bi.dim_article.published_start IS 'First day it may have been published.';
COMMENT ON COLUMN bi.dim_article.published_end IS 'Day after the last day it may have been published.';
COMMENT ON COLUMN bi.dim_article.publication_method IS 'Where the publication date was read.';
COMMENT ON COLUMN bi.dim_article.publication_confidence IS 'Share of such readings expected to hold the true date.';
COMMENT ON COLUMN bi.dim_article.received_at IS 'When the file landed.';
COMMENT ON COLUMN bi.dim_article.partition_month IS 'Month of publication (or of arrival, where no date is known), YYYY-MM.';
COMMENT ON COLUMN bi.dim_article.file IS 'Base name of the landed file.';
COMMENT ON COLUMN bi.dim_article.article_index IS 'Place of the article in its file, from 0.';
COMMENT ON COLUMN bi.dim_article.place IS 'Path of the file below the landing folder.';
COMMENT ON COLUMN bi.dim_article.sha256 IS 'SHA-256 of the landed bytes: proof that they are still the same.';
COMMENT ON COLUMN bi.dim_article.byte_count IS 'Size of the landed file or record, in bytes.';
COMMENT ON COLUMN bi.dim_article.receipt_url IS 'Where the article can be read with its numbers marked: on the receipts site where one is set (NUMTRAIL_RECEIPTS_URL), else the article''s own address, else the page''s name below the receipts folder.';
