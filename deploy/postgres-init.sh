#!/bin/sh
# Run once, by the image of PostgreSQL, on an empty data folder: a database and a user each for Dagster and the warehouse.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres \
  --set dagster="$DAGSTER_PG_PASSWORD" --set warehouse="$WAREHOUSE_PASSWORD" <<'SQL'
CREATE USER dagster PASSWORD :'dagster';
CREATE DATABASE dagster OWNER dagster;
CREATE USER numtrail PASSWORD :'warehouse' CREATEROLE;
CREATE DATABASE warehouse OWNER numtrail;
SQL
