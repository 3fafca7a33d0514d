/* fanfold-trial.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-trial.h"

#include <glib/gi18n.h>

FanfoldBatch *
fanfold_trial_new_batch (FanfoldBatch *batch, guint n_jobs, const char *label)
{
  FanfoldBatch *trial;
  FanfoldSettings settings;
  const char *name;
  g_autofree char *title = NULL;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (n_jobs > 0, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  trial = fanfold_batch_copy (batch);
  settings = *fanfold_batch_get_settings (batch);
  if (settings.sample == 0 || settings.sample > n_jobs)
    settings.sample = n_jobs;
  fanfold_batch_set_settings (trial, &settings);

  name = fanfold_batch_get_name (batch);
  /* Translators: the name of a run of a few jobs; then that of the batch or the function. */
  title = g_strdup_printf (_ ("Trial of %s"), name != NULL && name[0] != '\0' ? name : label);
  fanfold_batch_set_name (trial, title);

  return trial;
}
