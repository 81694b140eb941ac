-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Takes the one-writer lock for this session, or does not; never waits.
-- Parameters: $1 class, $2 object.
-- Columns: locked, system_identifier, database_oid (which database it was taken in).
SELECT pg_catalog.pg_try_advisory_lock($1::pg_catalog.int4, $2::pg_catalog.int4) AS locked,
       control.system_identifier::pg_catalog.text AS system_identifier,
       d.oid::pg_catalog.text AS database_oid
FROM pg_catalog.pg_control_system() AS control
CROSS JOIN pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
