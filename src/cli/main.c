/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

static const struct
{
  const char *name;
  int (*run) (char **argv);
} commands[] = {
  { "run", fanfold_cli_run },         { "list", fanfold_cli_list },
  { "show", fanfold_cli_show },       { "cache", fanfold_cli_cache },
  { "history", fanfold_cli_history }, { "import", fanfold_cli_import },
};

static const char help[] =
    "Usage:\n"
    "  fanfold-cli COMMAND …\n"
    "\n"
    "Fans out a function over many inputs and folds the results back.\n"
    "\n"
    "Commands:\n"
    "  run FUNCTION|BATCH.fanfold   Run a function over inputs, or a batch from its file\n"
    "  run -- COMMAND ::: VALUE …   Run a command over values, as GNU parallel does\n"
    "  import LINE                  Print the batch file for a line for GNU parallel\n"
    "  list                         List the functions that can be run\n"
    "  show FUNCTION|BATCH.fanfold  Show a function's parameters, a batch's command line\n"
    "  cache stats|clear            Show or clear the results that are remembered\n"
    "  history COMMAND              List, show, resume or delete runs\n"
    "\n"
    "Options:\n"
    "  -h, --help                   Show this help; behind a command, that command's\n"
    "  --version                    Show the version\n"
    "\n"
    "Examples:\n"
    "  fanfold-cli list\n"
    "  fanfold-cli run numbers.square --range x=0:10 --results=-\n"
    "  fanfold-cli run files.checksum --files 'file=Pictures/**' --n-jobs=-1\n"
    "\n"
    "Exit status: 0 all well, 1 some job failed, 2 wrong usage or bad input, 3 the run itself "
    "could\n"
    "not go on, 130 interrupted.\n";

/* A descriptor that is closed would be given to the next file that is opened. What takes its place
 * is open the wrong way round, so that what is read or written there is an error and not lost. */
static void
open_standard_streams (void)
{
  int fd;

  for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      open ("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR);
}

static int
run_command (char **argv)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argv + 1);

  fanfold_cli_complain (
      "\"%s\" is no command; there are run, import, list, show, cache and history "
      "(\"fanfold-cli --help\" shows how)",
      argv[1]);

  return FANFOLD_CLI_BAD_INPUT;
}

int
main (int argc, char *argv[])
{
  open_standard_streams ();
  setlocale (LC_ALL, "");
  setlocale (LC_MESSAGES, "C"); /* its words are English, and so are those of the engine in it */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGTTOU, SIG_IGN); /* in the background a line on the terminal does not stop a run */
  g_set_prgname ("fanfold-cli");

  if (argc < 2)
    {
      fanfold_cli_complain ("A command is missing: run, list, show, cache or history "
                            "(\"fanfold-cli --help\" shows how)");
      return FANFOLD_CLI_BAD_INPUT;
    }
  if (g_str_equal (argv[1], "--version"))
    return fanfold_cli_print ("fanfold-cli " FANFOLD_VERSION "\n");
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return fanfold_cli_print (help);

  return run_command (argv);
}
