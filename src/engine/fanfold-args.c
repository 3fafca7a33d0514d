/* fanfold-args.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-args.h"

#include "fanfold-file-block.h"
#include "fanfold-json.h"
#include "fanfold-param.h"

void
fanfold_args_append_json (GString *json, GPtrArray *params, GVariant *args)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (params != NULL);
  g_return_if_fail (args != NULL);
  g_return_if_fail (g_variant_n_children (args) == params->len);

  g_string_append_c (json, '{');
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = params->pdata[i];
      g_autoptr (GVariant) value = g_variant_get_child_value (args, i);

      if (i > 0)
        g_string_append_c (json, ',');
      fanfold_json_append_text (json, fanfold_param_get_id (param));
      g_string_append_c (json, ':');
      fanfold_param_append_json (param, json, value);
    }
  g_string_append_c (json, '}');
}

static char *
describe_path (const char *text)
{
  g_autofree char *path = fanfold_file_block_dup_path (text);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *block = fanfold_file_block_describe (text);

  return block != NULL ? g_strconcat (valid, " · ", block, NULL) : g_steal_pointer (&valid);
}

static char *
describe_value (FanfoldParam *param, GVariant *value)
{
  g_autofree char *text = fanfold_param_format (param, value);
  FanfoldParamType type = fanfold_param_get_param_type (param);

  if ((type != FANFOLD_PARAM_TYPE_FILE && type != FANFOLD_PARAM_TYPE_FOLDER) || *text == '\0')
    return g_utf8_make_valid (text, -1);

  return describe_path (text);
}

/* The position of the argument that is a block of a file. */
static gboolean
find_block (GPtrArray *params, GVariant *args, guint *position)
{
  for (guint i = 0; i < params->len; i++)
    {
      g_autoptr (GVariant) value = NULL;
      g_autofree char *range = NULL;

      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_BLOCKS) == 0)
        continue;

      value = g_variant_get_child_value (args, i);
      range = fanfold_file_block_dup_range (g_variant_get_bytestring (value));
      *position = i;
      if (range != NULL)
        return TRUE;
    }

  return FALSE;
}

char *
fanfold_args_describe_block (GPtrArray *params, GVariant *args)
{
  g_autoptr (GVariant) value = NULL;
  guint position;

  g_return_val_if_fail (params != NULL, NULL);
  g_return_val_if_fail (args != NULL, NULL);

  if (!find_block (params, args, &position))
    return NULL;

  value = g_variant_get_child_value (args, position);
  return describe_path (g_variant_get_bytestring (value));
}

/* What most likely tells a job from others. */
static guint
find_each (GPtrArray *params, GVariant *args)
{
  guint position = 0;

  for (guint i = 0; i < params->len; i++)
    {
      if (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_EACH)
        return i;
    }

  return find_block (params, args, &position) ? position : 0;
}

char *
fanfold_args_describe (GPtrArray *params, GVariant *args)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint each;

  g_return_val_if_fail (params != NULL, NULL);
  g_return_val_if_fail (args != NULL, NULL);
  g_return_val_if_fail (g_variant_n_children (args) == params->len, NULL);

  each = find_each (params, args);
  for (guint i = 0; i < params->len; i++)
    {
      guint position = i == 0 ? each : i - (i <= each ? 1 : 0);
      g_autoptr (GVariant) value = g_variant_get_child_value (args, position);
      g_autofree char *text = describe_value (params->pdata[position], value);

      if (*text == '\0')
        continue;
      if (line->len > 0)
        g_string_append (line, " · ");
      g_string_append (line, g_strdelimit (text, "\n\r\t", ' '));
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}

GBytes *
fanfold_args_dup_canonical (GVariant *args)
{
  g_autoptr (GVariant) normal = NULL;
  g_autoptr (GVariant) swapped = NULL;
  GVariant *canonical;

  g_return_val_if_fail (args != NULL, NULL);

  canonical = normal = g_variant_get_normal_form (args);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    canonical = swapped = g_variant_byteswap (normal);

  return g_bytes_new (g_variant_get_data (canonical), g_variant_get_size (canonical));
}

guint64
fanfold_args_hash (GVariant *args)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[32];
  gsize digest_size = sizeof digest;
  guint64 hash = 0;

  g_return_val_if_fail (args != NULL, 0);

  bytes = fanfold_args_dup_canonical (args);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &digest_size);

  for (guint i = 0; i < sizeof hash; i++)
    hash = hash << 8 | digest[i];

  return hash;
}
