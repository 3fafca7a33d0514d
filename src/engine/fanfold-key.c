/* fanfold-key.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-key.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-file-block.h"

/* A change of what goes into a key, or of its order, needs a new number: old entries are not found
 * then. */
#define KEY_FORM "1"

#define READ_BYTES (256 * 1024)
#define FRESH_USEC (2 * G_USEC_PER_SEC)

/* Given each thing in a folder by its path below it, folders before what they hold. */
typedef gboolean (*VisitFunc) (const char *relative,
                               const char *path,
                               const struct stat *status,
                               gpointer user_data,
                               GError **error);

static gboolean
fail (GError **error, const char *path, int code)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_MEMO,
               "“%s” cannot be looked at: %s. The result is not remembered.",
               shown,
               g_strerror (code));

  return FALSE;
}

/* An ingredient behind its name, both with their lengths, so that no two lists of ingredients give
 * the same bytes. */
static void
put (GChecksum *checksum, const char *name, gconstpointer bytes, gsize length)
{
  guint64 name_length = GUINT64_TO_LE ((guint64) strlen (name));
  guint64 value_length = GUINT64_TO_LE ((guint64) length);

  g_checksum_update (checksum, (const guchar *) &name_length, sizeof name_length);
  g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_update (checksum, (const guchar *) &value_length, sizeof value_length);
  g_checksum_update (checksum, bytes, (gssize) length);
}

static void
put_text (GChecksum *checksum, const char *name, const char *text)
{
  put (checksum, name, text, strlen (text));
}

static void
put_integer (GChecksum *checksum, const char *name, gint64 value)
{
  gint64 bytes = GINT64_TO_LE (value);

  put (checksum, name, &bytes, sizeof bytes);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) Sorted by bytes; NULL with errno set. */
static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  DIR *stream;
  int code;

  stream = opendir (folder);
  if (stream == NULL)
    return NULL;

  for (errno = 0, entry = readdir (stream); entry != NULL; errno = 0, entry = readdir (stream))
    if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, ".."))
      g_ptr_array_add (names, g_strdup (entry->d_name));
  code = errno;
  closedir (stream);

  errno = code;
  if (code != 0)
    return NULL;

  g_ptr_array_sort (names, compare_names);

  return g_steal_pointer (&names);
}

