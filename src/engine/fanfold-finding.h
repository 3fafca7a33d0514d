/* fanfold-finding.h: something about a batch that looks wrong before it is launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* None forbids a launch: each may be meant. */
typedef enum
{
  FANFOLD_FINDING_MISSING,      /* an input file or folder that is not there */
  FANFOLD_FINDING_OVERWRITES,   /* an output of a job is its own input */
  FANFOLD_FINDING_COLLIDES,     /* several jobs have one output */
  FANFOLD_FINDING_EXISTS,       /* an output is there already */
  FANFOLD_FINDING_PRODUCED,     /* an input that an earlier run wrote */
  FANFOLD_FINDING_DUPLICATE,    /* a job with the arguments of one before it */
  FANFOLD_FINDING_QUOTES,       /* a value in quotes, which are part of it */
  FANFOLD_FINDING_DASH,         /* a value that a command would read as an option */
  FANFOLD_FINDING_SPACE,        /* a value with a line break in it, or a space at an end */
  FANFOLD_FINDING_STRAY,        /* {nmae}: of no job; detail is the word */
  FANFOLD_FINDING_NO_COMMAND,   /* of no job; detail is the program that is not there */
  FANFOLD_FINDING_NO_ROOM,      /* of no job; detail is the topmost folder of the disk */
  FANFOLD_FINDING_MANY_ENTRIES, /* of no job; n_jobs new entries of the memo cache */
  FANFOLD_N_FINDING_KINDS
} FanfoldFindingKind;

#define FANFOLD_FINDING_MAX_FIRST 5

typedef struct
{
  FanfoldFindingKind kind;
  guint64 n_jobs;
  guint64 first[FANFOLD_FINDING_MAX_FIRST]; /* the first of these jobs, in order */
  guint n_first;                            /* 0: it is of no job */
  char *detail;         /* (nullable) the first one's path or value, or what the kind says; UTF-8 */
  guint64 needed_bytes; /* of NO_ROOM: what the run would write there, by what earlier ones did */
  guint64 free_bytes;   /* … and what is free */
} FanfoldFinding;

/* [any] (transfer full) */
FanfoldFinding *fanfold_finding_copy (const FanfoldFinding *self);
void fanfold_finding_free (FanfoldFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFinding, fanfold_finding_free)

/* [any] A sentence about it, in English, with the first job's number. (transfer full) */
char *fanfold_finding_describe (const FanfoldFinding *self);

G_END_DECLS
