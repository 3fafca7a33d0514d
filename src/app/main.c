/* main.c: the window's program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-application.h"
#include "fanfold-export.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

/* FANFOLD_LOCALE_DIR names another folder of translations, to run without installing. */
static void
set_up_language (void)
{
  const char *folder = g_getenv ("FANFOLD_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : FANFOLD_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (FanfoldApplication) application = NULL;

  fanfold_export_protect_stdout ();
  signal (SIGXFSZ, SIG_IGN);

  set_up_language ();

  g_set_application_name (_ ("Fanfold"));
  gtk_window_set_default_icon_name (FANFOLD_APP_ID);

  application = fanfold_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
