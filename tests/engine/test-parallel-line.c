/* test-parallel-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-parallel-line.h"
#include "fanfold-shell-words.h"
#include "isolated.h"

#include <string.h>

/* "command template=echo {} · 1 list=a,b · n_jobs=-1" */
static char *
describe (FanfoldBatch *batch)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  const char *const *name;

  g_assert_cmpstr (fanfold_batch_get_function_id (batch), ==, "command.run");
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      g_autofree char *texts = g_strjoinv ("|", (char **) fanfold_input_get_texts (input));

      g_string_append_printf (text,
                              "%s%s %s=%s",
                              i > 0 ? " · " : "",
                              fanfold_input_get_name (input),
                              fanfold_input_kind_to_string (fanfold_input_get_kind (input)),
                              texts);
      if (fanfold_input_get_group (input) > 0)
        g_string_append_printf (text, "@%u", fanfold_input_get_group (input));
    }
  for (name = fanfold_settings_get_names (); *name != NULL; name++)
    {
      g_autofree char *value =
          fanfold_settings_dup_text (fanfold_batch_get_settings (batch), *name);

      if (value != NULL && !(g_str_equal (*name, "n_jobs") && g_str_equal (value, "-1")))
        g_string_append_printf (text, " · %s=%s", *name, value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  const char *line;
  const char *batch;
  const char *note; /* (nullable) a part of the only one */
} Good;

static const Good good[] = {
  /* The command. */
  { "parallel echo ::: a b", "command template=echo {} · 1 list=a|b", NULL },
  { "  $ parallel echo ::: a b\n", "command template=echo {} · 1 list=a|b", NULL },
  { "/usr/bin/parallel echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel echo {.} ::: a.c", "command template=echo {.} · 1 list=a.c", NULL },
  { "parallel 'echo {}' ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel \"echo '{}'\" ::: a", "command template=echo '{}' · 1 list=a", NULL },
  { "parallel echo 'a  b' ::: c", "command template=echo a  b {} · 1 list=c", NULL },
  { "parallel -q echo 'a  b' ::: c", "command template=echo 'a  b' {} · 1 list=c", NULL },
  { "parallel echo \\\n ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel echo {x,y} ::: a", "command template=echo x y {} · 1 list=a", NULL },
  { "parallel echo {1},{2} ::: a ::: b",
    "command template=echo {1},{2} · 1 list=a · 2 list=b",
    NULL },
  { "parallel -I ,, echo ,, ,,.x ::: a", "command template=echo {} {}.x · 1 list=a", NULL },
  { "parallel -I% echo % ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel -- echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel --plus echo {} {%} {#} {/.} ::: a",
    "command template=echo {} {%} {#} {/.} · 1 list=a",
    NULL },
  { "parallel echo {nmae} ::: a", "command template=echo {nmae} {} · 1 list=a", NULL },

  /* One that needs a shell. */
  { "parallel 'gzip < {} > {.}.gz' ::: a",
    "command template=gzip < {} > {.}.gz · 1 list=a · shell value=true",
    NULL },
  { "parallel 'echo $HOME' ::: a",
    "command template=echo $HOME {} · 1 list=a · shell value=true",
    NULL },
  { "parallel 'cd {} && make' ::: a",
    "command template=cd {} && make · 1 list=a · shell value=true",
    NULL },
  { "parallel 'X=1 prog' ::: a",
    "command template=X=1 prog {} · 1 list=a · shell value=true",
    NULL },
  { "parallel 'echo \"$x\"' ::: a",
    "command template=echo \"$x\" {} · 1 list=a · shell value=true",
    NULL },
  { "parallel \"echo '\\$x'\" ::: a", "command template=echo '$x' {} · 1 list=a", NULL },
  { "parallel 'echo *.c' ::: a",
    "command template=echo *.c {} · 1 list=a · shell value=true",
    NULL },
  { "parallel 'cat < {}; [[ -f x ]]' ::: a",
    "command template=cat < {}; [[ -f x ]] · 1 list=a · shell value=true",
    "bash -c" },
  { "parallel test -f {} ::: a", "command template=test -f {} · 1 list=a", NULL },

  /* Commands are the values. */
  { "parallel ::: 'echo 1' 'echo 2'", "command list=echo 1|echo 2", NULL },
  { "parallel ::: 'echo 1; echo 2'", "command list=echo 1; echo 2 · shell value=true", NULL },
  { "cat jobs.sh | parallel", "command lines=jobs.sh · shell value=true", NULL },
  { "parallel -j 3 < jobs.sh", "command lines=jobs.sh · shell value=true · n_jobs=3", NULL },
  { "parallel :::: jobs.sh", "command lines=jobs.sh · shell value=true", NULL },

  /* Blocks of a file. */
  { "parallel --pipepart -a big --block 10M wc",
    "command template=wc · stdin blocks=big|size=10M",
    NULL },
  { "parallel --pipe-part wc -l :::: big", "command template=wc -l · stdin blocks=big", NULL },
  { "cat big | parallel --pipe --header : wc",
    "command template=wc · stdin blocks=big|header=1",
    "as --pipe-part" },
  { "parallel --pipe -N 10 --recend '\\n\\n' wc < big",
    "command template=wc · stdin blocks=big|records=10|record_end=\\n\\n",
    NULL },
  { "parallel --block 1.5k --recstart '>' --header 2 --pipepart -a big 'wc | sed s/^/{#}/'",
    "command template=wc | sed s/^/{#}/ · stdin blocks=big|size=1500|record_start=>|header=2 · "
    "shell value=true",
    NULL },
  { "parallel --pipepart -L4 -N 25 -a big wc {}",
    "command template=wc · stdin blocks=big|records=100",
    "{} is left out" },

  /* Sources. */
  { "parallel gzip ::: *.txt", "command template=gzip {} · 1 files=*.txt", NULL },
  { "parallel gzip ::: *.txt d/[ab]?.c",
    "command template=gzip {} · 1 files=*.txt|d/[ab]?.c",
    NULL },
  { "parallel gzip ::: ~/x/*.txt", "command template=gzip {} · 1 files=~/x/*.txt", NULL },
  { "parallel gzip ::: '*.txt'", "command template=gzip {} · 1 list=*.txt", NULL },
  { "parallel gzip ::: 'a b'*.txt", "command template=gzip {} · 1 files=a b*.txt", NULL },
  { "parallel gzip ::: '[x]'*", "command template=gzip {} · 1 files=\\[x\\]*", NULL },
  { "parallel gzip ::: a *.txt",
    "command template=gzip {} · 1 files=a|*.txt",
    "names beside globs" },
  { "parallel gzip ::: *.{jpg,png}", "command template=gzip {} · 1 files=*.jpg|*.png", NULL },
  { "parallel echo ::: {a,b}{1,2}", "command template=echo {} · 1 list=a1|a2|b1|b2", NULL },
  { "parallel echo ::: {a,b{1..2}}", "command template=echo {} · 1 list=a|b1|b2", NULL },
  { "parallel echo ::: {1..100}", "command template=echo {} · 1 range=1|101", NULL },
  { "parallel echo ::: {-2..2}", "command template=echo {} · 1 range=-2|3", NULL },
  { "parallel echo ::: {3..1}", "command template=echo {} · 1 list=3|2|1", NULL },
  { "parallel echo ::: {1..9..4}", "command template=echo {} · 1 list=1|5|9", NULL },
  { "parallel echo ::: {08..10}", "command template=echo {} · 1 list=08|09|10", NULL },
  { "parallel echo ::: {a..d}", "command template=echo {} · 1 list=a|b|c|d", NULL },
  { "parallel echo ::: x{1..2}y", "command template=echo {} · 1 list=x1y|x2y", NULL },
  { "parallel echo ::: '{1..3}'", "command template=echo {} · 1 list={1..3}", NULL },
  { "parallel echo ::: {x}", "command template=echo {} · 1 list={x}", NULL },
  { "parallel echo ::: {,x", "command template=echo {} · 1 list={,x", NULL },
  { "parallel echo ::: ''", "command template=echo {} · 1 list=", NULL },
  { "parallel echo ::: a b ::: c d", "command template=echo {} · 1 list=a|b · 2 list=c|d", NULL },
  { "parallel echo ::: a b :::+ c d",
    "command template=echo {} · 1 list=a|b@1 · 2 list=c|d@1",
    NULL },
  { "parallel echo ::: a ::: b :::+ c ::: d :::+ e",
    "command template=echo {} · 1 list=a · 2 list=b@2 · 3 list=c@2 · 4 list=d@3 · 5 list=e@3",
    NULL },
  { "parallel --link echo ::: a b c ::: d e",
    "command template=echo {} · 1 list=a|b|c@1 · 2 list=d|e|d@1",
    NULL },
  { "parallel echo ::: a b c :::+ d e",
    "command template=echo {} · 1 list=a|b@1 · 2 list=d|e@1",
    NULL },
  { "parallel --link echo ::: a b ::: c d",
    "command template=echo {} · 1 list=a|b@1 · 2 list=c|d@1",
    NULL },
  { "parallel --xapply echo ::: a b ::: c d",
    "command template=echo {} · 1 list=a|b@1 · 2 list=c|d@1",
    NULL },
  { "parallel echo :::: f g", "command template=echo {} · 1 lines=f · 2 lines=g", NULL },
  { "parallel echo :::: f ::::+ g", "command template=echo {} · 1 lines=f@1 · 2 lines=g@1", NULL },
  { "parallel -a f -a g echo", "command template=echo {} · 1 lines=f · 2 lines=g", NULL },
  { "parallel --arg-file=f echo ::: a", "command template=echo {} · 1 lines=f · 2 list=a", NULL },
  { "parallel echo < list.txt", "command template=echo {} · 1 lines=list.txt", NULL },
  { "cat list.txt | parallel echo", "command template=echo {} · 1 lines=list.txt", NULL },
  { "cat list.txt | parallel echo :::: - ::: a",
    "command template=echo {} · 1 lines=list.txt · 2 list=a",
    NULL },
  { "cat list.txt | parallel echo ::: a", "command template=echo {} · 1 list=a", "not read" },
  { "ls *.c | parallel wc -l", "command template=wc -l {} · 1 files=*.c", "ls: folders" },
  { "ls | parallel wc", "command template=wc {} · 1 files=*", "ls: folders" },
  { "ls -1 *.c *.h|parallel wc", "command template=wc {} · 1 files=*.c|*.h", "ls: folders" },
  { "find . -name '*.gz' -type f | parallel gunzip",
    "command template=gunzip {} · 1 files=./**/*.gz",
    NULL },
  { "find . -name '*.gz' | parallel gunzip",
    "command template=gunzip {} · 1 files=./**/*.gz",
    "find: folders" },
  { "find a b/ -type f | parallel rm", "command template=rm {} · 1 files=a/**|b/**", NULL },
  { "find -type f -print0 | parallel -0 rm", "command template=rm {} · 1 files=./**", NULL },
  { "find . -type f -iname '*.Jpg' | parallel rm",
    "command template=rm {} · 1 files=./**/*.[Jj][Pp][Gg]",
    NULL },
  { "find d -maxdepth 1 -type f | parallel rm", "command template=rm {} · 1 files=d/*", "hidden" },
  { "seq 10 | parallel echo", "command template=echo {} · 1 range=1|11", NULL },
  { "seq 0 5 20 | parallel echo", "command template=echo {} · 1 range=0|21|5", NULL },
  { "seq 0 5 21 | parallel echo", "command template=echo {} · 1 range=0|21|5", NULL },
  { "seq 5 -2 1 | parallel echo", "command template=echo {} · 1 range=5|0|-2", NULL },
  { "seq -3 3 | parallel echo", "command template=echo {} · 1 range=-3|4", NULL },
  { "seq 1 2.5 | parallel echo", "command template=echo {} · 1 range=1|3", NULL },
  { "seq 0 0.25 1 | parallel echo",
    "command template=echo {} · 1 list=0.00|0.25|0.50|0.75|1.00",
    NULL },
  { "seq -0.5 0.5 0.5 | parallel echo", "command template=echo {} · 1 list=-0.5|0.0|0.5", NULL },
  { "seq -w 8 10 | parallel echo", "command template=echo {} · 1 list=08|09|10", NULL },
  { "parallel --colsep , --header : echo {b} {a.} :::: t.csv",
    "command template=echo {b} {a.} · b csv=t.csv|b@1 · a csv=t.csv|a@1",
    NULL },
  { "cat t.tsv | parallel --colsep '\\t' --header : echo {x}",
    "command template=echo {x} · x csv=t.tsv|x",
    NULL },
  { "parallel --csv --header : echo {x} < t.csv",
    "command template=echo {x} · x csv=t.csv|x",
    NULL },
  { "parallel --header : echo {f} {g} ::: f A B ::: g C D",
    "command template=echo {f} {g} · f list=A|B · g list=C|D",
    NULL },

  /* Options. */
  { "parallel -j4 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=4", NULL },
  { "parallel -j 4 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=4", NULL },
  { "parallel --jobs=4 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=4", NULL },
  { "parallel -P 4 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=4", NULL },
  { "parallel --max-procs 4 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=4", NULL },
  { "parallel -j-1 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=-2", NULL },
  { "parallel -j100% echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel -j 0 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=256", "256" },
  { "parallel --timeout 10 echo ::: a", "command template=echo {} · 1 list=a · timeout=10", NULL },
  { "parallel --timeout 200% echo ::: a",
    "command template=echo {} · 1 list=a · timeout=200%",
    NULL },
  { "parallel --timeout 1.5m echo ::: a",
    "command template=echo {} · 1 list=a · timeout=90",
    NULL },
  { "parallel --timeout 1h1s echo ::: a",
    "command template=echo {} · 1 list=a · timeout=3601",
    NULL },
  { "parallel --retries 3 echo ::: a", "command template=echo {} · 1 list=a · retries=2", NULL },
  { "parallel --retries 1 echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel --delay 0.5 echo ::: a", "command template=echo {} · 1 list=a · delay=0.5", NULL },
  { "parallel --halt now,fail=1 echo ::: a",
    "command template=echo {} · 1 list=a · on_failure=stop",
    NULL },
  { "parallel --halt soon,fail=3 echo ::: a",
    "command template=echo {} · 1 list=a · max_failures=3 · on_failure=drain",
    NULL },
  { "parallel --halt 2 echo ::: a", "command template=echo {} · 1 list=a · on_failure=stop", NULL },
  { "parallel --halt never echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel --nice 17 echo ::: a", "command template=echo {} · 1 list=a · nice=17", NULL },
  { "parallel --memfree 1G echo ::: a",
    "command template=echo {} · 1 list=a · min_free_memory=1G",
    "ends none" },
  { "parallel --memfree 2k echo ::: a",
    "command template=echo {} · 1 list=a · min_free_memory=2000",
    "ends none" },
  { "parallel --shuf echo ::: a", "command template=echo {} · 1 list=a · order=shuffled", NULL },
  { "parallel --wd /tmp pwd ::: a",
    "command template=pwd {} · 1 list=a · folder value=/tmp",
    NULL },
  { "parallel --workdir . pwd ::: a", "command template=pwd {} · 1 list=a", NULL },
  { "parallel -kj2 echo ::: a", "command template=echo {} · 1 list=a · n_jobs=2", "order" },
  { "parallel --bar echo ::: a", "command template=echo {} · 1 list=a", "--bar is left out" },
  { "parallel --joblog l echo ::: a", "command template=echo {} · 1 list=a", "joblog" },
  { "parallel --results d echo ::: a", "command template=echo {} · 1 list=a", "--results" },
  { "parallel --tag echo ::: a", "command template=echo {} · 1 list=a", "--tag" },
  { "parallel --dry-run echo ::: a", "command template=echo {} · 1 list=a", "--dry-run" },
  { "parallel --progr echo ::: a", "command template=echo {} · 1 list=a", "--progr" },
  { "parallel -n1 -r --will-cite echo ::: a", "command template=echo {} · 1 list=a", NULL },
  { "parallel -d '\\n' echo ::: a", "command template=echo {} · 1 list=a", NULL },

  /* What stands behind. */
  { "parallel echo ::: a > out.txt", "command template=echo {} · 1 list=a", "out.txt" },
  { "parallel echo ::: a > \xff", "command template=echo {} · 1 list=a", "\xef\xbf\xbd" },
  { "parallel echo ::: a 2>/dev/null", "command template=echo {} · 1 list=a", "/dev/null" },
  { "parallel echo ::: a | sort", "command template=echo {} · 1 list=a", "| sort" },
  { "parallel echo ::: a &", "command template=echo {} · 1 list=a", NULL },
  { "parallel echo ::: a # says a", "command template=echo {} · 1 list=a", NULL },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (GStrv) notes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldBatch) batch = fanfold_parallel_line_parse (good[i].line, &notes, &error);
      g_autofree char *text = batch != NULL ? describe (batch) : NULL;

      g_test_message ("%s", good[i].line);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, good[i].batch);
      g_assert_nonnull (notes);
      g_assert_cmpuint (g_strv_length (notes), ==, good[i].note != NULL);
      if (good[i].note != NULL)
        g_assert_nonnull (strstr (notes[0], good[i].note));
    }
}

