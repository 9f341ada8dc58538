/* SPDX-License-Identifier: Apache-2.0 */
/* The tumour in five sentences, put together by data/assessment/summary.json. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

static size_t fact_of(const lu_assessment *assessment, const char *name) {
  return name != NULL ? lu_dictionary_find(assessment->dictionary, name) : LU_NO_INDEX;
}

static const char *label(const lu_assessment *assessment, size_t fact) {
  return lu_fact_label(lu_dictionary_at(assessment->dictionary, fact));
}

/** True if the value of a fact is the one that a condition names. */
static bool is_value(const lu_value *value, const json_t *wanted) {
  if (json_is_boolean(wanted))
    return json_is_true(wanted) ? lu_value_is_true(value) : lu_value_is_false(value);
  if (json_is_number(wanted)) return lu_value_number(value) == json_number_value(wanted);
  const char *text = lu_value_string(value);
  return text != NULL && json_is_string(wanted) && strcmp(text, json_string_value(wanted)) == 0;
}

/** One condition of a part; an open fact is no value. */
static bool holds(const lu_assessment *assessment, const json_t *condition) {
  size_t fact = fact_of(assessment, json_string_value(json_object_get(condition, "fact")));
  if (fact == LU_NO_INDEX) return false;
  bool known = lu_factset_state(assessment->facts, fact) == LU_FACT_KNOWN;
  const lu_value *value = known ? lu_factset_value(assessment->facts, fact) : NULL;
  const json_t *asked = json_object_get(condition, "known");
  const json_t *is = json_object_get(condition, "is"), *not = json_object_get(condition, "not");
  const json_t *narrowed = json_object_get(condition, "narrowed");
  size_t listed[ASSESS_MAX_LISTED];
  if (asked != NULL && json_is_true(asked) != known) return false;
  if (narrowed != NULL &&
      json_is_true(narrowed) != (assess_listed(listed, assessment, assessment->facts, fact) > 0))
    return false;
  if (is != NULL && (!known || !is_value(value, is))) return false;
  for (size_t i = 0; known && i < json_array_size(not ); i++)
    if (is_value(value, json_array_get(not, i))) return false;
  return true;
}

/** " (95 % interval 3.4 to 7.3)" where a fact was counted or has a standard deviation. */
static void say_interval(lu_text *out, const lu_assessment *assessment, size_t fact) {
  for (size_t i = 0; i < assessment->classes_count; i++)
    for (size_t j = 0; j < assessment->classes[i].axis_count; j++) {
      const assess_axis *axis = &assessment->classes[i].axes[j];
      if (axis->fact != fact) continue;
      double lower, upper;
      assess_axis_interval(axis, &lower, &upper);
      lu_text_puts(out, " (95 % interval ");
      assess_print_interval(out, lower, upper);
      if (axis->distribution != ASSESS_NORMAL)
        lu_text_printf(out, "; counted %g %s %g%s%s", axis->events,
                       axis->distribution == ASSESS_BETA ? "of" : "in", axis->trials,
                       axis->per[0] != '\0' ? " " : "", assess_unit_words(axis->per));
      lu_text_puts(out, ")");
      return;
    }
  if (!isnan(assess_number(assessment->facts, fact))) lu_text_puts(out, " (taken as exact)");
}

/** " of 2026-01-10" where the day of a fact is known. */
static void say_date(lu_text *out, const lu_assessment *assessment, size_t fact) {
  char date[16];
  const lu_fact_origin *origin = lu_factset_origin(assessment->facts, fact);
  if (origin != NULL && origin->date.known)
    lu_text_printf(out, " of %s", lu_date_format(date, origin->date));
}

/** " (sd 1.2)" where a fact has a standard uncertainty. */
static void say_sd(lu_text *out, const lu_assessment *assessment, size_t fact) {
  const lu_fact_origin *origin = lu_factset_origin(assessment->facts, fact);
  if (origin != NULL && origin->sd > 0) lu_text_printf(out, " (sd %.2g)", origin->sd);
}

static void say_percent(lu_text *out, double probability) {
  double percent = 100 * probability;
  if (percent < 0.1)
    lu_text_puts(out, "below 0.1 %");
  else if (percent > 99.9)
    lu_text_puts(out, "above 99.9 %");
  else
    lu_text_printf(out, percent < 10 || percent > 90 ? "%.1f %%" : "%.0f %%", percent);
}

