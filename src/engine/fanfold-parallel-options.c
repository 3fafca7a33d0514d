/* fanfold-parallel-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-options.h"

#include "fanfold-error.h"
#include "fanfold-parallel-values.h"
#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  KIND_NOTE,   /* left out, and said so */
  KIND_SILENT, /* left out: it is so anyway */
  KIND_REFUSE,
  KIND_FLAG, /* sets the gboolean at .offset */
  KIND_TEXT, /* sets the char * at .offset */
  KIND_TAKE
} Kind;

typedef enum
{
  VALUE_NONE,
  VALUE_NEEDED,
  VALUE_OPTIONAL /* in the same word only */
} Value;

typedef struct
{
  const char *name;
  char letter;
  Value value;
  Kind kind;
  const char *words; /* what is noted, or why it is refused */
  gsize offset;
  FanfoldParallelTakeFunc take;
} Option;

#define RESULTS N_ ("the history keeps outputs and times")
#define SHOWN N_ ("progress is shown anyway")
#define ONE N_ ("a job takes one value of each source here")
#define WHOLE N_ ("a job's output is shown when it ends")
#define STDIN N_ ("a command reads its block on standard input here")
#define CUTS N_ ("blocks are cut by their size or number of records alone")
#define HERE N_ ("jobs run on this machine")

#define NOTE(name, letter, value, words)                                                           \
  {                                                                                                \
    name, letter, value, KIND_NOTE, words, 0, NULL                                                 \
  }
#define SILENT(name, letter, value)                                                                \
  {                                                                                                \
    name, letter, value, KIND_SILENT, NULL, 0, NULL                                                \
  }
#define REFUSE(name, letter, value, words)                                                         \
  {                                                                                                \
    name, letter, value, KIND_REFUSE, words, 0, NULL                                               \
  }
#define TAKE(name, letter, value, take)                                                            \
  {                                                                                                \
    name, letter, value, KIND_TAKE, NULL, 0, take                                                  \
  }
#define FLAG(name, letter, member)                                                                 \
  {                                                                                                \
    name, letter, VALUE_NONE, KIND_FLAG, NULL, G_STRUCT_OFFSET (FanfoldParallelOptions, member),   \
        NULL                                                                                       \
  }
#define TEXT(name, letter, member)                                                                 \
  {                                                                                                \
    name, letter, VALUE_NEEDED, KIND_TEXT, NULL, G_STRUCT_OFFSET (FanfoldParallelOptions, member), \
        NULL                                                                                       \
  }

