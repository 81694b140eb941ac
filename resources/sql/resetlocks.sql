-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- How many relations a reset locks (tables, partitions, indexes, sequences, views, TOAST and its
-- indexes), against the slots of the server's lock table.
-- Parameters: $1 schemas (text[]).
-- Columns: relations, locks_per_transaction, connections, prepared.
WITH own AS (
    SELECT c.oid, c.reltoastrelid
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1::pg_catalog.text[])
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                        AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT (SELECT pg_catalog.count(*) FROM own)
           + (SELECT pg_catalog.count(*) FROM own WHERE reltoastrelid <> 0)
           + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index AS x
              WHERE x.indrelid IN (SELECT reltoastrelid FROM own WHERE reltoastrelid <> 0))
           AS relations,
       pg_catalog.current_setting('max_locks_per_transaction') AS locks_per_transaction,
       pg_catalog.current_setting('max_connections') AS connections,
       pg_catalog.current_setting('max_prepared_transactions') AS prepared
