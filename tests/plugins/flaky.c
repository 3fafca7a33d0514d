/* flaky.c: goes wrong at first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
note (const char *path, int64_t n, uint32_t attempt)
{
  char line[64];
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

  if (fd < 0)
    return;
  snprintf (line, sizeof line, "%lld %u\n", (long long) n, attempt);
  if (write (fd, line, strlen (line)) < 0)
    signal (SIGPIPE, SIG_IGN);
  close (fd);
}

/* flaky.try (n INT, times INT = 1, how CHOICE = fail: fail, crash, hang; msec INT = 0, tally TEXT =
 * ""): after msec, in steps of 10 that look whether to stop, goes wrong that way in its first
 * attempts, as many as times says; then gives the attempt. Appends "n attempt" as a line to the
 * file that tally names. */
static FanfoldStatus
try_it (FanfoldCall *call)
{
  const char *how = call->get_text (call, "how");
  const char *tally = call->get_text (call, "tally");
  int64_t n = call->get_int (call, "n");

  if (*tally != '\0')
    note (tally, n, call->attempt);
  call->log (call, FANFOLD_LEVEL_INFO, call->attempt > 1 ? "once more" : "first");
  for (int64_t left = call->get_int (call, "msec"); left > 0; left -= 10)
    {
      if (call->cancelled (call))
        return FANFOLD_CANCELLED;
      usleep (10 * 1000);
    }

  call->put_int (call, "attempt", call->attempt);
  if (call->attempt > call->get_int (call, "times"))
    return FANFOLD_OK;
  if (strcmp (how, "crash") == 0)
    kill (getpid (), SIGKILL);
  while (strcmp (how, "hang") == 0)
    usleep (10 * 1000);

  return call->fail (call, "not yet");
}

FANFOLD_PLUGIN (
        .id = "flaky",
        .label = "Flaky",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "try",
              .label = "Try",
              .run = try_it,
              .isolation = FANFOLD_THREAD_SAFE,
              .params =
                  (const FanfoldParamDesc[]){
                      { .id = "n", .label = "Number", .initial = "0", .type = FANFOLD_INT },
                      { .id = "times", .label = "Times", .initial = "1", .type = FANFOLD_INT },
                      { .id = "how",
                        .label = "How",
                        .initial = "fail",
                        .type = FANFOLD_CHOICE,
                        .choices = (const FanfoldChoiceDesc[]){ { "fail", "Fail" },
                                                                { "crash", "Crash" },
                                                                { "hang", "Hang" },
                                                                { 0 } } },
                      { .id = "msec", .label = "Time", .initial = "0", .type = FANFOLD_INT },
                      { .id = "tally", .label = "Tally" },
                      { 0 } },
              .outputs =
                  (const FanfoldOutputDesc[]){
                      { .id = "attempt", .label = "Attempt", .type = FANFOLD_INT }, { 0 } } },
            { 0 } });
