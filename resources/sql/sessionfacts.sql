-- SPDX-FileCopyrightText: 2026 The Spiritsafe developers
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- One backend as others see it; no row when it is gone. Its start guards against a reused pid; a
-- role that may not see it gets NULL and no guard.
-- Parameters: $1 pid, $2 its start as this query once gave it (NULL: whoever has the pid).
-- Columns: started, state (NULL when hidden).
SELECT EXTRACT(epoch FROM a.backend_start)::pg_catalog.text AS started,
       a.state
FROM pg_catalog.pg_stat_activity AS a
WHERE a.pid = $1::pg_catalog.int4
  AND COALESCE(EXTRACT(epoch FROM a.backend_start)::pg_catalog.text = $2::pg_catalog.text, true)