static const struct
{
  const char *line;
  const char *word; /* that the message names */
} bad[] = {
  { "", "missing" },
  { "ls", "ls" },
  { "convert a.jpg b.png", "convert" },
  { "parallel echo", "parallel" },
  { "parallel echo :::", ":::" },
  { "parallel echo ::::", "::::" },
  { "parallel echo 'a ::: b", "not closed" },
  { "parallel echo ::: \"$x\"", "$x" },
  { "parallel echo $HOME ::: a", "$HOME" },
  { "parallel echo ::: `ls`", "`ls`" },
  { "parallel echo ::: $(ls)", "$(ls)" },
  { "parallel echo ::: a; rm x", ";" },
  { "parallel echo ::: a && rm x", "&&" },
  { "parallel echo ::: a\nparallel echo ::: b", "second line" },
  { "(parallel echo ::: a)", "(" },
  { "parallel echo <<< a", "<<<" },
  { "parallel echo :::: <(seq 3)", "<" },
  { "cat a b | parallel echo", "cat" },
  { "cat *.txt | parallel echo", "cat" },
  { "cat a | sort | parallel echo", "sort" },
  { "sort a | parallel echo", "sort" },
  { "printf '1\\n' | parallel echo", "printf" },
  { "echo a b | parallel echo", "echo" },
  { "ls -t | parallel echo", "-t" },
  { "ls folder | parallel echo", "folder" },
  { "find . -newer x | parallel echo", "-newer" },
  { "find . -type d | parallel echo", "-type" },
  { "find . -name | parallel echo", "-name" },
  { "find . -name a -name b | parallel echo", "-name" },
  { "find . -name a/b | parallel echo", "-name" },
  { "seq | parallel echo", "seq" },
  { "seq 3 1 | parallel echo", "nothing" },
  { "seq 1 0 5 | parallel echo", "nothing" },
  { "seq a | parallel echo", "a" },
  { "seq 0 0.001 1000 | parallel echo", "seq" },
  { "parallel echo ::: {1..3}{1..100000}", "10000" },
  { "parallel echo {=s/a/b/=} ::: a", "{=" },
  { "parallel --plus echo {..} ::: a.b.c", "{..}" },
  { "parallel --plus echo {%.txt} ::: a", "{%.txt}" },
  { "parallel --plus echo {##} ::: a", "{##}" },
  { "parallel -N2 echo ::: a b", "-N" },
  { "parallel -n 2 echo ::: a b", "-n" },
  { "parallel -X echo ::: a b", "-X" },
  { "parallel -m echo ::: a b", "-m" },
  { "parallel --xargs echo ::: a b", "--xargs" },
  { "seq 3 | parallel --pipe wc", "one file" },
  { "parallel --pipe wc", "one file" },
  { "parallel --pipe -a c wc < a", "one file" },
  { "parallel --pipepart -a a -a b wc", "one file" },
  { "parallel --pipepart wc :::: *.txt", "*.txt" },
  { "parallel --pipe wc ::: a b", ":::" },
  { "parallel --block 1M wc ::: a", "--block" },
  { "parallel --recstart x wc ::: a", "--recstart" },
  { "parallel --recend x wc ::: a", "--recend" },
  { "parallel --pipepart -a big --block -2 wc", "--block" },
  { "parallel --pipepart -a big --block many wc", "--block" },
  { "parallel --pipepart -a big -N 0 wc", "-N" },
  { "parallel --pipepart -a big -L 4 wc", "-L" },
  { "parallel --pipepart -a big --header '(.*\\n){2}' wc", "header" },
  { "parallel --pipepart -a big --recend '\\q' wc", "record_end" },
  { "parallel --pipepart -a big --regexp --recend x wc", "--regexp" },
  { "parallel --pipepart -a big --round-robin wc", "--round-robin" },
  { "parallel --pipepart -a big wc {.}", "{.}" },
  { "parallel --pipepart -a big", "command" },
  { "parallel --pipe --colsep , -a big wc", "--pipe" },
  { "parallel -L 2 echo ::: a b", "-L" },
  { "parallel -S host echo ::: a", "-S" },
  { "parallel --trc {}.out echo ::: a", "--trc" },
  { "parallel --semaphore echo ::: a", "--semaphore" },
  { "parallel --frobnicate echo ::: a", "--frobnicate" },
  { "parallel -Q echo ::: a", "-Q" },
  { "parallel -j", "-j" },
  { "parallel --jobs", "--jobs" },
  { "parallel -j x echo ::: a", "-j" },
  { "parallel -j procfile echo ::: a", "procfile" },
  { "parallel --timeout x echo ::: a", "--timeout" },
  { "parallel --delay 1auto echo ::: a", "--delay" },
  { "parallel --halt soon,success=1 echo ::: a", "--halt" },
  { "parallel --halt soon,fail=10% echo ::: a", "--halt" },
  { "parallel --halt soon,fail=x echo ::: a", "--halt" },
  { "parallel --nice 99 echo ::: a", "--nice" },
  { "parallel --memfree x echo ::: a", "--memfree" },
  { "parallel -0 echo < list", "-0" },
  { "parallel -d , echo < list", "-d" },
  { "parallel --colsep , echo {1} :::: t.csv", "--header" },
  { "parallel --colsep , --header : echo {1} :::: t.csv", "1" },
  { "parallel --colsep , --header : echo {} :::: t.csv", "{NAME}" },
  { "parallel --colsep x --header : echo {a} :::: t.csv", "x" },
  { "parallel --header 2 echo {a} :::: t.csv", "--header" },
  { "parallel --header : echo {a} ::: a", ":::" },
  { "parallel -I ,, echo {} ,, ::: a", "{}" },
  { "parallel ::: a ::: b", "command" },
  { "parallel echo :::: *.txt", "*.txt" },
  { "seq 3 | parallel echo :::: - -", "-" },
  { "parallel --\xcd\xff echo ::: a", "--" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (GStrv) notes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldBatch) batch = fanfold_parallel_line_parse (bad[i].line, &notes, &error);

      g_test_message ("%s: %s", bad[i].line, error != NULL ? error->message : "taken");
      g_assert_null (batch);
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, bad[i].word));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (notes);
    }
}

