/* SPDX-License-Identifier: Apache-2.0 */
/* Values as FEEL text. */
#include <stdint.h>
#include <string.h>

#include "function.h"
#include "value.h"

/** A string literal: quotes, backslashes and line ends escaped. */
static void print_quoted(const char *bytes, size_t length, lu_text *out) {
  lu_text_puts(out, "\"");
  size_t start = 0;
  for (size_t i = 0; i < length; i++) {
    const char *escape = NULL;
    if (bytes[i] == '"') escape = "\\\"";
    if (bytes[i] == '\\') escape = "\\\\";
    if (bytes[i] == '\n') escape = "\\n";
    if (bytes[i] == '\r') escape = "\\r";
    if (bytes[i] == '\t') escape = "\\t";
    if (escape == NULL) continue;
    lu_text_append(out, bytes + start, i - start);
    lu_text_puts(out, escape);
    start = i + 1;
  }
  lu_text_append(out, bytes + start, length - start);
  lu_text_puts(out, "\"");
}

static void print_list(const feel_list *list, lu_text *out) {
  lu_text_puts(out, "[");
  for (size_t i = 0; i < list->count; i++) {
    if (i > 0) lu_text_puts(out, ", ");
    feel_print(list->items[i], out, true);
  }
  lu_text_puts(out, "]");
}

/** A key of a context: as a string literal where it could not be read back as a name. */
static void print_key(const char *name, lu_text *out) {
  bool plain = name[0] != '\0' && !(name[0] >= '0' && name[0] <= '9') && name[0] != ' ';
  for (const char *c = name; *c != '\0' && plain; c++) {
    plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
            (unsigned char)*c >= 0x80 || *c == '_' || (*c == ' ' && c[1] != ' ' && c[1] != '\0');
  }
  if (plain) {
    lu_text_puts(out, name);
  } else {
    print_quoted(name, strlen(name), out);
  }
}

static void print_context(const feel_context *context, lu_text *out) {
  lu_text_puts(out, "{");
  for (size_t i = 0; i < context->count; i++) {
    if (i > 0) lu_text_puts(out, ", ");
    print_key(context->entries[i].name, out);
    lu_text_puts(out, ": ");
    feel_print(context->entries[i].value, out, true);
  }
  lu_text_puts(out, "}");
}

static void print_range(const feel_range *range, lu_text *out) {
  if (range->form != FEEL_RANGE_INTERVAL || range->low == NULL || range->high == NULL) {
    const lu_value *bound = range->low == NULL ? range->high : range->low;
    const char *sign = range->low_closed ? ">= " : "> ";
    if (range->low == NULL) sign = range->high_closed ? "<= " : "< ";
    if (range->form == FEEL_RANGE_IS) sign = "= ";
    if (range->form == FEEL_RANGE_IS_NOT) sign = "!= ";
    lu_text_printf(out, "(%s", sign);
    feel_print(bound == NULL ? &feel_null : bound, out, true);
    lu_text_puts(out, ")");
    return;
  }
  lu_text_puts(out, range->low_closed ? "[" : "(");
  feel_print(range->low, out, true);
  lu_text_puts(out, "..");
  feel_print(range->high, out, true);
  lu_text_puts(out, range->high_closed ? "]" : ")");
}

static void print_function(const struct feel_function *function, lu_text *out) {
  lu_text_printf(out, "function %s(", function->name == NULL ? "" : function->name);
  for (size_t i = 0; function->parameters != NULL && i < function->parameter_count; i++) {
    lu_text_printf(out, "%s%s", i == 0 ? "" : ", ", function->parameters[i]);
  }
  lu_text_puts(out, ")");
}

static void print_number(decimal number, lu_text *out) {
  char buffer[DECIMAL_TEXT_SIZE];
  lu_text_append(out, buffer, decimal_format(buffer, sizeof buffer, number));
}

void feel_print(const lu_value *value, lu_text *out, bool quote_strings) {
  switch (value->kind) {
    case LU_VALUE_NULL:
      lu_text_puts(out, "null");
      break;
    case LU_VALUE_BOOLEAN:
      lu_text_puts(out, value->as.boolean ? "true" : "false");
      break;
    case LU_VALUE_NUMBER:
      print_number(value->as.number, out);
      break;
    case LU_VALUE_STRING:
      if (quote_strings) {
        print_quoted(value->as.string.bytes, value->as.string.length, out);
      } else {
        lu_text_append(out, value->as.string.bytes, value->as.string.length);
      }
      break;
    case LU_VALUE_LIST:
      print_list(&value->as.list, out);
      break;
    case LU_VALUE_CONTEXT:
      print_context(&value->as.context, out);
      break;
    case LU_VALUE_RANGE:
      print_range(&value->as.range, out);
      break;
    case LU_VALUE_FUNCTION:
      print_function(value->as.function, out);
      break;
    case LU_VALUE_UNKNOWN:
      lu_text_puts(out, "unknown");
      break;
    default:
      feel_temporal_print(value, out);
  }
}

void lu_value_print(const lu_value *value, lu_text *out) {
  feel_print(value, out, true);
}
