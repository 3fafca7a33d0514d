/* fanfold-command-process.h: a program that runs, in a process group of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

typedef struct
{
  pid_t pid;
  int out; /* what it prints; not blocking */
  int err;
  int pid_fd; /* -1: none yet */
  gboolean has_ended;
  int status; /* as waitpid () has it, once it has ended */
} FanfoldCommandProcess;

/* @words: the program, looked for as the shell does, and its arguments. @folder: (nullable) to work
 * in. @input: for it to read. 0, or the errno of what went wrong. */
int fanfold_command_process_start (FanfoldCommandProcess *self,
                                   const char *const *words,
                                   const char *const *environment,
                                   const char *folder,
                                   int input);
void fanfold_command_process_clear (FanfoldCommandProcess *self);

/* Whether it has ended, without waiting. */
gboolean fanfold_command_process_check (FanfoldCommandProcess *self);
/* What poll () finds readable when it ends; -1: the system has no such thing. */
int fanfold_command_process_get_pid_fd (FanfoldCommandProcess *self);
/* To its whole group, as long as that is known to be its own. */
void fanfold_command_process_signal (FanfoldCommandProcess *self, int number);

G_END_DECLS
