/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

const cli_positional command_one_case[] = {
    {"CASE", true, false, "the case file, or - for standard input"},
    {NULL, false, false, NULL},
};

bool call_flag(const cli_call *call, const char *name) {
  return call_text(call, name) != NULL;
}

const char *call_text(const cli_call *call, const char *name) {
  return call_text_at(call, name, 0);
}

size_t call_text_count(const cli_call *call, const char *name) {
  size_t count = 0;
  while (call_text_at(call, name, count) != NULL)
    count++;
  return count;
}

const char *call_text_at(const cli_call *call, const char *name, size_t index) {
  for (size_t i = 0; i < call->count; i++) {
    if (call->values[i].name != NULL && strcmp(call->values[i].name, name) == 0 && index-- == 0)
      return call->values[i].text;
  }
  return NULL;
}

long call_integer(const cli_call *call, const char *name, long otherwise) {
  const char *text = call_text(call, name);
  return text == NULL ? otherwise : strtol(text, NULL, 10);
}

size_t call_argument_count(const cli_call *call) {
  size_t count = 0;
  for (size_t i = 0; i < call->count; i++)
    count += call->values[i].name == NULL;
  return count;
}

const char *call_argument(const cli_call *call, size_t index) {
  for (size_t i = 0; i < call->count; i++) {
    if (call->values[i].name == NULL && index-- == 0) return call->values[i].text;
  }
  return NULL;
}

/* A reader that went away (`| head`) wants no words, only the exit code. */
static lu_status fail_output(lu_error *error) {
  int reason = errno;
  if (reason == EPIPE) return lu_fail(error, LU_IO, "%s", "");
  return lu_fail(error, LU_IO, "standard output: %s", strerror(reason));
}

lu_status command_print(const lu_text *text, lu_error *error) {
  if (text->failed) return lu_fail_memory(error);
  if (text->length > 0 && fwrite(text->data, 1, text->length, stdout) != text->length)
    return fail_output(error);
  return fflush(stdout) != 0 ? fail_output(error) : LU_OK;
}

/* Takes a piece of a dump. @return 0, or -1 when memory is short, which ends the dump */
static int take_piece(const char *piece, size_t length, void *user) {
  lu_text *text = user;
  lu_text_append(text, piece, length);
  return text->failed ? -1 : 0;
}

lu_status command_print_json(const void *json, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  int failed = json_dump_callback(json, take_piece, &text,
                                  JSON_INDENT(2) | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
  lu_text_puts(&text, "\n");
  lu_status status = failed != 0 ? lu_fail_memory(error) : command_print(&text, error);
  lu_text_free(&text);
  return status;
}

/* All findings of a context. @param out new reference */
static lu_status findings_json(json_t **out, const lu_context *context, lu_error *error) {
  *out = json_array();
  for (size_t i = 0; i < lu_context_finding_count(context); i++) {
    const lu_finding *finding = lu_context_finding(context, i);
    json_t *entry = json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", finding->code, "severity",
                              lu_severity_name(finding->severity), "place", finding->place,
                              "sentence", finding->sentence, "effect", finding->effect);
    if (json_array_append_new(*out, entry) != 0) return lu_fail_memory(error);
  }
  return LU_OK;
}

static lu_status print_refusal(const cli_call *call, const char *sentence, lu_error *error) {
  json_t *findings = NULL, *document = NULL;
  lu_status status = findings_json(&findings, call->context, error);
  if (status == LU_OK) {
    document = json_pack("{s:i, s:s, s:s, s:O}", "lutetia_findings", 1, "command",
                         call->command->name, "error", sentence, "findings", findings);
    status = document == NULL ? lu_fail_memory(error) : command_print_json(document, error);
  }
  json_decref(document);
  json_decref(findings);
  return status;
}

lu_status command_refuse(const cli_call *call, lu_status status, lu_error *error) {
  if (status != LU_BAD_INPUT) return status;
  if (call->json) {
    lu_error trouble = LU_ERROR_INIT;
    lu_status printed = print_refusal(call, error->message, &trouble);
    if (printed != LU_OK) {
      *error = trouble;
      return printed;
    }
  } else
    command_print_findings(call);
  for (size_t i = 0; i < lu_context_finding_count(call->context); i++)
    if (strstr(error->message, lu_context_finding(call->context, i)->sentence) != NULL) {
      error->message[0] = '\0'; /* it stands among the findings */
      break;
    }
  return status;
}

void command_print_findings(const cli_call *call) {
  for (size_t i = 0; i < lu_context_finding_count(call->context); i++) {
    const lu_finding *finding = lu_context_finding(call->context, i);
    fprintf(stderr, "%s: %s%s%s\n", lu_severity_name(finding->severity), finding->place,
            finding->place[0] == '\0' ? "" : ": ", finding->sentence);
  }
}
