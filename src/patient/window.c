/* SPDX-License-Identifier: Apache-2.0 */
/* The record as it stood on a day. Entries that are left out become null, in the record and in its
   clean tree: indices stay, and with them places, lines and the findings that were made before. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "check.h"
#include "extract.h"

/** Paths of the lists that are cut. `from`: a beginning cuts it as well. `whole`: the record may
 * call it complete, which what is left out does not change; only what could not be read would. */
static const struct window_list {
  const char *path;
  bool from, whole;
} window_lists[] = {
    {"labs", true, false},
    {"toxicities", true, true},
    {"symptoms", false, false},
    {"quality_of_life", false, false},
    {"imaging", false, false},
    {"tests", false, false},
    {"pathology", false, false},
    {"administrations", false, false},
    {"growth/measurements", false, false},
};

#define WINDOW_LISTS (sizeof window_lists / sizeof window_lists[0])

/* ---- days -------------------------------------------------------------------------------------
 */

/** True if a day is surely after `since`; without `since` always. */
static bool is_after(lu_date day, lu_date since) {
  return !since.known || lu_date_compare(day, since) > 0;
}

/** True if a day is not surely after `until`; without `until` always. */
static bool is_until(lu_date day, lu_date until) {
  return !until.known || !day.known || lu_date_compare(day, until) <= 0;
}

static int order_days(const void *a, const void *b) {
  return lu_date_compare(*(const lu_date *)a, *(const lu_date *)b);
}

/** Whole days of a list within the limits, appended to `days`, which has room. */
static size_t take_days(lu_date *days, size_t count, const json_t *list, lu_date since,
                        lu_date until) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    lu_date day = clean_date(entry, "date");
    if (lu_date_whole(day) && is_after(day, since) && is_until(day, until)) days[count++] = day;
  }
  return count;
}

lu_status lu_case_days(lu_date **out, size_t *count, const lu_case *record, lu_date since,
                       lu_date until, lu_error *error) {
  size_t room = 0, taken = 0, kept = 0;
  *out = NULL;
  *count = 0;
  for (size_t i = 0; i < WINDOW_LISTS; i++)
    if (window_lists[i].from)
      room += json_array_size(clean_get(record->clean, window_lists[i].path));
  lu_date *days = calloc(room + 1, sizeof *days);
  if (days == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < WINDOW_LISTS; i++)
    if (window_lists[i].from)
      taken = take_days(days, taken, clean_get(record->clean, window_lists[i].path), since, until);
  qsort(days, taken, sizeof *days, order_days);
  for (size_t i = 0; i < taken; i++)
    if (kept == 0 || lu_date_compare(days[kept - 1], days[i]) != 0) days[kept++] = days[i];
  *out = days;
  *count = kept;
  return LU_OK;
}

/* ---- the window -------------------------------------------------------------------------------
 */

/** Day of an entry; of one that could not be read as its text says. */
static lu_date day_of(const json_t *clean, const json_t *raw) {
  lu_date day = clean_date(clean, "date");
  const char *text = json_string_value(json_object_get(raw, "date"));
  if (!day.known && text != NULL && lu_date_parse(&day, text, NULL) != LU_OK) return LU_DATE_NONE;
  return day;
}

/** Puts a value (taken over) in place of entry `index` of a list. */
static lu_status leave_out(json_t *list, size_t index, json_t *value, lu_error *error) {
  if (value == NULL) return lu_fail_memory(error);
  if (!json_is_array(list) || index >= json_array_size(list)) {
    json_decref(value);
    return LU_OK;
  }
  return json_array_set_new(list, index, value) == 0 ? LU_OK : lu_fail_memory(error);
}

static lu_status cut_list(lu_case *window, const struct window_list *cut, lu_date since,
                          lu_date until, lu_error *error) {
  json_t *clean = clean_get(window->clean, cut->path), *raw = clean_get(window->json, cut->path);
  size_t count = json_array_size(clean), more = json_array_size(raw);
  lu_status status = LU_OK;
  if (more > count) count = more;
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    lu_date day = day_of(json_array_get(clean, i), json_array_get(raw, i));
    if (is_until(day, until) && (!cut->from || is_after(day, since))) continue;
    bool empty = cut->whole && json_is_object(json_array_get(clean, i));
    status = leave_out(clean, i, empty ? json_object() : json_null(), error);
    if (status == LU_OK) status = leave_out(raw, i, json_null(), error);
  }
  return status;
}

/** A whole copy: jansson leaves out of one what there is no memory for. @return new reference; NULL
 * when memory is short */
static json_t *copy_tree(const json_t *tree) {
  json_t *copy = json_deep_copy(tree);
  if (copy == NULL || json_equal(copy, tree)) return copy;
  json_decref(copy);
  return NULL;
}

/** Shares what stays and copies what is cut. */
static lu_status copy_case(lu_case *window, const lu_case *record, const lu_dictionary *dictionary,
                           lu_error *error) {
  window->dictionary = dictionary;
  memcpy(window->hash, record->hash, sizeof window->hash);
  window->file = strdup(record->file);
  window->id = strdup(record->id);
  window->json = copy_tree(record->json);
  window->clean = copy_tree(record->clean);
  window->form = json_incref(record->form);
  window->lines = json_incref(record->lines);
  bool copied =
      window->file != NULL && window->id != NULL && window->json != NULL && window->clean != NULL;
  return copied ? LU_OK : lu_fail_memory(error);
}

/** Takes the facts of the window as they were on its last day, without findings. */
static lu_status take_facts(lu_case *window, lu_date until, lu_context *context, lu_error *error) {
  checker check = {.file = window->file, .lines = window->lines};
  response *series = NULL;
  check.today = lu_date_whole(until) ? until : lu_context_today(context);
  lu_status status = lu_factset_new(&window->facts, window->dictionary, context, error);
  if (status != LU_OK) return status;
  status = response_make(&series, window->clean, form_response(window->form), error);
  if (status != LU_OK) return status;
  extractor x = {.check = &check,
                 .clean = window->clean,
                 .lines = window->lines,
                 .today = check.today,
                 .leading = case_leading_sample(window),
                 .series = series,
                 .set = window->facts,
                 .error = error};
  status = extract_all(&x);
  response_free(series);
  return status;
}

lu_status lu_case_window(lu_case **out, const lu_case *record, lu_date since, lu_date until,
                         const lu_dictionary *dictionary, lu_context *context, lu_error *error) {
  lu_case *window = calloc(1, sizeof *window);
  *out = NULL;
  if (window == NULL) return lu_fail_memory(error);
  lu_status status = copy_case(window, record, dictionary, error);
  for (size_t i = 0; i < WINDOW_LISTS && status == LU_OK; i++)
    status = cut_list(window, &window_lists[i], since, until, error);
  if (status == LU_OK) status = take_facts(window, until, context, error);
  if (status != LU_OK) {
    lu_case_free(window);
    return status;
  }
  *out = window;
  return LU_OK;
}
