/* fanfold-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include "fanfold-error.h"
#include "fanfold-export-form.h"
#include "fanfold-outlet.h"

#define PIECE_BYTES (64 * 1024)
#define PAUSE_USEC (100 * 1000)
#define AWAKE_USEC (5 * 1000)

struct _FanfoldExport
{
  char *name; /* as messages show it */
  const FanfoldExportForm *form;
  FanfoldFunction *function;     /* once it has begun */
  GPtrArray *inputs;             /* (nullable) as the function */
  FanfoldExportMembers *members; /* NULL: there are none */
  gboolean begun;                /* the head is written */
  gboolean empty;                /* no job is */
  gboolean ended;                /* the tail is written */
  FanfoldOutlet *outlet;         /* NULL: closed */
  GString *waiting;
  gsize n_written;     /* of waiting */
  gint64 written_usec; /* when nothing was waiting any more */
  gint64 taken_usec;
  gboolean broken;
};

static const FanfoldExportForm *const forms[] = {
  [FANFOLD_EXPORT_JSON_LINES] = &fanfold_export_json_lines,
  [FANFOLD_EXPORT_JSON] = &fanfold_export_json,
  [FANFOLD_EXPORT_CSV] = &fanfold_export_csv,
  [FANFOLD_EXPORT_JOB_LOG] = &fanfold_export_job_log,
};

static gboolean
fail (FanfoldExport *self, int code, GError **error)
{
  const char *advice = "";

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    advice = _ (" Make room there, or name another file.");
  else if (code == EPIPE)
    advice = _ (" Whatever read them has ended.");
  else if (code == EBADF)
    advice = _ (" It is not open for writing: name a file instead.");

  self->broken = TRUE;
  g_string_truncate (self->waiting, 0);
  self->n_written = 0;
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_EXPORT,
               _ ("The results cannot be written to %s: %s.%s"),
               self->name,
               g_strerror (code),
               advice);

  return FALSE;
}

static gsize
get_n_waiting (FanfoldExport *self)
{
  return self->waiting->len - self->n_written;
}

/* One large result is not moved for each piece of it that is written. */
static void
forget_written (FanfoldExport *self)
{
  if (get_n_waiting (self) == 0)
    g_string_truncate (self->waiting, 0);
  else if (self->n_written >= self->waiting->len / 2)
    g_string_erase (self->waiting, 0, (gssize) self->n_written);
  else
    return;

  self->n_written = 0;
}

/* Where there is no room it is waited for, @wait_msec each time. */
static gboolean
write_waiting (FanfoldExport *self, int wait_msec, GError **error)
{
  while (get_n_waiting (self) > 0)
    {
      gssize n = fanfold_outlet_write (
          self->outlet, self->waiting->str + self->n_written, get_n_waiting (self));

      if (n >= 0)
        {
          self->n_written += (gsize) n;
          self->taken_usec = g_get_monotonic_time ();
        }
      else if (errno == EAGAIN)
        {
          if (!fanfold_outlet_wait (self->outlet, wait_msec))
            break;
        }
      else if (errno != EINTR)
        {
          return fail (self, errno, error);
        }
    }

  forget_written (self);
  if (get_n_waiting (self) == 0)
    self->written_usec = g_get_monotonic_time ();

  return TRUE;
}

/* A reader that is at work makes room in a moment; one that sleeps is not waited for. */
static gboolean
offer_waiting (FanfoldExport *self, GError **error)
{
  gboolean awake = g_get_monotonic_time () - self->taken_usec < AWAKE_USEC;

  return write_waiting (self, awake ? 1 : 0, error);
}

/* NULL where those of a stream cannot be read back. */
static FanfoldArgsColumns *
get_arguments (FanfoldCombine *combine, guint64 first, guint n_jobs, GError **error)
{
  FanfoldFunction *function = fanfold_combine_get_function (combine);
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (combine, first, n_jobs);

  if (columns == NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("The arguments of job %" PRIu64 " cannot be read back from the history"),
                   first);
      return NULL;
    }

  return fanfold_args_columns_new (fanfold_function_get_params (function), columns);
}

