/* fanfold-cache-function.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-function.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

struct _FanfoldCacheFunction
{
  GObject parent_instance;

  FanfoldMemoFunction *memo_function;
  char *label;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_CONTENTS,
  PROP_USE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldCacheFunction, fanfold_cache_function, G_TYPE_OBJECT)

static char *
use_text (const FanfoldMemoFunction *memo_function)
{
  g_autofree char *hits = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *used = NULL;

  if (memo_function->n_hits == 0)
    return g_strdup (_ ("not used yet"));

  hits = fanfold_text_count (memo_function->n_hits);
  used = g_strdup_printf (
      ngettext ("used %s time", "used %s times", (gulong) memo_function->n_hits), hits);
  saved = fanfold_text_duration (memo_function->seconds_saved);

  /* Translators: "used 311 times · saved 1:02:03": how often, and how much computing. */
  return g_strdup_printf (_ ("%s · saved %s"), used, saved);
}

static void
fanfold_cache_function_finalize (GObject *object)
{
  FanfoldCacheFunction *self = FANFOLD_CACHE_FUNCTION (object);

  g_clear_pointer (&self->memo_function, fanfold_memo_function_free);
  g_clear_pointer (&self->label, g_free);

  G_OBJECT_CLASS (fanfold_cache_function_parent_class)->finalize (object);
}

static void
fanfold_cache_function_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  FanfoldCacheFunction *self = FANFOLD_CACHE_FUNCTION (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, fanfold_cache_function_get_title (self));
      break;

    case PROP_CONTENTS:
      g_value_take_string (
          value,
          fanfold_cache_text_contents (self->memo_function->n_entries, self->memo_function->bytes));
      break;

    case PROP_USE:
      g_value_take_string (value, use_text (self->memo_function));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_cache_function_class_init (FanfoldCacheFunctionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_cache_function_finalize;
  object_class->get_property = fanfold_cache_function_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CONTENTS] = g_param_spec_string ("contents", NULL, NULL, NULL, flags);
  properties[PROP_USE] = g_param_spec_string ("use", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_cache_function_init (FanfoldCacheFunction *self)
{
}

FanfoldCacheFunction *
fanfold_cache_function_new (FanfoldMemoFunction *memo_function, const char *label)
{
  FanfoldCacheFunction *self;

  g_return_val_if_fail (memo_function != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_CACHE_FUNCTION, NULL);
  self->memo_function = memo_function;
  self->label = g_strdup (label);

  return self;
}

const FanfoldMemoFunction *
fanfold_cache_function_get (FanfoldCacheFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_CACHE_FUNCTION (self), NULL);

  return self->memo_function;
}

const char *
fanfold_cache_function_get_title (FanfoldCacheFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_CACHE_FUNCTION (self), NULL);

  return self->label != NULL ? self->label : self->memo_function->function_id;
}

char *
fanfold_cache_text_contents (guint64 n_entries, guint64 bytes)
{
  g_autofree char *count = fanfold_text_count (n_entries);
  g_autofree char *size = fanfold_text_size (bytes);
  g_autofree char *results =
      g_strdup_printf (ngettext ("%s result", "%s results", (gulong) n_entries), count);

  /* Translators: "1,204 results · 1.3 GB". */
  return g_strdup_printf (_ ("%s · %s"), results, size);
}

void
fanfold_cache_functions_count (GListModel *functions,
                               guint64 *n_entries,
                               guint64 *bytes,
                               double *seconds_saved)
{
  guint n;

  g_return_if_fail (G_IS_LIST_MODEL (functions));

  *n_entries = 0;
  *bytes = 0;
  *seconds_saved = 0;
  n = g_list_model_get_n_items (functions);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FanfoldCacheFunction) self = g_list_model_get_item (functions, i);

      *n_entries += self->memo_function->n_entries;
      *bytes += self->memo_function->bytes;
      *seconds_saved += self->memo_function->seconds_saved;
    }
}
