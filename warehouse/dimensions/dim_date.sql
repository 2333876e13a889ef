-- Every day from the founding of the People's Republic to the year 2100: periods reach back to the first plans, and
-- targets forward to 2060.
CREATE TABLE core.dim_date (
    date_day DATE NOT NULL,
    year BIGINT NOT NULL,
    quarter BIGINT NOT NULL,
    month BIGINT NOT NULL,
    year_month VARCHAR NOT NULL,
    year_quarter VARCHAR NOT NULL,
    month_name VARCHAR NOT NULL,
    iso_week BIGINT NOT NULL,
    day_of_year BIGINT NOT NULL,
    iso_day_of_week BIGINT NOT NULL,
    day_name VARCHAR NOT NULL,
    is_weekend BOOLEAN NOT NULL,
    is_month_end BOOLEAN NOT NULL,
    five_year_plan BIGINT,
    PRIMARY KEY (date_day)
);

INSERT INTO core.dim_date
SELECT
    day,
    year(day),
    quarter(day),
    month(day),
    strftime(day, '%Y-%m'),
    year(day) || '-Q' || quarter(day),
    monthname(day),
    week(day),
    dayofyear(day),
    isodow(day),
    dayname(day),
    isodow(day) >= 6,
    day = last_day(day),
    -- The first plan ran 1953-1957, the second 1958-1962; the third began in 1966 after three years of adjustment.
    CASE
        WHEN year(day) BETWEEN 1953 AND 1962 THEN (year(day) - 1953) // 5 + 1
        WHEN year(day) >= 1966 THEN (year(day) - 1966) // 5 + 3
    END
FROM (SELECT unnest(generate_series(DATE '1949-10-01', DATE '2100-12-31', INTERVAL 1 DAY))::DATE AS day);

COMMENT ON TABLE core.dim_date IS 'One row for each day from 1 October 1949 to the end of 2100.';
COMMENT ON COLUMN core.dim_date.date_day IS 'The day.';
COMMENT ON COLUMN core.dim_date.year IS 'Its year.';
COMMENT ON COLUMN core.dim_date.quarter IS 'Its quarter, 1 to 4.';
COMMENT ON COLUMN core.dim_date.month IS 'Its month, 1 to 12.';
COMMENT ON COLUMN core.dim_date.year_month IS 'Its year and month, YYYY-MM, as in partition_month.';
COMMENT ON COLUMN core.dim_date.year_quarter IS 'Its year and quarter, YYYY-Qn.';
COMMENT ON COLUMN core.dim_date.month_name IS 'Its month in English.';
COMMENT ON COLUMN core.dim_date.iso_week IS 'Its ISO 8601 week, 1 to 53.';
COMMENT ON COLUMN core.dim_date.day_of_year IS 'Its place in the year, from 1.';
COMMENT ON COLUMN core.dim_date.iso_day_of_week IS 'Its place in the week, Monday 1 to Sunday 7.';
COMMENT ON COLUMN core.dim_date.day_name IS 'Its weekday in English.';
COMMENT ON COLUMN core.dim_date.is_weekend IS 'Whether it is a Saturday or Sunday.';
COMMENT ON COLUMN core.dim_date.is_month_end IS 'Whether it is the last day of its month.';
COMMENT ON COLUMN core.dim_date.five_year_plan IS 'Number of the Chinese five-year plan it falls in (14: 2021-2025); null before the first and from 1963 to 1965.';
