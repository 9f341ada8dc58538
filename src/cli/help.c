/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "options.h"

#define HELP_INDENT 26

/** Writes "  left-hand side      help", with help on a line of its own where the left is long. */
static void print_row(lu_text *out, const char *left, const char *help) {
  size_t used = strlen(left) + 2;
  lu_text_printf(out, "  %s", left);
  if (used + 2 > HELP_INDENT) {
    lu_text_puts(out, "\n");
    used = 0;
  }
  lu_text_fill(out, ' ', HELP_INDENT - used);
  lu_text_printf(out, "%s\n", help);
}

static void print_option(lu_text *out, const cli_option *option) {
  lu_text left = LU_TEXT_INIT;
  if (option->letter != 0) lu_text_printf(&left, "-%c, ", option->letter);
  lu_text_printf(&left, "--%s", option->name);
  if (option->argument != NULL) lu_text_printf(&left, " %s", option->argument);
  lu_text help = LU_TEXT_INIT;
  lu_text_puts(&help, option->help);
  if (option->kind == OPTION_TEXTS) lu_text_puts(&help, "; may be given several times");
  print_row(out, lu_text_string(&left), lu_text_string(&help));
  lu_text_free(&left);
  lu_text_free(&help);
}

static void print_options(lu_text *out, const char *title, const cli_option *options) {
  if (options == NULL || options->kind == OPTION_END) return;
  lu_text_printf(out, "\n%s\n", title);
  for (; options->kind != OPTION_END; options++)
    print_option(out, options);
}

void options_print_program_help(lu_text *out) {
  lu_text_puts(out,
               "Lutetia plans the treatment of neuroendocrine tumours: a record in, an explained "
               "plan out.\nFor research and teaching; not for patient care.\n\n"
               "usage: lutetia COMMAND [OPTION]... [ARGUMENT]...\n\ncommands\n");
  size_t count;
  const cli_command *const *commands = command_list(&count);
  for (size_t i = 0; i < count; i++)
    print_row(out, commands[i]->name, commands[i]->summary);
  print_row(out, "--version", "print the version; with --json, all parts and their licences");
  print_options(out, "options of every command", options_common());
  lu_text_puts(out,
               "\nexit codes\n"
               "  0 done   1 internal fault   2 wrong usage   3 bad input   4 clinical data "
               "missing, partial plan\n"
               "  5 not recommended   6 not converged   7 file error   8 outside validity   130 "
               "interrupted\n"
               "\nA first look:\n  lutetia plan examples/midgut-carcinoid.json\n");
}

void options_print_command_help(lu_text *out, const cli_command *command) {
  lu_text_printf(out, "lutetia %s: %s\n\nusage: lutetia %s [OPTION]...", command->name,
                 command->summary, command->name);
  const cli_positional *positionals = command->positionals;
  for (size_t i = 0; positionals != NULL && positionals[i].name != NULL; i++) {
    lu_text_printf(out, positionals[i].required ? " %s%s" : " [%s%s]", positionals[i].name,
                   positionals[i].many ? "..." : "");
  }
  lu_text_printf(out, "\n\n%s\n", command->description);
  if (positionals != NULL && positionals[0].name != NULL) {
    lu_text_puts(out, "\narguments\n");
    for (size_t i = 0; positionals[i].name != NULL; i++)
      print_row(out, positionals[i].name, positionals[i].help);
  }
  print_options(out, "options", command->options);
  print_options(out, "options of every command", options_common());
  lu_text_printf(out, "\nexample\n  %s\n", command->example);
}
