-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is left in schemas after a reset; must be empty before the commit. It goes by what depends
-- on the schema and shares nothing with resetlist.sql: a kind that the list does not know would be
-- missed by both.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: one text, type and identity.
SELECT i.type || ' ' || i.identity AS object
FROM pg_catalog.pg_depend AS d
JOIN pg_catalog.pg_namespace AS n
    ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid,
LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
WHERE n.nspname = ANY ($1::pg_catalog.text[])
  AND d.classid NOT IN ('pg_catalog.pg_default_acl'::pg_catalog.regclass,
                        'pg_catalog.pg_extension'::pg_catalog.regclass)
  AND d.classid IS DISTINCT FROM pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS e
                  WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_event_trigger AS t
                  WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                    AND t.evtfoid = d.objid)
UNION ALL
SELECT 'table ' || pg_catalog.quote_ident(t.schemaname) || '.' || pg_catalog.quote_ident(t.tablename)
FROM pg_catalog.pg_tables AS t
WHERE t.schemaname = $2::pg_catalog.text AND t.tablename = $3::pg_catalog.text
  AND t.schemaname <> ALL ($1::pg_catalog.text[])
ORDER BY 1