/* A share of the cores is a number here, whatever machine this is. */
static void
test_shares (void)
{
  static const char *const lines[] = {
    "parallel -j +2 echo ::: a",
    "parallel -j 50% echo ::: a",
    "parallel -j 0.1% echo ::: a",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (GStrv) notes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldBatch) batch = fanfold_parallel_line_parse (lines[i], &notes, &error);

      g_assert_no_error (error);
      g_assert_cmpint (fanfold_batch_get_settings (batch)->n_jobs, >=, i == 0 ? 3 : 1);
      g_assert_cmpuint (g_strv_length (notes), ==, 1);
    }
}

/* Nothing takes more than a blink, however long and strange it is. */
static void
test_long (void)
{
  static const char *const pieces[] = { "{", "{a,b}", "{a,", "{1..9}", "'", "$(", "*", "|", "\\" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) line = g_string_new ("parallel echo ::: ");
      g_auto (GStrv) notes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldBatch) batch = NULL;

      while (line->len < 200000)
        g_string_append (line, pieces[i]);
      batch = fanfold_parallel_line_parse (line->str, &notes, &error);
      g_assert_true ((batch == NULL) == (error != NULL));
    }
}

static void
test_needs (void)
{
  static const struct
  {
    const char *command;
    const char *need;
  } table[] = {
    { "echo {}", NULL },
    { "echo '{}|x' \"a;b\" a\\;b", NULL },
    { "convert {} -resize 50% {.}.png", NULL },
    { "[ -f {} ]", NULL },
    { "echo a=b {#} {%} {1/.}", NULL },
    { "echo $5.00", "$5" },
    { "echo cost:$ 5", NULL },
    { "a | b", "|" },
    { "a > b", ">" },
    { "a 2>&1", "2>&" },
    { "a && b", "&&" },
    { "a &", "&" },
    { "a; b", ";" },
    { "(a)", "(" },
    { "a\nb", "a line break" },
    { "echo $HOME", "$HOME" },
    { "echo \"${x}y\"", "${x}" },
    { "echo '$HOME'", NULL },
    { "echo `date`", "`date`" },
    { "echo ~/x", "~/x" },
    { "echo a~", NULL },
    { "ls *.c", "*.c" },
    { "ls '*.c'", NULL },
    { "ls a?", "a?" },
    { "ls [ab]", "[ab]" },
    { "X=1 prog", "X=1" },
    { "prog X=1", NULL },
    { "cd {}", "cd" },
    { "echo cd", NULL },
    { "if a", "if" },
    { "'a", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *need = fanfold_shell_words_find_need (table[i].command);

      g_test_message ("%s", table[i].command);
      g_assert_cmpstr (need, ==, table[i].need);
    }
}

/* What is quoted is read back as it was, by GLib and by this splitter. */
static void
test_quote (void)
{
  static const char *const words[] = {
    "a",  "",      "a b",    "'",  "\"",   "a'b\"c",   "$x", "*",     "~", "~/x", "#", "a#b",
    "{}", "{a,b}", "{1..9}", "\\", "a\nb", "\xff\xfe", "-",  "--x=y", "!", "^",   "é", "a=b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (GPtrArray) split = NULL;
      g_auto (GStrv) argv = NULL;

      fanfold_shell_words_append (line, words[i]);
      split = fanfold_shell_words_split (line->str, NULL);
      g_assert_nonnull (split);
      g_assert_cmpuint (split->len, ==, 1);
      g_assert_cmpstr (((FanfoldShellWord *) split->pdata[0])->text, ==, words[i]);
      g_assert_true (g_shell_parse_argv (line->str, NULL, &argv, NULL));
      g_assert_cmpstr (argv[0], ==, words[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/parallel-line/good", test_good);
  g_test_add_func ("/parallel-line/bad", test_bad);
  g_test_add_func ("/parallel-line/shares", test_shares);
  g_test_add_func ("/parallel-line/long", test_long);
  g_test_add_func ("/shell-words/needs", test_needs);
  g_test_add_func ("/shell-words/quote", test_quote);

  return g_test_run ();
}
