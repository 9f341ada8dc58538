/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

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

lu_status command_print(const lu_text *text, lu_error *error) {
  if (text->failed) return lu_fail_memory(error);
  if (text->length > 0 && fwrite(text->data, 1, text->length, stdout) != text->length)
    return lu_fail(error, LU_IO, "standard output: %s", strerror(errno));
  if (fflush(stdout) != 0) return lu_fail(error, LU_IO, "standard output: %s", strerror(errno));
  return LU_OK;
}

lu_status command_print_json(const void *json, lu_error *error) {
  char *dump = json_dumps(json, JSON_INDENT(2) | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
  if (dump == NULL) return lu_fail_memory(error);
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, dump);
  lu_text_puts(&text, "\n");
  free(dump);
  lu_status status = command_print(&text, error);
  lu_text_free(&text);
  return status;
}

void command_print_findings(const cli_call *call) {
  static const char *const words[] = {"note", "warning", "severe"};
  for (size_t i = 0; i < lu_context_finding_count(call->context); i++) {
    const lu_finding *finding = lu_context_finding(call->context, i);
    fprintf(stderr, "%s: %s%s%s\n", words[finding->severity], finding->place,
            finding->place[0] == '\0' ? "" : ": ", finding->sentence);
  }
}
