/* fanfold.h: the plugin ABI of Fanfold
 *
 * SPDX-License-Identifier: MIT
 *
 * A plugin is a shared object that exports one constant, fanfold_plugin: what functions it has,
 * what parameters they take and what they give back. Nothing of it is called to find that out, and
 * it links against nothing of Fanfold's. Whatever a descriptor leaves out is zero, and zero is
 * always the careful choice: a forgotten field costs speed, never correctness.
 *
 * Every string is UTF-8, except the values of FILE and FOLDER parameters and outputs, which are
 * byte strings as the file system has them. Every pointer in a descriptor points to memory that
 * lives as long as the plugin is loaded; a plugin is never unloaded. No pointer changes its owner.
 *
 * Thread tags: [run] on the thread inside run (); [any] also on threads that the plugin itself
 * starts and joins before run () returns.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define FANFOLD_BEGIN_DECLS                                                                        \
  extern "C"                                                                                       \
  {
#define FANFOLD_END_DECLS }
#else
#define FANFOLD_BEGIN_DECLS
#define FANFOLD_END_DECLS
#endif

FANFOLD_BEGIN_DECLS

/* A plugin loads where its major number equals the host's and its minor is not above the host's.
 * Within a major number no struct changes its size and no field moves; a minor gives a meaning to
 * reserved slots. */
#define FANFOLD_ABI_MAJOR 1
#define FANFOLD_ABI_MINOR 0
#define FANFOLD_ABI ((uint32_t) (FANFOLD_ABI_MAJOR << 16 | FANFOLD_ABI_MINOR))

/* FanfoldFunctionDesc.cache_version: pure, and every build of the plugin starts afresh. */
#define FANFOLD_CACHE_BY_BUILD UINT32_MAX

typedef struct FanfoldCall FanfoldCall;

/* What run () returns. Anything else counts as FANFOLD_FAILED. */
typedef int32_t FanfoldStatus;
enum
{
  FANFOLD_OK = 0,
  FANFOLD_FAILED = 1,
  FANFOLD_CANCELLED = 2 /* it stopped because it was asked to */
};

typedef uint32_t FanfoldLogLevel;
enum
{
  FANFOLD_LEVEL_DEBUG,
  FANFOLD_LEVEL_INFO,
  FANFOLD_LEVEL_WARNING,
  FANFOLD_LEVEL_ERROR
};

typedef uint32_t FanfoldType;
enum
{
  FANFOLD_TEXT,
  FANFOLD_BOOL,
  FANFOLD_INT,     /* int64_t */
  FANFOLD_REAL,    /* double */
  FANFOLD_CHOICE,  /* the id of one of the choices */
  FANFOLD_FILE,    /* a path */
  FANFOLD_FOLDER,  /* a path */
  FANFOLD_COMMAND, /* a command line as sh reads it, in bytes of no encoding: what is filled into
                      one is quoted, so that a value stays one word */
  FANFOLD_JSON     /* outputs alone: one JSON value, given as a text */
};

/* FanfoldParamDesc.flags */
enum
{
  FANFOLD_PARAM_REQUIRED = 1 << 0, /* must not be empty */
  FANFOLD_PARAM_EACH = 1 << 1,    /* usually varies: a form offers many values first; at most one */
  FANFOLD_PARAM_IGNORED = 1 << 2, /* cannot change the result: left out of the memo key */
  FANFOLD_PARAM_CONTENT =
      1 << 3, /* FILE: its content counts in the key, not its path, size, mtime */
  FANFOLD_PARAM_ADVANCED = 1 << 4, /* folded away in a form */
  FANFOLD_PARAM_OUTPUT = 1 << 5,   /* FILE, FOLDER: written by the job, need not exist */
  FANFOLD_PARAM_COST = 1 << 6,     /* the job's time grows with it (a FILE: with its size) */
  FANFOLD_PARAM_BLOCKS = 1 << 7    /* FILE: takes a FanfoldFileBlock, too */
};

/* FanfoldOutputDesc.flags */
enum
{
  FANFOLD_OUTPUT_FILES = 1 << 0,     /* JSON: an array of the paths of files that the job wrote */
  FANFOLD_OUTPUT_FILES_READ = 1 << 1 /* JSON: the same of files that it read and no FILE names */
};

/* FanfoldFunctionDesc.flags */
enum
{
  FANFOLD_CHEAP = 1 << 0, /* quicker to compute than to look up: not cached unless asked */
  /* leaves its process as it found it: folder, umask, locale, signals, limits, descriptors; a host
   * looks less often whether it has */
  FANFOLD_TIDY = 1 << 1
};

/* What a job mostly waits for; a host suggests n_jobs from it. */
typedef uint32_t FanfoldLoad;
enum
{
  FANFOLD_CPU_BOUND,
  FANFOLD_IO_BOUND
};

