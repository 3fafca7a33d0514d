/* memory-eater.c: takes memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* memory_eater.eat (megabytes INT = 64, msec INT = 0): takes and fills as much, holds it as long,
 * output taken INT: the megabytes; fails where there is no more. */
static FanfoldStatus
eat (FanfoldCall *call)
{
  size_t size = (size_t) call->get_int (call, "megabytes") * 1024 * 1024;
  char *memory = malloc (size);

  if (memory == NULL)
    return call->fail (call, "There is no more memory");

  memset (memory, (int) (call->index % 100 + 1), size);
  usleep ((useconds_t) call->get_int (call, "msec") * 1000);
  call->put_int (call, "taken", memory[size / 2] != 0 ? (int64_t) (size / 1024 / 1024) : 0);
  free (memory);

  return FANFOLD_OK;
}

/* memory_eater.share (megabytes INT = 64, msec INT = 0): takes and fills as much and has three
 * children that look on, as long. */
static FanfoldStatus
share (FanfoldCall *call)
{
  size_t size = (size_t) call->get_int (call, "megabytes") * 1024 * 1024;
  char *memory = malloc (size);

  if (memory == NULL)
    return call->fail (call, "There is no more memory");

  memset (memory, 1, size);
  for (int i = 0; i < 3; i++)
    if (fork () == 0)
      {
        usleep ((useconds_t) call->get_int (call, "msec") * 1000);
        _exit (memory[size / 2] == 1 ? 0 : 1);
      }
  while (wait (NULL) > 0)
    ;
  free (memory);

  return FANFOLD_OK;
}

/* memory_eater.child (megabytes INT = 64, msec INT = 0): a child takes and fills as much and holds
 * it as long. */
static FanfoldStatus
child (FanfoldCall *call)
{
  size_t size = (size_t) call->get_int (call, "megabytes") * 1024 * 1024;

  if (fork () == 0)
    {
      char *memory = malloc (size);

      if (memory != NULL)
        memset (memory, 1, size);
      usleep ((useconds_t) call->get_int (call, "msec") * 1000);
      _exit (memory != NULL && memory[size / 2] == 1 ? 0 : 1);
    }
  while (wait (NULL) > 0)
    ;

  return FANFOLD_OK;
}

/* memory_eater.keep (megabytes INT = 64, msec INT = 0): takes and fills as much and never gives it
 * back. */
static FanfoldStatus
keep (FanfoldCall *call)
{
  static char *kept;
  size_t size = (size_t) call->get_int (call, "megabytes") * 1024 * 1024;
  char *memory = malloc (size);

  if (memory == NULL)
    return call->fail (call, "There is no more memory");

  memset (memory, 1, size);
  memcpy (memory, &kept, sizeof kept);
  kept = memory;
  usleep ((useconds_t) call->get_int (call, "msec") * 1000);

  return FANFOLD_OK;
}

/* memory_eater.crumbs (megabytes INT = 64, msec INT = 0): takes as much in small pieces and frees
 * all but the last, so that the C library can give nothing back by itself. */
static FanfoldStatus
crumbs (FanfoldCall *call)
{
  size_t n = (size_t) call->get_int (call, "megabytes") * 1024;
  char **pieces = calloc (n, sizeof *pieces);
  size_t i;

  if (pieces == NULL)
    return call->fail (call, "There is no more memory");

  for (i = 0; i < n && (pieces[i] = malloc (1000)) != NULL; i++)
    memset (pieces[i], 1, 1000);
  for (i = 0; i + 1 < n; i++)
    free (pieces[i]);
  free (pieces);

  return FANFOLD_OK;
}

static const FanfoldParamDesc params[] = {
  { .id = "megabytes",
    .label = "Size",
    .unit = "MB",
    .initial = "64",
    .minimum = 1,
    .maximum = 1e6,
    .type = FANFOLD_INT,
    .flags = FANFOLD_PARAM_EACH },
  { .id = "msec", .label = "Time", .unit = "ms", .initial = "0", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldOutputDesc outputs[] = {
  { .id = "taken", .label = "Taken", .unit = "MB", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (
        .id = "memory_eater",
        .label = "Memory eater",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "eat", .label = "Eat", .run = eat, .params = params, .outputs = outputs },
            { .id = "share", .label = "Share", .run = share, .params = params },
            { .id = "child", .label = "Child", .run = child, .params = params },
            { .id = "keep", .label = "Keep", .run = keep, .params = params },
            { .id = "crumbs", .label = "Crumbs", .run = crumbs, .params = params },
            { 0 } });
