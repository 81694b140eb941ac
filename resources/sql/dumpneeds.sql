-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Which of the names that a dump needs this server does not have, or this role may not use.
-- Parameters: $1 roles that own something, $2 roles that are only named, $3 extensions,
--   $4 tablespaces (each a text array). Columns: missing_roles, not_member (owners that this role
--   may not give something to), missing_extensions, superuser_extensions (only a superuser may
--   make them), missing_tablespaces (each a JSON array or NULL), is_superuser.
SELECT (SELECT pg_catalog.json_agg(DISTINCT r.name)
        FROM pg_catalog.unnest($1::pg_catalog.text[] || $2::pg_catalog.text[]) AS r (name)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS p WHERE p.rolname = r.name))
           AS missing_roles,
       (SELECT pg_catalog.json_agg(DISTINCT p.rolname)
        FROM pg_catalog.unnest($1::pg_catalog.text[]) AS r (name)
        JOIN pg_catalog.pg_roles AS p ON p.rolname = r.name
        WHERE NOT pg_catalog.pg_has_role(p.oid, 'MEMBER')) AS not_member,
       (SELECT pg_catalog.json_agg(DISTINCT e.name)
        FROM pg_catalog.unnest($3::pg_catalog.text[]) AS e (name)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a
                          WHERE a.name = e.name)) AS missing_extensions,
       (SELECT pg_catalog.json_agg(DISTINCT e.name)
        FROM pg_catalog.unnest($3::pg_catalog.text[]) AS e (name)
        JOIN pg_catalog.pg_available_extensions AS a ON a.name = e.name
        JOIN pg_catalog.pg_available_extension_versions AS v
          ON v.name = a.name AND v.version = a.default_version
        WHERE v.superuser
          AND NOT v.trusted
          AND pg_catalog.current_setting('is_superuser') <> 'on') AS superuser_extensions,
       (SELECT pg_catalog.json_agg(DISTINCT t.name)
        FROM pg_catalog.unnest($4::pg_catalog.text[]) AS t (name)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace AS s WHERE s.spcname = t.name))
           AS missing_tablespaces,
       pg_catalog.current_setting('is_superuser') = 'on' AS is_superuser
