/* fanfold-function.h: one described job function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-param.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FUNCTION (fanfold_function_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFunction, fanfold_function, FANFOLD, FUNCTION, GObject)

/* Immutable once made: what it gives may be used on any thread while somebody holds it. */

/* One function in the form that crosses processes: a{sv} with id, label, summary (s), params,
 * outputs (aa{sv}, as FanfoldParam takes them), cache-version, load, isolation, flags (u).
 * @plugin_id, @plugin_path,
 * @plugin_build say where it comes from. FANFOLD_ERROR_PLUGIN where it breaks a rule of the ABI.
 * (transfer full) */
FanfoldFunction *fanfold_function_new_from_variant (GVariant *description,
                                                    const char *plugin_id,
                                                    const char *plugin_path,
                                                    const char *plugin_build,
                                                    GError **error);

/* [any] "numbers.square" */
const char *fanfold_function_get_id (FanfoldFunction *self);
/* [any] "square": its name inside the plugin. */
const char *fanfold_function_get_name (FanfoldFunction *self);
const char *fanfold_function_get_label (FanfoldFunction *self);
const char *fanfold_function_get_summary (FanfoldFunction *self); /* (nullable) */
const char *fanfold_function_get_gettext_domain (
    FanfoldFunction *self); /* (nullable) where its words are translated */
const char *fanfold_function_get_plugin_path (FanfoldFunction *self);
/* [any] The build id of the plugin, or the digest of the file: what tells two builds apart. */
const char *fanfold_function_get_plugin_build (FanfoldFunction *self);

/* [any] Arrays of FanfoldParam, never NULL. (transfer none) */
GPtrArray *fanfold_function_get_params (FanfoldFunction *self);
GPtrArray *fanfold_function_get_outputs (FanfoldFunction *self);

/* [any] NULL, or the parameter of that id; @position may be NULL. (transfer none) */
FanfoldParam *fanfold_function_find_param (FanfoldFunction *self, const char *id, guint *position);
/* [any] NULL, or the parameter flagged EACH. (transfer none) */
FanfoldParam *fanfold_function_get_each_param (FanfoldFunction *self);

/* [any] */
gboolean fanfold_function_is_pure (FanfoldFunction *self);
gboolean fanfold_function_is_cheap (FanfoldFunction *self);
gboolean fanfold_function_is_tidy (FanfoldFunction *self);
gboolean fanfold_function_is_thread_safe (FanfoldFunction *self);
gboolean fanfold_function_is_io_bound (FanfoldFunction *self);

/* [any] What stands for "the same code" in a memo key: "v" and the declared cache_version, else "b"
 * and the plugin's build. */
const char *fanfold_function_get_cache_version (FanfoldFunction *self);

/* [any] The type of a job's arguments: a tuple of the parameters' types. */
const GVariantType *fanfold_function_get_args_type (FanfoldFunction *self);

/* [any] The result of a job as JSON from its outputs: with one declared output its value alone,
 * with several an object. @values: one (nullable) value an output, in their order. */
void fanfold_function_append_result_json (FanfoldFunction *self, GString *json, GVariant **values);

/* [any] The reverse: fills @values, one an output, (transfer full), NULL for null. False with
 * FANFOLD_ERROR_INVALID where the JSON does not fit the outputs. */
gboolean fanfold_function_parse_result_json (FanfoldFunction *self,
                                             const char *json,
                                             GVariant **values,
                                             GError **error);

/* [any] The description that it was made from, with the plugin's id, path and build, to keep it in
 * the history and have it back. (transfer full), not floating */
GVariant *fanfold_function_to_variant (FanfoldFunction *self);
FanfoldFunction *fanfold_function_new_from_kept_variant (GVariant *variant, GError **error);

G_END_DECLS
