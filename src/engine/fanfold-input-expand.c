/* fanfold-input-expand.c: the part of fanfold-input.h that looks values up and checks them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input.h"

#include "fanfold-column.h"
#include "fanfold-error.h"
#include "fanfold-file-blocks.h"
#include "fanfold-glob.h"
#include "fanfold-input-lines.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CANCEL_CHECK_VALUES 1024

static void
set_error (FanfoldInput *self, GError **error, const char *message)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The %s of “%s” %s"),
               fanfold_input_kind_to_string (fanfold_input_get_kind (self)),
               fanfold_input_get_name (self),
               message);
}

/* A value for each of @texts; @place: say which of them is refused. */
static FanfoldSource *
expand_texts (FanfoldParam *param,
              const char *const *texts,
              gboolean place,
              const FanfoldInputContext *context,
              GError **error)
{
  g_autoptr (FanfoldColumn) column = fanfold_column_new (fanfold_param_get_variant_type (param));
  g_autoptr (GVariant) values = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (i % CANCEL_CHECK_VALUES == 0 &&
          g_cancellable_set_error_if_cancelled (context->cancellable, error))
        return NULL;

      value = fanfold_param_parse (param, texts[i], error);
      if (value == NULL)
        {
          if (place)
            g_prefix_error (error, _ ("Value %u of the list: "), i + 1);
          return NULL;
        }
      fanfold_column_add (column, value);
    }

  values = fanfold_column_end (column);
  return fanfold_source_new_array (param, values);
}

static gboolean
get_spacing_kind (FanfoldInput *self, FanfoldSpacingKind *kind)
{
  if (fanfold_input_get_kind (self) == FANFOLD_INPUT_RANGE)
    *kind = FANFOLD_SPACING_RANGE;
  else if (fanfold_input_get_kind (self) == FANFOLD_INPUT_LINSPACE)
    *kind = FANFOLD_SPACING_LINSPACE;
  else
    *kind = FANFOLD_SPACING_GEOMSPACE;

  return *kind != FANFOLD_SPACING_GEOMSPACE ||
         fanfold_input_get_kind (self) == FANFOLD_INPUT_GEOMSPACE;
}

static FanfoldSource *
expand_spacing (FanfoldInput *self, FanfoldParam *param, GError **error)
{
  FanfoldSpacingKind kind;
  guint n = g_strv_length ((char **) fanfold_input_get_texts (self));

  get_spacing_kind (self, &kind);
  if (n != 3 && (n != 2 || kind != FANFOLD_SPACING_RANGE))
    {
      set_error (self,
                 error,
                 kind == FANFOLD_SPACING_RANGE
                     ? _ ("is malformed: give start, stop and perhaps step")
                     : _ ("is malformed: give first, last and count"));
      return NULL;
    }

  return fanfold_source_new_spacing (param, kind, fanfold_input_get_texts (self), error);
}

/* In the order of the globs, none twice. */
static GPtrArray *
find_files (FanfoldInput *self,
            FanfoldParam *param,
            const FanfoldInputContext *context,
            GError **error)
{
  const FanfoldGlobOptions options = {
    .folder = context->folder,
    .exclude = fanfold_input_get_exclude (self),
    .folders = fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FOLDER,
    .progress = context->progress,
    .cancellable = context->cancellable,
  };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; fanfold_input_get_texts (self)[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found = NULL;

      found = fanfold_glob_find_with (fanfold_input_get_texts (self)[i], &options, error);
      if (found == NULL)
        return NULL;

      for (guint k = 0; k < found->len; k++)
        {
          char *path = found->pdata[k];

          if (g_hash_table_contains (seen, path))
            continue;
          found->pdata[k] = NULL;
          g_ptr_array_add (files, path);
          g_hash_table_add (seen, path);
        }
    }

  g_ptr_array_add (files, NULL);
  return g_steal_pointer (&files);
}

