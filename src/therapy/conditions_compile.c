/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions as a decision model in memory: the reader of DMN compiles them, so that they mean what
   they would mean in a table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conditions_inner.h"

#define MODEL_HEAD                                                                         \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                           \
  "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"conditions\" " \
  "name=\"conditions\" namespace=\"urn:lutetia:conditions\">\n"

static void put_escaped(lu_text *out, const char *text) {
  for (; *text != '\0'; text++) {
    const char *code = *text == '&'   ? "&amp;"
                       : *text == '<' ? "&lt;"
                       : *text == '>' ? "&gt;"
                                      : NULL;
    if (code != NULL)
      lu_text_puts(out, code);
    else
      lu_text_append(out, text, 1);
  }
}

/* The values of a choice, so that an unknown one knows what it may be. */
static void put_item(lu_text *out, const lu_fact *fact) {
  lu_text_printf(out,
                 "<itemDefinition id=\"t_%s\" name=\"t_%s\"><typeRef>string</typeRef>"
                 "<allowedValues><text>",
                 lu_fact_name(fact), lu_fact_name(fact));
  for (size_t i = 0; i < lu_fact_value_count(fact); i++) {
    lu_text_puts(out, i == 0 ? "\"" : ", \"");
    put_escaped(out, lu_fact_value(fact, i));
    lu_text_puts(out, "\"");
  }
  lu_text_puts(out, "</text></allowedValues></itemDefinition>\n");
}

static const char *type_name(char *buffer, size_t size, const condition_set *set,
                             const condition_input *input) {
  if (input->given != NULL) return input->given->type;
  const lu_fact *fact = lu_dictionary_at(set->dictionary, input->fact);
  switch (lu_fact_get_type(fact)) {
    case LU_FACT_NUMBER:
      return "number";
    case LU_FACT_BOOLEAN:
      return "boolean";
    case LU_FACT_DATE:
      return "date";
    case LU_FACT_CHOICE:
      snprintf(buffer, size, "t_%s", lu_fact_name(fact));
      return buffer;
    case LU_FACT_SET:
    case LU_FACT_TEXT:
      break;
  }
  return "Any";
}

static void put_inputs(lu_text *out, const condition_set *set) {
  for (size_t i = 0; i < set->input_count; i++) {
    if (set->inputs[i].fact == LU_NO_INDEX) continue;
    const lu_fact *fact = lu_dictionary_at(set->dictionary, set->inputs[i].fact);
    if (lu_fact_get_type(fact) == LU_FACT_CHOICE) put_item(out, fact);
  }
  for (size_t i = 0; i < set->input_count; i++) {
    char buffer[120];
    const char *name = set->inputs[i].name;
    lu_text_printf(out,
                   "<inputData id=\"i%zu\" name=\"%s\"><variable id=\"iv%zu\" name=\"%s\" "
                   "typeRef=\"%s\"/></inputData>\n",
                   i, name, i, name, type_name(buffer, sizeof buffer, set, &set->inputs[i]));
  }
}

static void put_decision(lu_text *out, const condition *entry, size_t number) {
  lu_text_printf(out, "<decision id=\"d%zu\" name=\"d%zu\"><variable id=\"dv%zu\" name=\"d%zu\"/>",
                 number, number, number, number);
  for (size_t i = 0; i < entry->input_count; i++)
    lu_text_printf(out,
                   "<informationRequirement id=\"r%zu_%zu\"><requiredInput href=\"#i%zu\"/>"
                   "</informationRequirement>",
                   number, i, entry->inputs[i]);
  lu_text_printf(out, "<literalExpression id=\"l%zu\"><text>", number);
  put_escaped(out, entry->text);
  lu_text_puts(out, "</text></literalExpression></decision>\n");
}

static void put_model(lu_text *out, const condition_set *set, size_t from, size_t to) {
  lu_text_puts(out, MODEL_HEAD);
  put_inputs(out, set);
  for (size_t i = from; i < to; i++)
    put_decision(out, &set->list[i], i);
  lu_text_puts(out, "</definitions>\n");
}

static lu_status read_model(lu_model **out, const condition_set *set, size_t from, size_t to,
                            const char *name, lu_context *context, lu_error *error) {
  lu_text xml = LU_TEXT_INIT;
  put_model(&xml, set, from, to);
  lu_status status = xml.failed ? lu_fail_memory(error)
                                : lu_model_read_buffer(out, lu_text_string(&xml), xml.length, name,
                                                       false, context, error);
  lu_text_free(&xml);
  return status;
}

/* Says which condition it was: each is compiled alone. */
static lu_status find_fault(const condition_set *set, lu_context *context, lu_error *error) {
  for (size_t i = 0; i < set->count; i++) {
    lu_model *model = NULL;
    lu_error trouble = LU_ERROR_INIT;
    lu_status status = read_model(&model, set, i, i + 1, set->list[i].place, context, &trouble);
    lu_model_free(model);
    if (status != LU_OK)
      return lu_fail(error, status, "%s: the condition \"%.200s\" is no FEEL expression",
                     set->list[i].place, set->list[i].text);
  }
  return lu_fail(error, LU_INTERNAL, "conditions that compile alone do not compile together");
}

lu_status conditions_compile(condition_set *set, lu_context *context, lu_error *error) {
  lu_status status = read_model(&set->model, set, 0, set->count, "conditions", context, error);
  if (status == LU_BAD_INPUT) return find_fault(set, context, error);
  if (status != LU_OK) return status;
  size_t *facts = lu_arena_array(set->arena, set->input_count + 1, sizeof *facts);
  if (facts == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < set->input_count; i++)
    facts[i] = set->inputs[i].fact;
  set->facts = facts;
  return LU_OK;
}
