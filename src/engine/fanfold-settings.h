/* fanfold-settings.h: how a run is to go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_BACKEND_PROCESSES,
  FANFOLD_BACKEND_THREADS
} FanfoldBackend;

typedef struct
{
  int n_jobs; /* never 0; 1 where nothing else is said */
  FanfoldBackend backend;
  int verbose;       /* joblib's; 0: silent */
  gboolean no_cache; /* neither read nor write the memo cache */
} FanfoldSettings;

#define FANFOLD_SETTINGS_INIT                                                                      \
  {                                                                                                \
    .n_jobs = 1                                                                                    \
  }

/* [any] "processes", "threads" */
const char *fanfold_backend_to_string (FanfoldBackend backend);
gboolean fanfold_backend_from_string (const char *text, FanfoldBackend *backend, GError **error);

G_END_DECLS
