/* SPDX-License-Identifier: Apache-2.0 */
/* lutetia new: a record to fill in. */
#include "command.h"
#include "lutetia/patient.h"

static lu_status run_new(cli_call *call, lu_error *error) {
  lu_dictionary *dictionary = NULL;
  lu_text text = LU_TEXT_INIT;
  const char *site = call_text(call, "site");
  if (site == NULL) site = "unknown";
  lu_status status = lu_dictionary_read(&dictionary, call->context, error);
  if (status == LU_OK) status = lu_case_template(&text, site, dictionary, call->context, error);
  if (status == LU_OK) status = command_print(&text, error);
  lu_text_free(&text);
  lu_dictionary_free(dictionary);
  return status;
}

static const cli_option options[] = {
    {OPTION_TEXT, "site", 's', "SITE",
     "primary site: small_intestine, pancreas, ... (default: unknown)"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_new = {
    .name = "new",
    .summary = "Write a record to fill in",
    .description =
        "Writes a record (case file) in which everything is still unknown, with every section and\n"
        "key that matters for the primary site. Fill in what is known; what stays unknown is "
        "asked\n"
        "for by `lutetia plan`, most decisive question first. docs/facts.md explains every name.",
    .example = "lutetia new --site pancreas",
    .positionals = NULL,
    .options = options,
    .run = run_new,
};
