/* fanfold-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-application.h"
#include "fanfold-groups.h"
#include "fanfold-run-keeper.h"
#include "fanfold-speech.h"
#include "fanfold-window.h"

#include <glib/gi18n.h>

#define GOES_ON_ID "goes-on"

struct _FanfoldApplication
{
  AdwApplication parent_instance;

  FanfoldEngine *engine;
  FanfoldRunKeeper *keeper;
  FanfoldWindow *window; /* a weak pointer */
  GCancellable *cancellable;
  GError *start_error;
  gboolean started;
};

G_DEFINE_FINAL_TYPE (FanfoldApplication, fanfold_application, ADW_TYPE_APPLICATION)

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldApplication) self = FANFOLD_APPLICATION (user_data);

  fanfold_engine_start_finish (FANFOLD_ENGINE (source), result, &self->start_error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->started = TRUE;
  if (self->window != NULL)
    fanfold_window_set_started (self->window, self->start_error);
}

/* Nobody sees the program any more, and it is still there. */
static void
tell_goes_on (FanfoldApplication *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (fanfold_run_keeper_is_held (self->keeper))
    {
      notification = g_notification_new (_ ("Fanfold holds runs that have not begun"));
      g_notification_set_body (
          notification, _ ("They wait until Start Now is pressed. Start Fanfold to see them."));
    }
  else
    {
      notification = g_notification_new (_ ("Fanfold goes on in the background"));
      g_notification_set_body (
          notification, _ ("You will be told when the run is over. Start Fanfold to see it."));
    }
  g_application_send_notification (G_APPLICATION (self), GOES_ON_ID, notification);
}

/* A window that is closed while a run goes on is hidden: its views stay as they were. */
static gboolean
close_request_cb (FanfoldApplication *self, GtkWindow *window)
{
  if (fanfold_window_ask_to_save (FANFOLD_WINDOW (window), "window.close"))
    return TRUE;
  if (fanfold_run_keeper_get_n_live (self->keeper) == 0)
    return FALSE;

  tell_goes_on (self);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);

  return TRUE;
}

static void
n_live_cb (FanfoldApplication *self)
{
  if (self->window == NULL || gtk_widget_get_visible (GTK_WIDGET (self->window)))
    return;
  if (fanfold_run_keeper_get_n_live (self->keeper) > 0)
    {
      if (fanfold_run_keeper_is_held (self->keeper))
        tell_goes_on (self);
      return;
    }

  g_application_withdraw_notification (G_APPLICATION (self), GOES_ON_ID);
  gtk_window_destroy (GTK_WINDOW (self->window));
}

static void
show_window (FanfoldApplication *self)
{
  if (self->window == NULL)
    {
      g_set_weak_pointer (&self->window, fanfold_window_new (GTK_APPLICATION (self), self->engine));
      g_object_bind_property (
          self->window, "visible", self->keeper, "watched", G_BINDING_SYNC_CREATE);
      g_object_bind_property (
          self->keeper, "n-live", self->window, "n-live", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (
          self->window, "close-request", G_CALLBACK (close_request_cb), self, G_CONNECT_SWAPPED);
      if (self->started)
        fanfold_window_set_started (self->window, self->start_error);
    }

  g_application_withdraw_notification (G_APPLICATION (self), GOES_ON_ID);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
quit_response_cb (FanfoldApplication *self, const char *response)
{
  if (g_str_equal (response, "quit"))
    g_application_quit (G_APPLICATION (self));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (user_data);
  GtkWidget *dialog;

  if (self->window != NULL && fanfold_window_ask_to_save (self->window, "app.quit"))
    {
      show_window (self);
      return;
    }
  if (fanfold_run_keeper_get_n_live (self->keeper) == 0)
    {
      g_application_quit (G_APPLICATION (self));
      return;
    }

  show_window (self);
  dialog = adw_message_dialog_new (
      GTK_WINDOW (self->window),
      _ ("Stop the run and quit?"),
      _ ("Jobs that are running are ended, and those that have not begun are skipped. What is done "
         "is kept. To let the run go on, close the window instead."));
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "quit", _ ("Stop and Quit"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (quit_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (user_data);

  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (self)),
      "application-name",
      _ ("Fanfold"),
      "application-icon",
      FANFOLD_APP_ID,
      "version",
      FANFOLD_VERSION,
      "developer-name",
      _ ("The Fanfold contributors"),
      "comments",
      _ ("Fan out a function over many inputs, fold the results back, and watch it happen."),
      "license-type",
      GTK_LICENSE_GPL_3_0,
      "translator-credits",
      _ ("translator-credits"),
      NULL);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_action },
  { .name = "about", .activate = about_action },
};

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.copy-line", { "<Control><Shift>c" } },
  { "win.find", { "<Control>f" } },
  { "win.launch", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.view::launch", { "<Alt>1" } },
  { "win.view::watch", { "<Alt>2" } },
  { "win.view::cache", { "<Alt>3" } },
};

static void
fanfold_application_startup (GApplication *application)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (application);

  G_APPLICATION_CLASS (fanfold_application_parent_class)->startup (application);

  fanfold_speech_start ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (
        GTK_APPLICATION (self), accels[i].action, (const char *const *) accels[i].accels);

  self->engine = fanfold_engine_new (NULL);
  fanfold_groups_bind (self->engine);
  self->keeper = fanfold_run_keeper_new (GTK_APPLICATION (self), self->engine);
  g_signal_connect_object (
      self->keeper, "notify::n-live", G_CALLBACK (n_live_cb), self, G_CONNECT_SWAPPED);
  fanfold_engine_start_async (self->engine, self->cancellable, started_cb, g_object_ref (self));
}

static void
fanfold_application_activate (GApplication *application)
{
  show_window (FANFOLD_APPLICATION (application));
}

static void
fanfold_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (application);

  show_window (self);
  fanfold_window_open_files (self->window, files, n_files);
}

static void
fanfold_application_shutdown (GApplication *application)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  if (self->keeper != NULL)
    fanfold_run_keeper_stop (self->keeper);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  if (self->engine != NULL)
    fanfold_engine_shut_down (self->engine);

  G_APPLICATION_CLASS (fanfold_application_parent_class)->shutdown (application);
}

static void
fanfold_application_finalize (GObject *object)
{
  FanfoldApplication *self = FANFOLD_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->keeper);
  g_clear_object (&self->engine);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->start_error);

  G_OBJECT_CLASS (fanfold_application_parent_class)->finalize (object);
}

static void
fanfold_application_class_init (FanfoldApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = fanfold_application_finalize;

  application_class->startup = fanfold_application_startup;
  application_class->activate = fanfold_application_activate;
  application_class->open = fanfold_application_open;
  application_class->shutdown = fanfold_application_shutdown;
}

static void
fanfold_application_init (FanfoldApplication *self)
{
  self->cancellable = g_cancellable_new ();
}

FanfoldApplication *
fanfold_application_new (void)
{
  return g_object_new (FANFOLD_TYPE_APPLICATION,
                       "application-id",
                       FANFOLD_APP_ID,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path",
                       "/org/fanfold/Fanfold",
                       NULL);
}
