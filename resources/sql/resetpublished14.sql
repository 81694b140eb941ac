-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- As resetpublished.sql, for servers before PostgreSQL 15.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: object, statement, owner (of a publication that is not this role's; else NULL).
SELECT p.pubname || ': ' || i.identity AS object,
       'ALTER PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || ' ADD TABLE ' || i.identity
           AS statement,
       CASE WHEN NOT pg_catalog.pg_has_role(p.pubowner, 'USAGE')
            THEN pg_catalog.pg_get_userbyid(p.pubowner) END AS owner
FROM pg_catalog.pg_publication_rel AS r
JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid
JOIN pg_catalog.pg_class AS c ON c.oid = r.prrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace,
LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0) AS i
WHERE n.nspname = ANY ($1::pg_catalog.text[])
   OR (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text)
ORDER BY 1
