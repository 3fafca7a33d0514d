/* pure-slow.c: a pure function whose runs can be counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
note (const char *path, int64_t x)
{
  char line[32];
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  int written;

  if (fd < 0)
    return 0;
  snprintf (line, sizeof line, "%lld\n", (long long) x);
  written = write (fd, line, strlen (line)) > 0;
  close (fd);

  return written;
}

/* pure_slow.double (x INT, msec INT = 20, tally TEXT = ""): twice x, after that time; appends "x"
 * as a line to the file that tally names. Pure, not cheap; msec and tally are no part of the memo
 * key. */
static FanfoldStatus
twice (FanfoldCall *call)
{
  int64_t x = call->get_int (call, "x");
  const char *tally = call->get_text (call, "tally");

  usleep ((useconds_t) call->get_int (call, "msec") * 1000);
  if (*tally != '\0' && !note (tally, x))
    return call->fail (call, "The tally cannot be written");
  call->put_int (call, "double", 2 * x);

  return FANFOLD_OK;
}

/* pure_slow.late (x INT, late INT = 0, msec INT = 1000, tally TEXT = ""): x at once, but the one
 * that is late after that time; appends as the above. Pure and cheap. */
static FanfoldStatus
late (FanfoldCall *call)
{
  int64_t x = call->get_int (call, "x");
  const char *tally = call->get_text (call, "tally");

  if (*tally != '\0' && !note (tally, x))
    return call->fail (call, "The tally cannot be written");
  if (x == call->get_int (call, "late"))
    usleep ((useconds_t) call->get_int (call, "msec") * 1000);
  call->put_int (call, "x", x);

  return FANFOLD_OK;
}

/* pure_slow.length (file FILE): how many bytes it has; pure, by each build. */
static FanfoldStatus
length (FanfoldCall *call)
{
  FILE *file = fopen (call->get_text (call, "file"), "rb");
  int64_t n = 0;

  if (file == NULL)
    return call->fail (call, "The file cannot be read");
  while (fgetc (file) != EOF)
    n++;
  fclose (file);
  call->put_int (call, "length", n);

  return FANFOLD_OK;
}

static const FanfoldParamDesc double_params[] = {
  { .id = "x", .label = "X", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
  { .id = "msec",
    .label = "Time",
    .unit = "ms",
    .initial = "20",
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_IGNORED },
  { .id = "tally", .label = "Tally", .flags = FANFOLD_PARAM_IGNORED },
  { 0 },
};

static const FanfoldOutputDesc double_outputs[] = {
  { .id = "double", .label = "Double", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc late_params[] = {
  { .id = "x", .label = "X", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
  { .id = "late", .label = "Late", .initial = "0", .type = FANFOLD_INT },
  { .id = "msec", .label = "Time", .unit = "ms", .initial = "1000", .type = FANFOLD_INT },
  { .id = "tally", .label = "Tally" },
  { 0 },
};

static const FanfoldOutputDesc late_outputs[] = {
  { .id = "x", .label = "X", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc length_params[] = {
  { .id = "file",
    .label = "File",
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldOutputDesc length_outputs[] = {
  { .id = "length", .label = "Length", .unit = "B", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (.id = "pure_slow",
                .label = "Pure and slow",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "double",
                      .label = "Double",
                      .run = twice,
                      .cache_version = 1,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = double_params,
                      .outputs = double_outputs },
                    { .id = "late",
                      .label = "Late",
                      .run = late,
                      .cache_version = 1,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = late_params,
                      .outputs = late_outputs },
                    { .id = "length",
                      .label = "Length",
                      .run = length,
                      .cache_version = FANFOLD_CACHE_BY_BUILD,
                      .params = length_params,
                      .outputs = length_outputs },
                    { 0 } });