/** "; by counting 2.0 % grade 1, 98.0 % grade 2". */
static void say_probability(lu_text *out, const lu_assessment *assessment, size_t fact) {
  for (size_t i = 0; i < assessment->classes_count; i++) {
    const assess_classes *classes = &assessment->classes[i];
    if (classes->fact != fact) continue;
    if (classes->count == 1 && strstr(classes->classes[0].text, " or ") != NULL) continue;
    lu_text_puts(out, "; probability");
    for (size_t j = 0; j < classes->count; j++) {
      lu_text_puts(out, j == 0 ? " " : ", ");
      say_percent(out, classes->classes[j].probability);
      lu_text_puts(out, " ");
      assess_class_print(out, lu_dictionary_at(assessment->dictionary, fact),
                         classes->classes[j].text);
    }
  }
}

/** Most facts that are named as missing. */
#define MAX_MISSING 4

/** A label inside of a sentence: "albumin", but "Ki-67 index" and "INR". */
static void say_label(lu_text *out, const char *text) {
  size_t word = strcspn(text, " ");
  bool plain = word > 1;
  for (size_t i = 1; i < word; i++)
    plain = plain && text[i] >= 'a' && text[i] <= 'z';
  if (plain && text[0] >= 'A' && text[0] <= 'Z') {
    char first = (char)(text[0] - 'A' + 'a');
    lu_text_append(out, &first, 1);
    text++;
  }
  lu_text_puts(out, text);
}

/**
 * Marks what an open fact waits for: recorded facts only, since a derived one can not be asked
 * for; what that one waits for stands in its place.
 * @param order filled with the facts to name @return how many there are now
 */
static size_t find_open(size_t *order, const lu_assessment *assessment, size_t fact, bool *seen,
                        size_t count, int depth) {
  const lu_value *value = lu_factset_value(assessment->facts, fact);
  const char *const *names = NULL;
  size_t reasons = value != NULL && depth < 8 ? lu_unknown_reasons(value, &names) : 0;
  for (size_t i = 0; i < reasons; i++) {
    size_t other = fact_of(assessment, names[i]);
    if (other == LU_NO_INDEX || seen[other]) continue;
    seen[other] = true;
    size_t deeper = find_open(order, assessment, other, seen, count, depth + 1);
    if (deeper == count) order[deeper++] = other;
    count = deeper;
  }
  return count;
}

/** "albumin, ascites and INR"; only the first few. */
static void say_open(lu_text *out, const lu_assessment *assessment, size_t fact) {
  size_t all = lu_dictionary_count(assessment->dictionary);
  bool *seen = calloc(all + 1, sizeof *seen);
  size_t *order = calloc(all + 1, sizeof *order);
  out->failed = out->failed || seen == NULL || order == NULL;
  if (seen != NULL && order != NULL) {
    size_t count = find_open(order, assessment, fact, seen, 0, 0);
    size_t shown = count > MAX_MISSING + 1 ? MAX_MISSING : count;
    if (count == 0) lu_text_puts(out, "more facts");
    for (size_t i = 0; i < shown; i++) {
      lu_text_puts(out, i == 0 ? "" : i + 1 == count ? " and " : ", ");
      say_label(out, label(assessment, order[i]));
    }
    if (shown < count) lu_text_printf(out, " and %zu more", count - shown);
  }
  free(order);
  free(seen);
}

/** ": grade 1 or grade 2" where little is left. */
static void say_may_be(lu_text *out, const lu_assessment *assessment, size_t fact) {
  lu_text may = LU_TEXT_INIT;
  if (assess_print_listed(&may, assessment, assessment->facts, fact))
    lu_text_printf(out, " (%s possible)", lu_text_string(&may));
  out->failed = out->failed || may.failed;
  lu_text_free(&may);
}

static void say_sample(lu_text *out, const lu_assessment *assessment) {
  if (assessment->sample_count < 2 || assessment->leading == LU_NO_INDEX) return;
  const json_t *entry = json_array_get(
      json_object_get(lu_case_json(assessment->record), "pathology"), assessment->leading);
  const char *id = json_string_value(json_object_get(entry, "id"));
  const char *date = json_string_value(json_object_get(entry, "date"));
  lu_text_printf(out, "; leading sample of %zu: %s", assessment->sample_count,
                 id != NULL ? id : "without name");
  if (date != NULL) lu_text_printf(out, " of %s", date);
}

