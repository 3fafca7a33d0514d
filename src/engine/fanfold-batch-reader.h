/* fanfold-batch-reader.h: what is needed to read a batch from JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One reading. */
typedef struct
{
  const char *text;
  gssize length;
  GError **error;
} FanfoldBatchReader;

/* [any] @path: of the member to blame, by RFC 6901. Always FALSE. */
gboolean
fanfold_batch_reader_fail (FanfoldBatchReader *self, const char *path, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* [any] The path of the member @key of what is at @path. (transfer full) */
char *fanfold_batch_reader_join (const char *path, const char *key);

/* [any] Only members in @keys, NULL-ended, may be in @object. */
gboolean fanfold_batch_reader_check_keys (FanfoldBatchReader *self,
                                          JsonObject *object,
                                          const char *path,
                                          const char *const *keys);

/* [any] */
gboolean fanfold_batch_reader_is_of_type (JsonNode *node, GType type);

/* [any] A text that has to be there and must not be empty; NULL: it is not. */
const char *fanfold_batch_reader_get_word (FanfoldBatchReader *self,
                                           JsonObject *object,
                                           const char *path,
                                           const char *key);

/* [any] A scalar as a text, bytes of no encoding among them. NULL: it is none. (transfer full)
 * (nullable) */
char *fanfold_batch_reader_dup_text (JsonNode *node);

/* [any] Adds the inputs to @batch; @node: (nullable) none. */
gboolean
fanfold_batch_reader_read_inputs (FanfoldBatchReader *self, FanfoldBatch *batch, JsonNode *node);

G_END_DECLS
