-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Everything one look at a database needs but the version table's rows, in one round trip.
-- A fresh connection reads the catalog for the first time here, so that each name, function and
-- table mentioned costs; what is rarely there (an invalid index, a table that is not Alembic's) is
-- only noticed, and told by queries of its own.
-- Parameters: $1 schema of the version table (NULL: by the search_path), $2 its name.
-- Columns: system_identifier, database_oid, server_version, database_name, user_name,
--   server_address (NULL on a socket), schema_name, in_recovery, read_only,
--   version_schema, version_kind, version_readable (these three NULL without the table),
--   has_version_num, elsewhere (JSON array of schemas that hold a table of that name),
--   has_invalid_indexes.
WITH named AS (
    SELECT c.oid, c.relkind, n.nspname
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relname = $2::pg_catalog.text
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
), version_table AS (
    SELECT oid, relkind, nspname
    FROM named
    WHERE CASE WHEN $1::pg_catalog.text IS NULL THEN pg_catalog.pg_table_is_visible(oid)
               ELSE nspname = $1::pg_catalog.text END
)
SELECT control.system_identifier::pg_catalog.text AS system_identifier,
       d.oid::pg_catalog.text AS database_oid,
       pg_catalog.current_setting('server_version') AS server_version,
       pg_catalog.current_database() AS database_name,
       current_user AS user_name,
       pg_catalog.host(pg_catalog.inet_server_addr()) || ':' || pg_catalog.inet_server_port()
           AS server_address,
       pg_catalog.current_schema() AS schema_name,
       pg_catalog.pg_is_in_recovery() AS in_recovery,
       pg_catalog.current_setting('default_transaction_read_only') = 'on' AS read_only,
       v.nspname AS version_schema,
       v.relkind AS version_kind,
       pg_catalog.has_schema_privilege(v.nspname, 'USAGE')
           AND pg_catalog.has_any_column_privilege(v.oid, 'SELECT') AS version_readable,
       EXISTS (SELECT FROM pg_catalog.pg_attribute AS a
               WHERE a.attrelid = v.oid AND a.attname = 'version_num') AS has_version_num,
       (SELECT pg_catalog.json_agg(o.nspname ORDER BY o.nspname)
        FROM named AS o
        WHERE o.oid IS DISTINCT FROM v.oid) AS elsewhere,
       EXISTS (SELECT FROM pg_catalog.pg_index WHERE NOT indisvalid) AS has_invalid_indexes
FROM pg_catalog.pg_control_system() AS control
CROSS JOIN pg_catalog.pg_database AS d
LEFT JOIN version_table AS v ON true
WHERE d.datname = pg_catalog.current_database()
