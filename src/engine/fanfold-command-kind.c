/* fanfold-command-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-kind.h"

#include <string.h>
#include "fanfold-command-reader.h"

/* Bytes of an interpreter's. */
#define MAX_NAME 20

typedef enum
{
  KEYWORD,
  BEFORE, /* what does the work comes behind it, as another command */
  WRAPPER,
  SHELL,
  INTERPRETER,
  WITH_COMMANDS
} Role;

/* How its own words are told from those that matter. Options with a value: by their letters, and
 * words without their dashes, between spaces. */
typedef struct
{
  const char *name;
  Role role;
  const char *valued;   /* the value may be the next word */
  const char *attached; /* it never is */
  const char *words;    /* the same as valued */
  const char *code;     /* the value is code; m: a module */
  guint n_operands;     /* words before the program that it wraps */
} Tool;

static const char *const keywords[] = { "!",     "{",     "}",    "do", "done",
                                        "else",  "elif",  "esac", "fi", "then",
                                        "until", "while", "if",   "-",  NULL };

static const char *const before[] = { "cd",     "echo",  "mkdir", "export",   "set",  "source",
                                      ".",      ":",     "[",     "case",     "for",  "local",
                                      "printf", "pushd", "read",  "readonly", "test", "shopt",
                                      "trap",   "umask", "unset", "ulimit",   NULL };

static const char *const with_commands[] = {
  "git",       "docker", "cargo",  "npm",      "go",     "openssl",  "apt",
  "systemctl", "7z",     "7za",    "apt-get",  "aws",    "bcftools", "borg",
  "bundle",    "conda",  "dnf",    "dotnet",   "dvc",    "flatpak",  "gcloud",
  "gh",        "gsutil", "helm",   "hg",       "ip",     "kubectl",  "mamba",
  "meson",     "nmcli",  "pip",    "pip3",     "pnpm",   "podman",   "poetry",
  "rclone",    "restic", "rustup", "samtools", "seqkit", "bedtools", "terraform",
  "snap",      "svn",    "uv",     "virsh",    "yarn",   "zfs",      NULL,
};

static const Tool keyword = { .role = KEYWORD };
static const Tool command_before = { .role = BEFORE };
static const Tool tool_with_commands = { .role = WITH_COMMANDS,
                                         .valued = "CHRcn",
                                         .words = " git-dir work-tree context namespace prefix " };

static const Tool wrappers[] = {
  { "env", WRAPPER, .valued = "uC", .words = " unset chdir " },
  { "nice", WRAPPER, .valued = "n", .words = " adjustment " },
  { "ionice", WRAPPER, .valued = "cn", .words = " class classdata " },
  { "nohup", WRAPPER },
  { "time", WRAPPER, .valued = "fo", .words = " format output " },
  { "timeout", WRAPPER, .valued = "ks", .words = " kill-after signal ", .n_operands = 1 },
  { "stdbuf", WRAPPER, .valued = "ioe", .words = " input output error " },
  { "setsid", WRAPPER },
  { "chrt", WRAPPER, .valued = "TPD", .n_operands = 1 },
  { "taskset", WRAPPER, .n_operands = 1 },
  { "sudo", WRAPPER, .valued = "ughpCTrtUDR", .words = " user group host prompt chdir " },
  { "doas", WRAPPER, .valued = "uC" },
  { "exec", WRAPPER, .valued = "a" },
  { "command", WRAPPER },
  { "builtin", WRAPPER },
  { "busybox", WRAPPER },
  { "chronic", WRAPPER },
  { "flock", WRAPPER, .valued = "wE", .words = " timeout wait ", .n_operands = 1 },
  { "npx", WRAPPER, .valued = "p", .words = " package " },
  { "numactl", WRAPPER, .valued = "NCmip", .words = " cpunodebind physcpubind membind " },
  { "xvfb-run", WRAPPER, .valued = "nspef", .words = " server-num server-args " },
};

