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
  if (status == LU_OK)
    status =
        lu_case_template(&text, site, call_flag(call, "full"), dictionary, call->context, error);
  if (status == LU_OK) status = command_print(&text, error);
  lu_text_free(&text);
  lu_dictionary_free(dictionary);
  return status;
}

static const cli_option options[] = {
    {OPTION_TEXT, "site", 's', "SITE",
     "primary site: small_intestine, pancreas, ... (default: unknown)"},
    {OPTION_FLAG, "full", 0, NULL, "write every key and every test that the site can have"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_new = {
    .name = "new",
    .summary = "Write a record to fill in",
    .description =
        "Writes a record (case file) in which everything is still unknown: what matters most for "
        "the\n"
        "primary site, the most decisive first, with the valid values beside each key; --full "
        "writes\n"
        "all. What stays unknown is asked for by `lutetia plan`, most decisive question first.\n"
        "docs/facts.md explains every name.",
    .example = "lutetia new --site pancreas",
    .positionals = NULL,
    .options = options,
    .run = run_new,
};
