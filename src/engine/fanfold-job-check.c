/* fanfold-job-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-check.h"

#include <string.h>
#include <sys/stat.h>
#include "fanfold-file-block.h"
#include "fanfold-key.h"

#define BIT(kind) (1u << FANFOLD_FINDING_##kind)

typedef enum
{
  PLACE_INPUT,  /* a path that is read */
  PLACE_OUTPUT, /* a path that is written */
  PLACE_VALUE   /* bytes that templates are made from */
} PlaceRole;

/* Where a value of a job stands, and what was found of the one there last. */
typedef struct
{
  PlaceRole role;
  guint position; /* among the parameters or, for a value, the free inputs */
  gboolean is_file;
  gboolean by_content;
  char *text;
  char *path;
  guint found;
  guint64 bytes;
  guint64 path_hash;
} Place;

struct _FanfoldJobCheck
{
  FanfoldCombine *combine;
  char *folder;
  FanfoldProducts *products; /* (nullable) */
  GArray *places;            /* of Place */
  int command;               /* the position of the COMMAND parameter, or -1 */

  const char *details[FANFOLD_N_FINDING_KINDS]; /* borrowed from places */
  GArray *outputs;                              /* of guint64 */
  guint64 content_bytes;
  guint64 n_stats;
};

static void
clear_place (gpointer data)
{
  Place *place = data;

  g_free (place->text);
  g_free (place->path);
}

static void
add_param (FanfoldJobCheck *self, FanfoldParam *param, guint position)
{
  FanfoldParamFlags flags = fanfold_param_get_flags (param);
  FanfoldParamType type = fanfold_param_get_param_type (param);
  Place place = { .position = position };

  if (type == FANFOLD_PARAM_TYPE_COMMAND && self->command < 0)
    self->command = (int) position;
  if (type != FANFOLD_PARAM_TYPE_FILE && type != FANFOLD_PARAM_TYPE_FOLDER)
    return;

  place.is_file = type == FANFOLD_PARAM_TYPE_FILE;
  place.role = flags & FANFOLD_PARAM_FLAG_OUTPUT ? PLACE_OUTPUT : PLACE_INPUT;
  place.by_content = (flags & FANFOLD_PARAM_FLAG_CONTENT) != 0;
  g_array_append_val (self->places, place);
}

FanfoldJobCheck *
fanfold_job_check_new (FanfoldCombine *combine, const char *folder, FanfoldProducts *products)
{
  FanfoldJobCheck *self;
  GPtrArray *params;

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_new0 (FanfoldJobCheck, 1);
  self->combine = fanfold_combine_ref (combine);
  self->folder = g_strdup (folder);
  self->products = products != NULL ? fanfold_products_ref (products) : NULL;
  self->outputs = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->command = -1;
  g_array_set_clear_func (self->places, clear_place);

  /* Inputs go first: outputs are held against them. */
  params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  for (guint i = 0; i < params->len; i++)
    if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
      add_param (self, params->pdata[i], i);
  for (guint i = 0; i < fanfold_combine_get_n_free (combine); i++)
    {
      Place place = { .role = PLACE_VALUE, .position = i, .is_file = TRUE };

      if (g_variant_type_equal (
              fanfold_param_get_variant_type (fanfold_combine_get_free_param (combine, i)),
              G_VARIANT_TYPE_BYTESTRING))
        g_array_append_val (self->places, place);
    }
  for (guint i = 0; i < params->len; i++)
    if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) != 0)
      add_param (self, params->pdata[i], i);

  return self;
}

void
fanfold_job_check_free (FanfoldJobCheck *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->places);
  g_array_unref (self->outputs);
  g_clear_pointer (&self->products, fanfold_products_unref);
  fanfold_combine_unref (self->combine);
  g_free (self->folder);
  g_free (self);
}

static guint64
hash_path (const char *path)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (const char *at = path; *at != '\0'; at++)
    hash = (hash ^ (guint8) *at) * G_GUINT64_CONSTANT (1099511628211);

  return hash;
}