/* NULL where there are none: where arguments can be read back, they can be, too. */
static FanfoldArgsColumns *
get_inputs (FanfoldCombine *combine, guint64 first, guint n_jobs)
{
  g_autoptr (GVariant) columns = NULL;

  if (fanfold_combine_get_n_free (combine) > 0)
    columns = fanfold_combine_get_free_columns (combine, first, n_jobs);

  return columns != NULL
             ? fanfold_args_columns_new (fanfold_combine_get_free_params (combine), columns)
             : NULL;
}

gboolean
fanfold_export_format_from_string (const char *text, FanfoldExportFormat *format, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (text, forms[i]->name))
      {
        *format = (FanfoldExportFormat) i;
        return TRUE;
      }

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Results are written as jsonl, csv, json or joblog, not \"%s\""),
               text);
  return FALSE;
}

FanfoldExport *
fanfold_export_new (const char *path, FanfoldExportFormat format, GError **error)
{
  g_autoptr (FanfoldExport) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (forms), NULL);

  self = g_new0 (FanfoldExport, 1);
  self->form = forms[format];
  self->empty = TRUE;
  self->waiting = g_string_sized_new (2 * PIECE_BYTES);
  if (g_str_equal (path, "-"))
    {
      self->name = g_strdup (_ ("standard output"));
    }
  else
    {
      g_autofree char *shown = g_filename_display_name (path);

      self->name = g_strdup_printf ("“%s”", shown);
    }

  self->outlet = fanfold_outlet_new (path);
  if (self->outlet == NULL)
    {
      fail (self, errno, error);
      return NULL;
    }

  self->written_usec = g_get_monotonic_time ();
  self->taken_usec = self->written_usec;

  return g_steal_pointer (&self);
}

void
fanfold_export_free (FanfoldExport *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->outlet, fanfold_outlet_free);
  g_clear_pointer (&self->members, fanfold_export_members_free);
  g_clear_object (&self->function);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_string_free (self->waiting, TRUE);
  g_free (self->name);
  g_free (self);
}

void
fanfold_export_protect_stdout (void)
{
  fanfold_outlet_protect_stdout ();
}

void
fanfold_export_begin (FanfoldExport *self, FanfoldFunction *function, GPtrArray *inputs)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (inputs != NULL);
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));

  if (self->begun)
    return;

  self->begun = TRUE;
  self->function = g_object_ref (function);
  self->inputs = g_ptr_array_ref (inputs);
  if (self->form->append_rest != NULL)
    self->members = fanfold_export_members_new (function);
  if (self->form->append_head != NULL && fanfold_export_members_is_settled (self->members))
    self->form->append_head (self->waiting, function, inputs, NULL);
}

/* Whether more may be kept back. */
static gboolean
has_place (FanfoldExport *self)
{
  return get_n_waiting (self) < PIECE_BYTES;
}

gboolean
fanfold_export_make_room (FanfoldExport *self, gboolean *room, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  if (!has_place (self) && !offer_waiting (self, error))
    return FALSE;
  *room = has_place (self);

  return TRUE;
}

static gboolean
append_jobs (
    FanfoldExport *self, FanfoldExportJob *job, gint64 until_usec, guint *place, GError **error)
{
  const guint first = *place, n_jobs = fanfold_block_get_n_jobs (job->block);

  while (*place < n_jobs && has_place (self))
    {
      job->arguments_place = *place - first;
      job->place = *place;
      self->form->append_job (self->waiting, job, self->empty);
      self->empty = FALSE;
      ++*place;
      if (has_place (self))
        continue;
      if (!offer_waiting (self, error))
        return FALSE;
      if (g_get_monotonic_time () >= until_usec)
        break;
    }

  return TRUE;
}

