/* fanfold-cli-labels.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-labels.h"

#include "fanfold-error.h"

void
fanfold_cli_labels_clear (FanfoldCliLabels *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->note, g_free);
}

static gboolean
check (const char *option, const char *text, GError **error)
{
  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return TRUE;

  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s takes a text in UTF-8", option);

  return FALSE;
}

gboolean
fanfold_cli_labels_apply (FanfoldCliLabels *self, FanfoldBatch *batch, GError **error)
{
  if (!check ("--name", self->name, error) || !check ("--note", self->note, error))
    return FALSE;
  if (self->note != NULL && !fanfold_batch_set_note (batch, self->note, error))
    {
      g_prefix_error (error, "--note: ");
      return FALSE;
    }
  if (self->name != NULL)
    fanfold_batch_set_name (batch, self->name);

  return TRUE;
}
