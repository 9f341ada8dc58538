/* SPDX-License-Identifier: Apache-2.0 */
/* docs/facts.md: a table of all facts. */
#include <string.h>

#include "generate.h"

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

/** Writes text into a cell of a table. */
static void put_cell(lu_text *out, const char *text) {
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '|') lu_text_puts(out, "\\");
    lu_text_append(out, c, 1);
  }
}

/** Writes the words of a string or of a list of strings. */
static void put_words(lu_text *out, const json_t *words) {
  if (json_is_string(words)) put_cell(out, json_string_value(words));
  size_t index;
  const json_t *word;
  json_array_foreach(words, index, word) {
    if (index > 0) lu_text_puts(out, " or ");
    put_cell(out, json_string_value(word) != NULL ? json_string_value(word) : "");
  }
}

/** Says in words where a fact stands. */
static void put_place(lu_text *out, const json_t *record) {
  const json_t *sample = json_object_get(record, "sample");
  const json_t *ratio = json_object_get(record, "sample_ratio");
  const json_t *imaging = json_object_get(record, "imaging");
  const json_t *lab = json_object_get(record, "lab");
  const json_t *symptom = json_object_get(record, "symptom");
  const json_t *toxicity = json_object_get(record, "toxicity");
  const json_t *scale = json_object_get(record, "scale");
  const char *derived = text_of(record, "derived");
  if (text_of(record, "at")[0] != '\0') lu_text_printf(out, "`%s`", text_of(record, "at"));
  if (sample != NULL) lu_text_printf(out, "`/pathology/…/%s`", json_string_value(sample));
  if (ratio != NULL)
    lu_text_printf(out, "`/pathology/…/%s` over `%s`", json_string_value(json_array_get(ratio, 0)),
                   json_string_value(json_array_get(ratio, 1)));
  if (imaging != NULL) {
    lu_text_puts(out, "`/imaging` ");
    put_words(out, imaging);
    if (text_of(record, "field")[0] != '\0')
      lu_text_printf(out, ": `%s`", text_of(record, "field"));
  }
  if (lab != NULL) {
    lu_text_puts(out, "`/labs` ");
    put_words(out, lab);
  }
  if (symptom != NULL) lu_text_printf(out, "`/symptoms` %s", json_string_value(symptom));
  if (toxicity != NULL) lu_text_printf(out, "`/toxicities` %s", json_string_value(toxicity));
  if (scale != NULL) lu_text_printf(out, "`/quality_of_life` %s", json_string_value(scale));
  if (json_object_get(record, "treatments") != NULL) lu_text_puts(out, "`/treatments`");
  if (json_object_get(record, "drugs") != NULL) lu_text_puts(out, "`/drugs`");
  if (json_object_get(record, "measurements") != NULL) lu_text_puts(out, "`/growth/measurements`");
  if (json_object_get(record, "samples") != NULL) lu_text_puts(out, "`/pathology`");
  if (json_object_get(record, "computed") != NULL) lu_text_puts(out, "`/patient`");
  if (derived[0] != '\0') lu_text_printf(out, "derived: `data/assessment/%s.dmn`", derived);
  const char *as = text_of(record, "as");
  if (as[0] != '\0') lu_text_printf(out, " (%s)", as);
}

static void put_places(lu_text *out, const json_t *fact) {
  const json_t *record = json_object_get(fact, "record");
  if (!json_is_array(record)) {
    put_place(out, record);
    return;
  }
  size_t index;
  const json_t *entry;
  json_array_foreach(record, index, entry) {
    if (index > 0) lu_text_puts(out, "; else ");
    put_place(out, entry);
  }
}

static void put_fact(lu_text *out, const lu_fact *fact) {
  static const char *const types[] = {"number", "yes/no", "choice", "set", "text", "date"};
  lu_text_printf(out, "| `%s` | ", lu_fact_name(fact));
  put_cell(out, lu_fact_label(fact));
  lu_text_printf(out, " | %s | %s | ", types[lu_fact_get_type(fact)], lu_fact_unit(fact));
  for (size_t i = 0; i < lu_fact_value_count(fact); i++) {
    if (i > 0) lu_text_puts(out, ", ");
    put_cell(out, lu_fact_value(fact, i));
  }
  lu_text_puts(out, " | ");
  put_places(out, lu_fact_json(fact));
  lu_text_puts(out, " | ");
  put_cell(out, lu_fact_test(fact));
  lu_text_printf(out, " | %d |\n", lu_fact_burden(fact));
}

void generate_docs(lu_text *out, const lu_dictionary *dictionary) {
  lu_text_puts(
      out,
      "# Facts\n\n"
      "<!-- Generated from data/facts by tools/generate: do not edit. -->\n\n"
      "All that a table may ask about a patient, in the order of the files in `data/facts`. "
      "*Place* says where the fact stands in the record; of several entries the latest counts, of "
      "several pathology samples the worst, then newest. *Burden* of the test that finds the fact: "
      "0 ask or look up, 1 blood or urine, 2 imaging, 3 endoscopy or biopsy, 4 operation.\n\n"
      "In a record yes/no facts are \"yes\" or \"no\"; any value may be \"unknown\" or "
      "\"not_done\" instead; what is absent is unknown, never \"no\".\n\n"
      "| name | meaning | type | unit | values | place | test | burden |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++)
    put_fact(out, lu_dictionary_at(dictionary, i));
}
