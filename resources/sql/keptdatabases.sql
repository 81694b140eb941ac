-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Databases that were set aside for another: by the beginning of their name, or by oid.
-- Parameters: $1 beginning of the name, $2 oids (array literal).
-- Columns: name, oid, bytes (NULL: hidden from this role), allows_connections.
SELECT d.datname AS name,
       d.oid::pg_catalog.text AS oid,
       CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
            THEN pg_catalog.pg_database_size(d.oid) END AS bytes,
       d.datallowconn AS allows_connections
FROM pg_catalog.pg_database AS d
WHERE d.oid = ANY ($2::pg_catalog.oid[])
   OR pg_catalog.starts_with(d.datname, $1::pg_catalog.text)
       AND pg_catalog.substr(d.datname, pg_catalog.length($1::pg_catalog.text) + 1)
           ~ '^[0-9a-f]{12}$'
ORDER BY d.datname
