/* test-command-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-kind.h"
#include "fanfold-command-reader.h"

#include <string.h>

typedef struct
{
  const char *command;
  const char *kind;
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *kind = fanfold_command_kind_dup (cases[i].command);

      if (g_strcmp0 (kind, cases[i].kind) != 0)
        g_test_message ("Of: %s", cases[i].command);
      g_assert_cmpstr (kind, ==, cases[i].kind);
    }
}

static void
test_program (void)
{
  static const Case cases[] = {
    { "sleep 1", "sleep" },
    { "  \tsleep\n", "sleep" },
    { "convert a.png b.jpg", "convert" },
    { "/usr/bin/convert a b", "convert" },
    { "/usr/sbin/zic x", "zic" },
    { "~/.local/bin/tool x", "tool" },
    { "./a/run.sh 1", "./a/run.sh" },
    { "./b/run.sh 1", "./b/run.sh" },
    { "/home/a/run.sh 1", "/home/a/run.sh" },
    { "bin/run.sh", "bin/run.sh" },
    { "./test; sort x", "./test" },
    { "/usr/bin/test x; sort x", "test" },
    { "cat a|sort", "cat" },
    { "true;false", "true" },
    { "(sleep 1)", "sleep" },
    { "{ sleep 1; }", "sleep" },
    { "# says\n# what\nsleep 1", "sleep" },
    { "#!/bin/sh\n\nsleep 1", "sleep" },
    { "if [ -f x ]; then sort x; fi", "sort" },
    { "for i in 1 2; do sort $i; done", "sort" },
    { "while ! test -e x; do sleep 1; done", "sleep" },
    { "case x in x) sort;; esac", "sort" },
    { "$TOOL x", "$TOOL" },
    { "", "" },
    { " ; ", "" },
    { "/usr/bin/", "" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_before (void)
{
  static const Case cases[] = {
    { "x=1; sleep 0.$(( x % 9 ))5", "sleep" },
    { "x=1 && sleep 1", "sleep" },
    { "x=1\nsleep 1", "sleep" },
    { "N=7 ./tool", "./tool" },
    { "A=1 B= C+=2 tool", "tool" },
    { "x='a b' tool", "tool" },
    { "x=\"a \\\" b\" tool", "tool" },
    { "x=a\\ b tool", "tool" },
    { "x=$(date +%s) tool", "tool" },
    { "x=\"$(date \"+%s %d\")\" tool", "tool" },
    { "x=$((1 + (2 * 3))); tool", "tool" },
    { "x=${y:-a b} tool", "tool" },
    { "x=`date +%s` tool", "tool" },
    { "x=(a b c); tool", "tool" },
    { "x=a/b tool", "tool" },
    { "x=1", "" },
    { "1x=2 tool", "1x=2" },
    { "cd /data/7 && ./tool", "./tool" },
    { "cd 7; make", "make" },
    { "cd 7", "cd" },
    { "mkdir -p a/b && cd a && gzip c", "gzip" },
    { "set -eu\nexport A=1\ngzip c", "gzip" },
    { "echo begin; gzip c", "gzip" },
    { "echo 1 2 | bc", "bc" },
    { ". venv/bin/activate && ./a.py", "./a.py" },
    { ">out sort a", "sort" },
    { "2>/dev/null >out sort a", "sort" },
    { "&>out sort a", "sort" },
    { "sort<a>b", "sort" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_wrapper (void)
{
  static const Case cases[] = {
    { "env A=1 convert a b", "convert" },
    { "env -i -u B --unset=C --chdir /x A=1 convert a b", "convert" },
    { "env - A=1 convert", "convert" },
    { "nice -n 5 xz a", "xz" },
    { "nice -n5 xz a", "xz" },
    { "nice -5 xz a", "xz" },
    { "nice --adjustment 5 xz a", "xz" },
    { "ionice -c 2 -n 7 xz a", "xz" },
    { "ionice -c3 xz a", "xz" },
    { "nohup xz a &", "xz" },
    { "time xz a", "xz" },
    { "time -p xz a", "xz" },
    { "/usr/bin/time -f %e -o log xz a", "xz" },
    { "timeout 10 foo", "foo" },
    { "timeout -k 5 -s KILL 10 foo", "foo" },
    { "timeout --kill-after=5 --foreground 10 foo", "foo" },
    { "stdbuf -oL -e 0 foo", "foo" },
    { "setsid -w foo", "foo" },
    { "chrt -i 0 foo", "foo" },
    { "taskset -c 0-3 foo", "foo" },
    { "taskset 0x3 foo", "foo" },
    { "sudo -u nobody A=1 foo", "foo" },
    { "sudo --user nobody -n -- foo", "foo" },
    { "doas -u nobody foo", "foo" },
    { "exec foo", "foo" },
    { "exec -a name foo", "foo" },
    { "exec >log 2>&1; foo", "foo" },
    { "command foo", "foo" },
    { "nice -n 5 ionice -c 3 timeout 10 env A=1 /usr/bin/foo x", "foo" },
    { "nice", "nice" },
    { "timeout 10", "timeout" },
    { "nicer -n 5", "nicer" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_interpreter (void)
{
  static const Case cases[] = {
    { "python3 a.py 1", "python3 a.py" },
    { "python3 ./a.py 1", "python3 a.py" },
    { "/usr/bin/python3.11 -u -W ignore -Xdev a.py 1", "python3.11 a.py" },
    { "venv/bin/python 'my script.py'", "python my script.py" },
    { "python3 -m module x", "python3 -m module" },
    { "python3 -um module x", "python3 -m module" },
    { "python3 -mmodule x", "python3 -m module" },
    { "python3 -c 'print(7)'", "python3 -c" },
    { "python3 -Ic 'print(7)'", "python3 -c" },
    { "python3 2>log a.py", "python3 a.py" },
    { "python3 - 1 <a.py", "python3 -" },
    { "python3 <a.py", "python3" },
    { "python3", "python3" },
    { "python3.", "python3." },
    { "nice2 a.py", "nice2" },
    { "perl a.pl x", "perl a.pl" },
    { "perl -w -I lib -MList::Util=sum a.pl x", "perl a.pl" },
    { "perl -i.bak -pe 's/1/2/' x", "perl -e" },
    { "perl -lane 'print' x", "perl -e" },
    { "perl -Mre -i -e 1", "perl -e" },
    { "ruby -r set a.rb", "ruby a.rb" },
    { "ruby -e 'puts 7'", "ruby -e" },
    { "node --require x --max-old-space-size=9 a.js 1", "node a.js" },
    { "node --eval '7'", "node -e" },
    { "Rscript --vanilla a.R 7", "Rscript a.R" },
    { "Rscript -e 'x(7)'", "Rscript -e" },
    { "php -d a=1 -f a.php 7", "php a.php" },
    { "php -r 'x(7);'", "php -r" },
    { "lua5.4 a.lua 7", "lua5.4 a.lua" },
    { "java -Xmx4g -cp a.jar Main 7", "java Main" },
    { "awk '{ print 7 }' x", "awk" },
    { "A=1 nice -n 5 python3 a.py", "python3 a.py" },
    { "cd x && python3 a.py", "python3 a.py" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_shell (void)
{
  static const Case cases[] = {
    { "sh a.sh 1", "sh a.sh" },
    { "bash -eu -o pipefail a.sh 1", "bash a.sh" },
    { "sh -c 'convert a b'", "convert" },
    { "sh -c \"x=1; convert a \\\"b\\\"\"", "convert" },
    { "bash -euo pipefail -c 'cd x && python3 a.py 1' name", "python3 a.py" },
    { "bash -lc 'git blame x'", "git blame" },
    { "timeout 5 sh -c 'sleep 7; sort x'", "sleep" },
    { "sh -c \"sh -c 'convert a b'\"", "sh -c" },
    { "sh -c 'x=7'", "sh" },
    { "sh -c", "sh" },
    { "sh", "sh" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_commands (void)
{
  static const Case cases[] = {
    { "git blame a", "git blame" },
    { "git -C /a -c x.y=1 --no-pager --git-dir b log a", "git log" },
    { "docker -H host run --rm a", "docker run" },
    { "cargo +nightly test", "cargo test" },
    { "npm --prefix a run b", "npm run" },
    { "go test ./...", "go test" },
    { "openssl enc -in a", "openssl enc" },
    { "apt-get -y install a", "apt-get install" },
    { "systemctl --user status a", "systemctl status" },
    { "kubectl -n a get pods", "kubectl get" },
    { "git", "git" },
    { "ffmpeg -i 7.mp4 8.mp4", "ffmpeg" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* Neither refused nor read beyond their end. */
