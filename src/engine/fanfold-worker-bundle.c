/* fanfold-worker-bundle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-bundle.h"

#include "fanfold-error.h"

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER, what);
  return FALSE;
}

/* The columns of the first half of the jobs, for where all of them do not fit into a frame. */
static GVariant *
halve (GVariant *columns, guint n_jobs)
{
  GVariantBuilder builder;
  gsize i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (i = 0; i < g_variant_n_children (columns); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (columns, i);
      g_autoptr (GVariant) array = g_variant_get_variant (boxed);
      GVariantBuilder part;
      guint job;

      g_variant_builder_init (&part, g_variant_get_type (array));
      for (job = 0; job < n_jobs / 2; job++)
        {
          g_autoptr (GVariant) value = g_variant_get_child_value (array, job);

          g_variant_builder_add_value (&part, value);
        }
      g_variant_builder_add (&builder, "v", g_variant_builder_end (&part));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

void
fanfold_worker_bundle_send (FanfoldWorkerBundle *self,
                            FanfoldWire *wire,
                            GVariant *columns,
                            gint64 budget_usec)
{
  g_autoptr (GVariant) part = g_variant_ref (columns);

  while (!fanfold_wire_send (
      wire,
      FANFOLD_WIRE_RUN,
      g_variant_new (
          "(ttuux@av)", self->sequence, self->first, self->slot, self->attempt, budget_usec, part)))
    {
      GVariant *half;

      if (self->n_jobs == 1)
        {
          self->n_given = 1;
          self->block = fanfold_block_new_single (self->function,
                                                  self->first,
                                                  self->slot,
                                                  self->attempt,
                                                  FANFOLD_JOB_FAILED,
                                                  g_get_real_time (),
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  "its arguments are larger than 64 MiB");
          return;
        }

      half = halve (part, self->n_jobs);
      g_variant_unref (part);
      part = half;
      self->n_jobs /= 2;
    }
  self->n_given = self->n_jobs;
}

static void
take_sample (FanfoldWorkerBundle *self, GVariant *payload)
{
  const FanfoldJobEvents *events = self->events;
  guint64 index;
  gint64 started_usec;
  double fraction;
  const char *message;

  g_variant_get (payload, "(txd&s)", &index, &started_usec, &fraction, &message);
  if (index < self->first || index - self->first >= self->n_jobs)
    return;

  if (index != self->begun && events->begun != NULL)
    events->begun (index, started_usec, events->user_data);
  self->begun = index;
  if ((fraction >= 0 || *message != '\0') && events->progress != NULL)
    events->progress (
        index, MIN (fraction, 1), *message != '\0' ? message : NULL, events->user_data);
}

static void
take_log (FanfoldWorkerBundle *self, GVariant *payload)
{
  g_autoptr (GVariant) bytes = g_variant_get_child_value (payload, 2);
  guint64 index;
  guint8 kind;
  gsize length;
  const char *text;

  g_variant_get_child (payload, 0, "t", &index);
  g_variant_get_child (payload, 1, "y", &kind);
  text = g_variant_get_fixed_array (bytes, &length, 1);
  if (index >= self->first && index - self->first < self->n_jobs && kind <= FANFOLD_LOG_NOTE &&
      self->events->log != NULL)
    self->events->log (index, kind, text, length, self->events->user_data);
}

static gboolean
fail_others (GError **error)
{
  return fail (error, "The worker answered about other jobs than it was asked to run");
}

static FanfoldBlock *
read_block (FanfoldWorkerBundle *self, GVariant *variant, GError **error)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_from_variant (self->function, variant, error);

  if (block == NULL)
    return NULL;
  if (fanfold_block_get_first (block) != self->first ||
      fanfold_block_get_n_jobs (block) > self->n_jobs ||
      fanfold_block_get_slot (block) != self->slot ||
      fanfold_block_get_attempt (block) != self->attempt)
    {
      fail_others (error);
      return NULL;
    }

  return g_steal_pointer (&block);
}

static gboolean
take_block (FanfoldWorkerBundle *self, GVariant *payload, GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  guint64 sequence;

  g_variant_get (payload, "(tv)", &sequence, &variant);
  if (sequence != self->sequence)
    return fail_others (error);

  self->block = read_block (self, variant, error);
  return self->block != NULL;
}

static gboolean
take_part (FanfoldWorkerBundle *self, GVariant *payload, GError **error)
{
  g_autoptr (GVariant) boxes = g_variant_get_child_value (payload, 3);
  g_autoptr (FanfoldBlock) block = NULL;
  guint64 sequence;
  guint64 running;
  gint64 started_usec;
  guint n_over = 0;

  if (g_variant_n_children (boxes) > 0)
    {
      g_autoptr (GVariant) variant = NULL;

      g_variant_get_child (boxes, 0, "v", &variant);
      block = read_block (self, variant, error);
      if (block == NULL)
        return FALSE;
      n_over = fanfold_block_get_n_jobs (block);
    }

  g_variant_get (payload, "(ttxav)", &sequence, &running, &started_usec, NULL);
  if (sequence != self->sequence || self->n_jobs < 2 || n_over >= self->n_jobs ||
      running != self->first + n_over)
    return fail_others (error);

  self->first = self->begun = running;
  self->n_over = n_over;
  self->n_jobs = 1;
  if (self->events->parted != NULL)
    self->events->parted (block, running, started_usec, self->events->user_data);

  return TRUE;
}

static gboolean
take_message (FanfoldWorkerBundle *self, FanfoldWireKind kind, GVariant *payload, GError **error)
{
  switch (kind)
    {
    case FANFOLD_WIRE_SAMPLE:
      take_sample (self, payload);
      return TRUE;

    case FANFOLD_WIRE_LOG:
      take_log (self, payload);
      return TRUE;

    case FANFOLD_WIRE_BLOCK:
      return take_block (self, payload, error);

    case FANFOLD_WIRE_PART:
      return take_part (self, payload, error);

    case FANFOLD_WIRE_BEAT:
      return TRUE;

    case FANFOLD_WIRE_GOODBYE:
      return fail (error, "The worker was asked by somebody else to end");

    case FANFOLD_WIRE_HELLO:
    case FANFOLD_WIRE_WELCOME:
    case FANFOLD_WIRE_RUN:
    case FANFOLD_WIRE_CANCEL:
    case FANFOLD_WIRE_LIMITS:
    case FANFOLD_WIRE_FREEZE:
    case FANFOLD_WIRE_N_KINDS:
    default:
      return fail (error, "The worker said what only its parent may say");
    }
}

gboolean
fanfold_worker_bundle_take (FanfoldWorkerBundle *self, FanfoldWire *wire, GError **error)
{
  FanfoldWireKind kind;
  GVariant *payload;

  while (self->block == NULL)
    {
      g_autoptr (GVariant) owned = NULL;
      g_autoptr (GError) problem = NULL;

      if (!fanfold_wire_next (wire, &kind, &payload, &problem))
        {
          if (problem == NULL)
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }

      owned = payload;
      if (!take_message (self, kind, owned, error))
        return FALSE;
    }

  return TRUE;
}
