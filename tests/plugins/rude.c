/* rude.c: harms the process that it runs in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* rude.scribble (byte INT = 255): writes it over all shared memory that it finds, as far as this is
 * in use. */
static FanfoldStatus
scribble (FanfoldCall *call)
{
  int byte = (int) call->get_int (call, "byte");
  FILE *maps = fopen ("/proc/self/maps", "re");
  char line[512];

  while (maps != NULL && fgets (line, sizeof line, maps) != NULL)
    {
      unsigned long begin;
      unsigned long end;
      char rights[5];

      if (sscanf (line, "%lx-%lx %4s", &begin, &end, rights) != 3 || rights[3] != 's')
        continue;

      memset ((void *) begin, byte, 64 * 1024);
      memset ((void *) (begin + 64 * 1024 + 64 * 1024 * 1024), byte, 256 * 1024);
    }
  if (maps != NULL)
    fclose (maps);

  return FANFOLD_OK;
}

/* rude.close (from INT = 0, to INT = 2): closes these descriptors. */
static FanfoldStatus
close_all (FanfoldCall *call)
{
  int to = (int) call->get_int (call, "to");

  for (int fd = (int) call->get_int (call, "from"); fd <= to; fd++)
    close (fd);

  return FANFOLD_OK;
}

/* rude.stop: stops its process. */
static FanfoldStatus
stop (FanfoldCall *call)
{
  raise (SIGSTOP);
  sleep (60);

  return FANFOLD_OK;
}

/* rude.nest (seconds INT = 60): sleeps, and so do its child, in a session of its own, and the
 * child's child. */
static FanfoldStatus
nest (FanfoldCall *call)
{
  unsigned seconds = (unsigned) call->get_int (call, "seconds");
  pid_t child = fork ();

  if (child == 0)
    {
      setsid ();
      signal (SIGTERM, SIG_IGN);
      fork ();
      sleep (seconds);
      _exit (0);
    }
  sleep (seconds);

  return FANFOLD_OK;
}

/* rude.bare (seconds INT = 60): sleeps, and so does a child without an environment. */
static FanfoldStatus
bare (FanfoldCall *call)
{
  unsigned seconds = (unsigned) call->get_int (call, "seconds");
  char number[32];
  char name[] = "sleep";
  char *const arguments[] = { name, number, NULL };
  char *const nothing[] = { NULL };

  snprintf (number, sizeof number, "%u", seconds);
  if (fork () == 0)
    {
      execve ("/bin/sleep", arguments, nothing);
      _exit (127);
    }
  sleep (seconds);

  return FANFOLD_OK;
}

/* rude.orphan (bad INT = 2): the job of that number kills its parent; the others do nothing. */
static FanfoldStatus
orphan (FanfoldCall *call)
{
  if ((int64_t) call->index != call->get_int (call, "bad"))
    return FANFOLD_OK;

  kill (getppid (), SIGKILL);
  sleep (60);

  return FANFOLD_OK;
}

static const FanfoldParamDesc orphan_params[] = {
  { .id = "bad", .label = "Bad", .initial = "2", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc scribble_params[] = {
  { .id = "byte", .label = "Byte", .initial = "255", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc close_params[] = {
  { .id = "from", .label = "From", .initial = "0", .type = FANFOLD_INT },
  { .id = "to", .label = "To", .initial = "2", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc nest_params[] = {
  { .id = "seconds", .label = "Time", .unit = "s", .initial = "60", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (
        .id = "rude",
        .label = "Rude",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "scribble", .label = "Scribble", .run = scribble, .params = scribble_params },
            { .id = "close", .label = "Close", .run = close_all, .params = close_params },
            { .id = "stop", .label = "Stop", .run = stop },
            { .id = "bare", .label = "Bare", .run = bare, .params = nest_params },
            { .id = "orphan", .label = "Orphan", .run = orphan, .params = orphan_params },
            { .id = "nest", .label = "Nest", .run = nest, .params = nest_params },
            { 0 } });
