/* fanfold-input-check.h: finds the input that an expansion fails at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

/* [main] Expands each of @inputs (FanfoldInput) for the parameter at the same place of @params, off
 * the main thread, below @folder (nullable). The finish gives the name of the first that fails,
 * (transfer full), with its @error; NULL without an error where each is good by itself, NULL with
 * one where it was cancelled. */
void fanfold_input_check_async (GPtrArray *inputs,
                                GPtrArray *params,
                                const char *folder,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *fanfold_input_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
