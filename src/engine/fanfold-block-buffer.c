/* fanfold-block-buffer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-buffer-private.h"

#include <string.h>
#include <sys/mman.h>

#define MAX_COLUMNS_BYTES (FANFOLD_BLOCK_BUFFER_BYTES / 4)
#define AMPLE_BYTES ((gsize) 4 * 1024 * 1024) /* of text, then a block is full */
/* What a frame adds to the text itself: the columns, and an offset for each text. */
#define FRAME_BYTES ((gsize) 2 * 1024 * 1024)

static gsize
get_value_bytes (const GVariantType *type)
{
  if (g_variant_type_equal (type, G_VARIANT_TYPE_BOOLEAN))
    return sizeof (guint8);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT64))
    return sizeof (gint64);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_DOUBLE))
    return sizeof (double);

  return sizeof (FanfoldText);
}

static gsize
get_bytes_per_job (FanfoldBlockBuffer *self)
{
  gsize bytes = sizeof (guint8) + 2 * sizeof (gint64) + 2 * sizeof (double) + sizeof (gint32) +
                2 * sizeof (FanfoldText);
  guint i;

  for (i = 0; i < self->n_columns; i++)
    bytes += sizeof (guint8) + self->columns[i].value_bytes;

  return bytes;
}

static gpointer
take (FanfoldBlockBuffer *self, gsize *end, gsize element_bytes)
{
  gpointer column = self->memory + *end;

  *end = (*end + self->n_jobs * element_bytes + 7) & ~(gsize) 7;
  return column;
}

static void
lay_out (FanfoldBlockBuffer *self)
{
  gsize end = sizeof (FanfoldBlockBufferHead);
  guint i;

  self->started = take (self, &end, sizeof (gint64));
  self->seconds = take (self, &end, sizeof (double));
  self->cpu_seconds = take (self, &end, sizeof (double));
  self->peak_bytes = take (self, &end, sizeof (guint64));
  self->states = take (self, &end, sizeof (guint8));
  self->ends = take (self, &end, sizeof (gint32));
  self->messages = take (self, &end, sizeof (FanfoldText));
  if (self->n_columns == 0)
    self->json = take (self, &end, sizeof (FanfoldText));
  for (i = 0; i < self->n_columns; i++)
    {
      self->columns[i].values = take (self, &end, self->columns[i].value_bytes);
      self->columns[i].present = take (self, &end, sizeof (guint8));
    }
  self->text_begin = end;
}

FanfoldBlockBuffer *
fanfold_block_buffer_new (FanfoldFunction *function, gpointer memory)
{
  GPtrArray *outputs;
  FanfoldBlockBuffer *self;
  guint i;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  self = g_new0 (FanfoldBlockBuffer, 1);
  self->function = function;
  self->owns_memory = memory == NULL;
  self->memory = memory;
  if (self->owns_memory)
    {
      self->memory = mmap (NULL,
                           FANFOLD_BLOCK_BUFFER_BYTES,
                           PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                           -1,
                           0);
      if (self->memory == MAP_FAILED)
        g_error ("No memory for a block of jobs");
    }
  self->head = (FanfoldBlockBufferHead *) (gpointer) self->memory;

  outputs = fanfold_function_get_outputs (function);
  self->n_columns = outputs->len;
  self->columns = g_new0 (FanfoldBlockBufferColumn, self->n_columns);
  for (i = 0; i < self->n_columns; i++)
    {
      self->columns[i].type = fanfold_param_get_variant_type (g_ptr_array_index (outputs, i));
      self->columns[i].value_bytes = get_value_bytes (self->columns[i].type);
    }

  return self;
}

void
fanfold_block_buffer_free (FanfoldBlockBuffer *self)
{
  g_return_if_fail (self != NULL);

  if (self->owns_memory)
    munmap (self->memory, FANFOLD_BLOCK_BUFFER_BYTES);
  g_free (self->columns);
  g_free (self);
}

static guint
get_max_jobs (FanfoldBlockBuffer *self)
{
  return MIN (FANFOLD_BLOCK_MAX_JOBS, MAX (MAX_COLUMNS_BYTES / get_bytes_per_job (self), 1));
}

guint
fanfold_block_buffer_start (
    FanfoldBlockBuffer *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n_jobs >= 1, 0);

  self->first = first;
  self->slot = slot;
  self->attempt = attempt;
  self->n_jobs = MIN (n_jobs, get_max_jobs (self));
  lay_out (self);

  self->head->first = first;
  self->head->slot = slot;
  self->head->attempt = attempt;
  self->head->n_jobs = self->n_jobs;
  self->head->text_end = self->text_begin;
  self->head->peak_bytes = 0;
  g_atomic_int_set (&self->head->n_begun, 0);
  g_atomic_int_set (&self->head->n_finished, 0);

  return self->n_jobs;
}

