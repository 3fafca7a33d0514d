/* fanfold-input-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-lines.h"

#include "fanfold-column.h"
#include "fanfold-error.h"
#include "fanfold-line-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE_BYTES ((gsize) 256 * 1024 * 1024)

static const char *
get_text (FanfoldInput *self)
{
  return fanfold_input_get_texts (self)[0];
}

static gboolean
is_stdin (FanfoldInput *self)
{
  return g_str_equal (get_text (self), FANFOLD_INPUT_STDIN);
}

static char *
dup_path (FanfoldInput *self, const char *folder)
{
  return folder != NULL ? g_canonicalize_filename (get_text (self), folder)
                        : g_strdup (get_text (self));
}

static char *
dup_name (FanfoldInput *self)
{
  g_autofree char *shown = g_filename_display_name (get_text (self));

  return is_stdin (self) ? g_strdup (_ ("standard input")) : g_strdup_printf ("“%s”", shown);
}

static void
set_error (FanfoldInput *self, int number, GError **error)
{
  g_autofree char *name = dup_name (self);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The lines of “%s” cannot be read from %s: %s"),
               fanfold_input_get_name (self),
               name,
               g_strerror (number));
}

int
fanfold_input_open_lines (FanfoldInput *self, const char *folder, char **name, GError **error)
{
  g_autofree char *path = NULL;
  int fd;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (fanfold_input_get_kind (self) == FANFOLD_INPUT_LINES, -1);
  g_return_val_if_fail (name != NULL, -1);

  path = dup_path (self, folder);
  if (is_stdin (self))
    fd = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  else
    fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    set_error (self, errno, error);
  else
    *name = dup_name (self);

  return fd;
}

/* A FIFO must not be opened only to look: its writer would begin, and meet nobody. */
static gboolean
check_file (FanfoldInput *self, const char *folder, gboolean *is_stream, GError **error)
{
  g_autofree char *path = dup_path (self, folder);
  struct stat status = { .st_mode = 0 };
  int number = 0;

  if (is_stdin (self))
    number = fcntl (STDIN_FILENO, F_GETFD) < 0 ? errno : 0;
  else if (stat (path, &status) < 0 || access (path, R_OK) < 0)
    number = errno;
  else if (S_ISDIR (status.st_mode))
    number = EISDIR;

  *is_stream = !S_ISREG (status.st_mode);
  if (number == 0)
    return TRUE;

  set_error (self, number, error);
  return FALSE;
}

static gboolean
refuse_size (const char *name, GError **error)
{
  g_set_error (
      error,
      FANFOLD_ERROR,
      FANFOLD_ERROR_INVALID,
      _ ("%s is larger than 256 MiB: give it to fanfold-cli on standard input, which is read "
         "as it is needed, with - for the file and < before its name"),
      name);
  return FALSE;
}

/* Files of the kernel's are larger than they say. */
static gboolean
read_all (FanfoldLineReader *reader,
          const char *name,
          FanfoldColumn *column,
          const FanfoldInputContext *context,
          GError **error)
{
  g_autoptr (GError) failure = NULL;
  GVariant *values;

  while ((values = fanfold_line_reader_read (
              reader, G_MAXUINT64, context->cancellable, &failure)) != NULL)
    {
      fanfold_expansion_progress_add (context->progress, g_variant_n_children (values));
      fanfold_column_add_from (column, values, 0, g_variant_n_children (values));
      g_variant_unref (values);
      if (fanfold_column_get_n_bytes (column) > MAX_FILE_BYTES)
        return refuse_size (name, error);
    }

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (fanfold_column_get_n_values (column) > 0)
    return TRUE;
  else
    g_set_error (
        error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("%s has none: give at least one"), name);

  return FALSE;
}

static FanfoldSource *
read_file (FanfoldParam *param,
           int fd,
           const char *name,
           const FanfoldInputContext *context,
           GError **error)
{
  g_autoptr (FanfoldLineReader) reader = fanfold_line_reader_new (param, fd, name);
  g_autoptr (FanfoldColumn) column = NULL;
  g_autoptr (GVariant) values = NULL;
  struct stat status;

  if (fstat (fd, &status) == 0 && (guint64) status.st_size > MAX_FILE_BYTES)
    {
      refuse_size (name, error);
      return NULL;
    }

  column = fanfold_column_new (fanfold_param_get_variant_type (param));
  if (!read_all (reader, name, column, context, error))
    return NULL;

  values = fanfold_column_end (column);
  return fanfold_source_new_array (param, values);
}

FanfoldSource *
fanfold_input_expand_lines (FanfoldInput *self,
                            FanfoldParam *param,
                            const FanfoldInputContext *context,
                            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = NULL;
  FanfoldSource *source;
  gboolean is_stream;
  int fd;

  if (!check_file (self, context->folder, &is_stream, error))
    return NULL;
  if (is_stream)
    return fanfold_source_new_stream (param);

  fd = fanfold_input_open_lines (self, context->folder, &name, error);
  if (fd < 0)
    return NULL;

  source = read_file (param, fd, name, context, &failure);
  if (source == NULL)
    g_propagate_prefixed_error (error,
                                g_steal_pointer (&failure),
                                _ ("The lines of “%s”: "),
                                fanfold_input_get_name (self));

  return source;
}
