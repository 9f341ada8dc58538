/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what a command is. A command is one constant struct in one short file; its
 * option table gives both the parser and `--help`.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lutetia/base.h"

/** Most values that the options and positionals of one call may have. */
#define COMMAND_MAX_VALUES 64

/** What an option takes. */
typedef enum option_kind {
  OPTION_END = 0, /**< ends a table */
  OPTION_FLAG,    /**< nothing */
  OPTION_TEXT,    /**< a text; may be given once */
  OPTION_TEXTS,   /**< a text; may be given several times */
  OPTION_INTEGER, /**< a whole number of zero or more */
  OPTION_DATE     /**< a date as 2026-11-24 */
} option_kind;

/** One option. */
typedef struct cli_option {
  option_kind kind;
  const char *name;     /**< long name without dashes */
  char letter;          /**< short name; 0 if none */
  const char *argument; /**< what help calls the value, e.g. "DATE"; NULL for flags */
  const char *help;     /**< one sentence without full stop */
} cli_option;

/** One positional argument. */
typedef struct cli_positional {
  const char *name; /**< "CASE"; NULL ends a table */
  bool required;
  bool many;        /**< the last one may take any number */
  const char *help; /**< one sentence without full stop */
} cli_positional;

/** Options and arguments of a call, after parsing. */
typedef struct cli_call {
  const struct cli_command *command;
  lu_context *context; /**< set up from the common options */
  bool json;           /**< --json */
  bool verbose;        /**< --verbose */
  bool color;          /**< stdout is a terminal and NO_COLOR is unset */
  int width;           /**< columns of the terminal, 100 where there is none */
  size_t count;        /**< inner: number of values */
  struct {
    const char *name; /**< of the option, or NULL for a positional */
    const char *text;
  } values[COMMAND_MAX_VALUES];
} cli_call;

/** A command. `run` prints its answer to stdout with command_print() and returns a status; the
 * caller prints the error. */
typedef struct cli_command {
  const char *name;
  const char *summary;     /**< one line */
  const char *description; /**< paragraphs */
  const char *example;     /**< a command line that works when pasted in the project's folder */
  const cli_positional *positionals; /**< ended by a NULL name; may be NULL */
  const cli_option *options;         /**< ended by OPTION_END; may be NULL */
  lu_status (*run)(cli_call *call, lu_error *error);
} cli_command;

/** Rows of an option table: which guideline and which staging a case is studied by. */
#define COMMAND_STUDY_OPTIONS                                                   \
  {OPTION_TEXT, "edition", 0, "BODY/EDITION",                                   \
   "guideline to use, or the folder of one (the newest valid one)"},            \
  {                                                                             \
    OPTION_TEXT, "staging", 0, "8|9", "edition of TNM staging (the newest one)" \
  }

/** The positional of commands that work on one case file. */
extern const cli_positional command_one_case[];

/** All commands in the order of help. @return borrowed, static */
const cli_command *const *command_list(size_t *count);

/* Each is defined in src/cli/command_<name>.c and listed in command_list.c. */
extern const cli_command command_new;
extern const cli_command command_check;
extern const cli_command command_assess;
extern const cli_command command_growth;
extern const cli_command command_plan;
extern const cli_command command_drugs;
extern const cli_command command_prrt;
extern const cli_command command_compare;
extern const cli_command command_report;
extern const cli_command command_table;

/**
 * Runs the program: finds the command, parses, runs, prints the error. Behind main(), so that
 * tests can call it.
 * @return exit code
 */
int command_main(int argc, char **argv);

/** True if a flag was given. */
bool call_flag(const cli_call *call, const char *name);
/** Text of an option; NULL if it was not given. */
const char *call_text(const cli_call *call, const char *name);
/** Number of times that an option was given. */
size_t call_text_count(const cli_call *call, const char *name);
/** Text of the n-th time that an option was given. */
const char *call_text_at(const cli_call *call, const char *name, size_t index);
/** Integer of an option; `otherwise` if it was not given. */
long call_integer(const cli_call *call, const char *name, long otherwise);
/** Number of positional arguments. */
size_t call_argument_count(const cli_call *call);
/** Positional argument; NULL beyond the end. */
const char *call_argument(const cli_call *call, size_t index);

/** Prints text to stdout; LU_IO with the reason if that fails, and without words if the reader has
 * closed the pipe. */
lu_status command_print(const lu_text *text, lu_error *error);
/** Prints a JSON document to stdout, sorted keys, two spaces, newline at the end. */
lu_status command_print_json(const void *json, lu_error *error);
/**
 * Says why a record was refused: with --json one document on stdout (schema/findings.schema.json),
 * otherwise all findings on stderr. The error's sentence is silenced if it is one of them. Does
 * nothing unless status is LU_BAD_INPUT.
 * @return status, or what went wrong in printing
 */
lu_status command_refuse(const cli_call *call, lu_status status, lu_error *error);
/** Prints all findings of the call's context to stderr, one line each. */
void command_print_findings(const cli_call *call);

#endif