static const Tool interpreters[] = {
  { "sh", SHELL, .valued = "o", .code = "c" },
  { "bash", SHELL, .valued = "oO", .words = " rcfile init-file ", .code = "c" },
  { "dash", SHELL, .valued = "o", .code = "c" },
  { "zsh", SHELL, .valued = "o", .code = "c" },
  { "ksh", SHELL, .valued = "o", .code = "c" },
  { "python", INTERPRETER, .valued = "WX", .code = "cm" },
  { "pypy", INTERPRETER, .valued = "WX", .code = "cm" },
  { "perl", INTERPRETER, .valued = "I", .attached = "CDFMVdimx", .code = "eE" },
  { "ruby", INTERPRETER, .valued = "CIr", .attached = "EFKTWix", .code = "e" },
  { "node", INTERPRETER, .valued = "Cr", .words = " require import loader ", .code = "ep" },
  { "Rscript", INTERPRETER, .code = "e" },
  { "R", INTERPRETER, .code = "e" },
  { "php", INTERPRETER, .valued = "cdz", .code = "r" },
  { "lua", INTERPRETER, .valued = "l", .code = "e" },
  { "luajit", INTERPRETER, .valued = "jl", .attached = "O", .code = "e" },
  { "julia", INTERPRETER, .valued = "JLpt", .words = " threads ", .code = "eE" },
  { "java", INTERPRETER, .words = " cp classpath module-path " },
  { "fish", INTERPRETER, .code = "c" },
  { "tclsh", INTERPRETER },
};

static gboolean
is_among (const char *letters, char letter)
{
  return letters != NULL && strchr (letters, letter) != NULL;
}

static gboolean
is_word_among (const char *words, const char *word)
{
  gsize length = strlen (word);

  if (words == NULL || length == 0 || strchr (word, ' ') != NULL)
    return FALSE;

  for (const char *at = words; (at = strstr (at, word)) != NULL; at++)
    if (at[-1] == ' ' && at[length] == ' ')
      return TRUE;

  return FALSE;
}

static gboolean
is_assignment (const char *word)
{
  const char *at = word;

  while (g_ascii_isalnum (*at) || *at == '_')
    at++;

  return at > word && !g_ascii_isdigit (*word) && (*at == '=' || (*at == '+' && at[1] == '='));
}

static void
add_names (GHashTable *tools, const char *const *names, const Tool *tool)
{
  for (; *names != NULL; names++)
    g_hash_table_insert (tools, (gpointer) *names, (gpointer) tool);
}

static void
add_tools (GHashTable *tools, const Tool *added, gsize n_added)
{
  for (gsize i = 0; i < n_added; i++)
    g_hash_table_insert (tools, (gpointer) added[i].name, (gpointer) &added[i]);
}

/* Tools by their names: it is made once, and only read then. */
static GHashTable *
get_tools (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GHashTable *tools = g_hash_table_new (g_str_hash, g_str_equal);

      add_names (tools, keywords, &keyword);
      add_names (tools, before, &command_before);
      add_names (tools, with_commands, &tool_with_commands);
      add_tools (tools, wrappers, G_N_ELEMENTS (wrappers));
      add_tools (tools, interpreters, G_N_ELEMENTS (interpreters));
      g_once_init_leave (&once, (gsize) tools);
    }

  return (GHashTable *) once;
}

/* (nullable) Also with a version: python3.11. */
static const Tool *
find_tool (const char *name)
{
  GHashTable *tools = get_tools ();
  const Tool *tool = g_hash_table_lookup (tools, name);
  gsize length = strlen (name);
  char plain[MAX_NAME + 1];

  if (tool != NULL || length == 0 || length > MAX_NAME || !g_ascii_isdigit (name[length - 1]))
    return tool;

  while (length > 0 && (g_ascii_isdigit (name[length - 1]) || name[length - 1] == '.'))
    length--;
  memcpy (plain, name, length);
  plain[length] = '\0';
  tool = g_hash_table_lookup (tools, plain);

  return tool != NULL && (tool->role == INTERPRETER || tool->role == SHELL) ? tool : NULL;
}

/* Whether its value is the next word. @code: set to its letter, where that is code. */
static gboolean
read_option (const Tool *tool, const char *option, char *code)
{
  const char *word = option + (option[1] == '-' ? 2 : 1);

  if (tool->role == INTERPRETER && tool->code != NULL &&
      (g_str_has_prefix (option, "--eval") || g_str_has_prefix (option, "--print")))
    *code = *tool->code;
  if (option[1] == '-' || is_word_among (tool->words, word))
    return is_word_among (tool->words, word);

  for (const char *at = word; *at != '\0'; at++)
    {
      if (is_among (tool->code, *at))
        {
          *code = *at;
          if (tool->role == INTERPRETER)
            return FALSE;
        }
      else if (is_among (tool->attached, *at))
        return FALSE;
      else if (is_among (tool->valued, *at))
        return at[1] == '\0';
    }

  return FALSE;
}

