/* fanfold-memo-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-entry.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#define GROUP "Entry"

static void
clear_output (gpointer data)
{
  FanfoldMemoOutput *output = data;

  g_free (output->path);
}

static gboolean
look_at_output (const char *path, FanfoldMemoOutput *output)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return FALSE;

  output->size = (guint64) status.st_size;
  output->mtime_nsec = (gint64) status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;

  return TRUE;
}

/* Keyfiles are UTF-8, paths are bytes. No absolute path begins as a URI does. */
static char *
dup_path_text (const char *path)
{
  if (g_utf8_validate (path, -1, NULL))
    return g_strdup (path);

  return g_filename_to_uri (path, NULL, NULL);
}

static char *
dup_path (const char *text)
{
  if (g_str_has_prefix (text, "file:"))
    return g_filename_from_uri (text, NULL, NULL);

  return g_path_is_absolute (text) ? g_strdup (text) : NULL;
}

static char *
dup_time (gint64 usec)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = NULL;

  if (second == NULL)
    return g_strdup ("");

  time = g_date_time_add (second, usec % G_USEC_PER_SEC);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static gboolean
read_time (GKeyFile *file, const char *name, gint64 *usec)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, name, NULL);
  g_autoptr (GDateTime) time = NULL;

  if (text != NULL)
    time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return FALSE;

  *usec = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);

  return *usec >= 0;
}

static gboolean
read_text (GKeyFile *file, const char *name, char **text)
{
  *text = g_key_file_get_string (file, GROUP, name, NULL);

  return *text != NULL;
}

static gboolean
read_output (const char *path, const char *size, const char *mtime, GArray *outputs)
{
  FanfoldMemoOutput output;

  if (!g_ascii_string_to_unsigned (size, 10, 0, G_MAXINT64, &output.size, NULL) ||
      !g_ascii_string_to_signed (mtime, 10, G_MININT64, G_MAXINT64, &output.mtime_nsec, NULL))
    return FALSE;

  output.path = dup_path (path);
  if (output.path == NULL)
    return FALSE;

  g_array_append_val (outputs, output);

  return TRUE;
}

static gboolean
read_outputs (GKeyFile *file, GArray *outputs)
{
  g_auto (GStrv) paths = g_key_file_get_string_list (file, GROUP, "outputs", NULL, NULL);
  g_auto (GStrv) sizes = g_key_file_get_string_list (file, GROUP, "output-sizes", NULL, NULL);
  g_auto (GStrv) mtimes = g_key_file_get_string_list (file, GROUP, "output-mtimes", NULL, NULL);
  guint n;

  if (paths == NULL || sizes == NULL || mtimes == NULL)
    return FALSE;

  n = g_strv_length (paths);
  if (g_strv_length (sizes) != n || g_strv_length (mtimes) != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (!read_output (paths[i], sizes[i], mtimes[i], outputs))
      return FALSE;

  return TRUE;
}

static void
write_outputs (GKeyFile *file, const GArray *outputs)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) sizes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) mtimes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < outputs->len; i++)
    {
      const FanfoldMemoOutput *output = &g_array_index (outputs, FanfoldMemoOutput, i);

      g_ptr_array_add (paths, dup_path_text (output->path));
      g_ptr_array_add (sizes, g_strdup_printf ("%" G_GUINT64_FORMAT, output->size));
      g_ptr_array_add (mtimes, g_strdup_printf ("%" G_GINT64_FORMAT, output->mtime_nsec));
    }

  g_key_file_set_string_list (
      file, GROUP, "outputs", (const char *const *) paths->pdata, paths->len);
  g_key_file_set_string_list (
      file, GROUP, "output-sizes", (const char *const *) sizes->pdata, sizes->len);
  g_key_file_set_string_list (
      file, GROUP, "output-mtimes", (const char *const *) mtimes->pdata, mtimes->len);
}

static gboolean
is_result (const FanfoldMemoEntry *self, const char *result_json, gsize length)
{
  g_autofree char *digest = NULL;

  if (length != self->result_bytes || strlen (result_json) != length)
    return FALSE;

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, result_json, (gssize) length);

  return g_str_equal (digest, self->digest);
}

