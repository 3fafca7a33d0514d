/* fanfold-slot-memo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slot-memo.h"

#include "fanfold-args.h"
#include "fanfold-key.h"

#include <glib/gi18n-lib.h>

struct _FanfoldSlotMemo
{
  const FanfoldSlotContext *context;
  guint64 index;
  GVariant *args;
  char key[FANFOLD_KEY_LENGTH + 1];
  gboolean usable; /* there is a key */
  gboolean storable;
};

FanfoldSlotMemo *
fanfold_slot_memo_new (const FanfoldSlotContext *context, guint64 index)
{
  FanfoldSlotMemo *self;

  g_return_val_if_fail (context != NULL && context->memo != NULL, NULL);

  self = g_new0 (FanfoldSlotMemo, 1);
  self->context = context;
  self->index = index;
  self->args = fanfold_combine_get_args (context->combine, index);
  self->usable = self->args != NULL &&
                 fanfold_key_make (context->function, self->args, context->folder, self->key, NULL);
  self->storable =
      self->usable && !fanfold_key_is_too_fresh (
                          context->function, self->args, context->folder, g_get_real_time ());

  return self;
}

void
fanfold_slot_memo_free (FanfoldSlotMemo *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->args, g_variant_unref);
  g_free (self);
}

FanfoldBlock *
fanfold_slot_memo_look_up (FanfoldSlotMemo *self)
{
  FanfoldFunction *function;
  guint n_outputs;
  g_autofree GVariant **values = NULL;
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *message = NULL;
  FanfoldBlock *block = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!self->usable)
    return NULL;

  function = self->context->function;
  entry = fanfold_memo_look_up (self->context->memo, function, self->key, &message);
  if (message != NULL)
    fanfold_run_log_add (self->context->log, message);
  if (entry == NULL)
    return NULL;

  n_outputs = fanfold_function_get_outputs (function)->len;
  values = g_new0 (GVariant *, n_outputs + 1);
  if (fanfold_function_parse_result_json (function, entry->result_json, values, NULL) &&
      fanfold_memo_may_recall (
          self->context->memo, function, entry, self->index, self->args, values))
    block = fanfold_block_new_single (function,
                                      self->index,
                                      FANFOLD_BLOCK_NO_SLOT,
                                      0,
                                      FANFOLD_JOB_CACHED,
                                      g_get_real_time (),
                                      0,
                                      values,
                                      n_outputs == 0 ? entry->result_json : NULL,
                                      NULL);
  for (guint i = 0; i < n_outputs; i++)
    g_clear_pointer (&values[i], g_variant_unref);

  return block;
}

/* A result made from a file that changed meanwhile is nobody's: the key from before must still be
 * the key. */
static gboolean
may_store (FanfoldSlotMemo *self, FanfoldBlock *block)
{
  const FanfoldSlotContext *context = self->context;
  char key[FANFOLD_KEY_LENGTH + 1];

  return self->storable && fanfold_block_get_state (block, 0) == FANFOLD_JOB_DONE &&
         fanfold_key_make (context->function, self->args, context->folder, key, NULL) &&
         g_str_equal (key, self->key);
}

void
fanfold_slot_memo_store (FanfoldSlotMemo *self, FanfoldBlock *block)
{
  const FanfoldSlotContext *context;
  g_autoptr (GString) arguments = g_string_new (NULL);
  g_autoptr (GString) result = g_string_new (NULL);
  g_auto (GStrv) outputs = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  if (!may_store (self, block))
    return;

  context = self->context;
  fanfold_args_append_json (arguments, fanfold_function_get_params (context->function), self->args);
  fanfold_block_append_result (block, result, 0);
  outputs = fanfold_memo_dup_outputs (context->function, self->args, context->folder, result->str);
  if (fanfold_memo_store (context->memo,
                          context->function,
                          self->key,
                          arguments->str,
                          result->str,
                          (const char *const *) outputs,
                          fanfold_block_get_seconds (block, 0),
                          &error) ||
      error == NULL)
    return;

  line = g_strdup_printf (_ ("A result could not be kept in the memo cache: %s"), error->message);
  fanfold_run_log_add (context->log, line);
}
