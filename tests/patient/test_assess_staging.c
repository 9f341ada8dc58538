/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Staging and grading of all sites against tests/patient/staging.txt: every cell of the stage
 * matrices, every border of T and N from both sides, and what stays open while facts are missing.
 */
#include <ctype.h>

#include "assess_tables.h"

#define MAX_WORDS 40
#define MAX_LINE 512

/** One line of the file, taken apart at blanks; words stand in `buffer`. */
typedef struct words {
  char buffer[MAX_LINE];
  char *at[MAX_WORDS];
  size_t count;
} words;

/** What the lines read so far have set up. */
typedef struct vectors {
  lu_context *context;
  lu_model *model;
  char file[64], decision[64];
  words fixed;   /**< the line "matrix", which names facts that hold for every cell */
  words columns; /**< the line "columns" or "across" */
  words down;    /**< the line "down" */
  bool is_matrix;
  int line;
  size_t asked, wrong;
} vectors;

static void split(words *out, const char *text) {
  snprintf(out->buffer, sizeof out->buffer, "%s", text);
  out->count = 0;
  char *at = out->buffer;
  while (out->count < MAX_WORDS) {
    while (isspace((unsigned char)*at))
      at++;
    if (*at == '\0') return;
    out->at[out->count++] = at;
    while (*at != '\0' && !isspace((unsigned char)*at))
      at++;
    if (*at != '\0') *at++ = '\0';
  }
}

/** Copies the line; the words of the copy stand in its own buffer. */
static void keep(words *out, const words *line) {
  *out = *line;
  for (size_t i = 0; i < line->count; i++)
    out->at[i] = out->buffer + (line->at[i] - line->buffer);
}

static json_t *list_of(const char *text) {
  json_t *list = json_array();
  if (strcmp(text, "[]") == 0) return list;
  for (const char *at = text; *at != '\0';) {
    size_t length = strcspn(at, ",");
    json_array_append_new(list, json_stringn(at, length));
    at += length + (at[length] == ',');
  }
  return list;
}

/** Gives a fact; the last character of its name tells its kind. "." leaves it unknown. */
static void give(const vectors *v, lu_evaluation *evaluation, const char *column,
                 const char *value) {
  if (strcmp(value, ".") == 0) return;
  char name[64];
  snprintf(name, sizeof name, "%s", column);
  size_t length = strlen(name);
  if (length == 0) fail_msg("staging.txt:%d: a column without name", v->line);
  char kind = name[length - 1];
  if (kind == '#' || kind == '?' || kind == '*') name[length - 1] = '\0';
  json_t *json = kind == '#'   ? json_real(strtod(value, NULL))
                 : kind == '?' ? json_boolean(strcmp(value, "true") == 0)
                 : kind == '*' ? list_of(value)
                               : json_string(value);
  if (!lu_evaluation_set_input(evaluation, name, lu_make_json(evaluation, json)))
    fail_msg("staging.txt:%d: %s.dmn has no input %s", v->line, v->file, name);
  json_decref(json);
}

/** What a decision gave, as the file writes it: words without quotes, "_" for a blank. */
static void say(lu_text *out, const lu_value *value) {
  lu_text text = LU_TEXT_INIT;
  if (lu_value_get_kind(value) == LU_VALUE_UNKNOWN)
    print_open(&text, value);
  else
    lu_value_print(value, &text);
  const char *at = lu_text_string(&text);
  bool inside = false;
  if (strncmp(at, "unknown ", 8) == 0) at += 8;
  for (; *at != '\0'; at++) {
    if (*at == '"') {
      inside = !inside;
      continue;
    }
    lu_text_append(out, inside && *at == ' ' ? "_" : at, 1);
  }
  lu_text_free(&text);
}

/** Decides with the facts given so far and compares. */
static void decide(vectors *v, lu_evaluation *evaluation, const char *expected, const char *what) {
  lu_error error = LU_ERROR_INIT;
  const lu_value *value = NULL;
  lu_text text = LU_TEXT_INIT;
  size_t index = lu_model_find_decision(v->model, v->decision);
  if (index == LU_NO_INDEX) fail_msg("%s.dmn has no decision %s", v->file, v->decision);
  if (lu_evaluation_decide(&value, evaluation, index, &error) != LU_OK)
    fail_msg("%s", error.message);
  say(&text, value);
  if (strcmp(lu_text_string(&text), expected) != 0) {
    printf("staging.txt:%d: %s, %s is %s, not %s\n", v->line, v->decision, what,
           lu_text_string(&text), expected);
    v->wrong++;
  }
  lu_text_free(&text);
  v->asked++;
}

