/* fanfold-file-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-block.h"

#include <fanfold.h>
#include <string.h>

char *
fanfold_file_block_new (
    const char *path, guint64 start, guint64 stop, guint64 header, guint64 size, gint64 mtime_nsec)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (path != NULL && *path != '\0', NULL);

  text = g_string_new (path);
  g_string_append_printf (text, "/bytes=%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, start, stop);
  if (header > 0)
    g_string_append_printf (text, ",header=%" G_GUINT64_FORMAT, header);
  g_string_append_printf (
      text, ",size=%" G_GUINT64_FORMAT ",mtime=%" G_GINT64_FORMAT, size, mtime_nsec);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
fanfold_file_block_dup_path (const char *text)
{
  FanfoldFileBlock block;

  g_return_val_if_fail (text != NULL, NULL);

  return fanfold_file_block_parse (text, &block) ? g_strndup (text, block.path_length)
                                                 : g_strdup (text);
}

char *
fanfold_file_block_dup_range (const char *text)
{
  FanfoldFileBlock block;

  g_return_val_if_fail (text != NULL, NULL);

  if (!fanfold_file_block_parse (text, &block))
    return NULL;

  return g_strdup_printf ("bytes=%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT
                          ",header=%" G_GUINT64_FORMAT,
                          block.start,
                          block.stop,
                          block.header);
}

/* "10.0 MB" and "20.0 MB" to "10.0–20.0 MB". */
static char *
join_sizes (const char *first, const char *last)
{
  const char *unit = strstr (first, "\302\240");

  if (unit == NULL)
    unit = strrchr (first, ' ');
  if (unit == NULL || !g_str_has_suffix (last, unit))
    return g_strdup_printf ("%s–%s", first, last);

  return g_strdup_printf ("%.*s–%s", (int) (unit - first), first, last);
}

char *
fanfold_file_block_describe (const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  FanfoldFileBlock block;

  g_return_val_if_fail (text != NULL, NULL);

  if (!fanfold_file_block_parse (text, &block))
    return NULL;

  first = g_format_size (block.start);
  last = g_format_size (block.stop);
  if (g_str_equal (first, last))
    return g_strdup_printf (
        "%" G_GUINT64_FORMAT "–%" G_GUINT64_FORMAT " B", block.start, block.stop);

  return join_sizes (first, last);
}

gboolean
fanfold_file_block_get_range (const char *text, guint64 *start, guint64 *stop, guint64 *header)
{
  FanfoldFileBlock block;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (start != NULL && stop != NULL && header != NULL, FALSE);

  if (!fanfold_file_block_parse (text, &block))
    return FALSE;

  *start = block.start;
  *stop = block.stop;
  *header = block.header;
  return TRUE;
}

gint64
fanfold_file_block_get_mtime_nsec (const struct stat *status)
{
  g_return_val_if_fail (status != NULL, 0);

  return (gint64) status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}
