/* fanfold-pre-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-pre-dispatch.h"

#include "fanfold-error.h"
#include "fanfold-expression.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SHOWN_BYTES 100

static gboolean
is_all (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return g_str_equal (stripped, "all");
}

static gboolean
refuse (const char *text, GError *reason, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, (gssize) MIN (strlen (text), MAX_SHOWN_BYTES));

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("pre_dispatch “%s”, %s; give all, a number, or an expression of n_jobs, + - * / "
                  "// %% ** and ( ), such as 2*n_jobs"),
               shown,
               reason->message);
  return FALSE;
}

gboolean
fanfold_pre_dispatch_parse (const char *text, guint n_jobs, guint64 *n, GError **error)
{
  g_autoptr (GError) reason = NULL;
  double value;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (n != NULL, FALSE);

  if (is_all (text))
    {
      *n = FANFOLD_PRE_DISPATCH_ALL;
      return TRUE;
    }

  if (!fanfold_expression_evaluate (text, n_jobs, &value, &reason))
    return refuse (text, reason, error);

  if (value < 1)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (digits, sizeof digits, "%.6g", value);
      g_set_error (&reason,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("column 1: it comes to %s for n_jobs %u, and below 1 no job would run"),
                   digits,
                   n_jobs);
      return refuse (text, reason, error);
    }

  *n = (guint64) value;
  return TRUE;
}

gboolean
fanfold_pre_dispatch_check (const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint64 n;

  g_return_val_if_fail (text != NULL, FALSE);

  if (is_all (text))
    return TRUE;
  if (!fanfold_expression_check (text, &reason))
    return refuse (text, reason, error);

  return strstr (text, "n_jobs") != NULL || fanfold_pre_dispatch_parse (text, 1, &n, error);
}
