/* capture.h: a process whose output is read to the end, as bare as it can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define CAPTURE_BYTES 4096

static inline void
capture_read (const int ends[2], char text[2][CAPTURE_BYTES])
{
  struct pollfd fds[2] = { { ends[0], POLLIN, 0 }, { ends[1], POLLIN, 0 } };
  size_t lengths[2] = { 0, 0 };
  int n_open = 2;

  while (n_open > 0 && poll (fds, 2, -1) > 0)
    for (int i = 0; i < 2; i++)
      {
        char bytes[CAPTURE_BYTES];
        ssize_t n;

        if (fds[i].fd < 0 || fds[i].revents == 0)
          continue;

        n = read (fds[i].fd, bytes, sizeof bytes);
        if (n <= 0)
          {
            fds[i].fd = -1;
            n_open--;
          }
        for (ssize_t at = 0; at < n && lengths[i] < CAPTURE_BYTES - 1; at++)
          text[i][lengths[i]++] = bytes[at];
      }
  text[0][lengths[0]] = text[1][lengths[1]] = '\0';
}

/* Its status as wait () gives it, or below 0. */
static inline int
capture (const char *program, char text[2][CAPTURE_BYTES])
{
  char *arguments[] = { (char *) program, NULL };
  posix_spawn_file_actions_t actions;
  int pipes[2][2];
  int status = -1;
  pid_t child;

  if (pipe2 (pipes[0], O_CLOEXEC) != 0 || pipe2 (pipes[1], O_CLOEXEC) != 0)
    return -1;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, pipes[0][1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, pipes[1][1], STDERR_FILENO);
  if (posix_spawn (&child, program, &actions, NULL, arguments, environ) != 0)
    child = -1;
  posix_spawn_file_actions_destroy (&actions);
  close (pipes[0][1]);
  close (pipes[1][1]);

  capture_read ((const int[]){ pipes[0][0], pipes[1][0] }, text);
  close (pipes[0][0]);
  close (pipes[1][0]);
  while (child > 0 && waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;

  return status;
}
