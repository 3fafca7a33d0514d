/* fanfold-job-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-list.h"

/* A job that somebody holds; the list does not. */
typedef struct
{
  guint64 index; /* first: the keys of the hash table point to it */
  FanfoldJobList *list;
  FanfoldJob *job;
  guint changes; /* of its block when it was last looked at */
} Live;

struct _FanfoldJobList
{
  GObject parent_instance;

  FanfoldJobTable *table;
  FanfoldCombine *combine;
  GHashTable *live; /* &Live.index: Live */
  gint64 now_usec;
};

static void
job_gone_cb (gpointer user_data, GObject *where_the_job_was)
{
  Live *live = user_data;

  g_hash_table_remove (live->list->live, &live->index);
}

static void
look_at (FanfoldJobList *self, Live *live)
{
  FanfoldJobRow row;

  live->changes =
      fanfold_job_table_get_changes (self->table, live->index / FANFOLD_JOB_TABLE_BLOCK);
  fanfold_job_table_get (self->table, live->index, &row);
  fanfold_job_update (live->job, &row, self->now_usec);
}

static GType
fanfold_job_list_get_item_type (GListModel *model)
{
  return FANFOLD_TYPE_JOB;
}

static guint
fanfold_job_list_get_n_items (GListModel *model)
{
  return (guint) fanfold_job_table_get_n_jobs (FANFOLD_JOB_LIST (model)->table);
}

static gpointer
fanfold_job_list_get_item (GListModel *model, guint position)
{
  FanfoldJobList *self = FANFOLD_JOB_LIST (model);
  guint64 index = position;
  Live *live;

  if (position >= fanfold_job_list_get_n_items (model))
    return NULL;

  live = g_hash_table_lookup (self->live, &index);
  if (live != NULL)
    return g_object_ref (live->job);

  live = g_new0 (Live, 1);
  live->index = index;
  live->list = self;
  live->job = fanfold_job_new (index, self->combine);
  g_hash_table_insert (self->live, &live->index, live);
  g_object_weak_ref (G_OBJECT (live->job), job_gone_cb, live);
  look_at (self, live);

  return live->job;
}

static void
fanfold_job_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_job_list_get_item_type;
  iface->get_n_items = fanfold_job_list_get_n_items;
  iface->get_item = fanfold_job_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldJobList,
                               fanfold_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      fanfold_job_list_iface_init))

static void
fanfold_job_list_finalize (GObject *object)
{
  FanfoldJobList *self = FANFOLD_JOB_LIST (object);
  GHashTableIter iter;
  Live *live;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &live))
    g_object_weak_unref (G_OBJECT (live->job), job_gone_cb, live);

  g_clear_pointer (&self->live, g_hash_table_unref);
  g_clear_pointer (&self->table, fanfold_job_table_unref);
  g_clear_pointer (&self->combine, fanfold_combine_unref);

  G_OBJECT_CLASS (fanfold_job_list_parent_class)->finalize (object);
}

static void
fanfold_job_list_class_init (FanfoldJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = fanfold_job_list_finalize;
}

static void
fanfold_job_list_init (FanfoldJobList *self)
{
  self->live = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->now_usec = g_get_real_time ();
}

FanfoldJobList *
fanfold_job_list_new (FanfoldJobTable *table, FanfoldCombine *combine)
{
  FanfoldJobList *self;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (combine != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_JOB_LIST, NULL);
  self->table = fanfold_job_table_ref (table);
  self->combine = fanfold_combine_ref (combine);

  return self;
}

guint
fanfold_job_list_sample (FanfoldJobList *self, gint64 now_usec)
{
  g_autoptr (GPtrArray) changed = NULL;
  GHashTableIter iter;
  Live *live;

  g_return_val_if_fail (FANFOLD_IS_JOB_LIST (self), 0);

  self->now_usec = now_usec;
  changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &live))
    if (fanfold_job_get_state (live->job) == FANFOLD_JOB_RUNNING ||
        live->changes !=
            fanfold_job_table_get_changes (self->table, live->index / FANFOLD_JOB_TABLE_BLOCK))
      g_ptr_array_add (changed, g_object_ref (live->job));

  /* A handler of what is notified here may hold or let go of jobs. */
  for (guint i = 0; i < changed->len; i++)
    {
      guint64 index = fanfold_job_get_index (g_ptr_array_index (changed, i));

      look_at (self, g_hash_table_lookup (self->live, &index));
    }

  return changed->len;
}

guint
fanfold_job_list_get_n_live (FanfoldJobList *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB_LIST (self), 0);

  return g_hash_table_size (self->live);
}
