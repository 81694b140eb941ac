-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The inventory of everything that a reset of schemas must leave as it is, one line a fact; read
-- before and after the drops and compared. Options of servers may hold secrets: only their hash.
-- Parameters: $1 schemas (text[]), $2 schema and $3 name of the version table.
-- Columns: one text.
WITH chosen AS (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::pg_catalog.text[])
), elsewhere AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname <> ALL ($1::pg_catalog.text[])
      AND nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT pg_catalog.starts_with(nspname, 'pg_toast')
      AND NOT pg_catalog.starts_with(nspname, 'pg_temp_')
), version_table AS (
    SELECT c.oid FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text
), relation AS (
    SELECT c.* FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace IN (SELECT oid FROM elsewhere)
      AND c.oid NOT IN (SELECT oid FROM version_table)
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index AS x
                      WHERE x.indexrelid = c.oid
                        AND x.indrelid IN (SELECT oid FROM version_table))
), fact (area, name, detail) AS (
    SELECT 'schema', nspname::pg_catalog.text,
           pg_catalog.concat_ws(' ', pg_catalog.pg_get_userbyid(nspowner), nspacl,
                                pg_catalog.obj_description(oid, 'pg_namespace'))
        FROM pg_catalog.pg_namespace
        WHERE NOT pg_catalog.starts_with(nspname, 'pg_toast')
      AND NOT pg_catalog.starts_with(nspname, 'pg_temp_')
    UNION ALL
    SELECT 'default privileges', defaclrole::pg_catalog.text || ' ' || defaclnamespace || ' '
               || defaclobjtype::pg_catalog.text, defaclacl::pg_catalog.text
        FROM pg_catalog.pg_default_acl
    UNION ALL
    SELECT 'extension', e.extname::pg_catalog.text,
           pg_catalog.concat_ws(' ', e.extversion, e.extnamespace, e.extowner,
               (SELECT pg_catalog.count(*) FROM pg_catalog.pg_depend AS d
                WHERE d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                  AND d.refobjid = e.oid AND d.deptype = 'e'))
        FROM pg_catalog.pg_extension AS e
    UNION ALL
    SELECT 'event trigger', evtname::pg_catalog.text,
           pg_catalog.concat_ws(' ', evtevent, evtowner, evtfoid, evtenabled, evttags)
        FROM pg_catalog.pg_event_trigger
    UNION ALL
    SELECT 'publication', p.pubname::pg_catalog.text, (pg_catalog.to_jsonb(p) - 'oid')::pg_catalog.text
        FROM pg_catalog.pg_publication AS p
    UNION ALL
    SELECT 'publication of schemas', i.identity, NULL
        FROM pg_catalog.pg_depend AS d,
        LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
        WHERE d.classid = pg_catalog.to_regclass('pg_catalog.pg_publication_namespace')
          AND d.refclassid = 'pg_catalog.pg_publication'::pg_catalog.regclass
    UNION ALL
    SELECT 'publication of tables', r.prpubid || ' ' || r.prrelid::pg_catalog.regclass,
           (pg_catalog.to_jsonb(r) - 'oid')::pg_catalog.text
        FROM pg_catalog.pg_publication_rel AS r WHERE r.prrelid IN (SELECT oid FROM relation)
    UNION ALL
    SELECT 'foreign-data wrapper', fdwname::pg_catalog.text,
           pg_catalog.concat_ws(' ', fdwowner, fdwacl, pg_catalog.md5(fdwoptions::pg_catalog.text))
        FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL
    SELECT 'server', srvname::pg_catalog.text,
           pg_catalog.concat_ws(' ', srvowner, srvacl, srvtype, srvversion,
                                pg_catalog.md5(srvoptions::pg_catalog.text))
        FROM pg_catalog.pg_foreign_server
    UNION ALL
    SELECT 'user mapping', srvname || ' ' || usename, NULL FROM pg_catalog.pg_user_mappings
    UNION ALL
    SELECT 'language', lanname::pg_catalog.text, pg_catalog.concat_ws(' ', lanowner, lanacl)
        FROM pg_catalog.pg_language
    UNION ALL
    SELECT 'large objects', 'all', pg_catalog.count(*)::pg_catalog.text
        FROM pg_catalog.pg_largeobject_metadata
    UNION ALL
    SELECT 'setting', setrole::pg_catalog.text, setconfig::pg_catalog.text
        FROM pg_catalog.pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_catalog.pg_database
                             WHERE datname = pg_catalog.current_database())
    UNION ALL
    SELECT 'database', datname::pg_catalog.text,
           pg_catalog.concat_ws(' ', datdba, datacl, datconnlimit,
                                pg_catalog.shobj_description(oid, 'pg_database'))
        FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
    UNION ALL
    SELECT 'relation', c.oid::pg_catalog.regclass::pg_catalog.text,
           pg_catalog.concat_ws(' ', c.relkind, c.relowner, c.relacl, c.relrowsecurity,
                                c.relforcerowsecurity, c.reloptions,
                                pg_catalog.obj_description(c.oid, 'pg_class'))
        FROM relation AS c
    UNION ALL
    SELECT 'column', a.attrelid::pg_catalog.regclass || '.' || a.attname,
           pg_catalog.concat_ws(' ', a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod),
                                a.attnotnull, a.attidentity, a.attgenerated, a.attacl,
                                pg_catalog.pg_get_expr(f.adbin, f.adrelid))
        FROM pg_catalog.pg_attribute AS a
        JOIN relation AS c ON c.oid = a.attrelid
        LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'constraint', o.conrelid::pg_catalog.regclass || ' ' || o.contypid || ' ' || o.conname,
           pg_catalog.pg_get_constraintdef(o.oid)
        FROM pg_catalog.pg_constraint AS o
        WHERE o.conrelid IN (SELECT oid FROM relation)
           OR (o.conrelid = 0 AND o.connamespace IN (SELECT oid FROM elsewhere))
    UNION ALL
    SELECT 'trigger', t.tgrelid::pg_catalog.regclass || ' ' || t.tgname,
           pg_catalog.concat_ws(' ', t.tgenabled, pg_catalog.pg_get_triggerdef(t.oid))
        FROM pg_catalog.pg_trigger AS t
        WHERE t.tgrelid IN (SELECT oid FROM relation) AND NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', r.ev_class::pg_catalog.regclass || ' ' || r.rulename,
           pg_catalog.md5(pg_catalog.pg_get_ruledef(r.oid))
        FROM pg_catalog.pg_rewrite AS r WHERE r.ev_class IN (SELECT oid FROM relation)
    UNION ALL
    SELECT 'policy', p.polrelid::pg_catalog.regclass || ' ' || p.polname,
           pg_catalog.concat_ws(' ', p.polcmd, p.polroles,
                                pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                                pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_catalog.pg_policy AS p WHERE p.polrelid IN (SELECT oid FROM relation)
    UNION ALL
    SELECT 'function', f.oid::pg_catalog.regprocedure::pg_catalog.text,
           pg_catalog.concat_ws(' ', f.proowner, f.proacl, f.prorettype::pg_catalog.regtype,
                                pg_catalog.md5(f.prosrc))
        FROM pg_catalog.pg_proc AS f
        WHERE f.pronamespace IN (SELECT oid FROM elsewhere)
           -- kept in a chosen schema: functions of event triggers
           OR f.oid IN (SELECT evtfoid FROM pg_catalog.pg_event_trigger)
    UNION ALL
    SELECT 'object', i.type, i.identity
        FROM pg_catalog.pg_depend AS d
        JOIN elsewhere AS n
            ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid,
        LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
        WHERE d.classid NOT IN ('pg_catalog.pg_class'::pg_catalog.regclass,
                                'pg_catalog.pg_proc'::pg_catalog.regclass)
)
SELECT pg_catalog.concat_ws(': ', area, name, detail) AS fact FROM fact ORDER BY 1
