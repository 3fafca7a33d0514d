/* crasher.c: ends its process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* crasher.crash (how CHOICE = segfault: segfault, abort, exit0, exit3, fast-exit (_exit (0)), kill,
 * term, none): prints "last words" without an end or a flush, then ends so. */
static FanfoldStatus
crash (FanfoldCall *call)
{
  const char *how = call->get_text (call, "how");

  printf ("last words");
  call->progress (call, 0.5, NULL);
  if (strcmp (how, "none") != 0)
    fflush (stdout);

  if (strcmp (how, "segfault") == 0)
    {
      signal (SIGSEGV, SIG_DFL);
      raise (SIGSEGV);
    }
  else if (strcmp (how, "abort") == 0)
    {
      signal (SIGABRT, SIG_DFL);
      abort ();
    }
  else if (strcmp (how, "exit0") == 0)
    exit (0);
  else if (strcmp (how, "exit3") == 0)
    exit (3);
  else if (strcmp (how, "fast-exit") == 0)
    _exit (0);
  else if (strcmp (how, "kill") == 0)
    kill (getpid (), SIGKILL);
  else if (strcmp (how, "term") == 0)
    kill (getpid (), SIGTERM);

  return FANFOLD_OK;
}

/* crasher.complain (text TEXT = "", times INT = 1): writes it to stderr as often, | for an end of
 * line and ? for a byte that is no UTF-8, then aborts. */
static FanfoldStatus
complain (FanfoldCall *call)
{
  const char *text = call->get_text (call, "text");

  for (int64_t left = call->get_int (call, "times"); left > 0; left--)
    for (const char *at = text; *at != '\0'; at++)
      fputc (*at == '|' ? '\n' : *at == '?' ? 0xff : *at, stderr);
  signal (SIGABRT, SIG_DFL);
  abort ();
}

/* crasher.square (x REAL, bad REAL = -1): the square of x, a segmentation fault where x is bad.
 * Pure, cheap, thread-safe, so that jobs of it are bundled. */
static FanfoldStatus
square (FanfoldCall *call)
{
  double x = call->get_real (call, "x");
  double bad = call->get_real (call, "bad");

  if (!(x < bad || x > bad))
    {
      signal (SIGSEGV, SIG_DFL);
      raise (SIGSEGV);
    }
  call->put_real (call, "square", x * x);

  return FANFOLD_OK;
}

static const FanfoldChoiceDesc ways[] = {
  { "segfault", "Segmentation fault" },
  { "abort", "Abort" },
  { "exit0", "exit (0)" },
  { "exit3", "exit (3)" },
  { "fast-exit", "_exit (0)" },
  { "kill", "SIGKILL" },
  { "term", "SIGTERM" },
  { "none", "Not at all" },
  { NULL, NULL },
};

static const FanfoldParamDesc crash_params[] = {
  { .id = "how",
    .label = "How",
    .initial = "segfault",
    .choices = ways,
    .type = FANFOLD_CHOICE,
    .flags = FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldParamDesc complain_params[] = {
  { .id = "text", .label = "Text", .initial = "", .flags = FANFOLD_PARAM_EACH },
  { .id = "times", .label = "Times", .initial = "1", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc square_params[] = {
  { .id = "x", .label = "X", .type = FANFOLD_REAL, .flags = FANFOLD_PARAM_EACH },
  { .id = "bad", .label = "Bad", .initial = "-1", .type = FANFOLD_REAL },
  { 0 },
};

static const FanfoldOutputDesc square_outputs[] = {
  { .id = "square", .label = "Square", .type = FANFOLD_REAL },
  { 0 },
};

FANFOLD_PLUGIN (
        .id = "crasher",
        .label = "Crasher",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "crash", .label = "Crash", .run = crash, .params = crash_params },
            { .id = "complain", .label = "Complain", .run = complain, .params = complain_params },
            { .id = "square",
              .label = "Square",
              .run = square,
              .cache_version = 1,
              .isolation = FANFOLD_THREAD_SAFE,
              .flags = FANFOLD_CHEAP,
              .params = square_params,
              .outputs = square_outputs },
            { 0 } });
