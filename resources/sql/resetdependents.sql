-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Objects outside the schemas that depend on what a reset drops: CASCADE would take them.
-- A view is named, not its rule. Membership in a publication and the triggers of kept functions are spoken of elsewhere.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: type, identity, because_of.
WITH ns AS (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::pg_catalog.text[])
), ours (classid, objid) AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, oid FROM pg_catalog.pg_class
        WHERE relnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, v.oid
        FROM pg_catalog.pg_class AS v
        JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
        WHERE vn.nspname = $2::pg_catalog.text AND v.relname = $3::pg_catalog.text
          AND vn.nspname <> ALL ($1::pg_catalog.text[])
    -- The version table's own index, row type and array type, where its schema is not chosen.
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, x.indexrelid
        FROM pg_catalog.pg_index AS x
        JOIN pg_catalog.pg_class AS v ON v.oid = x.indrelid
        JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
        WHERE vn.nspname = $2::pg_catalog.text AND v.relname = $3::pg_catalog.text
          AND vn.nspname <> ALL ($1::pg_catalog.text[])
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
        FROM pg_catalog.pg_class AS v
        JOIN pg_catalog.pg_namespace AS vn ON vn.oid = v.relnamespace
        JOIN pg_catalog.pg_type AS r ON r.typrelid = v.oid
        JOIN pg_catalog.pg_type AS t ON t.oid IN (r.oid, r.typarray)
        WHERE vn.nspname = $2::pg_catalog.text AND v.relname = $3::pg_catalog.text
          AND vn.nspname <> ALL ($1::pg_catalog.text[])
    UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid FROM pg_catalog.pg_proc
        WHERE pronamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid FROM pg_catalog.pg_type
        WHERE typnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid FROM pg_catalog.pg_operator
        WHERE oprnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid FROM pg_catalog.pg_opclass
        WHERE opcnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid FROM pg_catalog.pg_opfamily
        WHERE opfnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid FROM pg_catalog.pg_collation
        WHERE collnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid FROM pg_catalog.pg_conversion
        WHERE connamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_config
        WHERE cfgnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_dict
        WHERE dictnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_parser
        WHERE prsnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid
        FROM pg_catalog.pg_ts_template WHERE tmplnamespace IN (SELECT oid FROM ns)
    UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid
        FROM pg_catalog.pg_statistic_ext WHERE stxnamespace IN (SELECT oid FROM ns)
), victim AS (
    SELECT classid, objid FROM ours
    EXCEPT SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
    EXCEPT SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, evtfoid FROM pg_catalog.pg_event_trigger
), sub (classid, objid, owner_class, owner_obj) AS (
    -- What belongs to a relation, domain or family is judged by where that one is.
    SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid, oid,
           'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, ev_class
        FROM pg_catalog.pg_rewrite
    UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid,
           CASE WHEN conrelid <> 0 THEN 'pg_catalog.pg_class'::pg_catalog.regclass
                ELSE 'pg_catalog.pg_type'::pg_catalog.regclass END,
           CASE WHEN conrelid <> 0 THEN conrelid ELSE contypid END
        FROM pg_catalog.pg_constraint
    UNION ALL SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, oid,
           'pg_catalog.pg_class'::pg_catalog.regclass, adrelid FROM pg_catalog.pg_attrdef
    UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid,
           'pg_catalog.pg_class'::pg_catalog.regclass, tgrelid FROM pg_catalog.pg_trigger
    UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid,
           'pg_catalog.pg_class'::pg_catalog.regclass, polrelid FROM pg_catalog.pg_policy
    UNION ALL SELECT 'pg_catalog.pg_amop'::pg_catalog.regclass, oid,
           'pg_catalog.pg_opfamily'::pg_catalog.regclass, amopfamily FROM pg_catalog.pg_amop
    UNION ALL SELECT 'pg_catalog.pg_amproc'::pg_catalog.regclass, oid,
           'pg_catalog.pg_opfamily'::pg_catalog.regclass, amprocfamily FROM pg_catalog.pg_amproc
)
SELECT DISTINCT i.type, i.identity,
       (pg_catalog.pg_identify_object(d.refclassid, d.refobjid, 0)).identity AS because_of
FROM pg_catalog.pg_depend AS d
JOIN victim AS v ON v.classid = d.refclassid AND v.objid = d.refobjid
LEFT JOIN sub AS s ON s.classid = d.classid AND s.objid = d.objid
LEFT JOIN pg_catalog.pg_rewrite AS r
    ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
    AND r.rulename = '_RETURN'
LEFT JOIN pg_catalog.pg_class AS c
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
    AND c.relkind IN ('v', 'm'),
LATERAL pg_catalog.pg_identify_object(
    CASE WHEN r.oid IS NULL THEN d.classid ELSE s.owner_class END,
    CASE WHEN r.oid IS NULL THEN d.objid ELSE s.owner_obj END,
    CASE WHEN r.oid IS NULL AND c.oid IS NULL THEN d.objsubid ELSE 0 END) AS i
WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S')
  AND NOT EXISTS (SELECT 1 FROM ours AS o
                  WHERE o.classid = COALESCE(s.owner_class, d.classid)
                    AND o.objid = COALESCE(s.owner_obj, d.objid))
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_class AS t
                  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
                  WHERE tn.nspname = 'pg_toast'
                    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND t.oid = d.objid)
  AND d.classid NOT IN ('pg_catalog.pg_cast'::pg_catalog.regclass,
                        'pg_catalog.pg_transform'::pg_catalog.regclass,
                        'pg_catalog.pg_publication_rel'::pg_catalog.regclass)
ORDER BY 1, 2