/* Deep trees end at the longest path that the system takes, with an error. */
static gboolean
walk (const char *folder, const char *relative, VisitFunc visit, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  if (names == NULL)
    return fail (error, folder, errno);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_strconcat (folder, "/", name, NULL);
      g_autofree char *below = g_strconcat (relative, relative[0] != '\0' ? "/" : "", name, NULL);
      struct stat status;

      if (lstat (path, &status) != 0)
        return fail (error, path, errno);
      if (!visit (below, path, &status, user_data, error))
        return FALSE;
      if (S_ISDIR (status.st_mode) && !walk (path, below, visit, user_data, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_link (GChecksum *checksum, const char *path, GError **error)
{
  g_autofree char *target = NULL;
  struct stat status;

  target = g_file_read_link (path, NULL);
  if (target == NULL)
    return fail (error, path, errno);

  put_text (checksum, "link", target);
  if (stat (path, &status) == 0 && S_ISREG (status.st_mode))
    {
      put_integer (checksum, "size", status.st_size);
      put_integer (checksum, "mtime", fanfold_file_block_get_mtime_nsec (&status));
    }

  return TRUE;
}

/* Of a folder its name alone: its time changes with files that come and go between two looks, and
 * what it holds is listed anyway. */
static gboolean
put_listed (const char *relative,
            const char *path,
            const struct stat *status,
            gpointer user_data,
            GError **error)
{
  GChecksum *checksum = user_data;

  put_text (checksum, "listed", relative);
  if (S_ISLNK (status->st_mode))
    return put_link (checksum, path, error);

  put_integer (checksum, "type", status->st_mode & S_IFMT);
  if (!S_ISDIR (status->st_mode))
    {
      put_integer (checksum, "size", status->st_size);
      put_integer (checksum, "mtime", fanfold_file_block_get_mtime_nsec (status));
    }

  return TRUE;
}

static gboolean
put_content (GChecksum *checksum, const char *path, GError **error)
{
  g_autoptr (GChecksum) content = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (READ_BYTES);
  gssize n_read;
  int fd, code;

  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return fail (error, path, errno);

  do
    {
      n_read = read (fd, buffer, READ_BYTES);
      code = errno;
      if (n_read > 0)
        g_checksum_update (content, buffer, n_read);
    }
  while (n_read > 0 || (n_read < 0 && code == EINTR));
  close (fd);

  if (n_read < 0)
    return fail (error, path, code);

  put_text (checksum, "content", g_checksum_get_string (content));

  return TRUE;
}

static gboolean
put_file (GChecksum *checksum, const char *text, gboolean by_content, GError **error)
{
  g_autofree char *path = fanfold_file_block_dup_path (text);
  g_autofree char *range = fanfold_file_block_dup_range (text);
  struct stat status;

  if (stat (path, &status) != 0)
    return fail (error, path, errno);
  if (S_ISDIR (status.st_mode))
    return fail (error, path, EISDIR);
  /* What a pipe or a device gives next, nothing here can tell. */
  if (!S_ISREG (status.st_mode))
    return fail (error, path, ESPIPE);

  if (range != NULL)
    put_text (checksum, "block", range);
  if (by_content)
    return put_content (checksum, path, error);

  put_text (checksum, "path", path);
  put_integer (checksum, "size", status.st_size);
  put_integer (checksum, "mtime", fanfold_file_block_get_mtime_nsec (&status));

  return TRUE;
}

/* A path is the person's bytes; an empty one stands for "none". */
static gboolean
put_path (
    GChecksum *checksum, FanfoldParam *param, GVariant *value, const char *folder, GError **error)
{
  const char *text = g_variant_get_bytestring (value);
  FanfoldParamFlags flags = fanfold_param_get_flags (param);
  g_autofree char *path = NULL;

  if (text[0] == '\0')
    {
      put_text (checksum, "no-path", "");
      return TRUE;
    }

  path = fanfold_key_dup_path (folder, text);
  if ((flags & FANFOLD_PARAM_FLAG_OUTPUT) != 0)
    {
      put_text (checksum, "output", path);
      return TRUE;
    }
  if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FILE)
    return put_file (checksum, path, (flags & FANFOLD_PARAM_FLAG_CONTENT) != 0, error);

  put_text (checksum, "folder", path);

  return walk (path, "", put_listed, checksum, error);
}

static void
put_value (GChecksum *checksum, GVariant *value)
{
  g_autoptr (GVariant) normal = g_variant_get_normal_form (value);

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (normal);

      g_variant_unref (normal);
      normal = swapped;
    }

  put (checksum,
       g_variant_get_type_string (normal),
       g_variant_get_data (normal),
       g_variant_get_size (normal));
}

static gboolean
is_path (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
}

/* A command names its files itself. */
static void
put_folder (GChecksum *checksum, GPtrArray *params, const char *folder)
{
  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (g_ptr_array_index (params, i)) == FANFOLD_PARAM_TYPE_COMMAND)
      {
        g_autofree char *path = fanfold_key_dup_path (folder, ".");

        put_text (checksum, "folder", path);
        return;
      }
}

static gboolean
is_fresh (const struct stat *status, gint64 now_usec)
{
  return fanfold_file_block_get_mtime_nsec (status) / 1000 > now_usec - FRESH_USEC;
}

static gboolean
visit_old (const char *relative,
           const char *path,
           const struct stat *status,
           gpointer user_data,
           GError **error)
{
  const gint64 *now_usec = user_data;
  struct stat target;

  if (is_fresh (status, *now_usec))
    return FALSE;
  if (S_ISLNK (status->st_mode) && stat (path, &target) == 0 && S_ISREG (target.st_mode))
    return !is_fresh (&target, *now_usec);

  return TRUE;
}

