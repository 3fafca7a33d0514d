/* test-job-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"
#include "fanfold-job-kind.h"
#include "described.h"

#define MAX_KIND 32
#define COMMAND "{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}"

typedef struct
{
  FanfoldInputKind kind;
  const char *text;
} Input;

static FanfoldCombine *
combine_inputs (const char *params, const Input *inputs, gsize n_inputs)
{
  g_autoptr (FanfoldFunction) function = described_function (params, FALSE);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combine;

  for (gsize i = 0; i < n_inputs; i++)
    {
      g_autoptr (FanfoldInput) input = fanfold_input_parse (inputs[i].kind, inputs[i].text, &error);

      g_assert_no_error (error);
      g_assert_true (fanfold_batch_add_input (batch, input, NULL));
    }
  combine = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);

  return combine;
}

static FanfoldCombine *
combine_template (const char *range, const char *template)
{
  const Input inputs[] = { { FANFOLD_INPUT_RANGE, range }, { FANFOLD_INPUT_TEMPLATE, template } };

  return combine_inputs ("[" COMMAND "]", inputs, G_N_ELEMENTS (inputs));
}

static FanfoldCombine *
combine_list (const char *list)
{
  const Input input = { FANFOLD_INPUT_LIST, list };

  return combine_inputs ("[" COMMAND "]", &input, 1);
}

/* "1212": a digit a job. */
static char *
get_kinds (FanfoldCombine *combine, gboolean *is_mixed)
{
  g_autoptr (FanfoldJobKind) kind = fanfold_job_kind_new (combine);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fanfold_combine_get_n_jobs (combine); i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, i);

      g_string_append_printf (text, "%u", fanfold_job_kind_get (kind, i, args, MAX_KIND));
    }
  *is_mixed = fanfold_job_kind_is_mixed (kind);

  return g_string_free (text, FALSE);
}

static void
assert_kinds (FanfoldCombine *combine, const char *expected, gboolean expected_mixed)
{
  gboolean is_mixed;
  g_autofree char *kinds = get_kinds (combine, &is_mixed);

  g_assert_cmpstr (kinds, ==, expected);
  g_assert_cmpint (is_mixed, ==, expected_mixed);
}

static void
test_template (void)
{
  g_autofree char *ones = g_strnfill (120, '1');
  static const char *const templates[] = {
    "command=x={n}; sleep 0.$(( x % 9 ))5", "command=N={n} ./tool",
    "command=timeout {n} ./tool",           "command=sh -c 'x={n}; ./tool'",
    "command=python3 -c 'print({n})'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr (FanfoldCombine) combine = combine_template ("n=1:121", templates[i]);

      assert_kinds (combine, ones, FALSE);
    }
}

/* A program a job: nothing is learned of one by the others. */
static void
test_program_a_job (void)
{
  g_autofree char *zeroes = g_strnfill (120, '0');
  g_autoptr (FanfoldCombine) many = combine_template ("n=1:121", "command=./run-{n}.sh");
  g_autoptr (FanfoldCombine) scripts = combine_template ("n=1:121", "command=python3 {n}.py");
  g_autoptr (FanfoldCombine) three = combine_list ("command=a 1,b 1,c 1");
  g_autoptr (FanfoldCombine) five = combine_list ("command=a 1,b 1,c 1,a 2,c 2");

  assert_kinds (many, zeroes, TRUE);
  assert_kinds (scripts, zeroes, TRUE);
  assert_kinds (three, "000", TRUE);
  assert_kinds (five, "00000", TRUE);
}

static void
test_few_programs (void)
{
  g_autoptr (FanfoldCombine) two = combine_list ("command=a 1,a 2,a 3,b 1,b 2,b 3");
  g_autoptr (FanfoldCombine) one_each = combine_list ("command=a 1,b 1");
  g_autoptr (FanfoldCombine) three = combine_list ("command=a 1,b 1,c 1,a 2,b 2,c 2");
  g_autoptr (FanfoldCombine) scripts =
      combine_list ("command=python3 a.py 1,python3 b.py 1,python3 a.py 2,python3 b.py 2");

  assert_kinds (two, "111222", FALSE);
  assert_kinds (one_each, "12", FALSE);
  assert_kinds (three, "123123", FALSE);
  assert_kinds (scripts, "1212", FALSE);
}

/* There are 31 programs that have two jobs each, and 32. */
static void
test_max (void)
{
  g_autoptr (GString) list = g_string_new ("command=t0 1");

  for (guint i = 1; i < 62; i++)
    g_string_append_printf (list, ",t%u 1", i % 31);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (FanfoldCombine) combine = combine_list (list->str);
      gboolean is_mixed;
      g_autofree char *kinds = get_kinds (combine, &is_mixed);

      g_assert_true (g_str_has_prefix (kinds, i > 0 ? "000" : "123"));
      g_assert_cmpint (is_mixed, ==, i > 0);
      g_string_append (list, ",last 1,last 2");
    }
}

/* Programs that are too many leave the kinds to what else there is. */
static void
test_other_param (void)
{
  const Input inputs[] = {
    { FANFOLD_INPUT_RANGE, "n=0:40" },
    { FANFOLD_INPUT_TEMPLATE, "command=./run-{n}.sh" },
    { FANFOLD_INPUT_LIST, "level=1,9" },
  };
  g_autoptr (FanfoldCombine) combine =
      combine_inputs ("[" COMMAND ", {'id': <'level'>, 'label': <'L'>, 'type': <uint32 2>}]",
                      inputs,
                      G_N_ELEMENTS (inputs));
  gboolean is_mixed;
  g_autofree char *kinds = get_kinds (combine, &is_mixed);

  g_assert_true (g_str_has_prefix (kinds, "121212"));
  g_assert_true (is_mixed);
}

static guint
hash (const char *list)
{
  g_autoptr (FanfoldCombine) combine = combine_list (list);
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, 0);

  return fanfold_job_kind_hash (
      fanfold_function_get_params (fanfold_combine_get_function (combine)), args);
}

static void
test_hash (void)
{
  g_assert_cmpuint (hash ("command=python3 a.py 1"), ==, hash ("command=x=2; python3 a.py 2"));
  g_assert_cmpuint (hash ("command=python3 a.py 1"), !=, hash ("command=python3 b.py 1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-kind/template", test_template);
  g_test_add_func ("/job-kind/program-a-job", test_program_a_job);
  g_test_add_func ("/job-kind/few-programs", test_few_programs);
  g_test_add_func ("/job-kind/max", test_max);
  g_test_add_func ("/job-kind/other-param", test_other_param);
  g_test_add_func ("/job-kind/hash", test_hash);

  return g_test_run ();
}
