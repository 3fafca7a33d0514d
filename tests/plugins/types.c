/* types.c: one parameter and one output of each type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stddef.h>

/* types.echo (text, bool, int, real, choice, file, folder, each of that type): outputs of the same
 * ids with the same values. The text has the pattern [a-z ]*, the int 1 to 9, the real 0 to 1. */
static FanfoldStatus
echo (FanfoldCall *call)
{
  call->put_text (call, "text", call->get_text (call, "text"));
  call->put_bool (call, "bool", call->get_bool (call, "bool"));
  call->put_int (call, "int", call->get_int (call, "int"));
  call->put_real (call, "real", call->get_real (call, "real"));
  call->put_text (call, "choice", call->get_text (call, "choice"));
  call->put_text (call, "file", call->get_text (call, "file"));
  call->put_text (call, "folder", call->get_text (call, "folder"));

  return FANFOLD_OK;
}

static const FanfoldChoiceDesc choices[] = {
  { "red", "Red" },
  { "light-green", "Light green" },
  { NULL, NULL },
};

static const FanfoldParamDesc params[] = {
  { .id = "text", .label = "Text", .help = "A text.", .initial = "a text", .pattern = "[a-z ]*" },
  { .id = "bool", .label = "Bool", .initial = "true", .type = FANFOLD_BOOL },
  { .id = "int",
    .label = "Int",
    .unit = "px",
    .initial = "3",
    .minimum = 1,
    .maximum = 9,
    .step = 1,
    .type = FANFOLD_INT },
  { .id = "real",
    .label = "Real",
    .unit = "s",
    .initial = "0.1",
    .maximum = 1,
    .step = 0.1,
    .type = FANFOLD_REAL,
    .flags = FANFOLD_PARAM_EACH },
  { .id = "choice",
    .label = "Choice",
    .initial = "red",
    .choices = choices,
    .type = FANFOLD_CHOICE,
    .flags = FANFOLD_PARAM_ADVANCED },
  { .id = "file", .label = "File", .pattern = "*.txt", .type = FANFOLD_FILE },
  { .id = "folder", .label = "Folder", .type = FANFOLD_FOLDER, .flags = FANFOLD_PARAM_IGNORED },
  { 0 },
};

static const FanfoldOutputDesc outputs[] = {
  { .id = "text", .label = "Text" },
  { .id = "bool", .label = "Bool", .type = FANFOLD_BOOL },
  { .id = "int", .label = "Int", .unit = "px", .type = FANFOLD_INT },
  { .id = "real", .label = "Real", .unit = "s", .type = FANFOLD_REAL },
  { .id = "choice", .label = "Choice", .type = FANFOLD_CHOICE },
  { .id = "file", .label = "File", .type = FANFOLD_FILE },
  { .id = "folder", .label = "Folder", .type = FANFOLD_FOLDER },
  { 0 },
};

FANFOLD_PLUGIN (.id = "types",
                .label = "Types",
                .functions = (const FanfoldFunctionDesc[]){ { .id = "echo",
                                                              .label = "Echo",
                                                              .run = echo,
                                                              .cache_version = 1,
                                                              .isolation = FANFOLD_THREAD_SAFE,
                                                              .params = params,
                                                              .outputs = outputs },
                                                            { 0 } });
