/* fanfold-editor-stack.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-editor-stack.h"
#include "fanfold-blocks-editor.h"
#include "fanfold-csv-editor.h"
#include "fanfold-files-editor.h"
#include "fanfold-input-kind.h"
#include "fanfold-lines-editor.h"
#include "fanfold-list-editor.h"
#include "fanfold-range-editor.h"
#include "fanfold-template-editor.h"
#include "fanfold-value-editor.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

#define N_KINDS (FANFOLD_INPUT_TEMPLATE + 1)

struct _FanfoldEditorStack
{
  AdwBin parent_instance;

  FanfoldParam *param;
  FanfoldParam *numbers; /* of a free input; else NULL */
  FanfoldInputKind shown;
  FanfoldInputEditor *editors[N_KINDS]; /* made when first shown; owned by the stack */
  gboolean setting;
  gboolean choosing; /* ourselves, not the person */

  GtkDropDown *choice;
  GtkStack *stack;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldEditorStack, fanfold_editor_stack, ADW_TYPE_BIN)

static gboolean
is_range (FanfoldInputKind kind)
{
  return kind == FANFOLD_INPUT_RANGE || kind == FANFOLD_INPUT_LINSPACE ||
         kind == FANFOLD_INPUT_GEOMSPACE;
}

/* The kind under which an input's editor is kept. */
static FanfoldInputKind
get_base (FanfoldInputKind kind)
{
  return is_range (kind) ? FANFOLD_INPUT_RANGE : kind;
}

static void
changed_cb (FanfoldEditorStack *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* A range stands for evenly spaced numbers, too. */
static gboolean
is_choice (FanfoldEditorStack *self, FanfoldInputKind kind)
{
  return kind == get_base (kind) && fanfold_editor_stack_has_kind (self, kind);
}

static guint
find_choice (FanfoldEditorStack *self, FanfoldInputKind kind)
{
  guint position = 0;

  for (FanfoldInputKind i = 0; i < kind; i++)
    if (is_choice (self, i))
      position++;

  return position;
}

static void
chosen_cb (FanfoldEditorStack *self)
{
  guint position = gtk_drop_down_get_selected (self->choice);

  if (self->choosing || position == GTK_INVALID_LIST_POSITION)
    return;

  for (FanfoldInputKind kind = 0; kind < N_KINDS; kind++)
    if (is_choice (self, kind) && find_choice (self, kind) == position && kind != self->shown)
      fanfold_editor_stack_set_kind (self, kind);
}

static GtkWidget *
make_editor (FanfoldInputKind kind, FanfoldParam *param)
{
  switch (kind)
    {
    case FANFOLD_INPUT_LIST:
      return fanfold_list_editor_new (param);

    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
      return fanfold_range_editor_new (param);

    case FANFOLD_INPUT_FILES:
      return fanfold_files_editor_new (param);

    case FANFOLD_INPUT_LINES:
      return fanfold_lines_editor_new (param);

    case FANFOLD_INPUT_CSV:
      return fanfold_csv_editor_new (param);

    case FANFOLD_INPUT_TEMPLATE:
      return fanfold_template_editor_new (param);

    case FANFOLD_INPUT_BLOCKS:
      return fanfold_blocks_editor_new (param);

    case FANFOLD_INPUT_VALUE:
    default:
      return fanfold_value_editor_new (param);
    }
}

static void
show_kind (FanfoldEditorStack *self, FanfoldInputKind kind)
{
  FanfoldInputKind base = get_base (kind);

  self->shown = base;
  if (self->editors[base] == NULL)
    {
      GtkWidget *editor = make_editor (base, fanfold_editor_stack_get_param (self));

      g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, editor);
      self->editors[base] = FANFOLD_INPUT_EDITOR (editor);
    }

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editors[base]));
  self->choosing = TRUE;
  gtk_drop_down_set_selected (self->choice, find_choice (self, base));
  self->choosing = FALSE;
}

static FanfoldInputKind
choose_first_kind (FanfoldEditorStack *self)
{
  if (self->numbers != NULL)
    return FANFOLD_INPUT_LIST;

  if (fanfold_param_get_param_type (self->param) == FANFOLD_PARAM_TYPE_COMMAND)
    return FANFOLD_INPUT_TEMPLATE;

  if ((fanfold_param_get_flags (self->param) & FANFOLD_PARAM_FLAG_EACH) == 0)
    return FANFOLD_INPUT_VALUE;

  if (fanfold_editor_stack_has_kind (self, FANFOLD_INPUT_FILES))
    return FANFOLD_INPUT_FILES;

  if (fanfold_editor_stack_has_kind (self, FANFOLD_INPUT_RANGE))
    return FANFOLD_INPUT_RANGE;

  return FANFOLD_INPUT_LIST;
}