static void
test_odd (void)
{
  static const Case cases[] = {
    { "don't.sh a", "don't.sh" },
    { "x=\"a tool", "tool" },
    { "x=\"a 'b c'", "'b" },
    { "x=$(a tool", "a" },
    { "'a", "'a" },
    { "a\\", "a" },
    { "\\", "" },
    { "'' x", "" },
    { "a\\\n b", "a" },
    { "python3 '- unset' x", "python3 x" },
    { "env '- unset' x", "x" },
    { "env '-unset ' x", "x" },
    { "2>", "" },
    { "<(a b) c", "<(a b)" },
    { "\"a\\\nb\" c", "ab" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_long (void)
{
  static const char *const begins[] = {
    "x='", "x=\"", "x=$(", "(", "((((", "tool ", "sh -c 'tool "
  };

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autoptr (GString) text = g_string_new (begins[i]);
      g_autofree char *kind = NULL;

      while (text->len < 1000 * 1000)
        g_string_append (text, i == 4 ? "(" : "7 ");
      kind = fanfold_command_kind_dup (text->str);
      g_assert_cmpstr (kind, ==, i == 3 ? "7" : i < 5 ? "" : "tool");
    }
}

/* A word as long as all that is looked at. */
static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (FANFOLD_COMMAND_READER_MAX_BYTES * 2, 'a');
  g_autofree char *kind = fanfold_command_kind_dup (text);

  g_assert_cmpuint (strlen (kind), ==, FANFOLD_COMMAND_READER_MAX_BYTES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-kind/program", test_program);
  g_test_add_func ("/command-kind/before", test_before);
  g_test_add_func ("/command-kind/wrapper", test_wrapper);
  g_test_add_func ("/command-kind/interpreter", test_interpreter);
  g_test_add_func ("/command-kind/shell", test_shell);
  g_test_add_func ("/command-kind/commands", test_commands);
  g_test_add_func ("/command-kind/odd", test_odd);
  g_test_add_func ("/command-kind/long", test_long);
  g_test_add_func ("/command-kind/long-word", test_long_word);

  return g_test_run ();
}
