/* fanfold-numbers.c: the plugin numbers: arithmetic and waiting, for trying things out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <glib.h>
#include <glib/gi18n.h>

#define SAMPLES_A_REPORT 65536
#define SLICE_USEC (50 * 1000)

/* splitmix64: the same numbers on every machine. */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

static FanfoldStatus
square (FanfoldCall *call)
{
  double x = call->get_real (call, "x");

  call->put_real (call, "square", x * x);
  return FANFOLD_OK;
}

/* In whole numbers: rounding, which differs between machines, has no say. */
static gboolean
is_inside (guint64 random)
{
  guint64 x = random >> 33;
  guint64 y = random & G_GUINT64_CONSTANT (0x7fffffff);

  return x * x + y * y < G_GUINT64_CONSTANT (1) << 62;
}

static FanfoldStatus
pi (FanfoldCall *call)
{
  gint64 samples = call->get_int (call, "samples");
  guint64 state = (guint64) call->get_int (call, "seed");
  gint64 inside = 0;
  gint64 done = 0;

  while (done < samples)
    {
      gint64 end = MIN (samples, done + SAMPLES_A_REPORT);

      for (; done < end; done++)
        inside += is_inside (next_random (&state));
      if (!call->progress (call, (double) done / (double) samples, NULL))
        return FANFOLD_CANCELLED;
    }

  call->put_real (call, "pi", 4.0 * (double) inside / (double) samples);
  return FANFOLD_OK;
}

static FanfoldStatus
wait_a_while (FanfoldCall *call)
{
  double seconds = call->get_real (call, "seconds");
  guint64 state = (guint64) call->get_int (call, "seed");
  double drawn = (double) (next_random (&state) >> 11) * 0x1p-53;
  gint64 start = g_get_monotonic_time ();
  gint64 wanted = (gint64) (seconds * G_USEC_PER_SEC);
  gint64 elapsed = 0;
  g_autofree char *line = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  line = g_strdup_printf ("Waiting for %s s",
                          g_ascii_formatd (number, sizeof number, "%.15g", seconds));
  call->log (call, FANFOLD_LEVEL_INFO, line);

  for (; elapsed < wanted; elapsed = g_get_monotonic_time () - start)
    {
      if (!call->progress (call, (double) elapsed / (double) wanted, NULL))
        return FANFOLD_CANCELLED;
      g_usleep ((gulong) MIN (SLICE_USEC, wanted - elapsed));
    }

  if (drawn < call->get_real (call, "fail_chance"))
    return call->fail (call, "Failed, as fail_chance asks some jobs to.");

  return FANFOLD_OK;
}

static const FanfoldParamDesc square_params[] = {
  { .id = "x",
    .label = "X",
    .help = N_ ("The number to square."),
    .type = FANFOLD_REAL,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldOutputDesc square_outputs[] = {
  { .id = "square", .label = N_ ("Square"), .type = FANFOLD_REAL },
  { 0 },
};

static const FanfoldParamDesc pi_params[] = {
  { .id = "samples",
    .label = N_ ("Samples"),
    .help = N_ ("How many random points are drawn. A hundred times as many give one more digit."),
    .initial = "1000000",
    .minimum = 1,
    .maximum = 1e15,
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_COST },
  { .id = "seed",
    .label = N_ ("Seed"),
    .help = N_ ("Where the random numbers start. The same seed gives the same result."),
    .initial = "0",
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldOutputDesc pi_outputs[] = {
  { .id = "pi", .label = "π", .help = N_ ("The estimate of π."), .type = FANFOLD_REAL },
  { 0 },
};

static const FanfoldParamDesc wait_params[] = {
  { .id = "seconds",
    .label = N_ ("Seconds"),
    .help = N_ ("How long a job takes."),
    .unit = "s",
    .initial = "1",
    .minimum = 0,
    .maximum = 86400,
    .type = FANFOLD_REAL,
    .flags = FANFOLD_PARAM_COST },
  { .id = "fail_chance",
    .label = N_ ("Chance to fail"),
    .help = N_ ("The share of the seeds that fail: 0 for none, 1 for all."),
    .initial = "0",
    .minimum = 0,
    .maximum = 1,
    .step = 0.05,
    .type = FANFOLD_REAL },
  { .id = "seed",
    .label = N_ ("Seed"),
    .help = N_ ("Tells the jobs apart, and decides which of them fail."),
    .initial = "0",
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldFunctionDesc functions[] = {
  { .id = "square",
    .label = N_ ("Square"),
    .summary = N_ ("Multiplies a number by itself."),
    .params = square_params,
    .outputs = square_outputs,
    .run = square,
    .cache_version = 1,
    .isolation = FANFOLD_THREAD_SAFE,
    .flags = FANFOLD_CHEAP },
  { .id = "pi",
    .label = N_ ("Pi"),
    .summary = N_ ("Estimates π by the Monte Carlo method."),
    .params = pi_params,
    .outputs = pi_outputs,
    .run = pi,
    .cache_version = 1,
    .isolation = FANFOLD_THREAD_SAFE },
  { .id = "wait",
    .label = N_ ("Wait"),
    .summary = N_ ("Does nothing for a while, and fails if told to."),
    .params = wait_params,
    .run = wait_a_while,
    .load = FANFOLD_IO_BOUND,
    .isolation = FANFOLD_THREAD_SAFE },
  { 0 },
};

FANFOLD_PLUGIN (.id = "numbers",
                .label = N_ ("Numbers"),
                .version = "1",
                .gettext_domain = "fanfold",
                .functions = functions);
