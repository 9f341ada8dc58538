/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h wants the headers above first */
#include <cmocka.h>
#include <string.h>

#include "options.h"

static const cli_option own[] = {
    {OPTION_TEXT, "site", 's', "SITE", "where the tumour began"},
    {OPTION_TEXTS, "explain", 0, "RULE", "say why"},
    {OPTION_INTEGER, "width", 0, "N", "columns"},
    {OPTION_END, NULL, 0, NULL, NULL},
};
static const cli_positional one_case[] = {{"CASE", true, false, "the record"},
                                          {NULL, false, false, NULL}};
static const cli_command sample = {"sample", "a sample", "Text.", "lutetia sample x",
                                   one_case, own,        NULL};

static lu_status parse(cli_call *call, lu_error *error, const char *const *words) {
  int count = 0;
  while (words[count] != NULL)
    count++;
  *call = (struct cli_call){.command = &sample};
  return options_parse(call, count, words, error);
}

static void takes_every_form_of_option(void **state) {
  (void)state;
  cli_call call;
  lu_error error = LU_ERROR_INIT;
  const char *words[] = {"--site=pancreas", "--explain", "A",          "--explain=B", "x.json",
                         "--json",          "--today",   "2026-11-24", NULL};
  assert_int_equal(parse(&call, &error, words), LU_OK);
  assert_string_equal(call_text(&call, "site"), "pancreas");
  assert_int_equal(call_text_count(&call, "explain"), 2);
  assert_string_equal(call_text_at(&call, "explain", 1), "B");
  assert_string_equal(call_argument(&call, 0), "x.json");
  assert_true(call_flag(&call, "json"));
  assert_false(call_flag(&call, "verbose"));
  const char *short_form[] = {"-s", "pancreas", "--", "-odd-name.json", NULL};
  assert_int_equal(parse(&call, &error, short_form), LU_OK);
  assert_string_equal(call_text(&call, "site"), "pancreas");
  assert_string_equal(call_argument(&call, 0), "-odd-name.json");
  const char *standard_input[] = {"-", NULL};
  assert_int_equal(parse(&call, &error, standard_input), LU_OK);
  assert_string_equal(call_argument(&call, 0), "-");
}

static void refuses_with_one_sentence(void **state) {
  (void)state;
  static const char *const cases[][6] = {
      {"x", "--sote", "p", NULL, NULL, "\"--sote\" is no option of lutetia sample"},
      {"x", "--site", NULL, NULL, NULL, "--site needs a value: --site SITE"},
      {"x", "--site=a", "--site=b", NULL, NULL, "--site is given twice"},
      {"x", "--width", "-3", NULL, NULL, "--width is \"-3\": a whole number"},
      {"x", "--width=", NULL, NULL, NULL, "--width is \"\": a whole number"},
      {"x", "--json=yes", NULL, NULL, NULL, "--json takes no value"},
      {"x", "--today", "2026-02-30", NULL, NULL, "--today is \"2026-02-30\": a date"},
      {"x", "--today", "2026-02", NULL, NULL, "--today is \"2026-02\": a date"},
      {NULL, NULL, NULL, NULL, NULL, "lutetia sample needs CASE: the record"},
      {"x", "y", NULL, NULL, NULL, "\"y\" is one argument too many"},
      {"x", "-q", NULL, NULL, NULL, "\"-q\" is no option"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *words[6];
    memcpy(words, cases[i], sizeof words);
    words[5] = NULL;
    cli_call call;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(parse(&call, &error, words), LU_USAGE);
    if (strstr(error.message, cases[i][5]) == NULL)
      fail_msg("\"%s\" lacks \"%s\"", error.message, cases[i][5]);
  }
}

static void refuses_too_many_words(void **state) {
  (void)state;
  const char *words[2 * COMMAND_MAX_VALUES + 1];
  for (size_t i = 0; i < 2 * COMMAND_MAX_VALUES; i++)
    words[i] = "--explain=R";
  words[2 * COMMAND_MAX_VALUES] = NULL;
  cli_call call;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(parse(&call, &error, words), LU_USAGE);
}

/** Help must name every option of the table, every common option, and the example. */
static void help_is_complete(void **state) {
  (void)state;
  size_t count;
  const cli_command *const *commands = command_list(&count);
  assert_true(count > 0);
  for (size_t i = 0; i < count; i++) {
    lu_text help = LU_TEXT_INIT;
    options_print_command_help(&help, commands[i]);
    const cli_option *tables[] = {commands[i]->options, options_common()};
    for (size_t t = 0; t < 2; t++) {
      for (const cli_option *one = tables[t]; one != NULL && one->kind != OPTION_END; one++) {
        char name[64];
        snprintf(name, sizeof name, "--%s", one->name);
        if (strstr(lu_text_string(&help), name) == NULL)
          fail_msg("help of %s lacks %s", commands[i]->name, name);
        assert_true(one->help != NULL && one->help[0] != '\0');
        assert_int_equal(one->argument == NULL, one->kind == OPTION_FLAG);
      }
    }
    assert_non_null(strstr(lu_text_string(&help), commands[i]->example));
    assert_non_null(strstr(commands[i]->example, commands[i]->name));
    lu_text_free(&help);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_every_form_of_option),
      cmocka_unit_test(refuses_with_one_sentence),
      cmocka_unit_test(refuses_too_many_words),
      cmocka_unit_test(help_is_complete),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
