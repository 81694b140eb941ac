// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/serverwatch.h"

namespace migrations {

// The pid goes through a file, since the server is a grandchild of the shell that ends it; the loop
// covers an end of input that comes before that file is written.
QString serverWatchScript()
{
    return QStringLiteral(R"sh(
folder=$1 after=$2 server=
shift 2
trap '' PIPE
while read -r command; do
  [ "$command" = start ] || continue
  rm -f "$folder/server.pid"
  (
    "$@" </dev/null >>"$folder/server.log" 2>&1 &
    echo "$!" >"$folder/server.pid"
    echo "started $!"
    wait "$!"
    echo "ended $?"
  ) &
  server=$!
done
(
  while :; do
    { read -r pid <"$folder/server.pid" && kill -QUIT "$pid"; } 2>/dev/null
    sleep 0.1
  done
) &
ending=$!
[ -z "$server" ] || wait "$server"
kill "$ending"
[ "$after" = keep ] || rm -rf "$folder"
)sh");
}

} // namespace migrations
