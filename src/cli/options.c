/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <string.h>

static const cli_option common_options[] = {
    {OPTION_FLAG, "json", 0, NULL, "print one JSON document instead of text"},
    {OPTION_FLAG, "verbose", 'v', NULL, "unfold what is folded"},
    {OPTION_DATE, "today", 0, "DATE", "the day that counts as today (otherwise the clock's, UTC)"},
    {OPTION_INTEGER, "seed", 0, "N", "seed of all random numbers (otherwise 1)"},
    {OPTION_INTEGER, "threads", 0, "N", "threads to use, 1 or more (otherwise one per core)"},
    {OPTION_TEXT, "data", 0, "FOLDER", "folder of facts, tables and guidelines"},
    {OPTION_FLAG, "help", 'h', NULL, "print this help"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_option *options_common(void) {
  return common_options;
}

static const cli_option *find_in(const cli_option *options, const char *name, size_t length) {
  if (options == NULL) return NULL;
  for (const cli_option *one = options; one->kind != OPTION_END; one++) {
    if (strlen(one->name) == length && memcmp(one->name, name, length) == 0) return one;
  }
  return NULL;
}

const cli_option *options_find(const cli_command *command, const char *name, size_t length) {
  const cli_option *own = find_in(command->options, name, length);
  return own != NULL ? own : find_in(common_options, name, length);
}

static const cli_option *find_letter(const cli_command *command, char letter) {
  const cli_option *tables[] = {command->options, common_options};
  for (size_t i = 0; i < 2; i++) {
    if (tables[i] == NULL) continue;
    for (const cli_option *one = tables[i]; one->kind != OPTION_END; one++) {
      if (one->letter == letter && letter != 0) return one;
    }
  }
  return NULL;
}

static lu_status keep(cli_call *call, const char *name, const char *text, lu_error *error) {
  if (call->count == COMMAND_MAX_VALUES)
    return lu_fail(error, LU_USAGE, "too many options and arguments: at most %d are valid",
                   COMMAND_MAX_VALUES);
  call->values[call->count].name = name;
  call->values[call->count].text = text;
  call->count++;
  return LU_OK;
}

/** Checks the text of an option by its kind, so that commands can rely on it. */
static lu_status check_text(const cli_call *call, const cli_option *option, const char *text,
                            lu_error *error) {
  if (option->kind != OPTION_TEXTS && call_text_count(call, option->name) > 0)
    return lu_fail(error, LU_USAGE, "--%s is given twice: once is valid", option->name);
  if (option->kind == OPTION_INTEGER &&
      (text[0] == '\0' || strspn(text, "0123456789") != strlen(text) || strlen(text) > 18))
    return lu_fail(error, LU_USAGE, "--%s is \"%s\": a whole number of zero or more is valid",
                   option->name, text);
  if (option->kind == OPTION_DATE) {
    lu_date date;
    if (lu_date_parse(&date, text, NULL) != LU_OK || !lu_date_whole(date))
      return lu_fail(error, LU_USAGE, "--%s is \"%s\": a date such as 2026-11-24 is valid",
                     option->name, text);
  }
  return LU_OK;
}

/** Takes one option word; `*index` moves on when the next word is its value. */
static lu_status take_option(cli_call *call, int count, const char *const *words, int *index,
                             lu_error *error) {
  const char *word = words[*index];
  const cli_option *option;
  const char *text = NULL;
  if (word[1] == '-') {
    const char *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) - 2 : strlen(word) - 2;
    option = options_find(call->command, word + 2, length);
    if (equals != NULL) text = equals + 1;
  } else {
    option = word[2] == '\0' ? find_letter(call->command, word[1]) : NULL;
  }
  if (option == NULL)
    return lu_fail(error, LU_USAGE,
                   "\"%s\" is no option of lutetia %s: lutetia %s --help lists the valid ones",
                   word, call->command->name, call->command->name);
  if (option->kind == OPTION_FLAG) {
    if (text != NULL)
      return lu_fail(error, LU_USAGE, "--%s takes no value, but \"%s\" is given", option->name,
                     text);
    return call_flag(call, option->name) ? LU_OK : keep(call, option->name, "", error);
  }
  if (text == NULL) {
    if (*index + 1 >= count)
      return lu_fail(error, LU_USAGE, "--%s needs a value: --%s %s", option->name, option->name,
                     option->argument);
    text = words[++*index];
  }
  lu_status status = check_text(call, option, text, error);
  return status == LU_OK ? keep(call, option->name, text, error) : status;
}

/** Compares the number of positional arguments with the command's table. */
static lu_status check_positionals(const cli_call *call, lu_error *error) {
  const cli_positional *table = call->command->positionals;
  size_t given = call_argument_count(call), allowed = 0;
  bool many = false;
  for (; table != NULL && table[allowed].name != NULL; allowed++) {
    if (table[allowed].required && given <= allowed)
      return lu_fail(error, LU_USAGE, "lutetia %s needs %s: %s", call->command->name,
                     table[allowed].name, table[allowed].help);
    many = table[allowed].many;
  }
  if (given > allowed && !many)
    return lu_fail(error, LU_USAGE, "\"%s\" is one argument too many for lutetia %s",
                   call_argument(call, allowed), call->command->name);
  return LU_OK;
}

lu_status options_parse(cli_call *call, int count, const char *const *words, lu_error *error) {
  bool options_over = false;
  for (int index = 0; index < count; index++) {
    const char *word = words[index];
    lu_status status;
    if (!options_over && strcmp(word, "--") == 0) {
      options_over = true;
      continue;
    }
    if (!options_over && word[0] == '-' && word[1] != '\0') {
      status = take_option(call, count, words, &index, error);
    } else {
      status = keep(call, NULL, word, error);
    }
    if (status != LU_OK) return status;
  }
  return call_flag(call, "help") ? LU_OK : check_positionals(call, error);
}
