-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The objects that a reset of schemas drops, in drop order: each top-level object once. What is
-- not listed goes with its owner (partitions, indexes, row types, identity sequences), or stays
-- (members of extensions, functions of event triggers).
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: type, identity, owner, may_drop, may_lock (a table, and this role has what LOCK TABLE asks
--   for), relation_oid (NULL: no relation), drop_sql.
WITH ob (classid, objid, nsp, owner, ord) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, c.relnamespace, c.relowner,
           CASE c.relkind WHEN 'm' THEN 1 WHEN 'v' THEN 2 WHEN 'f' THEN 3 WHEN 'S' THEN 6 ELSE 4 END
    FROM pg_catalog.pg_class AS c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace, proowner, 7
    FROM pg_catalog.pg_proc
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, t.typnamespace, t.typowner, 8
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE (t.typtype IN ('e', 'd', 'r', 'b', 'p') OR (t.typtype = 'c' AND c.relkind = 'c'))
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid)
    UNION ALL
    SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace, oprowner, 5
    FROM pg_catalog.pg_operator
    UNION ALL
    SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcowner, 5
    FROM pg_catalog.pg_opclass
    UNION ALL
    SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace, opfowner, 9
    FROM pg_catalog.pg_opfamily
    UNION ALL
    SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace, collowner, 10
    FROM pg_catalog.pg_collation
    UNION ALL
    SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, connamespace, conowner, 10
    FROM pg_catalog.pg_conversion
    UNION ALL
    SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgowner, 10
    FROM pg_catalog.pg_ts_config
    UNION ALL
    SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictowner, 11
    FROM pg_catalog.pg_ts_dict
    UNION ALL
    SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, prsnamespace, 10, 12
    FROM pg_catalog.pg_ts_parser
    UNION ALL
    SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, tmplnamespace, 10, 12
    FROM pg_catalog.pg_ts_template
    UNION ALL
    SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid, stxnamespace, stxowner, 3
    FROM pg_catalog.pg_statistic_ext
)
SELECT i.type,
       i.identity,
       pg_catalog.pg_get_userbyid(o.owner) AS owner,
       pg_catalog.pg_has_role(o.owner, 'USAGE') OR pg_catalog.pg_has_role(n.nspowner, 'USAGE')
           AS may_drop,
       CASE WHEN i.type = 'table'
            THEN pg_catalog.has_table_privilege(o.objid, 'UPDATE, DELETE, TRUNCATE')
            ELSE false END AS may_lock,
       CASE WHEN o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass THEN o.objid END
           AS relation_oid,
       'DROP ' || CASE WHEN i.type = 'composite type' THEN 'TYPE'
                       WHEN i.type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE'
                       WHEN i.type = 'statistics object' THEN 'STATISTICS'
                       ELSE pg_catalog.upper(i.type) END
           || ' IF EXISTS ' || i.identity || ' CASCADE' AS drop_sql
FROM ob AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.nsp,
LATERAL pg_catalog.pg_identify_object(o.classid, o.objid, 0) AS i
WHERE (n.nspname = ANY ($1::pg_catalog.text[])
       OR o.objid = (SELECT v.oid FROM pg_catalog.pg_class AS v
                     JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
                     WHERE vn.nspname = $2::pg_catalog.text AND v.relname = $3::pg_catalog.text)
          AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                  WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e')
  -- objsubid = 0: the key columns of a partitioned table depend 'i' on their own table.
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                  WHERE d.classid = o.classid AND d.objid = o.objid AND d.objsubid = 0
                    AND d.deptype = 'i')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                  WHERE d.refclassid = o.classid AND d.refobjid = o.objid
                    AND d.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass)
ORDER BY o.ord, o.objid