static void
set_up_choice (FanfoldEditorStack *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  /* Translators: names, for a screen reader, the choice of where an input's values come from. */
  g_autofree char *name =
      g_strdup_printf (_ ("Kind of input for %s"), fanfold_words_param_label (self->param));

  for (FanfoldInputKind kind = 0; kind < N_KINDS; kind++)
    if (is_choice (self, kind))
      gtk_string_list_append (labels, fanfold_input_kind_get_label (kind));

  self->choosing = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (labels));
  self->choosing = FALSE;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (
      self->choice, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

static void
fanfold_editor_stack_finalize (GObject *object)
{
  FanfoldEditorStack *self = FANFOLD_EDITOR_STACK (object);

  g_clear_object (&self->param);
  g_clear_object (&self->numbers);

  G_OBJECT_CLASS (fanfold_editor_stack_parent_class)->finalize (object);
}

static void
fanfold_editor_stack_class_init (FanfoldEditorStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_editor_stack_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-editor-stack.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldEditorStack, stack);
}

static void
fanfold_editor_stack_init (FanfoldEditorStack *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_editor_stack_set_up (FanfoldEditorStack *self,
                             GtkDropDown *choice,
                             FanfoldParam *param,
                             FanfoldParam *numbers)
{
  g_return_if_fail (FANFOLD_IS_EDITOR_STACK (self));
  g_return_if_fail (GTK_IS_DROP_DOWN (choice));
  g_return_if_fail (FANFOLD_IS_PARAM (param));
  g_return_if_fail (self->param == NULL);

  self->choice = choice;
  self->param = g_object_ref (param);
  self->numbers = numbers != NULL ? g_object_ref (numbers) : NULL;
  set_up_choice (self);
  show_kind (self, choose_first_kind (self));
}

gboolean
fanfold_editor_stack_has_kind (FanfoldEditorStack *self, FanfoldInputKind kind)
{
  g_return_val_if_fail (FANFOLD_IS_EDITOR_STACK (self), FALSE);

  if (kind >= N_KINDS)
    return FALSE;

  /* A free input is there for templates, and no template is made of another. */
  if (self->numbers != NULL)
    return kind != FANFOLD_INPUT_TEMPLATE && kind != FANFOLD_INPUT_BLOCKS;

  return fanfold_input_kind_fits (kind, self->param);
}

FanfoldInputKind
fanfold_editor_stack_get_kind (FanfoldEditorStack *self)
{
  g_return_val_if_fail (FANFOLD_IS_EDITOR_STACK (self), FANFOLD_INPUT_VALUE);

  return fanfold_input_editor_get_kind (self->editors[self->shown]);
}

void
fanfold_editor_stack_set_kind (FanfoldEditorStack *self, FanfoldInputKind kind)
{
  g_return_if_fail (FANFOLD_IS_EDITOR_STACK (self));
  g_return_if_fail (fanfold_editor_stack_has_kind (self, kind));

  if (fanfold_editor_stack_get_kind (self) == kind)
    return;

  show_kind (self, kind);
  if (is_range (kind) && kind != fanfold_editor_stack_get_kind (self))
    {
      self->setting = TRUE;
      fanfold_range_editor_set_mode (FANFOLD_RANGE_EDITOR (self->editors[self->shown]), kind);
      self->setting = FALSE;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

FanfoldParam *
fanfold_editor_stack_get_param (FanfoldEditorStack *self)
{
  g_return_val_if_fail (FANFOLD_IS_EDITOR_STACK (self), NULL);

  return self->numbers != NULL && is_range (self->shown) ? self->numbers : self->param;
}

FanfoldInputEditor *
fanfold_editor_stack_get_editor (FanfoldEditorStack *self)
{
  g_return_val_if_fail (FANFOLD_IS_EDITOR_STACK (self), NULL);

  return self->editors[self->shown];
}

void
fanfold_editor_stack_set_input (FanfoldEditorStack *self, FanfoldInput *input)
{
  g_return_if_fail (FANFOLD_IS_EDITOR_STACK (self));
  g_return_if_fail (input != NULL);
  g_return_if_fail (fanfold_editor_stack_has_kind (self, fanfold_input_get_kind (input)));

  self->setting = TRUE;
  show_kind (self, fanfold_input_get_kind (input));
  fanfold_input_editor_set_input (self->editors[self->shown], input);
  self->setting = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}
