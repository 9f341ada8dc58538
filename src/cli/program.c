/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: finds the command, sets up the context from the common options, runs, and turns
 * the status into an exit code.
 */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "interrupt.h"
#include "options.h"
#include "version.h"

static const cli_command *find_command(const char *name) {
  size_t count;
  const cli_command *const *commands = command_list(&count);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(commands[i]->name, name) == 0) return commands[i];
  }
  return NULL;
}

static int report_error(lu_status status, const lu_error *error) {
  if (status != LU_OK && error->message[0] != '\0')
    fprintf(stderr, "lutetia: %s\n", error->message);
  return lu_status_exit_code(status);
}

static int terminal_width(void) {
  struct winsize size;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    return size.ws_col > 120 ? 120 : size.ws_col;
  return 100;
}

/** Writes log lines to stderr. */
static void print_log(void *user, lu_severity severity, const char *sentence) {
  (void)user;
  static const char *const words[] = {"", "warning: ", "error: "};
  fprintf(stderr, "lutetia: %s%s\n", words[severity], sentence);
}

/** Sets up the context from the common options. */
static lu_status prepare(cli_call *call, lu_error *error) {
  call->json = call_flag(call, "json");
  call->verbose = call_flag(call, "verbose");
  call->width = terminal_width();
  const char *no_color = getenv("NO_COLOR");
  call->color = !call->json && isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
  if (call_text(call, "today") != NULL) {
    lu_date today;
    lu_status status = lu_date_parse(&today, call_text(call, "today"), error);
    if (status != LU_OK) return status;
    lu_context_set_today(call->context, today);
  }
  lu_context_set_log(call->context, print_log, NULL);
  lu_context_set_seed(call->context, (uint64_t)call_integer(call, "seed", 1));
  if (call_text(call, "threads") != NULL) {
    long threads = call_integer(call, "threads", 1);
    lu_status status =
        lu_context_set_threads(call->context, threads > INT_MAX ? INT_MAX : (int)threads, error);
    if (status != LU_OK) return status;
  }
  if (call_text(call, "data") != NULL)
    return lu_context_set_data_path(call->context, call_text(call, "data"), error);
  return LU_OK;
}

static int run_command(const cli_command *command, int count, char **words) {
  lu_error error = LU_ERROR_INIT;
  cli_call call = {.command = command};
  lu_status status = options_parse(&call, count, (const char *const *)words, &error);
  if (status == LU_OK && call_flag(&call, "help")) {
    lu_text help = LU_TEXT_INIT;
    options_print_command_help(&help, command);
    status = command_print(&help, &error);
    lu_text_free(&help);
    return report_error(status, &error);
  }
  if (status == LU_OK) status = lu_context_new(&call.context, &error);
  if (status == LU_OK) {
    interrupt_watch watch;
    interrupt_watch_start(&watch, call.context);
    status = prepare(&call, &error);
    if (status == LU_OK) status = command->run(&call, &error);
    interrupt_watch_stop(&watch);
  }
  lu_context_free(call.context);
  return report_error(status, &error);
}

static int print_and_return(void (*print)(lu_text *), lu_status otherwise) {
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  print(&text);
  lu_status status = command_print(&text, &error);
  lu_text_free(&text);
  return report_error(status == LU_OK ? otherwise : status, &error);
}

int command_main(int argc, char **argv) {
  lu_error error = LU_ERROR_INIT;
  signal(SIGPIPE, SIG_IGN);
  if (argc < 2) {
    lu_text help = LU_TEXT_INIT;
    options_print_program_help(&help);
    fputs(lu_text_string(&help), stderr);
    lu_text_free(&help);
    return LU_USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
    return print_and_return(options_print_program_help, LU_OK);
  if (strcmp(argv[1], "--version") == 0) {
    if (argc == 2) return print_and_return(version_print, LU_OK);
    if (argc == 3 && strcmp(argv[2], "--json") == 0)
      return report_error(version_print_json(&error), &error);
    lu_fail(&error, LU_USAGE, "--version takes only --json, but \"%s\" is given", argv[2]);
    return report_error(LU_USAGE, &error);
  }
  const cli_command *command = find_command(argv[1]);
  if (command == NULL) {
    lu_fail(&error, LU_USAGE, "\"%s\" is no command: lutetia --help lists the valid ones", argv[1]);
    return report_error(LU_USAGE, &error);
  }
  return run_command(command, argc - 2, argv + 2);
}