static const Option options[] = {
  TAKE ("jobs", 'j', VALUE_NEEDED, fanfold_parallel_take_jobs),
  TAKE ("max-procs", 'P', VALUE_NEEDED, fanfold_parallel_take_jobs),
  TAKE ("timeout", 0, VALUE_NEEDED, fanfold_parallel_take_timeout),
  TAKE ("retries", 0, VALUE_NEEDED, fanfold_parallel_take_retries),
  TAKE ("delay", 0, VALUE_NEEDED, fanfold_parallel_take_delay),
  TAKE ("halt", 0, VALUE_NEEDED, fanfold_parallel_take_halt),
  TAKE ("halt-on-error", 'H', VALUE_NEEDED, fanfold_parallel_take_halt),
  TAKE ("nice", 0, VALUE_NEEDED, fanfold_parallel_take_nice),
  TAKE ("memfree", 0, VALUE_NEEDED, fanfold_parallel_take_memfree),
  TAKE ("shuf", 0, VALUE_NONE, fanfold_parallel_take_shuf),
  TAKE ("arg-file", 'a', VALUE_NEEDED, fanfold_parallel_take_file),
  TAKE ("delimiter", 'd', VALUE_NEEDED, fanfold_parallel_take_delimiter),
  TAKE ("max-args", 'n', VALUE_NEEDED, fanfold_parallel_take_one),
  TAKE ("max-lines", 'l', VALUE_OPTIONAL, fanfold_parallel_take_lines),
  TAKE ("pipe", 0, VALUE_NONE, fanfold_parallel_take_pipe),
  TAKE ("spreadstdin", 0, VALUE_NONE, fanfold_parallel_take_pipe),
  TAKE ("pipe-part", 0, VALUE_NONE, fanfold_parallel_take_pipe),
  TAKE ("pipepart", 0, VALUE_NONE, fanfold_parallel_take_pipe),
  TEXT ("max-replace-args", 'N', records),
  TEXT ("L", 'L', lines),
  TEXT ("header", 0, header),
  TEXT ("block", 0, block),
  TEXT ("block-size", 0, block),
  TEXT ("recstart", 0, record_start),
  TEXT ("recend", 0, record_end),
  TAKE ("replace", 'i', VALUE_OPTIONAL, fanfold_parallel_take_replace),
  TAKE ("csv", 0, VALUE_NONE, fanfold_parallel_take_csv),
  TEXT ("colsep", 'C', separator),
  TEXT ("I", 'I', marker),
  TEXT ("workdir", 0, folder),
  TEXT ("wd", 0, folder),
  FLAG ("link", 0, link),
  FLAG ("xapply", 0, link),
  FLAG ("quote", 'q', quote),
  FLAG ("plus", 0, plus),
  FLAG ("null", '0', by_zeros),

  SILENT ("no-run-if-empty", 'r', VALUE_NONE),
  SILENT ("gnu", 0, VALUE_NONE),
  SILENT ("will-cite", 0, VALUE_NONE),
  SILENT ("no-notice", 0, VALUE_NONE),
  SILENT ("silent", 0, VALUE_NONE),
  SILENT ("group", 'g', VALUE_NONE),
  SILENT ("exit", 'x', VALUE_NONE),
  SILENT ("max-chars", 's', VALUE_NEEDED),

  NOTE ("keep-order",
        'k',
        VALUE_NONE,
        N_ ("results are in the order of the inputs anyway; fanfold-cli run --output=order prints "
            "so")),
  NOTE ("joblog",
        0,
        VALUE_NEEDED,
        N_ ("the history keeps outputs and times; fanfold-cli run --results=FILE --format=joblog "
            "writes one")),
  NOTE ("results",
        0,
        VALUE_NEEDED,
        N_ ("the history keeps outputs and times; fanfold-cli run --results=FILE writes them")),
  NOTE ("outputasfiles", 0, VALUE_NONE, RESULTS),
  NOTE ("files", 0, VALUE_NONE, RESULTS),
  NOTE ("resume", 0, VALUE_NONE, N_ ("fanfold-cli history resume goes on with a run")),
  NOTE ("resume-failed", 0, VALUE_NONE, N_ ("fanfold-cli history resume --failed does that")),
  NOTE ("retry-failed", 0, VALUE_NONE, N_ ("fanfold-cli history resume --failed does that")),
  NOTE ("bar", 0, VALUE_NONE, SHOWN),
  NOTE ("eta", 0, VALUE_NONE, SHOWN),
  NOTE ("progress", 0, VALUE_NONE, SHOWN),
  NOTE ("verbose", 'v', VALUE_NONE, N_ ("the list of jobs shows the commands")),
  NOTE ("t", 't', VALUE_NONE, N_ ("the list of jobs shows the commands")),
  NOTE (
      "dry-run", 0, VALUE_NONE, N_ ("nothing starts by itself; fanfold-cli run --dry-run prints")),
  NOTE ("dryrun", 0, VALUE_NONE, N_ ("nothing starts by itself; fanfold-cli run --dry-run prints")),
  NOTE ("tag", 0, VALUE_NONE, N_ ("every job has a log of its own")),
  NOTE ("tagstring", 0, VALUE_NEEDED, N_ ("every job has a log of its own")),
  NOTE ("ctag", 0, VALUE_NONE, N_ ("every job has a log of its own")),
  NOTE ("line-buffer", 0, VALUE_NONE, WHOLE),
  NOTE ("linebuffer", 0, VALUE_NONE, WHOLE),
  NOTE ("lb", 0, VALUE_NONE, WHOLE),
  NOTE ("ungroup", 'u', VALUE_NONE, WHOLE),
  NOTE ("compress", 0, VALUE_NONE, RESULTS),
  NOTE ("compress-program", 0, VALUE_NEEDED, RESULTS),
  NOTE ("tmpdir", 0, VALUE_NEEDED, RESULTS),
  NOTE ("tempdir", 0, VALUE_NEEDED, RESULTS),
  NOTE ("color", 0, VALUE_NONE, SHOWN),
  NOTE ("colour", 0, VALUE_NONE, SHOWN),
  NOTE ("memsuspend", 0, VALUE_NEEDED, N_ ("say --memfree instead: no job is started below it")),
  NOTE ("load", 0, VALUE_NEEDED, N_ ("the load of the machine does not count here")),
  NOTE ("noswap", 0, VALUE_NONE, N_ ("say --memfree instead: no job is started below it")),
  NOTE ("term-seq", 0, VALUE_NEEDED, N_ ("jobs get SIGTERM, then SIGKILL")),
  NOTE ("termseq", 0, VALUE_NEEDED, N_ ("jobs get SIGTERM, then SIGKILL")),
  NOTE ("env",
        0,
        VALUE_NEEDED,
        N_ ("jobs have the whole environment; functions of bash are not taken")),
  NOTE ("tty", 'o', VALUE_NONE, N_ ("jobs have no terminal here")),
  NOTE ("total-jobs", 0, VALUE_NEEDED, SHOWN),
  NOTE ("total", 0, VALUE_NEEDED, SHOWN),

  REFUSE ("X", 'X', VALUE_NONE, ONE),
  REFUSE ("m", 'm', VALUE_NONE, ONE),
  REFUSE ("xargs", 0, VALUE_NONE, ONE),
  REFUSE ("cat", 0, VALUE_NONE, STDIN),
  REFUSE ("fifo", 0, VALUE_NONE, STDIN),
  REFUSE ("tee", 0, VALUE_NONE, N_ ("every block is read by one job here")),
  REFUSE ("regexp", 0, VALUE_NONE, N_ ("how records start and end is a text here")),
  REFUSE ("round-robin", 0, VALUE_NONE, N_ ("every block is a job of its own here")),
  REFUSE ("remove-rec-sep", 0, VALUE_NONE, N_ ("blocks are read byte for byte")),
  REFUSE ("removerecsep", 0, VALUE_NONE, N_ ("blocks are read byte for byte")),
  REFUSE ("rrs", 0, VALUE_NONE, N_ ("blocks are read byte for byte")),
  REFUSE ("shard", 0, VALUE_NEEDED, CUTS),
  REFUSE ("bin", 0, VALUE_NEEDED, CUTS),
  REFUSE ("group-by", 0, VALUE_NEEDED, CUTS),
  REFUSE ("groupby", 0, VALUE_NEEDED, CUTS),
  REFUSE ("sshlogin", 'S', VALUE_NEEDED, HERE),
  REFUSE ("sshloginfile", 0, VALUE_NEEDED, HERE),
  REFUSE ("slf", 0, VALUE_NEEDED, HERE),
  REFUSE ("transfer", 0, VALUE_NONE, HERE),
  REFUSE ("transferfile", 0, VALUE_NEEDED, HERE),
  REFUSE ("return", 0, VALUE_NEEDED, HERE),
  REFUSE ("cleanup", 0, VALUE_NONE, HERE),
  REFUSE ("trc", 0, VALUE_NEEDED, HERE),
  REFUSE ("basefile", 0, VALUE_NEEDED, HERE),
  REFUSE ("onall", 0, VALUE_NONE, HERE),
  REFUSE ("nonall", 0, VALUE_NONE, HERE),
  REFUSE ("sem", 0, VALUE_NONE, N_ ("it queues one command, and is no batch")),
  REFUSE ("semaphore", 0, VALUE_NONE, N_ ("it queues one command, and is no batch")),
  REFUSE ("tmux", 0, VALUE_NONE, N_ ("jobs have no terminal here")),
  REFUSE ("tmuxpane", 0, VALUE_NONE, N_ ("jobs have no terminal here")),
  REFUSE ("interactive", 'p', VALUE_NONE, N_ ("jobs are not asked for one by one")),
  REFUSE ("eof", 'E', VALUE_NEEDED, N_ ("a source is read to its end")),
  REFUSE ("trim", 0, VALUE_NEEDED, N_ ("values are taken as they are")),
  REFUSE ("rpl", 0, VALUE_NEEDED, N_ ("there is no perl here")),
  REFUSE ("filter", 0, VALUE_NEEDED, N_ ("there is no perl here")),
  REFUSE ("skip-first-line", 0, VALUE_NONE, N_ ("a file of lines is read from its first")),
  REFUSE ("limit", 0, VALUE_NEEDED, N_ ("no command decides here when jobs start")),
  REFUSE ("sqlmaster", 0, VALUE_NEEDED, RESULTS),
  REFUSE ("sqlworker", 0, VALUE_NEEDED, RESULTS),
  REFUSE ("sqlandworker", 0, VALUE_NEEDED, RESULTS),
  REFUSE ("arg-sep", 0, VALUE_NEEDED, N_ ("write ::: itself")),
  REFUSE ("arg-file-sep", 0, VALUE_NEEDED, N_ ("write :::: itself")),
  REFUSE ("profile", 'J', VALUE_NEEDED, N_ ("write the options of the profile")),
  REFUSE ("process-slot-var", 0, VALUE_NEEDED, N_ ("use {%} in the command")),
  REFUSE ("seqreplace", 0, VALUE_NEEDED, N_ ("use {#} itself")),
  REFUSE ("slotreplace", 0, VALUE_NEEDED, N_ ("use {%} itself")),
  REFUSE ("extensionreplace", 0, VALUE_NEEDED, N_ ("use {.} itself")),
  REFUSE ("er", 0, VALUE_NEEDED, N_ ("use {.} itself")),
  REFUSE ("U", 'U', VALUE_NEEDED, N_ ("use {.} itself")),
  REFUSE ("basenamereplace", 0, VALUE_NEEDED, N_ ("use {/} itself")),
  REFUSE ("bnr", 0, VALUE_NEEDED, N_ ("use {/} itself")),
  REFUSE ("dirnamereplace", 0, VALUE_NEEDED, N_ ("use {//} itself")),
  REFUSE ("dnr", 0, VALUE_NEEDED, N_ ("use {//} itself")),
  REFUSE ("basenameextensionreplace", 0, VALUE_NEEDED, N_ ("use {/.} itself")),
  REFUSE ("bner", 0, VALUE_NEEDED, N_ ("use {/.} itself")),
};