static gboolean
read_entry (FanfoldMemoEntry *self, GKeyFile *file)
{
  if (!read_text (file, "key", &self->key) || !read_text (file, "function", &self->function_id) ||
      !read_text (file, "version", &self->version) ||
      !read_text (file, "machine", &self->machine) ||
      !read_text (file, "arguments", &self->arguments_json) ||
      !read_text (file, "digest", &self->digest) ||
      !read_time (file, "created", &self->created_usec) || !read_outputs (file, self->outputs))
    return FALSE;

  self->seconds = g_key_file_get_double (file, GROUP, "seconds", NULL);
  self->result_bytes = g_key_file_get_uint64 (file, GROUP, "size", NULL);
  self->apart = g_key_file_get_boolean (file, GROUP, "apart", NULL);
  if (!isfinite (self->seconds) || self->seconds < 0)
    return FALSE;
  if (self->apart)
    return TRUE;

  return read_text (file, "result", &self->result_json) &&
         is_result (self, self->result_json, strlen (self->result_json));
}

FanfoldMemoEntry *
fanfold_memo_entry_new (void)
{
  FanfoldMemoEntry *self;

  self = g_new0 (FanfoldMemoEntry, 1);
  self->outputs = g_array_new (FALSE, FALSE, sizeof (FanfoldMemoOutput));
  g_array_set_clear_func (self->outputs, clear_output);

  return self;
}

void
fanfold_memo_entry_free (FanfoldMemoEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_free (self->function_id);
  g_free (self->version);
  g_free (self->arguments_json);
  g_free (self->result_json);
  g_free (self->machine);
  g_free (self->digest);
  g_array_unref (self->outputs);
  g_free (self);
}

gboolean
fanfold_memo_entry_add_output (FanfoldMemoEntry *self, const char *path)
{
  FanfoldMemoOutput output;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), FALSE);

  if (!look_at_output (path, &output))
    return FALSE;

  output.path = g_strdup (path);
  g_array_append_val (self->outputs, output);

  return TRUE;
}

gboolean
fanfold_memo_entry_outputs_stand (const FanfoldMemoEntry *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->outputs->len; i++)
    {
      const FanfoldMemoOutput *output = &g_array_index (self->outputs, FanfoldMemoOutput, i);
      FanfoldMemoOutput now;

      if (!look_at_output (output->path, &now) || now.size != output->size ||
          now.mtime_nsec != output->mtime_nsec)
        return FALSE;
    }

  return TRUE;
}

void
fanfold_memo_entry_set_result (FanfoldMemoEntry *self, const char *result_json)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (result_json != NULL);

  g_free (self->result_json);
  g_free (self->digest);
  self->result_json = g_strdup (result_json);
  self->result_bytes = strlen (result_json);
  self->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, result_json, -1);
}

gboolean
fanfold_memo_entry_take_result (FanfoldMemoEntry *self, char *result_json, gsize length)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (result_json != NULL, FALSE);

  if (!is_result (self, result_json, length))
    return FALSE;

  g_free (self->result_json);
  self->result_json = result_json;

  return TRUE;
}

char *
fanfold_memo_entry_to_text (const FanfoldMemoEntry *self, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *created = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  created = dup_time (self->created_usec);
  g_key_file_set_string (file, GROUP, "key", self->key);
  g_key_file_set_string (file, GROUP, "function", self->function_id);
  g_key_file_set_string (file, GROUP, "version", self->version);
  g_key_file_set_string (file, GROUP, "machine", self->machine);
  g_key_file_set_string (file, GROUP, "created", created);
  g_key_file_set_double (file, GROUP, "seconds", self->seconds);
  write_outputs (file, self->outputs);
  g_key_file_set_string (file, GROUP, "arguments", self->arguments_json);
  g_key_file_set_uint64 (file, GROUP, "size", self->result_bytes);
  if (self->apart)
    g_key_file_set_boolean (file, GROUP, "apart", TRUE);
  else
    g_key_file_set_string (file, GROUP, "result", self->result_json);
  g_key_file_set_string (file, GROUP, "digest", self->digest);

  return g_key_file_to_data (file, length, NULL);
}

FanfoldMemoEntry *
fanfold_memo_entry_new_from_text (const char *text, gsize length, const char *key)
{
  g_autoptr (FanfoldMemoEntry) self = NULL;
  g_autoptr (GKeyFile) file = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  /* GKeyFile takes a NUL for the end of its line. */
  if (length == 0 || memchr (text, '\0', length) != NULL ||
      !g_utf8_validate_len (text, length, NULL))
    return NULL;

  file = g_key_file_new ();
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return NULL;

  self = fanfold_memo_entry_new ();
  if (!read_entry (self, file) || !g_str_equal (self->key, key))
    return NULL;

  return g_steal_pointer (&self);
}
