/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: command lines are parsed from option tables, and help is printed from the
 * same tables.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "command.h"

/** Options that every command has. @return borrowed, static, ended by OPTION_END */
const cli_option *options_common(void);

/** Finds an option by long name in the command's table, then among the common ones; NULL if there
 * is none. */
const cli_option *options_find(const cli_command *command, const char *name, size_t length);

/**
 * Parses the words behind the command's name into `call->values`.
 * Long options as `--name value` or `--name=value`, short ones as `-n value`; `--` ends options.
 * Fails with LU_USAGE and one sentence that names the word and what would be valid.
 */
lu_status options_parse(cli_call *call, int count, const char *const *words, lu_error *error);

/** Writes `lutetia --help`. */
void options_print_program_help(lu_text *out);

/** Writes `lutetia COMMAND --help`. */
void options_print_command_help(lu_text *out, const cli_command *command);

#endif