void
fanfold_parallel_options_init (FanfoldParallelOptions *self)
{
  *self = (FanfoldParallelOptions){
    .settings = FANFOLD_SETTINGS_INIT,
    .notes = g_ptr_array_new_with_free_func (g_free),
    .files = g_ptr_array_new_with_free_func (g_free),
  };
  self->settings.n_jobs = -1;
}

void
fanfold_parallel_options_clear (FanfoldParallelOptions *self)
{
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->separator, g_free);
  g_clear_pointer (&self->marker, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->header, g_free);
  g_clear_pointer (&self->block, g_free);
  g_clear_pointer (&self->record_start, g_free);
  g_clear_pointer (&self->record_end, g_free);
  g_clear_pointer (&self->records, g_free);
  g_clear_pointer (&self->lines, g_free);
}

/* By its name, or by the beginning of it where that is no other's. @length: of the name in @text.
 */
static const Option *
find_by_name (const char *text, gsize length)
{
  const Option *found = NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (strncmp (options[i].name, text, length) != 0)
        continue;
      if (options[i].name[length] == '\0')
        return &options[i];
      if (found != NULL && found->kind == options[i].kind && found->words == options[i].words &&
          found->take == options[i].take && found->offset == options[i].offset)
        continue;
      if (found != NULL)
        return NULL;
      found = &options[i];
    }

  return found;
}