static FanfoldSource *
expand_files (FanfoldInput *self,
              FanfoldParam *param,
              const FanfoldInputContext *context,
              GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  files = find_files (self, param, context, error);
  if (files == NULL)
    {
      g_prefix_error (error, _ ("The parameter “%s”: "), fanfold_input_get_name (self));
      return NULL;
    }

  return expand_texts (param, (const char *const *) files->pdata, FALSE, context, error);
}

/* (nullable) with @error */
static char *
dup_csv_path (FanfoldInput *self, const FanfoldInputContext *context, GError **error)
{
  const char *const *texts = fanfold_input_get_texts (self);

  if (g_strv_length ((char **) texts) == 2)
    return context->folder != NULL ? g_canonicalize_filename (texts[0], context->folder)
                                   : g_strdup (texts[0]);

  set_error (
      self, error, _ ("is malformed: give the path of the file and the header of the column"));
  return NULL;
}

void
fanfold_input_announce (FanfoldInput *self, FanfoldParam *param, const FanfoldInputContext *context)
{
  g_autofree char *path = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (FANFOLD_IS_PARAM (param));
  g_return_if_fail (context != NULL && context->tables != NULL);

  if (fanfold_input_get_kind (self) != FANFOLD_INPUT_CSV)
    return;

  path = dup_csv_path (self, context, NULL);
  if (path != NULL)
    fanfold_csv_tables_want (context->tables, path, fanfold_input_get_texts (self)[1], param);
}

static FanfoldSource *
expand_csv (FanfoldInput *self,
            FanfoldParam *param,
            const FanfoldInputContext *context,
            GError **error)
{
  g_autoptr (FanfoldCsvTables) own = NULL;
  g_autofree char *path = dup_csv_path (self, context, error);
  FanfoldSource *source;

  if (path == NULL)
    return NULL;
  if (context->tables == NULL)
    own = fanfold_csv_tables_new ();

  source = fanfold_csv_tables_take (own != NULL ? own : context->tables,
                                    path,
                                    fanfold_input_get_texts (self)[1],
                                    param,
                                    context->progress,
                                    context->cancellable,
                                    error);
  if (source == NULL)
    g_prefix_error (error, _ ("The parameter “%s”: "), fanfold_input_get_name (self));

  return source;
}

gboolean
fanfold_input_check_param (FanfoldInput *self, FanfoldParam *param, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (fanfold_input_get_kind (self) != FANFOLD_INPUT_BLOCKS ||
      (param != NULL && (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_BLOCKS) != 0))
    return TRUE;

  set_error (self,
             error,
             _ ("feed no parameter that takes a part of a file, as “stdin” of command.run does"));
  return FALSE;
}

/* Of the words that say how the file is cut, and of the parameter. */
static gboolean
check_blocks (FanfoldInput *self, FanfoldParam *param, FanfoldBlocksPlan *plan, GError **error)
{
  const char *const *texts = fanfold_input_get_texts (self);

  if (!fanfold_input_check_param (self, param, error))
    return FALSE;
  if (fanfold_blocks_plan_parse (plan, texts + 1, error))
    return TRUE;

  g_prefix_error (error, _ ("The blocks of “%s”: "), fanfold_input_get_name (self));
  return FALSE;
}

/* The file that a shell has put in place of standard input, as jobs can find it. (transfer full)
 * (nullable) with @error */
static char *
find_stdin (FanfoldInput *self, GError **error)
{
  struct stat status;

  if (fstat (STDIN_FILENO, &status) == 0 && S_ISREG (status.st_mode) &&
      lseek (STDIN_FILENO, 0, SEEK_CUR) == 0)
    {
      g_autofree char *path = g_file_read_link ("/proc/self/fd/0", NULL);
      struct stat found;

      if (path != NULL && stat (path, &found) == 0 && found.st_ino == status.st_ino &&
          found.st_dev == status.st_dev)
        return g_steal_pointer (&path);
    }

  set_error (self,
             error,
             _ ("can be read from standard input only where that is the whole of a file, as with < "
                "FILE: jobs read it when they run"));
  return NULL;
}