static guint
look_at_text (const char *text)
{
  gsize length = strlen (text);
  guint found = 0;

  if (length == 0)
    return 0;

  if (length > 1 && (text[0] == '"' || text[0] == '\'') && text[length - 1] == text[0])
    found |= BIT (QUOTES);
  if (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1]) ||
      strchr (text, '\n') != NULL)
    found |= BIT (SPACE);

  return found;
}

static gboolean
was_produced (FanfoldJobCheck *self, const char *path)
{
  return self->products != NULL && fanfold_products_find_run (self->products, path) != 0;
}

/* A file that is there may be called whatever it likes. */
static void
look_at_input (FanfoldJobCheck *self, Place *place)
{
  struct stat status;

  self->n_stats++;
  if (stat (place->path, &status) != 0)
    {
      place->found = BIT (MISSING) | look_at_text (place->text);
      return;
    }

  if (place->by_content && S_ISREG (status.st_mode))
    place->bytes = (guint64) status.st_size;
  if (was_produced (self, place->path))
    place->found = BIT (PRODUCED);
}

static void
look_at_output (FanfoldJobCheck *self, Place *place)
{
  struct stat status;

  if (!place->is_file)
    return;

  self->n_stats++;
  place->path_hash = hash_path (place->path);
  if (stat (place->path, &status) == 0 && S_ISREG (status.st_mode))
    place->found = BIT (EXISTS);
}

static void
look_at_value (FanfoldJobCheck *self, Place *place)
{
  place->found = look_at_text (place->text);
  if (place->path != NULL && was_produced (self, place->path))
    place->found |= BIT (PRODUCED);
}

/* Of a block, the file's. */
static char *
dup_path (FanfoldJobCheck *self, const Place *place, const char *text)
{
  g_autofree char *file =
      place->role == PLACE_INPUT ? fanfold_file_block_dup_path (text) : g_strdup (text);

  return fanfold_key_dup_path (self->folder, file);
}

static void
look_anew (FanfoldJobCheck *self, Place *place, const char *text)
{
  clear_place (place);
  place->text = g_strdup (text);
  place->path = NULL;
  place->found = 0;
  place->bytes = 0;
  if (text[0] == '\0')
    return;

  /* Whether a value is a path at all nobody says; one of a million is taken for one only where
   * there is something to hold it against. */
  if (place->role != PLACE_VALUE || self->products != NULL)
    place->path = dup_path (self, place, text);
  if (place->role == PLACE_INPUT)
    look_at_input (self, place);
  else if (place->role == PLACE_OUTPUT)
    look_at_output (self, place);
  else
    look_at_value (self, place);
}

/* "-1.5" is a number to whoever reads it. */
static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

