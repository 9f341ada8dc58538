/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No row is lost unseen: rows-expected.txt lists the rows of the edition, and a row that is gone is
 * named. With LU_WRITE_ROWS=1 in the environment the list is written anew.
 */
#include "edition.h"
#include "small.h"

#define EDITION LU_SOURCE_DIR "/data/guideline/synthesis/2026.1"
#define LIST LU_SOURCE_DIR "/tests/guideline/rows-expected.txt"
#define COPY LU_BUILD_DIR "/test-rows-stay"
#define MAX_BYTES ((size_t)16 << 20)

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
  char *expected; /**< the list, one row a line */
};

static char *read_text(const char *path) {
  char *text = NULL;
  size_t length = 0;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_file_read(&text, &length, path, MAX_BYTES, &error), &error);
  return text;
}

static bool has_row(const lu_guideline *guideline, const char *id, size_t without) {
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (i != without && strcmp(guideline->rules[i].id, id) == 0) return true;
  return false;
}

/** Names the listed rows that an edition does not have. @param without a row that counts as
 * removed; LU_NO_INDEX for none @return how many */
static size_t find_lost(lu_text *out, const char *expected, const lu_guideline *guideline,
                        size_t without) {
  size_t lost = 0;
  char id[64];
  for (const char *line = expected; *line != '\0'; line += strcspn(line, "\n") + 1) {
    snprintf(id, sizeof id, "%.*s", (int)strcspn(line, "\n"), line);
    if (id[0] == '#' || id[0] == '\0' || has_row(guideline, id, without)) continue;
    lu_text_printf(out, "%s%s", lost == 0 ? "" : " ", id);
    lost++;
  }
  return lost;
}

/** True if a row stands in the list, on a line of its own. */
static bool is_listed(const char *expected, const char *id) {
  size_t length = strlen(id);
  for (const char *at = expected; (at = strstr(at, id)) != NULL; at += length)
    if ((at == expected || at[-1] == '\n') && at[length] == '\n') return true;
  return false;
}

static void write_list(const lu_guideline *guideline) {
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  lu_text_puts(&text,
               "# Rows that synthesis/2026.1 must hold, in the order of its tables; written "
               "by test_rows_stay\n");
  for (size_t i = 0; i < guideline->rule_count; i++)
    lu_text_printf(&text, "%s\n", guideline->rules[i].id);
  expect_ok(lu_file_write(LIST, lu_text_string(&text), text.length, &error), &error);
  lu_text_free(&text);
}

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_context_new(&world->context, &error), &error);
  expect_ok(lu_context_set_data_path(world->context, LU_SOURCE_DIR "/data", &error), &error);
  lu_context_set_today(world->context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  expect_ok(
      lu_guideline_read(&world->guideline, EDITION, world->dictionary, world->context, &error),
      &error);
  if (getenv("LU_WRITE_ROWS") != NULL) write_list(world->guideline);
  world->expected = read_text(LIST);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  free(world->expected);
  lu_guideline_free(world->guideline);
  lu_dictionary_free(world->dictionary);
  lu_context_free(world->context);
  free(world);
  return 0;
}

static void no_row_is_lost_and_each_is_listed(void **state) {
  const struct world *world = *state;
  lu_text lost = LU_TEXT_INIT;
  size_t unlisted = 0;
  if (find_lost(&lost, world->expected, world->guideline, LU_NO_INDEX) > 0)
    fail_msg("rows are gone: %s", lu_text_string(&lost));
  for (size_t i = 0; i < world->guideline->rule_count; i++) {
    if (is_listed(world->expected, world->guideline->rules[i].id)) continue;
    print_error("%s is not in rows-expected.txt\n", world->guideline->rules[i].id);
    unlisted++;
  }
  if (unlisted > 0)
    fail_msg("new rows: run this test once with LU_WRITE_ROWS=1, and look at the list");
  lu_text_free(&lost);
}

static void the_removal_of_any_row_is_named(void **state) {
  const struct world *world = *state;
  for (size_t i = 0; i < world->guideline->rule_count; i++) {
    lu_text lost = LU_TEXT_INIT;
    assert_int_equal(find_lost(&lost, world->expected, world->guideline, i), 1);
    assert_string_equal(lu_text_string(&lost), world->guideline->rules[i].id);
    lu_text_free(&lost);
  }
}

/** Copies the files of the edition. */
static void copy_edition(void) {
  char from[600], to[600];
  lu_folder folder;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_folder_make(COPY, &error), &error);
  expect_ok(lu_folder_list(&folder, EDITION, "", &error), &error);
  for (size_t i = 0; i < folder.count; i++) {
    snprintf(from, sizeof from, EDITION "/%s", folder.names[i]);
    snprintf(to, sizeof to, COPY "/%s", folder.names[i]);
    char *text = read_text(from);
    expect_ok(lu_file_write(to, text, strlen(text), &error), &error);
    free(text);
  }
  lu_folder_free(&folder);
}

/** Removes the block of a row from a file of the copy. @return the text as it was */
static char *remove_row(const char *path, const char *id) {
  char *text = read_text(path), mark[100];
  lu_error error = LU_ERROR_INIT;
  snprintf(mark, sizeof mark, "<text>%s</text>", id);
  const char *inside = strstr(text, mark), *first = NULL;
  assert_non_null(inside);
  for (const char *at = text; (at = strstr(at, "<rule")) != NULL && at < inside; at++)
    first = at;
  assert_non_null(first);
  const char *behind = strstr(inside, "</rule>");
  assert_non_null(behind);
  lu_text shorter = LU_TEXT_INIT;
  lu_text_append(&shorter, text, (size_t)(first - text));
  lu_text_puts(&shorter, behind + strlen("</rule>"));
  expect_ok(lu_file_write(path, lu_text_string(&shorter), shorter.length, &error), &error);
  lu_text_free(&shorter);
  return text;
}

/** The last row of every file is cut out of a copy on the disk, one file after the other. */
static void a_row_cut_out_of_a_file_is_named(void **state) {
  const struct world *world = *state;
  const lu_guideline *whole = world->guideline;
  copy_edition();
  for (size_t i = 0; i < whole->table_count; i++) {
    const rule_table *table = &whole->tables[i];
    bool last_of_file = i + 1 == whole->table_count || whole->tables[i + 1].model != table->model;
    const char *id = whole->rules[table->first_rule + table->count - 1].id;
    char path[600];
    lu_guideline *cut = NULL;
    lu_error error = LU_ERROR_INIT;
    lu_text lost = LU_TEXT_INIT;
    if (!last_of_file || table->count < 2) continue;
    snprintf(path, sizeof path, COPY "/%s", whole->models[table->model].file);
    char *text = remove_row(path, id);
    if (lu_guideline_read(&cut, COPY, world->dictionary, world->context, &error) != LU_OK) {
      assert_non_null(strstr(error.message, id)); /* another file speaks of the row */
    } else {
      assert_int_equal(find_lost(&lost, world->expected, cut, LU_NO_INDEX), 1);
      assert_string_equal(lu_text_string(&lost), id);
    }
    expect_ok(lu_file_write(path, text, strlen(text), &error), &error);
    lu_text_free(&lost);
    lu_guideline_free(cut);
    free(text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_row_is_lost_and_each_is_listed),
      cmocka_unit_test(the_removal_of_any_row_is_named),
      cmocka_unit_test(a_row_cut_out_of_a_file_is_named),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
