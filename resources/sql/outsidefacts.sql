-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Everything of a database that lives outside it, in the catalogs of the cluster, and whether this
-- role could make it anew. Columns that a version of PostgreSQL does not have (the provider came
-- with 15, datlocale was daticulocale until 16, ICU's rules came with 16) are read as JSON, which
-- has no missing columns.
-- Parameters: $1 name of the database.
-- Columns: name, oid, owner, encoding, provider (c, i, b), collate, ctype, locale, icu_rules,
--   tablespace, connection_limit, is_template, allows_connections, comment,
--   grants (JSON array of [grantee or null for PUBLIC, privilege, grantable]; NULL: the default),
--   settings (JSON array of [role or null for all, name, value]), labels (JSON array of
--   [provider, label]), subscriptions, replication_slots, prepared (JSON arrays of names),
--   bytes (NULL: hidden), is_owner, may_give_away, tablespace_allowed.
SELECT d.datname AS name,
       d.oid::pg_catalog.text AS oid,
       pg_catalog.pg_get_userbyid(d.datdba) AS owner,
       pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
       COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') AS provider,
       d.datcollate AS collate,
       d.datctype AS ctype,
       COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale')
           AS locale,
       pg_catalog.to_jsonb(d) ->> 'daticurules' AS icu_rules,
       t.spcname AS tablespace,
       d.datconnlimit AS connection_limit,
       d.datistemplate AS is_template,
       d.datallowconn AS allows_connections,
       pg_catalog.shobj_description(d.oid, 'pg_database') AS comment,
       CASE WHEN d.datacl IS NOT NULL THEN (
           SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_array(
                      CASE x.grantee WHEN 0 THEN NULL
                           ELSE pg_catalog.pg_get_userbyid(x.grantee) END,
                      x.privilege_type, x.is_grantable)), '[]'::pg_catalog.json)
           FROM pg_catalog.aclexplode(d.datacl) AS x) END AS grants,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
                   CASE s.setrole WHEN 0 THEN NULL
                        ELSE pg_catalog.pg_get_userbyid(s.setrole) END,
                   pg_catalog.split_part(one.setting, '=', 1),
                   pg_catalog.substr(one.setting, pg_catalog.strpos(one.setting, '=') + 1))
                   ORDER BY s.setrole, one.place)
        FROM pg_catalog.pg_db_role_setting AS s
        CROSS JOIN pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS one (setting, place)
        WHERE s.setdatabase = d.oid) AS settings,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(l.provider, l.label))
        FROM pg_catalog.pg_shseclabel AS l
        WHERE l.objoid = d.oid AND l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass)
           AS labels,
       (SELECT pg_catalog.json_agg(s.subname ORDER BY s.subname)
        FROM pg_catalog.pg_subscription AS s
        WHERE s.subdbid = d.oid) AS subscriptions,
       (SELECT pg_catalog.json_agg(r.slot_name ORDER BY r.slot_name)
        FROM pg_catalog.pg_replication_slots AS r
        WHERE r.database = d.datname) AS replication_slots,
       (SELECT pg_catalog.json_agg(x.gid ORDER BY x.gid)
        FROM pg_catalog.pg_prepared_xacts AS x
        WHERE x.database = d.datname) AS prepared,
       CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                OR pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
            THEN pg_catalog.pg_database_size(d.oid) END AS bytes,
       pg_catalog.pg_has_role(d.datdba, 'USAGE') AS is_owner,
       pg_catalog.pg_has_role(d.datdba, 'MEMBER') AS may_give_away,
       t.spcname = 'pg_default' OR pg_catalog.has_tablespace_privilege(t.oid, 'CREATE')
           AS tablespace_allowed
FROM pg_catalog.pg_database AS d
JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
WHERE d.datname = $1::pg_catalog.text
