/* fuzz-wire.c: any bytes at the reader of frames, and any message of a block behind it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <string.h>

#include "fanfold-block.h"
#include "fanfold-wire.h"
#include "fanfold-wire-preamble.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, size_t length);

static FanfoldFunction *
make_function (void)
{
  g_autoptr (GVariant) description = NULL;

  description = g_variant_ref_sink (
      g_variant_new_parsed ("{'id': <'f'>, 'label': <'F'>,"
                            " 'outputs': <[{'id': <'real'>, 'label': <'R'>, 'type': <uint32 3>},"
                            " {'id': <'text'>, 'label': <'T'>, 'type': <uint32 0>}]>}"));
  return fanfold_function_new_from_variant (description, "fuzz", "/fuzz.so", "0", NULL);
}

static void
try_block (GVariant *variant)
{
  static FanfoldFunction *function;
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  guint place;

  if (function == NULL)
    function = make_function ();
  g_assert (function != NULL);

  block = fanfold_block_new_from_variant (function, variant, NULL);
  for (place = 0; block != NULL && place < fanfold_block_get_n_jobs (block); place++)
    {
      fanfold_block_append_result (block, json, place);
      fanfold_block_get_error (block, place);
    }
}

static gboolean
take_message (FanfoldWireReader *reader)
{
  FanfoldWireKind kind;
  g_autoptr (GVariant) payload = NULL;

  if (!fanfold_wire_reader_next (reader, &kind, &payload, NULL))
    return FALSE;

  if (kind == FANFOLD_WIRE_BLOCK)
    {
      g_autoptr (GVariant) variant = NULL;

      g_variant_get (payload, "(tv)", NULL, &variant);
      try_block (variant);
    }
  else if (kind == FANFOLD_WIRE_PART)
    {
      g_autoptr (GVariant) blocks = g_variant_get_child_value (payload, 3);

      for (gsize i = 0; i < g_variant_n_children (blocks); i++)
        {
          g_autoptr (GVariant) variant = NULL;

          g_variant_get_child (blocks, i, "v", &variant);
          try_block (variant);
        }
    }

  return TRUE;
}

/* The greeting is given, and the first byte says how the rest is cut. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, size_t length)
{
  g_autoptr (FanfoldWireReader) reader = fanfold_wire_reader_new ();
  gsize cut = length > 0 ? bytes[0] + 1u : 1;
  gsize at = 1;
  gsize room;

  memcpy (fanfold_wire_reader_reserve (reader, &room),
          FANFOLD_WIRE_GREETING,
          strlen (FANFOLD_WIRE_GREETING));
  fanfold_wire_reader_commit (reader, strlen (FANFOLD_WIRE_GREETING));

  while (at < length)
    {
      guint8 *where = fanfold_wire_reader_reserve (reader, &room);
      gsize now = MIN (MIN (cut, room), length - at);

      memcpy (where, bytes + at, now);
      fanfold_wire_reader_commit (reader, now);
      at += now;
      while (take_message (reader))
        ;
      if (now == 0)
        break;
    }

  return 0;
}
