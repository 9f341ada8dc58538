/* SPDX-License-Identifier: Apache-2.0 */
/* lutetia check: is a record sound? */
#include <jansson.h>
#include <string.h>

#include "command.h"
#include "lutetia/patient.h"

static size_t count_severe(const lu_context *context) {
  size_t count = 0;
  for (size_t i = 0; i < lu_context_finding_count(context); i++)
    if (lu_context_finding(context, i)->severity == LU_SEVERE) count++;
  return count;
}

static lu_status print_json(const cli_call *call, const lu_case *record, lu_error *error) {
  json_t *findings = json_array();
  for (size_t i = 0; i < lu_context_finding_count(call->context); i++) {
    const lu_finding *f = lu_context_finding(call->context, i);
    json_t *entry = json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", f->code, "severity",
                              lu_severity_name(f->severity), "place", f->place, "sentence",
                              f->sentence, "effect", f->effect);
    if (json_array_append_new(findings, entry) != 0) {
      json_decref(findings);
      return lu_fail_memory(error);
    }
  }
  json_t *document = json_pack("{s:s, s:s, s:s, s:b, s:o}", "schema", "lutetia-check-1", "case",
                               lu_case_id(record), "sha256", lu_case_hash(record), "sound",
                               count_severe(call->context) == 0, "findings", findings);
  if (document == NULL) return lu_fail_memory(error);
  lu_status status = command_print_json(document, error);
  json_decref(document);
  return status;
}

/** Numbers of facts that are known, by state. */
static size_t count_known(const lu_case *record) {
  const lu_factset *facts = lu_case_facts(record);
  size_t count = 0;
  for (size_t i = 0; i < lu_dictionary_count(lu_factset_dictionary(facts)); i++)
    if (lu_factset_state(facts, i) == LU_FACT_KNOWN) count++;
  return count;
}

/** "no findings", "1 finding, severe", "3 findings, 2 of them severe". */
static void put_counts(lu_text *text, size_t findings, size_t severe) {
  if (findings == 0)
    lu_text_puts(text, "no findings");
  else if (findings == 1)
    lu_text_printf(text, "1 finding%s", severe == 1 ? ", severe" : "");
  else
    lu_text_printf(text, "%zu findings, %zu of them severe", findings, severe);
}

static lu_status print_text(const cli_call *call, const lu_case *record, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  size_t findings = lu_context_finding_count(call->context);
  for (size_t i = 0; i < findings; i++) {
    const lu_finding *f = lu_context_finding(call->context, i);
    size_t length = strlen(f->sentence);
    bool ended = length > 0 && strchr(".?!", f->sentence[length - 1]) != NULL;
    lu_text_printf(&text, "%s: %s: %s%s", f->place, lu_severity_name(f->severity), f->sentence,
                   ended ? "" : ".");
    lu_text_printf(&text, "%s%s\n", f->effect[0] != '\0' ? " " : "", f->effect);
  }
  const char *id = lu_case_id(record);
  size_t known = count_known(record);
  lu_text_printf(&text, "%s: %zu fact%s, ", id[0] != '\0' ? id : "case without id", known,
                 known == 1 ? "" : "s");
  put_counts(&text, findings, count_severe(call->context));
  lu_text_puts(&text, "\n");
  lu_status status = command_print(&text, error);
  lu_text_free(&text);
  return status;
}

/** Prints what was found; the error's sentence stands among it then, and is not said again. */
static lu_status print_findings(cli_call *call, const lu_case *record, lu_status status,
                                lu_error *error) {
  lu_status printed =
      call->json ? print_json(call, record, error) : print_text(call, record, error);
  lu_context_clear_findings(call->context);
  if (printed != LU_OK) return printed;
  if (error != NULL) error->message[0] = '\0';
  return status;
}

static lu_status run_check(cli_call *call, lu_error *error) {
  lu_dictionary *dictionary = NULL;
  lu_case *record = NULL;
  lu_status status = lu_dictionary_read(&dictionary, call->context, error);
  if (status != LU_OK) return status;
  status = lu_case_read(&record, call_argument(call, 0), dictionary, true, call->context, error);
  if (record != NULL)
    status = print_findings(call, record, status, error);
  else
    status = command_refuse(call, status, error);
  lu_case_free(record);
  lu_dictionary_free(dictionary);
  return status;
}

static const cli_positional positionals[] = {
    {"CASE", true, false, "record to check; - reads standard input"},
    {NULL, false, false, NULL},
};

const cli_command command_check = {
    .name = "check",
    .summary = "Check a record: form, units, dates, contradictions",
    .description =
        "Reads a record (case file) and says everything that is wrong with it, all at once: file,\n"
        "line and JSON pointer, the value, and what would be valid. Ends with exit code 3 if "
        "there\n"
        "is a severe finding: then no plan is made from the record.",
    .example = "lutetia check examples/midgut-carcinoid.json",
    .positionals = positionals,
    .options = NULL,
    .run = run_check,
};
