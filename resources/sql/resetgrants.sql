-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What was granted on the objects that a reset drops, as statements that grant it again where the
-- object exists again; and for routines and types that PUBLIC must not use, the REVOKE of what
-- each new one grants to PUBLIC.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: object, statement.
WITH chosen AS (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::pg_catalog.text[])
), held AS (
    SELECT c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid,
           CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS keyword,
           NULL::pg_catalog.name AS col, c.relowner AS owner, c.relacl AS acl
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
          AND (n.oid IN (SELECT oid FROM chosen)
               OR (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text))
    UNION ALL
    SELECT c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, 'TABLE', a.attname, c.relowner,
           a.attacl
        FROM pg_catalog.pg_attribute AS a
        JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace IN (SELECT oid FROM chosen) AND NOT a.attisdropped
    UNION ALL
    SELECT p.oid, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'ROUTINE', NULL, p.proowner, p.proacl
        FROM pg_catalog.pg_proc AS p WHERE p.pronamespace IN (SELECT oid FROM chosen)
    UNION ALL
    SELECT t.oid, 'pg_catalog.pg_type'::pg_catalog.regclass, 'TYPE', NULL, t.typowner, t.typacl
        FROM pg_catalog.pg_type AS t WHERE t.typnamespace IN (SELECT oid FROM chosen)
), own AS (
    SELECT h.*, (pg_catalog.pg_identify_object(h.classid, h.oid, 0)).identity
    FROM held AS h
    WHERE h.acl IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = h.classid AND d.objid = h.oid AND d.deptype = 'e')
), statements AS (
    SELECT o.identity AS object, 1 AS ord,
           'REVOKE ALL ON ' || o.keyword || ' ' || o.identity || ' FROM PUBLIC' AS statement
        FROM own AS o
        WHERE o.keyword IN ('ROUTINE', 'TYPE')
          AND NOT EXISTS (SELECT 1 FROM pg_catalog.aclexplode(o.acl) AS x WHERE x.grantee = 0)
    UNION ALL
    SELECT o.identity, 2,
           'GRANT ' || x.privilege_type
               || CASE WHEN o.col IS NULL THEN ''
                       ELSE ' (' || pg_catalog.quote_ident(o.col) || ')' END
               || ' ON ' || o.keyword || ' ' || o.identity || ' TO '
               || CASE x.grantee WHEN 0 THEN 'PUBLIC'
                       ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) END
               || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
        FROM own AS o, LATERAL pg_catalog.aclexplode(o.acl) AS x
        WHERE x.grantee <> o.owner
)
SELECT object, statement FROM statements ORDER BY ord, object, statement
