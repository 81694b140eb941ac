-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The functions that event triggers call, as the table of contents of a dump names them.
-- Parameters: none. Columns: entry.
SELECT pg_catalog.format('FUNCTION %s %s() ', n.nspname, p.proname) AS entry
FROM pg_catalog.pg_event_trigger AS t
JOIN pg_catalog.pg_proc AS p ON p.oid = t.evtfoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
