-- What the views need and the two databases write differently; `functions.duckdb.sql` defines the same names.
-- Bodies are parsed here and now (PostgreSQL 14 and later): whoever calls them needs no right to the schema `core`.

-- An amount with six places, as wide as every BI tool reads; null where it is wider.
CREATE FUNCTION core.amount(number NUMERIC) RETURNS NUMERIC LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN abs(round(number, 6)) < 1e22 THEN round(number, 6) END;

-- Percent-encoding of all but letters, digits and `-._~` (RFC 3986), as DuckDB's function of that name.
CREATE FUNCTION core.url_encode(words TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(
        CASE
            WHEN letter ~ '^[A-Za-z0-9._~-]$' THEN letter
            ELSE regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g')
        END,
        '' ORDER BY place
    ), '')
    FROM regexp_split_to_table(words, '') WITH ORDINALITY AS letters (letter, place)
);

-- An address of the web; null for anything else, so that no script hides in a link.
CREATE FUNCTION core.web_address(url TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN lower(url) LIKE 'http://%' OR lower(url) LIKE 'https://%' THEN url END
$$;

-- The words of a text fragment: browsers scroll to the sentence. A long sentence is named by its first and last words.
CREATE FUNCTION core.text_fragment(sentence TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(
    CASE
        WHEN length(sentence) <= 300
            THEN core.url_encode(trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')))
        ELSE
            core.url_encode(coalesce(
                substring(trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')) FROM '^(.{1,100}) '),
                left(trim(sentence), 100)
            ))
            || ',' ||
            core.url_encode(coalesce(
                substring(trim(regexp_replace(sentence, '[\t\n\f\r ]+', ' ', 'g')) FROM ' (.{1,100})$'),
                right(trim(sentence), 100)
            ))
    END,
    '-', '%2D'
);

-- Where a page is opened at a sentence. A fragment of the address stays, a text fragment in it gives way.
CREATE FUNCTION core.text_address(url TEXT, sentence TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN split_part(core.web_address(url), ':~:', 1)
    || CASE WHEN split_part(url, ':~:', 1) LIKE '%#%' THEN '' ELSE '#' END
    || ':~:text=' || core.text_fragment(sentence);

-- Where a claim can be read: its page on the receipts site, else the article's own place, else the page's name.
CREATE FUNCTION core.receipt_address(site TEXT, article_id TEXT, claim_id TEXT, url TEXT, sentence TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(
    site || '/' || article_id || '.html#' || claim_id,
    core.text_address(url, sentence),
    article_id || '.html#' || claim_id
);
