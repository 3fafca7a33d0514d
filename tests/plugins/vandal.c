/* vandal.c: changes the process that it runs in, to the harm of those that come after it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
report (FanfoldCall *call)
{
  struct sigaction action;
  struct rlimit limit;
  struct stat info = { 0 };
  char folder[2048] = "";
  char json[4096];
  sigset_t blocked;
  mode_t mask = umask (0);

  umask (mask);
  sigaction (SIGUSR1, NULL, &action);
  sigprocmask (SIG_BLOCK, NULL, &blocked);
  getrlimit (RLIMIT_NOFILE, &limit);
  snprintf (json,
            sizeof json,
            "[\"%s\",%d,\"%s\",%d,%d,%d,%ld,%ld,%d]",
            getcwd (folder, sizeof folder) != NULL ? folder : "",
            (int) mask,
            setlocale (LC_ALL, NULL),
            action.sa_handler != SIG_DFL,
            sigismember (&blocked, SIGUSR2),
            getpriority (PRIO_PROCESS, 0),
            (long) limit.rlim_cur,
            fstat (STDIN_FILENO, &info) == 0 ? (long) info.st_rdev : -1,
            fcntl (STDOUT_FILENO, F_GETFL));
  call->result (call, json);
}

static void
change (const char *what)
{
  struct rlimit limit = { 100, 100 };
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGUSR2);
  if (strcmp (what, "folder") == 0 && chdir ("/") != 0)
    abort ();
  else if (strcmp (what, "mask") == 0)
    umask (0777);
  else if (strcmp (what, "locale") == 0)
    setlocale (LC_ALL, "C.UTF-8");
  else if (strcmp (what, "handler") == 0)
    signal (SIGUSR1, SIG_IGN);
  else if (strcmp (what, "blocked") == 0)
    sigprocmask (SIG_BLOCK, &set, NULL);
  else if (strcmp (what, "nice") == 0)
    setpriority (PRIO_PROCESS, 0, 17);
  else if (strcmp (what, "limit") == 0)
    setrlimit (RLIMIT_NOFILE, &limit);
  else if (strcmp (what, "stdin") == 0)
    dup2 (open ("/dev/zero", O_RDONLY), STDIN_FILENO);
  else if (strcmp (what, "stdout") == 0)
    fcntl (STDOUT_FILENO, F_SETFL, O_WRONLY | O_NONBLOCK);
  else if (strcmp (what, "leak") == 0)
    for (int i = 0; i < 20; i++)
      dup (STDIN_FILENO);
  else if (strcmp (what, "keep") == 0)
    dup (STDIN_FILENO);
}

/* vandal.run (what TEXT = "", msec INT = 0): says how it finds its process, then changes what is
 * named: folder, mask, locale, handler, blocked, nice, limit, stdin, stdout, leak (20 descriptors)
 * or keep (one); then sleeps as long. vandal.liar does the same, and says that it is tidy. */
static FanfoldStatus
run (FanfoldCall *call)
{
  report (call);
  change (call->get_text (call, "what"));
  usleep ((useconds_t) call->get_int (call, "msec") * 1000);

  return FANFOLD_OK;
}

/* vandal.variables: the nice level and the variables that limit the threads of libraries. */
static FanfoldStatus
variables (FanfoldCall *call)
{
  char json[256];
  const char *mkl = getenv ("MKL_NUM_THREADS");
  const char *omp = getenv ("OMP_NUM_THREADS");
  const char *blas = getenv ("OPENBLAS_NUM_THREADS");

  snprintf (json,
            sizeof json,
            "[%d,\"%s\",\"%s\",\"%s\"]",
            getpriority (PRIO_PROCESS, 0),
            omp != NULL ? omp : "",
            blas != NULL ? blas : "",
            mkl != NULL ? mkl : "");

  return call->result (call, json);
}

static const FanfoldParamDesc params[] = {
  { .id = "what", .label = "What", .initial = "", .flags = FANFOLD_PARAM_EACH },
  { .id = "msec", .label = "Time", .unit = "ms", .initial = "0", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (
        .id = "vandal",
        .label = "Vandal",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "run", .label = "Run", .run = run, .params = params },
            { .id = "liar", .label = "Liar", .run = run, .params = params, .flags = FANFOLD_TIDY },
            { .id = "variables", .label = "Variables", .run = variables },
            { 0 } });