static gboolean
is_path_fresh (const char *text, gint64 now_usec)
{
  g_autofree char *path = fanfold_file_block_dup_path (text);
  struct stat status;

  if (stat (path, &status) != 0 || is_fresh (&status, now_usec))
    return TRUE;

  return S_ISDIR (status.st_mode) && !walk (path, "", visit_old, &now_usec, NULL);
}

char *
fanfold_key_dup_path (const char *folder, const char *path)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  /* Behind a link, ".." means another folder than its text says: it is left as it is. */
  if (strstr (path, "..") == NULL && folder != NULL && g_path_is_absolute (folder))
    return g_canonicalize_filename (path, folder);
  if (g_path_is_absolute (path))
    return g_strdup (path);

  base = folder != NULL ? g_strdup (folder) : g_get_current_dir ();
  if (!g_path_is_absolute (base))
    {
      g_autofree char *current = g_get_current_dir ();
      g_autofree char *relative = g_steal_pointer (&base);

      base = g_build_filename (current, relative, NULL);
    }

  return strstr (path, "..") == NULL ? g_canonicalize_filename (path, base)
                                     : g_build_filename (base, path, NULL);
}

gboolean
fanfold_key_make (FanfoldFunction *function,
                  GVariant *args,
                  const char *folder,
                  char key[FANFOLD_KEY_LENGTH + 1],
                  GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  GPtrArray *params;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);
  g_return_val_if_fail (args != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  put_text (checksum, "fanfold-key", KEY_FORM);
  put_text (checksum, "function", fanfold_function_get_id (function));
  put_text (checksum, "version", fanfold_function_get_cache_version (function));

  params = fanfold_function_get_params (function);
  put_folder (checksum, params, folder);
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      g_autoptr (GVariant) value = NULL;

      if ((fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_IGNORED) != 0)
        continue;

      value = g_variant_get_child_value (args, i);
      put_text (checksum, "parameter", fanfold_param_get_id (param));
      if (!is_path (param))
        put_value (checksum, value);
      else if (!put_path (checksum, param, value, folder, error))
        return FALSE;
    }

  g_strlcpy (key, g_checksum_get_string (checksum), FANFOLD_KEY_LENGTH + 1);

  return TRUE;
}

gboolean
fanfold_key_is_too_fresh (FanfoldFunction *function,
                          GVariant *args,
                          const char *folder,
                          gint64 looked_usec)
{
  GPtrArray *params;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), TRUE);
  g_return_val_if_fail (args != NULL, TRUE);

  params = fanfold_function_get_params (function);
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      FanfoldParamFlags flags = fanfold_param_get_flags (param);
      g_autoptr (GVariant) value = NULL;
      g_autofree char *path = NULL;

      if (!is_path (param) ||
          (flags & (FANFOLD_PARAM_FLAG_OUTPUT | FANFOLD_PARAM_FLAG_IGNORED)) != 0)
        continue;

      value = g_variant_get_child_value (args, i);
      if (g_variant_get_bytestring (value)[0] == '\0')
        continue;

      path = fanfold_key_dup_path (folder, g_variant_get_bytestring (value));
      if (is_path_fresh (path, looked_usec))
        return TRUE;
    }

  return FALSE;
}

gboolean
fanfold_key_reads (FanfoldFunction *function, gboolean *folders)
{
  GPtrArray *params = fanfold_function_get_params (function);
  FanfoldParamFlags unread = FANFOLD_PARAM_FLAG_OUTPUT | FANFOLD_PARAM_FLAG_IGNORED;
  gboolean contents = FALSE;

  *folders = FALSE;
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParamFlags flags = fanfold_param_get_flags (params->pdata[i]);

      if ((flags & unread) != 0)
        continue;
      if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_FOLDER)
        *folders = TRUE;
      contents = contents || (flags & FANFOLD_PARAM_FLAG_CONTENT) != 0;
    }

  return contents || *folders;
}