guint
fanfold_block_buffer_join (FanfoldBlockBuffer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  self->first = self->head->first;
  self->slot = self->head->slot;
  self->attempt = self->head->attempt;
  self->n_jobs = self->head->n_jobs;
  lay_out (self);

  return self->n_jobs;
}

gboolean
fanfold_block_buffer_rejoin (
    FanfoldBlockBuffer *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt)
{
  guint n_there;

  g_return_val_if_fail (self != NULL, FALSE);

  n_there = self->head->n_jobs;
  if (self->head->first != first || self->head->slot != slot || self->head->attempt != attempt ||
      n_there == 0 || n_there > MIN (n_jobs, get_max_jobs (self)))
    return FALSE;

  self->first = first;
  self->slot = slot;
  self->attempt = attempt;
  self->n_jobs = n_there;
  lay_out (self);

  return TRUE;
}

static void
clear_outputs (FanfoldBlockBuffer *self)
{
  static const FanfoldText no_text = { 0 };
  guint place = self->place;
  guint i;

  if (self->json != NULL)
    self->json[place] = no_text;

  for (i = 0; i < self->n_columns; i++)
    {
      FanfoldBlockBufferColumn *column = &self->columns[i];

      column->present[place] = 0;
      if (fanfold_block_buffer_column_is_text (column))
        ((FanfoldText *) column->values)[place] = no_text;
      else if (column->value_bytes == 1)
        ((guint8 *) column->values)[place] = 0;
      else
        ((guint64 *) column->values)[place] = 0;
    }
}

guint
fanfold_block_buffer_begin (FanfoldBlockBuffer *self, gint64 started_usec)
{
  guint place = (guint) self->head->n_finished;

  g_assert (place < self->n_jobs);

  self->place = place;
  self->states[place] = FANFOLD_JOB_RUNNING;
  self->started[place] = started_usec;
  self->cpu_seconds[place] = -1;
  self->peak_bytes[place] = 0;
  self->ends[place] = 0;
  self->messages[place] = (FanfoldText){ 0 };
  clear_outputs (self);
  __atomic_store_n (&self->head->n_begun, (int) place + 1, __ATOMIC_RELEASE);

  return place;
}

void
fanfold_block_buffer_put_bool (FanfoldBlockBuffer *self, guint output, gboolean value)
{
  FanfoldBlockBufferColumn *column = &self->columns[output];

  ((guint8 *) column->values)[self->place] = value != FALSE;
  column->present[self->place] = 1;
}

void
fanfold_block_buffer_put_int (FanfoldBlockBuffer *self, guint output, gint64 value)
{
  FanfoldBlockBufferColumn *column = &self->columns[output];

  ((gint64 *) column->values)[self->place] = value;
  column->present[self->place] = 1;
}

void
fanfold_block_buffer_put_real (FanfoldBlockBuffer *self, guint output, double value)
{
  FanfoldBlockBufferColumn *column = &self->columns[output];

  ((double *) column->values)[self->place] = value;
  column->present[self->place] = 1;
}

/* A text that is put again takes the place of the one before where it fits there. */
static gboolean
store_text (
    FanfoldBlockBuffer *self, FanfoldText *where, const char *text, gsize length, gsize limit)
{
  gsize offset = self->head->text_end;

  if (where->offset >= self->text_begin && where->offset < limit && length <= where->length &&
      where->length < limit - where->offset)
    offset = where->offset;
  else if (offset < self->text_begin || length >= limit || offset > limit - length - 1)
    return FALSE;
  else
    self->head->text_end = offset + length + 1;

  memcpy (self->memory + offset, text, length);
  self->memory[offset + length] = '\0';
  where->offset = offset;
  where->length = length;

  return TRUE;
}

gboolean
fanfold_block_buffer_put_text (FanfoldBlockBuffer *self,
                               guint output,
                               const char *text,
                               gsize length)
{
  FanfoldBlockBufferColumn *column = &self->columns[output];
  FanfoldText *where = (FanfoldText *) column->values + self->place;

  if (!store_text (self,
                   where,
                   text,
                   length,
                   FANFOLD_BLOCK_BUFFER_BYTES - FRAME_BYTES - FANFOLD_BLOCK_BUFFER_MESSAGE_BYTES))
    return FALSE;

  column->present[self->place] = 1;
  return TRUE;
}

gboolean
fanfold_block_buffer_put_json (FanfoldBlockBuffer *self, const char *json, gsize length)
{
  g_return_val_if_fail (self->json != NULL, FALSE);

  return store_text (self,
                     &self->json[self->place],
                     json,
                     length,
                     FANFOLD_BLOCK_BUFFER_BYTES - FRAME_BYTES - FANFOLD_BLOCK_BUFFER_MESSAGE_BYTES);
}

void
fanfold_block_buffer_put_end (FanfoldBlockBuffer *self, FanfoldJobEnd end)
{
  self->ends[self->place] = end;
}

