/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

static const cli_command *const commands[] = {
    &command_new,   &command_check, &command_assess,  &command_growth, &command_plan,
    &command_drugs, &command_prrt,  &command_compare, &command_report, &command_table,
};

const cli_command *const *command_list(size_t *count) {
  *count = sizeof commands / sizeof commands[0];
  return commands;
}
