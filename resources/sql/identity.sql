-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Which database this really is. Every role may ask (pg_control_system is open to PUBLIC).
-- Parameters: none. Columns: system_identifier, database_oid.
SELECT control.system_identifier::pg_catalog.text AS system_identifier,
       d.oid::pg_catalog.text AS database_oid
FROM pg_catalog.pg_control_system() AS control
CROSS JOIN pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
