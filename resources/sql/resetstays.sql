-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What stays in spite of a reset, for people: kinds and names.
-- Parameters: $1 schemas (text[]).
-- Columns: kind, name, owner, detail, number (grants of a schema, tables of another one).
SELECT 'schema' AS kind, n.nspname::pg_catalog.text AS name,
       pg_catalog.pg_get_userbyid(n.nspowner)::pg_catalog.text AS owner,
       pg_catalog.obj_description(n.oid, 'pg_namespace') AS detail,
       (SELECT pg_catalog.count(*) FROM pg_catalog.aclexplode(n.nspacl) AS x
        WHERE x.grantee <> n.nspowner) AS number
    FROM pg_catalog.pg_namespace AS n WHERE n.nspname = ANY ($1::pg_catalog.text[])
UNION ALL
SELECT 'default privileges', COALESCE(n.nspname, ''), pg_catalog.pg_get_userbyid(a.defaclrole), NULL,
       (SELECT pg_catalog.count(*) FROM pg_catalog.aclexplode(a.defaclacl))
    FROM pg_catalog.pg_default_acl AS a
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = a.defaclnamespace
    WHERE a.defaclnamespace = 0 OR n.nspname = ANY ($1::pg_catalog.text[])
UNION ALL
SELECT 'extension', e.extname, pg_catalog.pg_get_userbyid(e.extowner), n.nspname, NULL
    FROM pg_catalog.pg_extension AS e
    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
    WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'event trigger', t.evtname, pg_catalog.pg_get_userbyid(t.evtowner),
       t.evtfoid::pg_catalog.regprocedure::pg_catalog.text,
       -- 1: it fires on the drops of a reset, and may forbid them
       CASE WHEN t.evtenabled <> 'D' AND t.evtevent IN ('sql_drop', 'ddl_command_start')
                 AND (t.evttags IS NULL OR EXISTS (SELECT 1 FROM pg_catalog.unnest(t.evttags) AS g
                                                   WHERE pg_catalog.starts_with(g, 'DROP ')))
            THEN 1 ELSE 0 END
    FROM pg_catalog.pg_event_trigger AS t
UNION ALL
SELECT 'publication', p.pubname, pg_catalog.pg_get_userbyid(p.pubowner), NULL, NULL
    FROM pg_catalog.pg_publication AS p
UNION ALL
SELECT 'server', s.srvname, pg_catalog.pg_get_userbyid(s.srvowner), NULL, NULL
    FROM pg_catalog.pg_foreign_server AS s
UNION ALL
SELECT 'other schema', n.nspname, pg_catalog.pg_get_userbyid(n.nspowner), NULL,
       -- tables there that belong to an owner of tables here
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
          AND c.relowner IN (SELECT o.relowner FROM pg_catalog.pg_class AS o
                             JOIN pg_catalog.pg_namespace AS h ON h.oid = o.relnamespace
                             WHERE h.nspname = ANY ($1::pg_catalog.text[])
                               AND o.relkind IN ('r', 'p')))
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname <> ALL ($1::pg_catalog.text[])
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT pg_catalog.starts_with(n.nspname, 'pg_')
ORDER BY 1, 2, 3
