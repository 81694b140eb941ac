// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands in for linking libpg_query: each function that we call is defined here and forwards to the
// real one, which is loaded at the first call: most commands read no SQL. Another function needs
// another line.

#include "migrations/base/sharedlibrary.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#define FORWARD(result, name, parameters, arguments)                                               \
    SPIRITSAFE_FORWARD(SPIRITSAFE_LIBPG_QUERY, result, name, parameters, arguments)

// clang-format off
FORWARD(PgQueryProtobufParseResult, pg_query_parse_protobuf, (const char *sql), (sql))
FORWARD(void, pg_query_free_protobuf_parse_result, (PgQueryProtobufParseResult result), (result))
FORWARD(PgQuery__ParseResult *, pg_query__parse_result__unpack, (ProtobufCAllocator * allocator, size_t length, const uint8_t *bytes), (allocator, length, bytes))
FORWARD(void, pg_query__parse_result__free_unpacked, (PgQuery__ParseResult * tree, ProtobufCAllocator *allocator), (tree, allocator))
// clang-format on
