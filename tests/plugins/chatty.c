/* chatty.c: prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* chatty.print (lines INT = 1, n INT = 0): as often, "stdout N LINE" by printf, "stderr N LINE" by
 * fprintf, "write N LINE" by write (1), all with their ends, then "no end N" without one. */
static FanfoldStatus
print (FanfoldCall *call)
{
  int64_t lines = call->get_int (call, "lines");
  long long n = call->get_int (call, "n");
  char line[64];

  for (long long i = 0; i < lines; i++)
    {
      printf ("stdout %lld %lld\n", n, i);
      fprintf (stderr, "stderr %lld %lld\n", n, i);
      snprintf (line, sizeof line, "write %lld %lld\n", n, i);
      if (write (STDOUT_FILENO, line, strlen (line)) < 0)
        return call->fail (call, "cannot write");
    }
  printf ("no end %lld", n);

  return FANFOLD_OK;
}

/* chatty.flood (bytes INT = 100000000): as many bytes on stdout, in lines of 100. */
static FanfoldStatus
flood (FanfoldCall *call)
{
  int64_t left = call->get_int (call, "bytes");
  char line[101];

  memset (line, 'x', sizeof line);
  line[99] = '\n';
  for (; left > 0; left -= 100)
    fwrite (line, 1, left < 100 ? (size_t) left : 100, stdout);

  return FANFOLD_OK;
}

/* chatty.log (lines INT = 1): as many lines by call->log. */
static FanfoldStatus
log_lines (FanfoldCall *call)
{
  int64_t lines = call->get_int (call, "lines");
  char line[64];

  for (long long i = 0; i < lines; i++)
    {
      snprintf (line, sizeof line, "log %lld", i);
      call->log (call, FANFOLD_LEVEL_INFO, line);
    }

  return FANFOLD_OK;
}

static const FanfoldParamDesc log_params[] = {
  { .id = "lines", .label = "Lines", .initial = "1", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc print_params[] = {
  { .id = "lines", .label = "Lines", .initial = "1", .type = FANFOLD_INT },
  { .id = "n",
    .label = "Number",
    .initial = "0",
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldParamDesc flood_params[] = {
  { .id = "bytes", .label = "Bytes", .initial = "100000000", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (.id = "chatty",
                .label = "Chatty",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "print", .label = "Print", .run = print, .params = print_params },
                    { .id = "flood", .label = "Flood", .run = flood, .params = flood_params },
                    { .id = "log",
                      .label = "Log",
                      .run = log_lines,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = log_params },
                    { 0 } });
