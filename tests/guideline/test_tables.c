/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables of data/guideline/synthesis/2026.1 must keep to, table by table and row by row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "lutetia/guideline.h"

#define EDITION_FOLDER LU_SOURCE_DIR "/data/guideline/synthesis/2026.1/"
#define MAX_RULES 2000

/* All that the tests look at, read once. */
struct edition {
  lu_context *context;
  lu_dictionary *dictionary;
  json_t *manifest, *options, *sources;
  lu_model **models;
  size_t model_count;
};

/* One row with the table that it stands in. */
struct row {
  const char *file;
  const lu_table *table;
  size_t rule;
};

typedef void row_visitor(const struct edition *edition, struct row row, void *user);

static json_t *read_json(const char *name) {
  char path[512];
  json_error_t error;
  snprintf(path, sizeof path, EDITION_FOLDER "%s", name);
  json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
  if (json == NULL) print_error("%s:%d: %s\n", path, error.line, error.text);
  assert_non_null(json);
  return json;
}

static const char *file_name(const struct edition *edition, size_t model) {
  return json_string_value(json_array_get(json_object_get(edition->manifest, "tables"), model));
}

static int open_edition(void **state) {
  struct edition *edition = calloc(1, sizeof *edition);
  lu_error error = LU_ERROR_INIT;
  assert_non_null(edition);
  assert_int_equal(lu_context_new(&edition->context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(edition->context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  lu_status status = lu_dictionary_read(&edition->dictionary, edition->context, &error);
  if (status != LU_OK) print_error("%s\n", error.message);
  assert_int_equal(status, LU_OK);
  edition->manifest = read_json("manifest.json");
  edition->options = read_json("options.json");
  edition->sources = read_json("sources.json");
  edition->model_count = json_array_size(json_object_get(edition->manifest, "tables"));
  edition->models = calloc(edition->model_count, sizeof *edition->models);
  assert_non_null(edition->models);
  for (size_t i = 0; i < edition->model_count; i++) {
    char path[512];
    snprintf(path, sizeof path, EDITION_FOLDER "%s", file_name(edition, i));
    status = lu_model_read(&edition->models[i], path, false, edition->context, &error);
    if (status != LU_OK) print_error("%s\n", error.message);
    assert_int_equal(status, LU_OK);
  }
  *state = edition;
  return 0;
}

static int close_edition(void **state) {
  struct edition *edition = *state;
  for (size_t i = 0; i < edition->model_count; i++)
    lu_model_free(edition->models[i]);
  free(edition->models);
  json_decref(edition->manifest);
  json_decref(edition->options);
  json_decref(edition->sources);
  lu_dictionary_free(edition->dictionary);
  lu_context_free(edition->context);
  free(edition);
  return 0;
}

/* Calls `visit` for every row of every table. @return number of rows */
static size_t visit_rows(const struct edition *edition, row_visitor *visit, void *user) {
  size_t count = 0;
  for (size_t i = 0; i < edition->model_count; i++)
    for (size_t j = 0; j < lu_model_decision_count(edition->models[i]); j++) {
      const lu_table *table = lu_model_table(edition->models[i], j);
      assert_non_null(table);
      for (size_t rule = 0; rule < lu_table_rule_count(table); rule++, count++)
        visit(edition, (struct row){file_name(edition, i), table, rule}, user);
    }
  return count;
}

static const char *note(struct row row, const char *column) {
  return lu_table_annotation_named(row.table, row.rule, column);
}

/* Text of an output cell without its quotes. */
static void output(char *out, size_t size, struct row row, const char *name) {
  out[0] = '\0';
  for (size_t i = 0; i < lu_table_output_count(row.table); i++) {
    if (strcmp(lu_table_output_name(row.table, i), name) != 0) continue;
    const char *text = lu_table_output_entry(row.table, row.rule, i);
    size_t length = strlen(text);
    if (length >= 2 && text[0] == '"') {
      text++;
      length -= 2;
    }
    assert_true(length < size);
    memcpy(out, text, length);
    out[length] = '\0';
  }
}

static bool is_conflict(struct row row) {
  return strcmp(row.file, "conflicts.dmn") == 0;
}

static void complain(bool good, struct row row, const char *what, const char *value) {
  if (!good) print_error("%s, %s: %s \"%s\"\n", row.file, note(row, "Rule"), what, value);
  assert_true(good);
}

/* ---- the room itself reads it -------------------------------------------------------------- */

static void the_room_accepts_the_edition(void **state) {
  struct edition *edition = *state;
  lu_error error = LU_ERROR_INIT;
  lu_guideline *guideline = NULL;
  lu_status status = lu_guideline_read(&guideline, "synthesis/2026.1", edition->dictionary,
                                       edition->context, &error);
  if (status != LU_OK) print_error("%s\n", error.message);
  assert_int_equal(status, LU_OK);
  assert_string_equal(lu_guideline_edition(guideline), "synthesis/2026.1");
  lu_guideline_free(guideline);
}

/* ---- rule ids ------------------------------------------------------------------------------ */

struct ids {
  const char *ids[MAX_RULES];
  size_t count;
};

static void collect_id(const struct edition *edition, struct row row, void *user) {
  (void)edition;
  struct ids *ids = user;
  const char *id = note(row, "Rule");
  const char *dot = strrchr(id, '.');
  complain(strlen(id) >= 6 && strchr("RCTQ", id[0]) != NULL && id[1] == '-' && dot != NULL &&
               dot[1] != '\0' && strspn(dot + 1, "0123456789") == strlen(dot + 1),
           row, "is no rule id:", id);
  assert_true(ids->count < MAX_RULES);
  ids->ids[ids->count++] = id;
}

/* All rule ids in the order of the tables; free with free(). */
static struct ids *collect_ids(const struct edition *edition) {
  struct ids *ids = calloc(1, sizeof *ids);
  assert_non_null(ids);
  assert_true(visit_rows(edition, collect_id, ids) > 700);
  return ids;
}

static int compare_texts(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void every_rule_id_is_unique(void **state) {
  struct ids *ids = collect_ids(*state);
  qsort(ids->ids, ids->count, sizeof *ids->ids, compare_texts);
  for (size_t i = 1; i < ids->count; i++) {
    if (strcmp(ids->ids[i - 1], ids->ids[i]) == 0) print_error("twice: %s\n", ids->ids[i]);
    assert_string_not_equal(ids->ids[i - 1], ids->ids[i]);
  }
  free(ids);
}

static void every_expected_rule_is_there(void **state) {
  struct ids *ids = collect_ids(*state);
  FILE *file = fopen(LU_SOURCE_DIR "/tests/guideline/rules-expected.txt", "r");
  assert_non_null(file);
  char line[256];
  size_t expected = 0, missing = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0') continue;
    size_t length = strlen(line);
    bool found = false;
    expected++;
    for (size_t i = 0; i < ids->count && !found; i++)
      found = strncmp(ids->ids[i], line, length) == 0 && ids->ids[i][length] == '.';
    if (!found) print_error("no row for %s\n", line);
    missing += !found;
  }
  fclose(file);
  assert_true(expected > 180);
  assert_int_equal(missing, 0);
  free(ids);
}

/* ---- words, marks, keys -------------------------------------------------------------------- */

static bool one_of(const char *value, const char *const *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(value, values[i]) == 0) return true;
  return false;
}

static void check_words(const struct edition *edition, struct row row, void *user) {
  (void)user;
  static const char *const strengths[] = {"P", "O", "I", "L", "A", "C", "ask", "order"};
  static const char *const intents[] = {"cure", "control", "symptom", "diagnosis", "support"};
  static const char *const marks[] = {"seen", "memory", "unverified"};
  char strength[16], text[512];
  output(strength, sizeof strength, row, "strength");
  complain(one_of(strength, strengths, 8), row, "strength", strength);
  complain(one_of(note(row, "Mark"), marks, 3), row, "mark", note(row, "Mark"));
  complain(note(row, "Reason")[0] != '\0', row, "reason", "");
  complain(note(row, "Source")[0] != '\0', row, "source", "");
  output(text, sizeof text, row, "condition");
  if (is_conflict(row)) return;
  complain((strcmp(strength, "I") != 0 && strcmp(strength, "L") != 0) || text[0] != '\0', row,
           "\"only if\" without condition", "");
  output(text, sizeof text, row, "intent");
  complain(one_of(text, intents, 5), row, "intent", text);
  output(text, sizeof text, row, "option");
  complain(json_object_get(edition->options, text) != NULL, row, "option", text);
}

static void every_word_is_known(void **state) {
  visit_rows(*state, check_words, NULL);
}

static void check_unverified(const struct edition *edition, struct row row, void *user) {
  (void)edition;
  size_t *seen = user;
  char strength[16];
  if (strcmp(note(row, "Mark"), "unverified") != 0) return;
  output(strength, sizeof strength, row, "strength");
  complain(strcmp(strength, "C") != 0 && strcmp(strength, "P") != 0, row,
           "nobody checked this rule, and yet its strength is", strength);
  (*seen)++;
}

static void nothing_unchecked_is_hard(void **state) {
  size_t seen = 0;
  visit_rows(*state, check_unverified, &seen);
  assert_true(seen > 0); /* the knowledge does have unchecked rules: none were upgraded silently */
}

static void check_sources(const struct edition *edition, struct row row, void *user) {
  (void)user;
  for (const char *part = note(row, "Source"); *part != '\0';) {
    char key[64];
    size_t length = strcspn(part, " ,(;");
    complain(length > 0 && length < sizeof key, row, "source", part);
    memcpy(key, part, length);
    key[length] = '\0';
    complain(json_object_get(edition->sources, key) != NULL, row, "source", key);
    part += strcspn(part, ";");
    part += strspn(part, "; ");
  }
}

static void every_source_is_listed(void **state) {
  struct edition *edition = *state;
  static const char *const marks[] = {"seen", "memory", "unverified"};
  visit_rows(edition, check_sources, NULL);
  const char *key;
  json_t *source;
  json_object_foreach(edition->sources, key, source) {
    const char *mark = json_string_value(json_object_get(source, "mark"));
    if (mark == NULL || json_string_value(json_object_get(source, "reference")) == NULL)
      print_error("source %s is incomplete\n", key);
    assert_non_null(json_string_value(json_object_get(source, "reference")));
    assert_true(mark != NULL && one_of(mark, marks, 3));
  }
}

static void check_facts(const struct edition *edition, struct row row, void *user) {
  (void)user;
  static const char *const columns[] = {"Changes", "Ask"};
  for (size_t i = 0; i < 2; i++)
    for (const char *part = note(row, columns[i]); *part != '\0';) {
      char name[64];
      size_t length = strcspn(part, ", ");
      complain(length > 0 && length < sizeof name, row, columns[i], part);
      memcpy(name, part, length);
      name[length] = '\0';
      complain(lu_dictionary_find(edition->dictionary, name) != LU_NO_INDEX, row, columns[i], name);
      part += length;
      part += strspn(part, ", ");
    }
}

static void every_named_fact_is_in_the_dictionary(void **state) {
  struct edition *edition = *state;
  visit_rows(edition, check_facts, NULL);
  for (size_t i = 0; i < edition->model_count; i++)
    for (size_t j = 0; j < lu_model_input_count(edition->models[i]); j++) {
      const char *name = lu_model_input_name(edition->models[i], j);
      bool pair = strcmp(name, "first") == 0 || strcmp(name, "second") == 0;
      if (!pair && lu_dictionary_find(edition->dictionary, name) == LU_NO_INDEX)
        print_error("%s: %s\n", file_name(edition, i), name);
      assert_true(pair ? strcmp(file_name(edition, i), "conflicts.dmn") == 0
                       : lu_dictionary_find(edition->dictionary, name) != LU_NO_INDEX);
    }
}

/* ---- options ------------------------------------------------------------------------------- */

struct use {
  const char *code;
  bool used;
};

static void look_for_option(const struct edition *edition, struct row row, void *user) {
  (void)edition;
  struct use *use = user;
  char text[512];
  output(text, sizeof text, row, "option");
  use->used |= strcmp(text, use->code) == 0;
}

static void every_option_is_used(void **state) {
  struct edition *edition = *state;
  const char *code;
  json_t *option;
  json_object_foreach(edition->options, code, option) {
    struct use use = {code, false};
    visit_rows(edition, look_for_option, &use);
    if (!use.used) print_error("option %s is used by no rule\n", code);
    assert_true(use.used);
    assert_non_null(json_string_value(json_object_get(option, "label")));
  }
}

/* ---- where sources disagree ----------------------------------------------------------------- */

static void append(char *out, size_t size, const char *text) {
  size_t length = strlen(out);
  assert_true(length + strlen(text) < size);
  memcpy(out + length, text, strlen(text) + 1);
}

/* The line of the documentation for one topic: topic, what each side says, rules. */
static void topic_line(char *out, size_t size, const json_t *topic) {
  const json_t *rules = json_object_get(topic, "rules");
  size_t index;
  json_t *side;
  out[0] = '\0';
  append(out, size, "| ");
  append(out, size, json_string_value(json_object_get(topic, "topic")));
  json_array_foreach(json_object_get(topic, "sides"), index, side) {
    append(out, size, " | ");
    append(out, size, json_string_value(json_object_get(side, "says")));
  }
  for (size_t i = 0; i < json_array_size(rules); i++) {
    append(out, size, i == 0 ? " | " : ", ");
    append(out, size, json_string_value(json_array_get(rules, i)));
  }
  append(out, size, " |");
}

static void the_documentation_tells_every_disagreement(void **state) {
  (void)state;
  static char page[200000];
  FILE *file = fopen(LU_SOURCE_DIR "/docs/guideline-tables.md", "r");
  assert_non_null(file);
  size_t length = fread(page, 1, sizeof page - 1, file);
  fclose(file);
  page[length] = '\0';
  json_t *whole = read_json("disagreements.json"), *topic;
  size_t index;
  assert_true(json_array_size(json_object_get(whole, "disagreements")) >= 12);
  json_array_foreach(json_object_get(whole, "disagreements"), index, topic) {
    char line[2000];
    topic_line(line, sizeof line, topic);
    if (strstr(page, line) == NULL) print_error("docs/guideline-tables.md lacks: %s\n", line);
    assert_non_null(strstr(page, line));
  }
  json_decref(whole);
}

/* An offering row must be able to fail: a rule that advises a treatment to everybody is none. */
static void check_conditions(const struct edition *edition, struct row row, void *user) {
  (void)edition;
  (void)user;
  char strength[16];
  output(strength, sizeof strength, row, "strength");
  bool any = strcmp(strength, "ask") == 0 || strcmp(strength, "order") == 0;
  for (size_t i = 0; i < lu_table_input_count(row.table) && !any; i++)
    any = strcmp(lu_table_input_entry(row.table, row.rule, i), "-") != 0;
  complain(any, row, "holds for everybody", strength);
}

static void every_advice_has_a_condition(void **state) {
  visit_rows(*state, check_conditions, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_room_accepts_the_edition),
      cmocka_unit_test(every_rule_id_is_unique),
      cmocka_unit_test(every_expected_rule_is_there),
      cmocka_unit_test(every_word_is_known),
      cmocka_unit_test(nothing_unchecked_is_hard),
      cmocka_unit_test(every_source_is_listed),
      cmocka_unit_test(every_named_fact_is_in_the_dictionary),
      cmocka_unit_test(every_option_is_used),
      cmocka_unit_test(every_advice_has_a_condition),
      cmocka_unit_test(the_documentation_tells_every_disagreement),
  };
  return cmocka_run_group_tests(tests, open_edition, close_edition);
}