/* To the first word that is none, or to one that brings code to an interpreter. */
static gboolean
skip_options (FanfoldCommandReader *reader, const Tool *tool, char *code)
{
  while (fanfold_command_reader_next (reader))
    {
      if ((*reader->word != '-' && *reader->word != '+') || reader->word[1] == '\0')
        return TRUE;
      if (strcmp (reader->word, "--") == 0)
        return fanfold_command_reader_next (reader);
      if (read_option (tool, reader->word, code))
        fanfold_command_reader_next (reader);
      if (*code != '\0' && tool->role == INTERPRETER)
        return TRUE;
    }

  return FALSE;
}

/* What comes from PATH everywhere is the same with its folder. */
static void
set_name (GString *kind, const char *path, const char *name, const Tool *tool)
{
  gsize length = (gsize) (name - path);
  gboolean in_path =
      (*path == '/' || *path == '~') && ((length >= 5 && strncmp (name - 5, "/bin/", 5) == 0) ||
                                         (length >= 6 && strncmp (name - 6, "/sbin/", 6) == 0));

  g_string_assign (kind, tool != NULL || in_path ? name : path);
}

static void
add_word (GString *kind, const char *word)
{
  while (word[0] == '.' && word[1] == '/')
    word += 2;
  g_string_append_c (kind, ' ');
  g_string_append (kind, word);
}

static void
add_script (GString *kind, FanfoldCommandReader *reader, const Tool *tool)
{
  char code = '\0';
  gboolean has_word = skip_options (reader, tool, &code);
  const char *module;

  if (code != '\0')
    {
      g_string_append (kind, " -");
      g_string_append_c (kind, code);
    }
  if (!has_word || (code != '\0' && code != 'm'))
    return;

  module = code == 'm' ? strchr (reader->word, 'm') + 1 : reader->word;
  if (*module == '\0' && fanfold_command_reader_next (reader))
    module = reader->word;
  if (*module != '\0')
    add_word (kind, module);
}

static gboolean
skip_wrapper (FanfoldCommandReader *reader, const Tool *tool)
{
  char code = '\0';
  gboolean has_word = skip_options (reader, tool, &code);

  for (guint i = 0; i < tool->n_operands && has_word; i++)
    has_word = fanfold_command_reader_next (reader);

  return has_word || fanfold_command_reader_next_anywhere (reader);
}

static gboolean
skip_command (FanfoldCommandReader *reader)
{
  while (fanfold_command_reader_next (reader))
    ;

  return fanfold_command_reader_next_anywhere (reader);
}

/* To a command that is run, whose words are read up to its name; those before it only where there
 * is none behind them. (nullable) */
static const Tool *
find_command (GString *kind, FanfoldCommandReader *reader)
{
  gboolean has_word = fanfold_command_reader_next_anywhere (reader);

  while (has_word)
    {
      const char *name = strrchr (reader->word, '/');
      const Tool *tool;

      name = name != NULL ? name + 1 : reader->word;
      tool = find_tool (name);
      if (is_assignment (reader->word))
        tool = &keyword;
      else if (tool != NULL && tool->role <= BEFORE && name > reader->word)
        tool = NULL; /* ./test is another program */
      if (tool == NULL || tool->role != KEYWORD)
        set_name (kind, reader->word, name, tool);
      if (tool == NULL || tool->role > WRAPPER)
        return tool;

      if (tool->role == WRAPPER)
        has_word = skip_wrapper (reader, tool);
      else if (tool->role == BEFORE)
        has_word = skip_command (reader);
      else
        has_word = fanfold_command_reader_next_anywhere (reader);
    }

  return NULL;
}

static void
find_kind (GString *kind, const char *command, gboolean is_inner)
{
  FanfoldCommandReader reader;
  const Tool *tool;
  char code = '\0';

  fanfold_command_reader_init (&reader, command);
  tool = find_command (kind, &reader);
  if (tool == NULL)
    return;
  if (tool->role == INTERPRETER)
    {
      add_script (kind, &reader, tool);
      return;
    }

  if (!skip_options (&reader, tool, &code))
    return;
  if (code == '\0')
    add_word (kind, reader.word);
  else if (is_inner)
    g_string_append (kind, " -c");
  else
    find_kind (kind, reader.word, TRUE);
}

char *
fanfold_command_kind_dup (const char *command)
{
  GString *kind;

  g_return_val_if_fail (command != NULL, NULL);

  kind = g_string_sized_new (64);
  find_kind (kind, command, FALSE);

  return g_string_free (kind, FALSE);
}