/** Writes what a placeholder stands for: "fact" or "kind:fact". */
static void say(lu_text *out, const lu_assessment *assessment, const char *what) {
  const char *colon = strchr(what, ':');
  const char *name = colon != NULL ? colon + 1 : what;
  size_t fact = fact_of(assessment, name);
  size_t kind = colon != NULL ? (size_t)(colon - what) : 0;
  if (kind == 6 && strncmp(what, "sample", kind) == 0) say_sample(out, assessment);
  if (fact == LU_NO_INDEX) return;
  if (kind == 0) assess_print(out, assessment, assessment->facts, fact);
  if (kind == 5 && strncmp(what, "label", kind) == 0) lu_text_puts(out, label(assessment, fact));
  if (kind == 2 && strncmp(what, "sd", kind) == 0) say_sd(out, assessment, fact);
  if (kind == 4 && strncmp(what, "date", kind) == 0) say_date(out, assessment, fact);
  if (kind == 8 && strncmp(what, "interval", kind) == 0) say_interval(out, assessment, fact);
  if (kind == 11 && strncmp(what, "probability", kind) == 0) say_probability(out, assessment, fact);
  if (kind == 6 && strncmp(what, "may_be", kind) == 0) say_may_be(out, assessment, fact);
  if (kind == 4 && strncmp(what, "open", kind) == 0) say_open(out, assessment, fact);
}

static void say_part(lu_text *out, const lu_assessment *assessment, const char *text) {
  const char *open;
  while ((open = strchr(text, '{')) != NULL) {
    const char *close = strchr(open, '}');
    if (close == NULL) break;
    lu_text_append(out, text, (size_t)(open - text));
    lu_text what = LU_TEXT_INIT;
    lu_text_append(&what, open + 1, (size_t)(close - open - 1));
    if (what.failed)
      out->failed = true;
    else
      say(out, assessment, lu_text_string(&what));
    lu_text_free(&what);
    text = close + 1;
  }
  lu_text_puts(out, text);
}

static void say_sentence(lu_text *out, const lu_assessment *assessment, const json_t *parts) {
  for (size_t i = 0; i < json_array_size(parts); i++) {
    const json_t *part = json_array_get(parts, i), *when = json_object_get(part, "when");
    const char *text = json_string_value(json_object_get(part, "text"));
    bool shown = text != NULL;
    for (size_t j = 0; shown && j < json_array_size(when); j++)
      shown = holds(assessment, json_array_get(when, j));
    if (shown) say_part(out, assessment, text);
  }
}

#define SUMMARY "assessment/summary.json"

/** Reads a file of sentences. @param out new reference; NULL for data without it */
static lu_status read_sentences(json_t **out, const char *file, lu_context *context,
                                lu_error *error) {
  *out = NULL;
  char *path = lu_path_join(lu_context_data_path(context), file);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_exists(path) ? lu_json_read(out, path, 1u << 20, error) : LU_OK;
  free(path);
  return status;
}

lu_status lu_assessment_sentences(lu_text *out, const lu_assessment *assessment, const char *file,
                                  lu_context *context, lu_error *error) {
  json_t *json = NULL;
  lu_status status = read_sentences(&json, file, context, error);
  const json_t *sentences = json_object_get(json, "sentences");
  for (size_t i = 0; status == LU_OK && i < json_array_size(sentences); i++) {
    say_sentence(out, assessment, json_array_get(sentences, i));
    lu_text_puts(out, "\n");
  }
  if (out->failed && status == LU_OK) status = lu_fail_memory(error);
  json_decref(json);
  return status;
}

lu_status lu_assessment_summary(lu_text *out, const lu_assessment *assessment, lu_context *context,
                                lu_error *error) {
  return lu_assessment_sentences(out, assessment, SUMMARY, context, error);
}

/** True if a wanted fact is known, or one of several. */
static bool is_any_known(const lu_assessment *assessment, const json_t *wanted) {
  if (json_is_string(wanted)) {
    size_t fact = fact_of(assessment, json_string_value(wanted));
    return fact != LU_NO_INDEX && lu_factset_state(assessment->facts, fact) == LU_FACT_KNOWN;
  }
  for (size_t i = 0; i < json_array_size(wanted); i++)
    if (is_any_known(assessment, json_array_get(wanted, i))) return true;
  return false;
}

lu_status lu_assessment_missing(json_t **out, const lu_assessment *assessment, lu_context *context,
                                lu_error *error) {
  json_t *json = NULL;
  *out = json_array();
  lu_status status =
      *out == NULL ? lu_fail_memory(error) : read_sentences(&json, SUMMARY, context, error);
  const json_t *wanted = json_object_get(json, "wanted");
  for (size_t i = 0; status == LU_OK && i < json_array_size(wanted); i++) {
    const json_t *entry = json_array_get(wanted, i);
    const char *name = json_string_value(json_is_array(entry) ? json_array_get(entry, 0) : entry);
    size_t fact = fact_of(assessment, name);
    if (fact == LU_NO_INDEX || is_any_known(assessment, entry)) continue;
    if (json_array_append_new(
            *out, json_pack("{ssss}", "fact", name, "label", label(assessment, fact))) != 0)
      status = lu_fail_memory(error);
  }
  json_decref(json);
  if (status == LU_OK) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return status;
}