/* Where run () may be called. */
typedef uint32_t FanfoldIsolation;
enum
{
  FANFOLD_PROCESS_ONLY, /* in a process where nothing else of this plugin runs meanwhile */
  FANFOLD_THREAD_SAFE   /* in several threads of one process at once, too */
};

typedef struct
{
  const char *id;    /* [a-z0-9][a-z0-9_-]*, never renamed: batch files and memo keys hold it */
  const char *label; /* for people */
} FanfoldChoiceDesc;

typedef struct
{
  const char *id;                   /* [a-z][a-z0-9_]*, never renamed */
  const char *label;                /* for people */
  const char *help;                 /* a sentence, or NULL */
  const char *unit;                 /* "s", "px", …, or NULL */
  const char *initial;              /* the default, as text, numbers with a point; or NULL */
  const FanfoldChoiceDesc *choices; /* CHOICE: ends at an id of NULL */
  const char *pattern; /* TEXT: a regular expression for the whole value; FILE: a glob; or NULL */
  double minimum; /* INT, REAL: inclusive limits, perhaps infinite; none where both are equal */
  double maximum;
  double step; /* INT, REAL: what a spinner adds; 0: any */
  FanfoldType type;
  uint32_t flags; /* FANFOLD_PARAM_… */
  const void *reserved[2];
} FanfoldParamDesc;

typedef struct
{
  const char *id;    /* [a-z][a-z0-9_]*, never renamed */
  const char *label; /* for people */
  const char *help;  /* a sentence, or NULL */
  const char *unit;  /* or NULL */
  FanfoldType type;  /* FILE: shown as a preview and a link */
  uint32_t flags;    /* FANFOLD_OUTPUT_… */
  const void *reserved[2];
} FanfoldOutputDesc;

typedef struct
{
  const char *id;      /* [a-z][a-z0-9_]*, never renamed; the full id is "plugin.function" */
  const char *label;   /* for people */
  const char *summary; /* a sentence, or NULL */
  const FanfoldParamDesc *params;   /* ends at an id of NULL; NULL: none */
  const FanfoldOutputDesc *outputs; /* likewise */
  /* [run] One job. Its arguments are asked of @call, its outcome is put there. It may be called
   * many times in one process, and on another thread each time. */
  FanfoldStatus (*run) (FanfoldCall *call);
  /* The only word on purity. 0: not pure, never cached. FANFOLD_CACHE_BY_BUILD: pure, each build
   * starts afresh. 1 and above: pure, and the promise that equal numbers mean equal results. */
  uint32_t cache_version;
  FanfoldLoad load;
  FanfoldIsolation isolation;
  uint32_t flags; /* FANFOLD_CHEAP, FANFOLD_TIDY */
  const void *reserved[4];
} FanfoldFunctionDesc;

typedef struct
{
  uint32_t abi;   /* FANFOLD_ABI; read before all else */
  uint32_t flags; /* 0 */
  const char *id; /* [a-z][a-z0-9_]*, never renamed */
  const char *label;
  const char *version; /* for people, or NULL */
  /* Where the host has translations of labels, summaries and help looked up, or NULL. */
  const char *gettext_domain;
  const FanfoldFunctionDesc *functions; /* ends at an id of NULL */
  const void *reserved[5];
} FanfoldPluginDesc;

/* One job under way. The plugin calls its host through these; it never makes or frees one. */
struct FanfoldCall
{
  void *host;       /* the host's own */
  uint64_t index;   /* of the job in its run, from 0 */
  uint32_t slot;    /* from 0 */
  uint32_t attempt; /* from 1 */

  /* [any] The value of a parameter, by its id; strings live until run () returns. An id that is not
   * declared or of another type is the plugin's mistake and fails the job. get_text serves TEXT,
   * CHOICE, FILE, FOLDER and COMMAND, and never gives NULL. */
  bool (*get_bool) (FanfoldCall *call, const char *param);
  int64_t (*get_int) (FanfoldCall *call, const char *param);
  double (*get_real) (FanfoldCall *call, const char *param);
  const char *(*get_text) (FanfoldCall *call, const char *param);

  /* [any] Says how far the job is: 0 to 1, below 0 for unknown; @message may be NULL. Cheap enough
   * for an inner loop. False once the job is to stop: then return FANFOLD_CANCELLED soon. */
  bool (*progress) (FanfoldCall *call, double fraction, const char *message);
  /* [any] A line for the job's log, without its end. */
  void (*log) (FanfoldCall *call, FanfoldLogLevel level, const char *text);
  /* [any] True once the job is to stop. */
  bool (*cancelled) (FanfoldCall *call);

