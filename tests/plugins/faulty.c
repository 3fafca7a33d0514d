/* faulty.c: jobs of which every third but the first goes wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <fanfold.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define BAD_TEXT "\xff\xfe bad \xc3"

static int
is_bad (FanfoldCall *call)
{
  return call->get_int (call, "n") % 3 == 2;
}

/* faulty.bytes (n INT): logs, prints, says with its progress and gives as its output text TEXT what
 * is no UTF-8. */
static FanfoldStatus
bytes (FanfoldCall *call)
{
  const char *text = is_bad (call) ? BAD_TEXT : "good";

  call->log (call, FANFOLD_LEVEL_WARNING, text);
  puts (text);
  call->progress (call, 0.5, text);
  call->put_text (call, "text", text);

  return FANFOLD_OK;
}

/* faulty.words (n INT): fails with words that are no UTF-8. */
static FanfoldStatus
words (FanfoldCall *call)
{
  return is_bad (call) ? call->fail (call, BAD_TEXT) : FANFOLD_OK;
}

/* faulty.json (n INT): a result that is no JSON, or no UTF-8 within JSON. */
static FanfoldStatus
json (FanfoldCall *call)
{
  if (!is_bad (call))
    return call->result (call, "[1, 2]");

  return call->result (call, call->get_int (call, "n") == 2 ? "{\"a\":" : "\"" BAD_TEXT "\"");
}

/* faulty.fractions (n INT, msec INT = 0): is so far: NaN, -5, 7, infinitely and back; for so long
 * each time. */
static FanfoldStatus
fractions (FanfoldCall *call)
{
  const double values[] = { NAN, -5, 7, INFINITY, -INFINITY, 1e308, 0.5, -0.0 };

  for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
    {
      call->progress (call, values[i], NULL);
      usleep ((useconds_t) call->get_int (call, "msec") * 1000);
    }

  return FANFOLD_OK;
}

/* faulty.bulk (n INT, megabytes INT = 50): a text of as many MiB as its result. */
static FanfoldStatus
bulk (FanfoldCall *call)
{
  size_t size = (size_t) call->get_int (call, "megabytes") * 1024 * 1024;
  FanfoldStatus status;
  char *text;

  if (!is_bad (call))
    return call->result (call, "\"small\"");

  text = malloc (size + 1);
  if (text == NULL)
    return call->fail (call, "There is no more memory");
  memset (text, 'x', size);
  text[0] = text[size - 1] = '"';
  text[size] = '\0';
  status = call->result (call, text);
  free (text);

  return status;
}

/* faulty.exhaust (n INT): allocates until it is refused any more, at 1 GiB by a limit of its own,
 * and fails with memory left to nobody. */
static FanfoldStatus
exhaust (FanfoldCall *call)
{
  const struct rlimit limit = { (rlim_t) 1 << 30, (rlim_t) 1 << 30 };

  if (!is_bad (call))
    return FANFOLD_OK;

  setrlimit (RLIMIT_AS, &limit);
  for (size_t size = (size_t) 64 << 20; size > 16; size /= 2)
    {
      void **last = NULL;
      void **piece;

      while ((piece = malloc (size)) != NULL)
        {
          *piece = (void *) last;
          last = piece;
        }
    }

  return call->fail (call, strerror (ENOMEM));
}

/* faulty.spray (n INT): writes rubbish to each descriptor that it can write to. */
static FanfoldStatus
spray (FanfoldCall *call)
{
  char rubbish[4096];

  if (!is_bad (call))
    return FANFOLD_OK;

  memset (rubbish, 0xa5, sizeof rubbish);
  for (int fd = 0; fd < 64; fd++)
    if (write (fd, rubbish, sizeof rubbish) < 0)
      continue;

  return FANFOLD_OK;
}

/* faulty.fail (n INT): fails, all of them. */
static FanfoldStatus
fail (FanfoldCall *call)
{
  char message[64];

  snprintf (message, sizeof message, "number %lld", (long long) call->get_int (call, "n"));

  return call->fail (call, message);
}

static const FanfoldParamDesc params[] = {
  { .id = "n", .label = "N", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
  { 0 },
};

static const FanfoldParamDesc bulk_params[] = {
  { .id = "n", .label = "N", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
  { .id = "megabytes", .label = "Size", .initial = "50", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldParamDesc fractions_params[] = {
  { .id = "n", .label = "N", .type = FANFOLD_INT, .flags = FANFOLD_PARAM_EACH },
  { .id = "msec", .label = "Time", .initial = "0", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldOutputDesc text_outputs[] = {
  { .id = "text", .label = "Text" },
  { 0 },
};

FANFOLD_PLUGIN (.id = "faulty",
                .label = "Faulty",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "bytes",
                      .label = "Bytes",
                      .run = bytes,
                      .params = params,
                      .outputs = text_outputs },
                    { .id = "words", .label = "Words", .run = words, .params = params },
                    { .id = "json", .label = "JSON", .run = json, .params = params },
                    { .id = "fractions",
                      .label = "Fractions",
                      .run = fractions,
                      .params = fractions_params },
                    { .id = "bulk", .label = "Bulk", .run = bulk, .params = bulk_params },
                    { .id = "exhaust", .label = "Exhaust", .run = exhaust, .params = params },
                    { .id = "spray", .label = "Spray", .run = spray, .params = params },
                    { .id = "fail", .label = "Fail", .run = fail, .params = params },
                    { 0 } });
