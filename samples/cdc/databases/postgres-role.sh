#!/bin/sh
# Run by the image before postgres.sql: the role of Debezium, whose password is in the environment only.
set -eu

psql -v ON_ERROR_STOP=1 -v password="$CDC_DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE debezium LOGIN REPLICATION PASSWORD :'password';
SQL