gboolean
fanfold_export_offer_block (FanfoldExport *self,
                            FanfoldCombine *combine,
                            FanfoldBlock *block,
                            gint64 until_usec,
                            guint *place,
                            GError **error)
{
  g_autoptr (FanfoldArgsColumns) arguments = NULL;
  g_autoptr (FanfoldArgsColumns) inputs = NULL;
  FanfoldExportJob job;
  gboolean room;
  guint n_jobs;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (combine != NULL, FALSE);
  g_return_val_if_fail (block != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  n_jobs = fanfold_block_get_n_jobs (block);
  if (self->broken)
    *place = n_jobs;
  if (!fanfold_export_make_room (self, &room, error))
    return FALSE;
  if (!room || *place >= n_jobs)
    return TRUE;

  arguments =
      get_arguments (combine, fanfold_block_get_first (block) + *place, n_jobs - *place, error);
  if (arguments == NULL)
    return FALSE;

  inputs = get_inputs (combine, fanfold_block_get_first (block) + *place, n_jobs - *place);
  job = (FanfoldExportJob){
    .function = fanfold_combine_get_function (combine),
    .arguments = arguments,
    .inputs = inputs,
    .input_params = fanfold_combine_get_free_params (combine),
    .block = block,
  };
  fanfold_export_begin (self, job.function, job.input_params);
  job.members = self->members;
  if (!append_jobs (self, &job, until_usec, place, error))
    return FALSE;

  if (get_n_waiting (self) > 0 && g_get_monotonic_time () - self->written_usec >= PAUSE_USEC)
    return offer_waiting (self, error);

  return TRUE;
}

gboolean
fanfold_export_write_block (FanfoldExport *self,
                            FanfoldCombine *combine,
                            FanfoldBlock *block,
                            GError **error)
{
  guint place = 0;

  g_return_val_if_fail (block != NULL, FALSE);

  while (place < fanfold_block_get_n_jobs (block))
    {
      if (!fanfold_export_offer_block (self, combine, block, G_MAXINT64, &place, error))
        return FALSE;
      if (!has_place (self) && !fanfold_export_flush (self, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_export_flush (FanfoldExport *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->broken || self->outlet == NULL || write_waiting (self, -1, error);
}

static void
append_tail (FanfoldExport *self)
{
  if (self->begun && !self->ended && !fanfold_export_members_is_settled (self->members))
    {
      fanfold_export_members_give_up (self->members);
      self->form->append_rest (self->waiting, self->function, self->inputs, self->members);
    }
  if (self->begun && !self->ended && self->form->tail != NULL)
    g_string_append (self->waiting, self->form->tail);
  self->ended = TRUE;
}

gboolean
fanfold_export_offer_rest (FanfoldExport *self, gboolean last, gboolean *rest, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (rest != NULL, FALSE);

  if (last && !self->broken)
    append_tail (self);
  if (!offer_waiting (self, error))
    return FALSE;
  *rest = get_n_waiting (self) > 0;

  return TRUE;
}

gint64
fanfold_export_get_taken_usec (FanfoldExport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->taken_usec;
}

gboolean
fanfold_export_close (FanfoldExport *self, GError **error)
{
  gboolean success = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->outlet == NULL)
    return TRUE;

  if (!self->broken)
    {
      append_tail (self);
      success = write_waiting (self, -1, error);
    }

  if (!fanfold_outlet_close (self->outlet) && success)
    success = fail (self, errno, error);
  g_clear_pointer (&self->outlet, fanfold_outlet_free);

  return success;
}

void
fanfold_export_append_job (GString *text, FanfoldCombine *combine, FanfoldBlock *block, guint place)
{
  g_autoptr (FanfoldArgsColumns) arguments = NULL;
  g_autoptr (FanfoldArgsColumns) inputs = NULL;
  FanfoldExportJob job;

  g_return_if_fail (text != NULL);
  g_return_if_fail (combine != NULL);
  g_return_if_fail (block != NULL);
  g_return_if_fail (place < fanfold_block_get_n_jobs (block));

  arguments = get_arguments (combine, fanfold_block_get_first (block) + place, 1, NULL);
  if (arguments == NULL)
    return;

  inputs = get_inputs (combine, fanfold_block_get_first (block) + place, 1);
  job = (FanfoldExportJob){
    .function = fanfold_combine_get_function (combine),
    .arguments = arguments,
    .inputs = inputs,
    .input_params = fanfold_combine_get_free_params (combine),
    .block = block,
    .place = place,
  };
  fanfold_export_json_lines.append_job (text, &job, TRUE);
}