static const Option *
find_by_letter (char letter)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].letter == letter)
      return &options[i];

  return NULL;
}

static gboolean
refuse (GError **error, const char *option, const char *reason)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("%s of parallel cannot be taken over: %s"),
               option,
               reason);

  return FALSE;
}

/* @shown: the option as it was written. */
static gboolean
take (FanfoldParallelOptions *self,
      const Option *option,
      const char *shown,
      const char *value,
      GError **error)
{
  gpointer member = (char *) self + option->offset;

  switch (option->kind)
    {
    case KIND_NOTE:
      g_ptr_array_add (self->notes,
                       g_strdup_printf (_ ("%s is left out: %s"), shown, _ (option->words)));
      return TRUE;

    case KIND_REFUSE:
      return refuse (error, shown, _ (option->words));

    case KIND_FLAG:
      *(gboolean *) member = TRUE;
      return TRUE;

    case KIND_TEXT:
      g_free (*(char **) member);
      *(char **) member = g_strdup (value);
      return TRUE;

    case KIND_TAKE:
      return option->take (self, shown, value, error);

    case KIND_SILENT:
    default:
      return TRUE;
    }
}

/* "--jobs=4", "--jobs 4": how many words; -1 with @error. */
static int
read_long (FanfoldParallelOptions *self, const char *const *words, GError **error)
{
  const char *name = words[0] + strlen ("--");
  gsize length = strcspn (name, "=");
  const Option *option = find_by_name (name, length);
  g_autofree char *shown = g_strndup (words[0], strlen ("--") + length);
  const char *value = name[length] == '=' ? name + length + 1 : NULL;
  int n = 1;

  if (option == NULL)
    {
      refuse (error, shown, _ ("it is not known here"));
      return -1;
    }
  if (option->value == VALUE_NEEDED && value == NULL && option->kind != KIND_REFUSE)
    {
      value = words[1];
      n = 2;
    }
  if (option->value == VALUE_NEEDED && value == NULL && option->kind != KIND_REFUSE)
    {
      refuse (error, shown, _ ("its value is missing"));
      return -1;
    }

  return take (self, option, shown, value, error) ? n : -1;
}

