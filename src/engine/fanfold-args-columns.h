/* fanfold-args-columns.h: the arguments of many jobs, a column a parameter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For going over a bundle's arguments without a GVariant for each. One thread. */
typedef struct _FanfoldArgsColumns FanfoldArgsColumns;

/* [any] @params: array of FanfoldParam; @columns: an "av" with an array of as many values for each,
 * in their order. Both are referenced. (transfer full) */
FanfoldArgsColumns *fanfold_args_columns_new (GPtrArray *params, GVariant *columns);
void fanfold_args_columns_free (FanfoldArgsColumns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldArgsColumns, fanfold_args_columns_free)

/* [any] What fanfold_args_append_json () writes for the job at @place. */
void fanfold_args_columns_append_json (FanfoldArgsColumns *self, GString *json, gsize place);

/* [any] The value of the parameter at position @param alone, as JSON. */
void fanfold_args_columns_append_value (FanfoldArgsColumns *self,
                                        GString *json,
                                        guint param,
                                        gsize place);

G_END_DECLS
