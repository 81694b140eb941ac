-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What this role may do to databases.
-- Parameters: none. Columns: user_name, may_create, is_superuser, in_recovery, system_identifier.
SELECT r.rolname AS user_name,
       r.rolcreatedb OR r.rolsuper AS may_create,
       r.rolsuper AS is_superuser,
       pg_catalog.pg_is_in_recovery() AS in_recovery,
       control.system_identifier::pg_catalog.text AS system_identifier
FROM pg_catalog.pg_roles AS r
CROSS JOIN pg_catalog.pg_control_system() AS control
WHERE r.rolname = current_user