/* "-j4", "-j 4", "-kj4": how many words; -1 with @error. */
static int
read_letters (FanfoldParallelOptions *self, const char *const *words, GError **error)
{
  const char *at;

  for (at = words[0] + 1; *at != '\0'; at++)
    {
      const Option *option = find_by_letter (*at);
      const char shown[] = { '-', *at, '\0' };
      const char *value = at[1] != '\0' ? at + 1 : NULL;
      int n = 1;

      if (option == NULL)
        {
          refuse (error, words[0], _ ("it is not known here"));
          return -1;
        }
      if (option->value == VALUE_NONE || option->kind == KIND_REFUSE)
        {
          if (!take (self, option, shown, NULL, error))
            return -1;
          continue;
        }
      if (option->value == VALUE_NEEDED && value == NULL)
        {
          value = words[1];
          n = 2;
        }
      if (option->value == VALUE_NEEDED && value == NULL)
        {
          refuse (error, shown, _ ("its value is missing"));
          return -1;
        }

      return take (self, option, shown, value, error) ? n : -1;
    }

  return 1;
}

int
fanfold_parallel_options_read (FanfoldParallelOptions *self,
                               const char *const *words,
                               GError **error)
{
  int n_read = 0;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (words != NULL, -1);

  while (words[n_read] != NULL && words[n_read][0] == '-' && words[n_read][1] != '\0')
    {
      int n;

      if (g_str_equal (words[n_read], "--"))
        return n_read + 1;

      n = g_str_has_prefix (words[n_read], "--") ? read_long (self, words + n_read, error)
                                                 : read_letters (self, words + n_read, error);
      if (n < 0)
        return -1;
      n_read += n;
    }

  return n_read;
}
