-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Membership in publications of the tables that a reset drops, as statements that join again.
-- From PostgreSQL 15 on: column lists and row filters.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: object, statement, owner (of a publication that is not this role's; else NULL).
SELECT p.pubname || ': ' || i.identity AS object,
       'ALTER PUBLICATION ' || pg_catalog.quote_ident(p.pubname) || ' ADD TABLE ' || i.identity
           || COALESCE(' (' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', '
                                                             ORDER BY a.attnum)
                                FROM pg_catalog.pg_attribute AS a
                                WHERE a.attrelid = r.prrelid
                                  AND a.attnum = ANY (r.prattrs::pg_catalog.int2[])) || ')', '')
           || COALESCE(' WHERE (' || pg_catalog.pg_get_expr(r.prqual, r.prrelid) || ')', '')
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