void
fanfold_block_buffer_raise_peak_of (FanfoldBlockBuffer *self, guint place, guint64 peak_bytes)
{
  g_return_if_fail (self != NULL && place < self->n_jobs);

  /* Two that do so at once may lose the smaller of two samples. */
  if (__atomic_load_n (&self->peak_bytes[place], __ATOMIC_RELAXED) < peak_bytes)
    __atomic_store_n (&self->peak_bytes[place], peak_bytes, __ATOMIC_RELAXED);
}

void
fanfold_block_buffer_use (FanfoldBlockBuffer *self, double cpu_seconds, guint64 peak_bytes)
{
  self->cpu_seconds[self->place] = cpu_seconds;
  fanfold_block_buffer_raise_peak_of (self, self->place, peak_bytes);
}

void
fanfold_block_buffer_raise_peak (FanfoldBlockBuffer *self, guint64 peak_bytes)
{
  guint64 known;

  g_return_if_fail (self != NULL);

  known = __atomic_load_n (&self->head->peak_bytes, __ATOMIC_RELAXED);
  while (
      known < peak_bytes &&
      !__atomic_compare_exchange_n (
          &self->head->peak_bytes, &known, peak_bytes, FALSE, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    ;
}

static void
put_message (FanfoldBlockBuffer *self, const char *message)
{
  gsize length = MIN (strlen (message), FANFOLD_BLOCK_BUFFER_MESSAGE_BYTES - 1);

  while (length > 0 && ((guint8) message[length] & 0xc0) == 0x80)
    length--;
  store_text (self, &self->messages[self->place], message, length, FANFOLD_BLOCK_BUFFER_BYTES);
}

void
fanfold_block_buffer_finish (FanfoldBlockBuffer *self,
                             FanfoldJobState state,
                             double seconds,
                             const char *message)
{
  guint place = self->place;

  if (state != FANFOLD_JOB_DONE)
    clear_outputs (self);
  if (message != NULL)
    put_message (self, message);

  self->seconds[place] = MAX (seconds, 0);
  self->states[place] = state;
  /* Before it is looked whether another may begin: who parts a bundle says that none may, and then
   * looks here. */
  __atomic_store_n (&self->head->n_finished, (int) place + 1, __ATOMIC_SEQ_CST);
}

gboolean
fanfold_block_buffer_give_up (FanfoldBlockBuffer *self,
                              FanfoldJobState state,
                              gint64 now_usec,
                              FanfoldJobEnd end,
                              const char *message)
{
  guint n_begun;
  guint n_finished;

  g_return_val_if_fail (self != NULL, FALSE);

  n_begun = fanfold_block_buffer_get_n_begun (self);
  n_finished = fanfold_block_buffer_get_n_finished (self);
  if (n_begun <= n_finished && n_finished > 0)
    return FALSE;

  self->place = n_finished;
  if (n_begun <= n_finished)
    fanfold_block_buffer_begin (self, now_usec);
  self->ends[self->place] = end;
  if (self->started[self->place] < 0 || self->started[self->place] > now_usec)
    self->started[self->place] = now_usec;

  fanfold_block_buffer_finish (
      self, state, (now_usec - self->started[self->place]) / (double) G_USEC_PER_SEC, message);

  return TRUE;
}

void
fanfold_block_buffer_amend (FanfoldBlockBuffer *self, FanfoldJobState state, const char *message)
{
  guint n_finished;

  g_return_if_fail (self != NULL && message != NULL);

  n_finished = fanfold_block_buffer_get_n_finished (self);
  if (n_finished == 0 || self->states[n_finished - 1] == FANFOLD_JOB_DONE)
    return;

  self->place = n_finished - 1;
  self->states[self->place] = state;
  put_message (self, message);
}

static guint
read_count (FanfoldBlockBuffer *self, const int *count)
{
  return MIN ((guint) __atomic_load_n (count, __ATOMIC_SEQ_CST), self->n_jobs);
}

guint
fanfold_block_buffer_get_n_begun (FanfoldBlockBuffer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_count (self, &self->head->n_begun);
}

guint
fanfold_block_buffer_get_n_finished (FanfoldBlockBuffer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_count (self, &self->head->n_finished);
}

gint64
fanfold_block_buffer_get_started (FanfoldBlockBuffer *self, guint place)
{
  g_return_val_if_fail (self != NULL, 0);

  return place < fanfold_block_buffer_get_n_begun (self) ? self->started[place] : 0;
}

gboolean
fanfold_block_buffer_has_room (FanfoldBlockBuffer *self)
{
  return self->head->text_end - self->text_begin < AMPLE_BYTES;
}

void
fanfold_block_buffer_trim (FanfoldBlockBuffer *self)
{
  g_return_if_fail (self != NULL);

  if (self->n_jobs == 0 || fanfold_block_buffer_has_room (self))
    return;

  /* MADV_REMOVE frees shared memory for both sides; private memory knows only MADV_DONTNEED. */
  madvise (
      self->memory, FANFOLD_BLOCK_BUFFER_BYTES, self->owns_memory ? MADV_DONTNEED : MADV_REMOVE);
}
