-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a database holds beside what migrations usually make: extensions, schemas, default
-- privileges, event triggers, publications, foreign servers. Asked of the catalogs, while carrying
-- over goes through pg_dump, so that each checks the other. Members of extensions come with these.
-- Parameters: none. Columns: line (sorted, no duplicates).
WITH members AS (
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend AS d
    WHERE d.deptype = 'e'
), schemas AS (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema'
      AND NOT EXISTS (
          SELECT FROM members AS m
          WHERE m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND m.objid = n.oid)
), servers AS (
    SELECT s.oid, s.srvname, s.srvowner, s.srvoptions, s.srvacl, w.fdwname
    FROM pg_catalog.pg_foreign_server AS s
    JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
), grants AS (
    SELECT pg_catalog.format('schema %s', s.nspname) AS what, x.grantee, x.privilege_type,
           x.is_grantable
    FROM schemas AS s
    CROSS JOIN pg_catalog.aclexplode(s.nspacl) AS x
    UNION ALL
    SELECT pg_catalog.format('server %s', s.srvname), x.grantee, x.privilege_type, x.is_grantable
    FROM servers AS s
    CROSS JOIN pg_catalog.aclexplode(s.srvacl) AS x
    UNION ALL
    SELECT pg_catalog.format('default for %s of %s%s', d.defaclobjtype,
               pg_catalog.pg_get_userbyid(d.defaclrole), ' in ' || n.nspname),
           x.grantee, x.privilege_type, x.is_grantable
    FROM pg_catalog.pg_default_acl AS d
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
    CROSS JOIN pg_catalog.aclexplode(d.defaclacl) AS x
)
SELECT pg_catalog.format('extension %s in schema %s', e.extname, n.nspname) AS line
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
UNION
SELECT pg_catalog.format('schema %s of %s', s.nspname, pg_catalog.pg_get_userbyid(s.nspowner))
FROM schemas AS s
UNION
SELECT pg_catalog.format('comment on schema %s: %s', s.nspname,
           pg_catalog.obj_description(s.oid, 'pg_namespace'))
FROM schemas AS s
WHERE pg_catalog.obj_description(s.oid, 'pg_namespace') IS NOT NULL
UNION
SELECT pg_catalog.format('grant on %s: %s to %s%s', g.what, g.privilege_type,
           CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee) END,
           CASE WHEN g.is_grantable THEN ' with grant option' END)
FROM grants AS g
UNION
SELECT pg_catalog.format('event trigger %s of %s on %s%s calls %s (%s)', t.evtname,
           pg_catalog.pg_get_userbyid(t.evtowner), t.evtevent,
           ' for ' || t.evttags::pg_catalog.text, t.evtfoid::pg_catalog.regproc, t.evtenabled)
FROM pg_catalog.pg_event_trigger AS t
WHERE NOT EXISTS (
    SELECT FROM members AS m
    WHERE m.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND m.objid = t.oid)
UNION
SELECT pg_catalog.format('publication %s of %s%s', p.pubname,
           pg_catalog.pg_get_userbyid(p.pubowner),
           CASE WHEN p.puballtables THEN ' for all tables' END)
FROM pg_catalog.pg_publication AS p
UNION
SELECT pg_catalog.format('%s %s', i.type, i.identity)
FROM pg_catalog.pg_depend AS d
CROSS JOIN pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
WHERE d.classid IN (pg_catalog.to_regclass('pg_catalog.pg_publication_rel'),
                    pg_catalog.to_regclass('pg_catalog.pg_publication_namespace'))
UNION
SELECT pg_catalog.format('server %s of %s for %s%s', s.srvname,
           pg_catalog.pg_get_userbyid(s.srvowner), s.fdwname,
           ' with options ' || pg_catalog.md5(s.srvoptions::pg_catalog.text))
FROM servers AS s
UNION
SELECT pg_catalog.format('user mapping of %s for server %s', m.usename, m.srvname)
FROM pg_catalog.pg_user_mappings AS m
ORDER BY 1