/* Whether @value begins a word of @command, quoted or not. */
static gboolean
begins_word (const char *command, const char *value)
{
  for (const char *at = strstr (command, value); at != NULL; at = strstr (at + 1, value))
    {
      const char *before = at;

      if (before > command && (before[-1] == '\'' || before[-1] == '"'))
        before--;
      if (before > command && before[-1] == ' ')
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_option (FanfoldJobCheck *self, GVariant *args, const Place *place)
{
  g_autoptr (GVariant) command = NULL;

  if (place->role != PLACE_VALUE || self->command < 0 || place->text[0] != '-' ||
      place->text[1] == '\0' || is_number (place->text))
    return FALSE;

  command = g_variant_get_child_value (args, (gsize) self->command);

  return begins_word (g_variant_get_bytestring (command), place->text);
}

static gboolean
is_input (FanfoldJobCheck *self, const char *path, guint n_places)
{
  for (guint i = 0; i < n_places; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->role == PLACE_INPUT && g_strcmp0 (place->path, path) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
look_at_place (FanfoldJobCheck *self, GVariant *args, GVariant *value, guint number)
{
  Place *place = &g_array_index (self->places, Place, number);
  const char *text = g_variant_get_bytestring (value);
  guint found;

  if (place->text == NULL || strcmp (place->text, text) != 0)
    look_anew (self, place, text);

  found = place->found;
  self->content_bytes += place->bytes;
  if (is_option (self, args, place))
    found |= BIT (DASH);
  if (place->role == PLACE_OUTPUT && place->path != NULL && place->is_file)
    {
      g_array_append_val (self->outputs, place->path_hash);
      if (is_input (self, place->path, number))
        found = (found & ~BIT (EXISTS)) | BIT (OVERWRITES);
    }

  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    if ((found & 1u << kind) != 0 && self->details[kind] == NULL)
      self->details[kind] = place->text;

  return found;
}

guint
fanfold_job_check_look (FanfoldJobCheck *self, guint64 index, GVariant *args)
{
  guint found = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (args != NULL, 0);

  memset (self->details, 0, sizeof self->details);
  self->content_bytes = 0;
  g_array_set_size (self->outputs, 0);
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      g_autoptr (GVariant) value = NULL;

      value = place->role == PLACE_VALUE
                  ? fanfold_combine_get_free_value (self->combine, place->position, index)
                  : g_variant_get_child_value (args, place->position);
      if (value != NULL)
        found |= look_at_place (self, args, value, i);
    }

  return found;
}

const char *
fanfold_job_check_get_detail (FanfoldJobCheck *self, FanfoldFindingKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (kind < FANFOLD_N_FINDING_KINDS, NULL);

  return self->details[kind];
}

guint
fanfold_job_check_get_outputs (FanfoldJobCheck *self, const guint64 **hashes)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (hashes != NULL, 0);

  *hashes = (const guint64 *) (gpointer) self->outputs->data;

  return self->outputs->len;
}

guint64
fanfold_job_check_get_content_bytes (FanfoldJobCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->content_bytes;
}

guint64
fanfold_job_check_get_n_stats (FanfoldJobCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_stats;
}

/* The first word of a job's command as sh reads it. (transfer full) (nullable) */
static char *
dup_program (FanfoldJobCheck *self, guint64 index)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (self->combine, index);
  g_autoptr (GVariant) command = NULL;
  g_auto (GStrv) words = NULL;

  if (args == NULL)
    return NULL;

  command = g_variant_get_child_value (args, (gsize) self->command);
  if (!g_shell_parse_argv (g_variant_get_bytestring (command), NULL, &words, NULL))
    return NULL;

  return g_strdup (words[0]);
}

/* With a shell the first word may be one of its own, and with another environment or working folder
 * another program: a parameter of the function says so. */
static gboolean
is_plain (FanfoldJobCheck *self)
{
  static const char *const unusual[] = { "shell", "environment", "folder" };
  FanfoldFunction *function = fanfold_combine_get_function (self->combine);
  g_autoptr (GVariant) args = fanfold_combine_get_args (self->combine, 0);

  for (guint i = 0; args != NULL && i < G_N_ELEMENTS (unusual); i++)
    {
      g_autoptr (GVariant) value = NULL, initial = NULL;
      FanfoldParam *param;
      guint position;

      param = fanfold_function_find_param (function, unusual[i], &position);
      if (param == NULL)
        continue;

      value = g_variant_get_child_value (args, position);
      initial = fanfold_param_dup_default (param, NULL);
      if (initial == NULL || !g_variant_equal (value, initial))
        return FALSE;
    }

  return args != NULL;
}

char *
fanfold_job_check_dup_missing_command (FanfoldJobCheck *self)
{
  g_autofree char *program = NULL, *last = NULL, *path = NULL;
  guint64 n_jobs;

  g_return_val_if_fail (self != NULL, NULL);

  n_jobs = fanfold_combine_get_n_jobs (self->combine);
  if (self->command < 0 || n_jobs == 0 || !is_plain (self))
    return NULL;

  program = dup_program (self, 0);
  last = dup_program (self, n_jobs - 1);
  if (program == NULL || g_strcmp0 (program, last) != 0)
    return NULL;

  if (strchr (program, '/') == NULL)
    path = g_find_program_in_path (program);
  else
    {
      path = fanfold_key_dup_path (self->folder, program);
      if (!g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        g_clear_pointer (&path, g_free);
    }

  return path == NULL ? g_utf8_make_valid (program, -1) : NULL;
}
