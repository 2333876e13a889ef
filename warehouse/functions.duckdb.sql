-- What the views need and the two databases write differently; `functions.postgres.sql` defines the same names.

-- An amount with six places, as wide as every BI tool reads; null where it is wider.
CREATE FUNCTION core.amount(number) AS TRY_CAST(number AS DECIMAL(28, 6));

-- An address of the web; null for anything else, so that no script hides in a link.
CREATE FUNCTION core.web_address(url) AS
    CASE WHEN lower(url) LIKE 'http://%' OR lower(url) LIKE 'https://%' THEN url END;

-- The words of a text fragment: browsers scroll to the sentence. A long sentence is named by its first and last words.
CREATE FUNCTION core.text_fragment(sentence) AS replace(
    CASE
        WHEN length(sentence) <= 300
            THEN url_encode(trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')))
        ELSE
            url_encode(coalesce(
                nullif(regexp_extract(
                    trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')), '^(.{1,100}) ', 1
                ), ''),
                left(trim(sentence), 100)
            ))
            || ',' ||
            url_encode(coalesce(
                nullif(regexp_extract(
                    trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')), ' (.{1,100})$', 1
                ), ''),
                right(trim(sentence), 100)
            ))
    END,
    '-', '%2D'
);

-- Where a page is opened at a sentence. A fragment of the address stays, a text fragment in it gives way.
CREATE FUNCTION core.text_address(url, sentence) AS
    split_part(core.web_address(url), ':~:', 1)
    || CASE WHEN split_part(url, ':~:', 1) LIKE '%#%' THEN '' ELSE '#' END
    || ':~:text=' || core.text_fragment(sentence);

-- Where a claim can be read: its page on the receipts site, else the article's own place, else the page's name.
CREATE FUNCTION core.receipt_address(site, article_id, claim_id, url, sentence) AS coalesce(
    site || '/' || article_id || '.html#' || claim_id,
    core.text_address(url, sentence),
    article_id || '.html#' || claim_id
);
