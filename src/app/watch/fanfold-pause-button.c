/* fanfold-pause-button.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-pause-button.h"
#include "fanfold-speech.h"

#include <glib/gi18n.h>

struct _FanfoldPauseButton
{
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (FanfoldPauseButton, fanfold_pause_button, GTK_TYPE_BUTTON)

static const char *
describe (FanfoldRun *run, gboolean paused)
{
  if (fanfold_run_is_steerable (run))
    return paused ? _ ("Resume: start jobs again")
                  : _ ("Pause: start no more jobs until it is resumed; those that run end");

  return paused ? _ ("It is paused until nothing holds it back any more, and goes on by itself.")
                : _ ("It cannot be paused: it is being stopped.");
}

void
fanfold_pause_button_follow (FanfoldPauseButton *self, FanfoldRun *run)
{
  FanfoldRunState state;
  gboolean paused;
  const char *text;

  g_return_if_fail (FANFOLD_IS_PAUSE_BUTTON (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  state = fanfold_run_get_state (run);
  paused = state == FANFOLD_RUN_PAUSED;
  gtk_widget_set_visible (GTK_WIDGET (self),
                          (paused || state == FANFOLD_RUN_RUNNING) &&
                              !fanfold_run_is_elsewhere (run));
  text = describe (run, paused);
  /* It is asked ten times a second. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self)), text) == 0)
    return;

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_button_set_icon_name (GTK_BUTTON (self),
                            paused ? "media-playback-start-symbolic"
                                   : "media-playback-pause-symbolic");
  fanfold_speech_name_button (GTK_WIDGET (self), paused ? _ ("Resume") : _ ("Pause"));
}

void
fanfold_pause_button_switch (FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_RUN (run));

  if (fanfold_run_get_state (run) == FANFOLD_RUN_PAUSED)
    fanfold_run_resume (run);
  else
    fanfold_run_pause (run);
}

static void
fanfold_pause_button_class_init (FanfoldPauseButtonClass *klass)
{
}

static void
fanfold_pause_button_init (FanfoldPauseButton *self)
{
}
