/* tally.c: leaves a trace of every call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fanfold.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
leave_trace (const char *path, int64_t n)
{
  char line[32];
  int length = snprintf (line, sizeof line, "%lld\n", (long long) n);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int done = fd >= 0 && write (fd, line, (size_t) length) == length;

  if (fd >= 0)
    close (fd);
  return done;
}

/* tally.add (file FILE, n INT, msec INT = 10, bad TEXT): appends the line "n" to the file in one
 * piece, takes its time and gives n * n. While there is a file @bad, every third n fails instead,
 * and says so in its log. */
static FanfoldStatus
add (FanfoldCall *call)
{
  int64_t n = call->get_int (call, "n");
  int64_t msec = call->get_int (call, "msec");
  const char *bad = call->get_text (call, "bad");

  if (!leave_trace (call->get_text (call, "file"), n))
    return call->fail (call, strerror (errno));

  for (int64_t done = 0; done < msec; done += 10)
    {
      if (!call->progress (call, (double) done / (double) msec, NULL))
        return FANFOLD_CANCELLED;
      usleep ((useconds_t) (msec - done < 10 ? msec - done : 10) * 1000);
    }

  if (*bad != '\0' && n % 3 == 0 && access (bad, F_OK) == 0)
    {
      fprintf (stderr, "Bad luck with %lld\n", (long long) n);
      return call->fail (call, "Bad luck");
    }
  call->put_int (call, "square", n * n);

  return FANFOLD_OK;
}

/* tally.count (file FILE, n INT, msec INT = 0): the same without asking whether to go on, and pure
 * and thread-safe as far as Fanfold knows, so that jobs may travel together. */
static FanfoldStatus
count (FanfoldCall *call)
{
  int64_t n = call->get_int (call, "n");

  if (!leave_trace (call->get_text (call, "file"), n))
    return call->fail (call, strerror (errno));

  usleep ((useconds_t) call->get_int (call, "msec") * 1000);
  call->put_int (call, "square", n * n);

  return FANFOLD_OK;
}

FANFOLD_PLUGIN (
        .id = "tally",
        .label = "Tally",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "add",
              .label = "Add",
              .run = add,
              .load = FANFOLD_IO_BOUND,
              .params =
                  (const FanfoldParamDesc[]){
                      { .id = "file", .label = "File", .type = FANFOLD_TEXT },
                      { .id = "n", .label = "N", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
                      { .id = "msec", .label = "Time", .initial = "10", .type = FANFOLD_INT },
                      { .id = "bad", .label = "Bad", .initial = "", .type = FANFOLD_TEXT },
                      { 0 } },
              .outputs =
                  (const FanfoldOutputDesc[]){
                      { .id = "square", .label = "Square", .type = FANFOLD_INT }, { 0 } } },
            { .id = "count",
              .label = "Count",
              .run = count,
              .load = FANFOLD_IO_BOUND,
              .isolation = FANFOLD_THREAD_SAFE,
              .cache_version = 1,
              .params =
                  (const FanfoldParamDesc[]){
                      { .id = "file", .label = "File", .type = FANFOLD_TEXT },
                      { .id = "n", .label = "N", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
                      { .id = "msec", .label = "Time", .initial = "0", .type = FANFOLD_INT },
                      { 0 } },
              .outputs =
                  (const FanfoldOutputDesc[]){
                      { .id = "square", .label = "Square", .type = FANFOLD_INT }, { 0 } } },
            { 0 } });