static lu_evaluation *start(const vectors *v) {
  lu_error error = LU_ERROR_INIT;
  lu_evaluation *evaluation = NULL;
  assert_int_equal(lu_evaluation_new(&evaluation, v->model, LU_THREE_VALUED, v->context, &error),
                   LU_OK);
  return evaluation;
}

static void ask_row(vectors *v, const words *line) {
  size_t given = v->columns.count - 1;
  if (line->count < given + 2 || strcmp(line->at[given], "=>") != 0)
    fail_msg("staging.txt:%d: %zu values and => are wanted", v->line, given);
  lu_evaluation *evaluation = start(v);
  lu_text expected = LU_TEXT_INIT;
  for (size_t i = 0; i < given; i++)
    give(v, evaluation, v->columns.at[i + 1], line->at[i]);
  for (size_t i = given + 1; i < line->count; i++)
    lu_text_printf(&expected, "%s%s", i == given + 1 ? "" : " ", line->at[i]);
  decide(v, evaluation, lu_text_string(&expected), "row");
  lu_text_free(&expected);
  lu_evaluation_free(evaluation);
}

static void ask_cells(vectors *v, const words *line) {
  if (line->count != v->columns.count - 1)
    fail_msg("staging.txt:%d: %zu cells are wanted", v->line, v->columns.count - 2);
  for (size_t i = 1; i < line->count; i++) {
    lu_evaluation *evaluation = start(v);
    for (size_t j = 3; j < v->fixed.count; j++) {
      char name[64];
      const char *equals = strchr(v->fixed.at[j], '=');
      if (equals == NULL) fail_msg("staging.txt: %s is no FACT=VALUE", v->fixed.at[j]);
      snprintf(name, sizeof name, "%.*s", (int)(equals - v->fixed.at[j]), v->fixed.at[j]);
      give(v, evaluation, name, equals + 1);
    }
    give(v, evaluation, v->columns.at[1], v->columns.at[i + 1]);
    give(v, evaluation, v->down.at[1], line->at[0]);
    decide(v, evaluation, line->at[i], v->columns.at[i + 1]);
    lu_evaluation_free(evaluation);
  }
}

/** Opens the file that a "table" or "matrix" names, unless it is open. */
static void open_model(vectors *v, const words *line) {
  lu_error error = LU_ERROR_INIT;
  char path[600];
  if (line->count < 3) fail_msg("staging.txt:%d: FILE and DECISION are wanted", v->line);
  v->is_matrix = strcmp(line->at[0], "matrix") == 0;
  snprintf(v->decision, sizeof v->decision, "%s", line->at[2]);
  if (v->is_matrix) keep(&v->fixed, line);
  if (strcmp(v->file, line->at[1]) == 0) return;
  lu_model_free(v->model);
  v->model = NULL;
  snprintf(v->file, sizeof v->file, "%s", line->at[1]);
  snprintf(path, sizeof path, "%s/data/assessment/%s.dmn", LU_SOURCE_DIR, v->file);
  if (lu_model_read(&v->model, path, false, v->context, &error) != LU_OK)
    fail_msg("%s", error.message);
}

static void read_line(vectors *v, const char *text) {
  words line;
  split(&line, text);
  if (line.count == 0 || line.at[0][0] == '#') return;
  const char *first = line.at[0];
  if (strcmp(first, "table") == 0 || strcmp(first, "matrix") == 0)
    open_model(v, &line);
  else if (strcmp(first, "columns") == 0 || strcmp(first, "across") == 0)
    keep(&v->columns, &line);
  else if (strcmp(first, "down") == 0)
    keep(&v->down, &line);
  else if (v->is_matrix)
    ask_cells(v, &line);
  else
    ask_row(v, &line);
}

static void all_vectors(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  char text[MAX_LINE];
  vectors v = {.line = 0};
  FILE *file = fopen(LU_SOURCE_DIR "/tests/patient/staging.txt", "r");
  assert_non_null(file);
  assert_int_equal(lu_context_new(&v.context, &error), LU_OK);
  while (fgets(text, sizeof text, file) != NULL) {
    v.line++;
    read_line(&v, text);
  }
  fclose(file);
  printf("%zu cells and rows\n", v.asked);
  assert_int_equal(v.wrong, 0);
  assert_true(v.asked > 700);
  lu_model_free(v.model);
  lu_context_free(v.context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_vectors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