static FanfoldSource *
expand_blocks (FanfoldInput *self,
               FanfoldParam *param,
               const FanfoldInputContext *context,
               GError **error)
{
  const char *text = fanfold_input_get_texts (self)[0];
  g_auto (FanfoldBlocksPlan) plan = { 0 };
  g_autoptr (FanfoldFileBlocks) blocks = NULL;
  g_autofree char *path = NULL;
  g_autofree char *full = NULL;

  if (!check_blocks (self, param, &plan, error))
    return NULL;

  path = g_str_equal (text, FANFOLD_INPUT_STDIN) ? find_stdin (self, error) : g_strdup (text);
  if (path == NULL)
    return NULL;

  full =
      context->folder != NULL ? g_canonicalize_filename (path, context->folder) : g_strdup (path);
  blocks =
      fanfold_file_blocks_find (full, path, &plan, context->progress, context->cancellable, error);
  if (blocks != NULL)
    return fanfold_source_new_blocks (param, blocks);

  g_prefix_error (error, _ ("The parameter “%s”: "), fanfold_input_get_name (self));
  return NULL;
}

static FanfoldParamType
get_free_type (FanfoldInput *self)
{
  FanfoldSpacingKind kind;
  FanfoldSpacing spacing;
  const char *texts[4] = { NULL };
  guint n = g_strv_length ((char **) fanfold_input_get_texts (self));

  if (!get_spacing_kind (self, &kind))
    return FANFOLD_PARAM_TYPE_FILE;

  for (guint i = 0; i < MIN (n, 3); i++)
    texts[i] = fanfold_input_get_texts (self)[i];
  if (n < (kind == FANFOLD_SPACING_RANGE ? 2 : 3) ||
      !fanfold_spacing_parse (&spacing, kind, texts, NULL))
    return FANFOLD_PARAM_TYPE_REAL; /* whose expansion tells what is wrong */
  if (spacing.width > 0)
    return FANFOLD_PARAM_TYPE_FILE;

  return fanfold_spacing_is_whole (&spacing) ? FANFOLD_PARAM_TYPE_INT : FANFOLD_PARAM_TYPE_REAL;
}

FanfoldParam *
fanfold_input_create_free_param (FanfoldInput *self)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  id = g_utf8_make_valid (fanfold_input_get_name (self), -1);
  return fanfold_param_new_free (id, get_free_type (self));
}

FanfoldSource *
fanfold_input_expand_in (FanfoldInput *self,
                         FanfoldParam *param,
                         const FanfoldInputContext *context,
                         GError **error)
{
  const char *const *texts;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (context != NULL, NULL);

  texts = fanfold_input_get_texts (self);
  if (texts[0] == NULL)
    {
      set_error (self, error, _ ("is empty: give at least one"));
      return NULL;
    }

  switch (fanfold_input_get_kind (self))
    {
    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
      return expand_spacing (self, param, error);

    case FANFOLD_INPUT_FILES:
      return expand_files (self, param, context, error);

    case FANFOLD_INPUT_LINES:
      if (texts[1] != NULL)
        {
          set_error (self, error, _ ("are in more than one file: give one"));
          return NULL;
        }
      return fanfold_input_expand_lines (self, param, context, error);

    case FANFOLD_INPUT_CSV:
      return expand_csv (self, param, context, error);

    case FANFOLD_INPUT_BLOCKS:
      return expand_blocks (self, param, context, error);

    case FANFOLD_INPUT_LIST:
      return expand_texts (param, texts, TRUE, context, error);

    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    default:
      if (texts[1] != NULL)
        {
          set_error (self, error, _ ("is more than one: give a list instead"));
          return NULL;
        }
      return expand_texts (param, texts, FALSE, context, error);
    }
}

FanfoldSource *
fanfold_input_expand (FanfoldInput *self,
                      FanfoldParam *param,
                      const char *folder,
                      GCancellable *cancellable,
                      GError **error)
{
  const FanfoldInputContext context = { .folder = folder, .cancellable = cancellable };

  return fanfold_input_expand_in (self, param, &context, error);
}
