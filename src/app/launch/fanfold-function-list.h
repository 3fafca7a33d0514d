/* fanfold-function-list.h: the functions by plugin, and the plugins that cannot be used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-registry.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FUNCTION_LIST (fanfold_function_list_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFunctionList, fanfold_function_list, FANFOLD, FUNCTION_LIST, AdwBin)

/* [main] all. Property "function" (FanfoldFunction, nullable, read only: the chosen one). Signals
 * "function-activated": the person wants to see it; "function-entered": by a key, and to fill it
 * in; "try-again" (string): the path of a broken plugin. */

/* @plugins: (nullable) a GListModel of FanfoldPlugin. */
void fanfold_function_list_set_plugins (FanfoldFunctionList *self, GListModel *plugins);

/* The chosen one. (transfer none) (nullable) */
FanfoldFunction *fanfold_function_list_get_function (FanfoldFunctionList *self);

/* Chooses the function of that id; NULL chooses none. False where there is none. */
gboolean fanfold_function_list_choose (FanfoldFunctionList *self, const char *id);

/* Puts the cursor into the search. */
void fanfold_function_list_find (FanfoldFunctionList *self);

G_END_DECLS