  /* [run] The outcome: a declared output, by its id; the last value put there wins, one never put
   * is null. An id that is not declared or of another type fails the job. put_text serves TEXT,
   * CHOICE, FILE, FOLDER and JSON. Strings are copied. */
  void (*put_bool) (FanfoldCall *call, const char *output, bool value);
  void (*put_int) (FanfoldCall *call, const char *output, int64_t value);
  void (*put_real) (FanfoldCall *call, const char *output, double value);
  void (*put_text) (FanfoldCall *call, const char *output, const char *value);
  /* [run] The outcome of a function without declared outputs: one JSON value, which is copied.
   * FANFOLD_OK, or FANFOLD_FAILED where it is not JSON. */
  FanfoldStatus (*result) (FanfoldCall *call, const char *json);
  /* [run] Why the job failed, for people; copied. Always FANFOLD_FAILED, so: return call->fail (…).
   */
  FanfoldStatus (*fail) (FanfoldCall *call, const char *message);
  /* [run] How long run () may go on once the job is to stop, before its process is ended: for one
   * that has something to end in good order. 0 to 60 s; at first a blink. */
  void (*grace) (FanfoldCall *call, double seconds);
  /* [run] How the program ended that the job is about, for the records of one that failed: its exit
   * status from 1 to 255, or below 0 the signal that killed it. */
  void (*ended) (FanfoldCall *call, int32_t status);

  const void *reserved[4];
};

/* A part of a regular file, for a FILE parameter with FANFOLD_PARAM_BLOCKS: what its text says that
 * is "PATH/bytes=START:STOP", as 0:1024 for the first KiB, perhaps with ",header=LENGTH" behind it
 * and then with ",size=SIZE,mtime=NSEC". Below a file there is no other, so that no path is taken
 * for one. */
typedef struct
{
  size_t path_length; /* of the file's path, with which the text begins */
  uint64_t start;
  uint64_t stop;      /* behind its last byte */
  uint64_t header;    /* so many of the file's first bytes come before those of the block */
  bool is_dated;      /* whether the file must be as it was when it was cut: */
  uint64_t size;      /* in bytes */
  int64_t mtime_nsec; /* of its last change, from 1970 on */
} FanfoldFileBlock;

/* A number behind *@at, which moves behind it. */
static inline bool
fanfold_file_block_read (const char **at, uint64_t *number)
{
  const char *first = *at;

  for (*number = 0; **at >= '0' && **at <= '9'; ++*at)
    {
      if (*number > (UINT64_MAX - 9) / 10)
        return false;
      *number = *number * 10 + (uint64_t) (**at - '0');
    }

  return *at > first;
}

/* Moves *@at behind @word, where it begins with that. */
static inline bool
fanfold_file_block_skip (const char **at, const char *word)
{
  const char *rest = *at;

  while (*word != '\0' && *rest == *word)
    {
      rest++;
      word++;
    }
  if (*word != '\0')
    return false;

  *at = rest;
  return true;
}

/* [any] Whether @text is one. */
static inline bool
fanfold_file_block_parse (const char *text, FanfoldFileBlock *block)
{
  const FanfoldFileBlock none = { 0, 0, 0, 0, false, 0, 0 };
  const char *slash = NULL;
  const char *at;
  uint64_t nsec = 0;
  bool before;

  *block = none;
  for (at = text; *at != '\0'; at++)
    if (*at == '/')
      slash = at;
  if (slash == NULL || slash == text)
    return false;

  block->path_length = (size_t) (slash - text);
  at = slash + 1;
  if (!fanfold_file_block_skip (&at, "bytes=") || !fanfold_file_block_read (&at, &block->start) ||
      !fanfold_file_block_skip (&at, ":") || !fanfold_file_block_read (&at, &block->stop))
    return false;
  if (fanfold_file_block_skip (&at, ",header=") && !fanfold_file_block_read (&at, &block->header))
    return false;
  if (fanfold_file_block_skip (&at, ",size="))
    {
      block->is_dated = true;
      if (!fanfold_file_block_read (&at, &block->size) || !fanfold_file_block_skip (&at, ",mtime="))
        return false;
      before = fanfold_file_block_skip (&at, "-");
      if (!fanfold_file_block_read (&at, &nsec) || nsec > (uint64_t) INT64_MAX)
        return false;
      block->mtime_nsec = before ? -(int64_t) nsec : (int64_t) nsec;
    }

  return *at == '\0' && block->start <= block->stop && block->stop <= (uint64_t) INT64_MAX &&
         block->header <= block->start;
}

#define FANFOLD_EXPORT __attribute__ ((visibility ("default")))

/* What a plugin exports. */
extern FANFOLD_EXPORT const FanfoldPluginDesc fanfold_plugin;
#define FANFOLD_PLUGIN(...)                                                                        \
  const FanfoldPluginDesc fanfold_plugin = { .abi = FANFOLD_ABI, __VA_ARGS__ }

FANFOLD_END_DECLS
