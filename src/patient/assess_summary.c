/* SPDX-License-Identifier: Apache-2.0 */
/* The tumour in five sentences, put together by data/assessment/summary.json. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"

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
  if (asked != NULL && json_is_true(asked) != known) return false;
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
      lu_text_printf(out, " (95 %% interval %.2g to %.2g", lower, upper);
      if (axis->distribution != ASSESS_NORMAL)
        lu_text_printf(out, "; counted %g %s %g%s%s", axis->events,
                       axis->distribution == ASSESS_BETA ? "of" : "in", axis->trials,
                       axis->per[0] != '\0' ? " " : "", axis->per);
      lu_text_puts(out, ")");
      return;
    }
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
  else if (percent > 99.9 && percent < 100)
    lu_text_puts(out, "above 99.9 %");
  else
    lu_text_printf(out, percent < 10 || percent > 90 ? "%.1f %%" : "%.0f %%", percent);
}

/** "; probability G1 2.0 %, G2 98.0 %". */
static void say_probability(lu_text *out, const lu_assessment *assessment, size_t fact) {
  for (size_t i = 0; i < assessment->classes_count; i++) {
    const assess_classes *classes = &assessment->classes[i];
    if (classes->fact != fact) continue;
    lu_text_puts(out, "; probability");
    for (size_t j = 0; j < classes->count; j++) {
      lu_text_printf(out, "%s %s ", j == 0 ? "" : ",", classes->classes[j].text);
      say_percent(out, classes->classes[j].probability);
    }
  }
}

/**
 * Names what an open fact waits for: recorded facts only, since a derived one can not be asked
 * for; what that one waits for stands in its place.
 */
static size_t say_open(lu_text *out, const lu_assessment *assessment, size_t fact, bool *said,
                       size_t count, int depth) {
  const lu_value *value = lu_factset_value(assessment->facts, fact);
  const char *const *names = NULL;
  size_t reasons = value != NULL && depth < 8 ? lu_unknown_reasons(value, &names) : 0;
  for (size_t i = 0; i < reasons; i++) {
    size_t other = fact_of(assessment, names[i]);
    if (other == LU_NO_INDEX || said[other]) continue;
    said[other] = true;
    size_t deeper = say_open(out, assessment, other, said, count, depth + 1);
    if (deeper > count) {
      count = deeper;
      continue;
    }
    lu_text_printf(out, "%s%s", count++ > 0 ? ", " : "", label(assessment, other));
  }
  return count;
}

/** True if a value is among those that an open fact may be. */
static bool may_be(const lu_value *open, const char *text) {
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(open, &candidates);
  for (size_t i = 0; i < count; i++) {
    const char *candidate = lu_value_string(candidates[i]);
    if (candidate != NULL && strcmp(candidate, text) == 0) return true;
  }
  return false;
}

/** ", grade 1, grade 2 or grade 3 possible", in the order of the value set; nothing where any value
 * is. */
static void say_may_be(lu_text *out, const lu_assessment *assessment, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  const lu_value *open = lu_factset_value(assessment->facts, fact);
  const char *before = NULL;
  size_t said = 0, count = lu_fact_value_count(entry);
  if (open == NULL || lu_factset_state(assessment->facts, fact) == LU_FACT_KNOWN) return;
  for (size_t i = 0; i < count; i++) {
    const char *value = lu_fact_value(entry, i);
    if (!may_be(open, value)) continue;
    if (before != NULL) lu_text_printf(out, ", %s", before);
    before = lu_fact_value_label(entry, i);
    said++;
  }
  if (before != NULL) lu_text_printf(out, "%s%s possible", said > 1 ? " or " : ", ", before);
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
  if (kind == 0) lu_factset_print(assessment->facts, fact, out);
  if (kind == 5 && strncmp(what, "label", kind) == 0) lu_text_puts(out, label(assessment, fact));
  if (kind == 2 && strncmp(what, "sd", kind) == 0) say_sd(out, assessment, fact);
  if (kind == 8 && strncmp(what, "interval", kind) == 0) say_interval(out, assessment, fact);
  if (kind == 11 && strncmp(what, "probability", kind) == 0) say_probability(out, assessment, fact);
  if (kind == 6 && strncmp(what, "may_be", kind) == 0) say_may_be(out, assessment, fact);
  if (kind == 4 && strncmp(what, "open", kind) == 0) {
    bool *said = calloc(lu_dictionary_count(assessment->dictionary) + 1, sizeof *said);
    out->failed = out->failed || said == NULL;
    if (said == NULL) return;
    if (say_open(out, assessment, fact, said, 0, 0) == 0) lu_text_puts(out, "more facts");
    free(said);
  }
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

lu_status lu_assessment_summary(lu_text *out, const lu_assessment *assessment, lu_context *context,
                                lu_error *error) {
  char *path = lu_path_join(lu_context_data_path(context), "assessment/summary.json");
  char *bytes = NULL;
  json_t *json = NULL;
  json_error_t problem;
  size_t length = 0;
  lu_status status = path == NULL ? lu_fail_memory(error) : LU_OK;
  if (status != LU_OK || !lu_file_exists(path)) goto done; /* data without a summary */
  status = lu_file_read(&bytes, &length, path, 1u << 20, error);
  if (status != LU_OK) goto done;
  json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &problem);
  if (json == NULL) {
    status = json_error_code(&problem) == json_error_out_of_memory
                 ? lu_fail_memory(error)
                 : lu_fail(error, LU_BAD_INPUT, "%s:%d: %s", path, problem.line, problem.text);
    goto done;
  }
  const json_t *sentences = json_object_get(json, "sentences");
  for (size_t i = 0; i < json_array_size(sentences); i++) {
    say_sentence(out, assessment, json_array_get(sentences, i));
    lu_text_puts(out, "\n");
  }
  if (out->failed) status = lu_fail_memory(error);
done:
  json_decref(json);
  free(bytes);
  free(path);
  return status;
}
