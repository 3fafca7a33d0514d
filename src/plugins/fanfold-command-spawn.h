/* fanfold-command-spawn.h: starts a program in a process group of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

typedef struct
{
  const char *const *words; /* its arguments, its name before them */
  const char *const *environment;
  const char *folder; /* NULL: ours */
  int input;          /* its standard streams; it gets no other descriptors */
  int output;
  int error;
} FanfoldCommandSpawn;

/* Runs the file @path: 0 and *@pid, or the errno of what went wrong. By vfork (): posix_spawn ()
 * makes and unmaps a stack for each child, and asks in it for every signal, which is a tenth of
 * what `true` takes in all. Not while another thread of this process handles signals. */
int fanfold_command_spawn (const FanfoldCommandSpawn *self, const char *path, pid_t *pid);

G_END_DECLS
