-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Where the sequences stand. They are no part of a snapshot: a later look may only have moved on.
-- Parameters: none. Columns: sequence_name (quoted, with its schema), last_value (NULL: not used
--   yet), increment_by.
SELECT pg_catalog.format('%I.%I', s.schemaname, s.sequencename) AS sequence_name,
       s.last_value,
       s.increment_by
FROM pg_catalog.pg_sequences AS s
WHERE s.schemaname NOT LIKE 'pg\_temp%'
ORDER BY s.schemaname COLLATE "C", s.sequencename COLLATE "C"
