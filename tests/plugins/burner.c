/* burner.c: uses the processor and memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t
get_cpu_msec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
burn_for (int64_t msec)
{
  int64_t begin = get_cpu_msec ();

  while (get_cpu_msec () - begin < msec)
    ;
}

/* burner.burn (msec INT): so much of processor time. */
static FanfoldStatus
burn (FanfoldCall *call)
{
  burn_for (call->get_int (call, "msec"));
  return FANFOLD_OK;
}

static FanfoldStatus
hold_for_a_while (int64_t mbytes)
{
  size_t length = (size_t) mbytes * 1024 * 1024;
  char *memory;

  if (length == 0)
    return FANFOLD_OK;

  memory = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return FANFOLD_FAILED;
  memset (memory, 1, length);
  usleep (5 * 1000);
  munmap (memory, length);

  return FANFOLD_OK;
}

/* burner.hold (mbytes INT): so much memory for 5 ms. */
static FanfoldStatus
hold (FanfoldCall *call)
{
  return hold_for_a_while (call->get_int (call, "mbytes"));
}

/* burner.abort (msec INT): burns so long, holds 50 MB, and aborts. */
static FanfoldStatus
burn_and_abort (FanfoldCall *call)
{
  burn_for (call->get_int (call, "msec"));
  hold_for_a_while (50);
  abort ();
}

/* burner.child_burn (msec INT): as burn, in a child that it waits for. */
static FanfoldStatus
child_burn (FanfoldCall *call)
{
  pid_t child = fork ();

  if (child == 0)
    {
      burn_for (call->get_int (call, "msec"));
      _exit (0);
    }

  return waitpid (child, NULL, 0) == child ? FANFOLD_OK : FANFOLD_FAILED;
}

/* burner.child_hold (mbytes INT): as hold, in a child that it waits for. */
static FanfoldStatus
child_hold (FanfoldCall *call)
{
  pid_t child = fork ();

  if (child == 0)
    _exit (hold_for_a_while (call->get_int (call, "mbytes")));

  return waitpid (child, NULL, 0) == child ? FANFOLD_OK : FANFOLD_FAILED;
}

/* burner.forsake (msec INT): as child_burn, but does not wait: a job of its own of 1 ms for 0. */
static FanfoldStatus
forsake (FanfoldCall *call)
{
  int64_t msec = call->get_int (call, "msec");

  if (msec == 0)
    {
      usleep (1000);
      return FANFOLD_OK;
    }

  if (fork () == 0)
    {
      burn_for (msec);
      _exit (0);
    }
  usleep ((useconds_t) msec * 3000);

  return FANFOLD_OK;
}

#define MSEC                                                                                       \
  (const FanfoldParamDesc[])                                                                       \
  {                                                                                                \
    { .id = "msec",                                                                                \
      .label = "Time",                                                                             \
      .unit = "ms",                                                                                \
      .type = FANFOLD_INT,                                                                         \
      .flags = FANFOLD_PARAM_EACH },                                                               \
    {                                                                                              \
      0                                                                                            \
    }                                                                                              \
  }
#define MBYTES                                                                                     \
  (const FanfoldParamDesc[])                                                                       \
  {                                                                                                \
    { .id = "mbytes",                                                                              \
      .label = "Memory",                                                                           \
      .unit = "MB",                                                                                \
      .type = FANFOLD_INT,                                                                         \
      .flags = FANFOLD_PARAM_EACH },                                                               \
    {                                                                                              \
      0                                                                                            \
    }                                                                                              \
  }

FANFOLD_PLUGIN (
        .id = "burner",
        .label = "Burner",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "burn",
              .label = "Burn",
              .run = burn,
              .isolation = FANFOLD_THREAD_SAFE,
              .cache_version = 1,
              .params = MSEC },
            { .id = "hold", .label = "Hold", .run = hold, .cache_version = 1, .params = MBYTES },
            { .id = "abort", .label = "Abort", .run = burn_and_abort, .params = MSEC },
            { .id = "child_burn", .label = "Child that burns", .run = child_burn, .params = MSEC },
            { .id = "child_hold",
              .label = "Child that holds",
              .run = child_hold,
              .params = MBYTES },
            { .id = "forsake", .label = "Forsake", .run = forsake, .params = MSEC },
            { 0 } });
