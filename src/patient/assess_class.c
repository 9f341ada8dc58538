/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probabilities of the values of a decision whose inputs are uncertain numbers, without random
 * numbers: a decision of tables is constant between the places where it changes. Those places are
 * the numbers in its cells (assess_grid.c) or, where it uses an input in other ways, are found
 * along each input by scanning and bisection of the decision itself; each cell between them then
 * weighs the product of the probabilities of its sides (the inputs are taken as independent).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess_scan.h"

/** Rounds of "places along one input, seen from the cells of the others". */
#define MAX_ROUNDS 4

/** Name of a value as a class: "G1", or "G1 or G2" in the order of the value set where it is open.
 */
static void name_class(lu_text *out, const lu_fact *fact, const lu_value *value) {
  if (lu_value_get_kind(value) != LU_VALUE_UNKNOWN) {
    const char *text = lu_value_string(value);
    if (text != NULL) lu_text_puts(out, text);
    if (text == NULL) lu_value_print(value, out);
    return;
  }
  size_t said = 0;
  for (size_t i = 0; i < lu_fact_value_count(fact); i++)
    if (assess_may_be(value, lu_fact_value(fact, i)))
      lu_text_printf(out, "%s%s", said++ > 0 ? " or " : "", lu_fact_value(fact, i));
  if (said == 0)
    lu_text_puts(out, "unknown");
  else if (assess_may_be_none(value))
    lu_text_printf(out, " or %s", ASSESS_NONE);
}

void assess_class_print(lu_text *out, const lu_fact *fact, const char *text) {
  const char *names[ASSESS_MAX_LISTED], *rest = text;
  size_t count = 0;
  while (rest != NULL && count <= ASSESS_MAX_LISTED) {
    const char *next = strstr(rest, " or ");
    size_t length = next != NULL ? (size_t)(next - rest) : strlen(rest);
    const char *name = NULL;
    for (size_t i = 0; i < lu_fact_value_count(fact); i++) {
      const char *value = lu_fact_value(fact, i);
      if (strlen(value) == length && strncmp(value, rest, length) == 0)
        name = lu_fact_value_label(fact, i);
    }
    if (name == NULL && strcmp(rest, ASSESS_NONE) == 0) name = ASSESS_NONE;
    if (count < ASSESS_MAX_LISTED) names[count] = name;
    count++;
    rest = next != NULL ? next + strlen(" or ") : NULL;
  }
  if (count > ASSESS_MAX_LISTED) {
    lu_text_puts(out, "open");
    return;
  }
  for (size_t i = 0; i < count; i++)
    lu_text_printf(out, "%s%s", i == 0 ? "" : " or ", names[i] != NULL ? names[i] : text);
}

/** Index of a class, which is added if it is new. */
static lu_status class_index(size_t *index, class_scan *scan, const lu_value *value) {
  assess_classes *out = scan->out;
  lu_status status = LU_OK;
  lu_text name = LU_TEXT_INIT;
  name_class(&name, lu_dictionary_at(scan->assessment->dictionary, out->fact), value);
  for (*index = 0; *index < out->count; ++*index)
    if (strcmp(out->classes[*index].text, lu_text_string(&name)) == 0) break;
  if (name.failed) {
    status = lu_fail_memory(scan->error);
  } else if (*index == out->count && out->count == ASSESS_MAX_CLASSES) {
    status = lu_fail(scan->error, LU_OUTSIDE_VALIDITY, "more than %d classes", ASSESS_MAX_CLASSES);
  } else if (*index == out->count) {
    char *text = lu_arena_strdup(scan->arena, lu_text_string(&name));
    out->classes[out->count++] = (assess_class){text, 0};
    if (text == NULL) status = lu_fail_memory(scan->error);
  }
  lu_text_free(&name);
  return status;
}

lu_status scan_look(size_t *index, class_scan *scan) {
  const assess_model *file = &scan->assessment->assessor->models[scan->step->model];
  lu_evaluation_reset(scan->evaluation);
  lu_factset_lend(scan->facts, scan->evaluation, file->facts, lu_model_input_count(file->model));
  for (size_t i = 0; i < scan->out->axis_count; i++) {
    const lu_fact *fact = lu_dictionary_at(scan->assessment->dictionary, scan->out->axes[i].fact);
    lu_evaluation_set_input(scan->evaluation, lu_fact_name(fact),
                            lu_make_number(scan->evaluation, scan->at[i]));
  }
  const lu_value *value = NULL;
  lu_status status =
      lu_evaluation_decide(&value, scan->evaluation, scan->step->decision, scan->error);
  return status == LU_OK ? class_index(index, scan, value) : status;
}

static lu_status look_along(size_t *index, class_scan *scan, size_t axis, double x) {
  scan->at[axis] = x;
  return scan_look(index, scan);
}

lu_status scan_add_break(assess_axis *axis, double x, lu_error *error) {
  size_t place = 0;
  while (place < axis->break_count && axis->breaks[place] < x)
    place++;
  double slack = 1e-12 * fmax(fabs(x), 1e-6);
  if (place < axis->break_count && axis->breaks[place] - x < slack) return LU_OK;
  if (place > 0 && x - axis->breaks[place - 1] < slack) return LU_OK;
  if (axis->break_count == ASSESS_MAX_BREAKS)
    return lu_fail(error, LU_OUTSIDE_VALIDITY, "the class changes at more than %d places",
                   ASSESS_MAX_BREAKS);
  memmove(&axis->breaks[place + 1], &axis->breaks[place],
          (axis->break_count - place) * sizeof *axis->breaks);
  axis->breaks[place] = x;
  axis->break_count++;
  return LU_OK;
}

/** True if a place that is known already parts the two classes: then it need not be found again. */
static lu_status known_place(bool *known, class_scan *scan, size_t axis, double low, size_t first,
                             double high, size_t last) {
  const assess_axis *inputs = &scan->out->axes[axis];
  *known = false;
  for (size_t i = 0; i < inputs->break_count; i++) {
    double place = inputs->breaks[i];
    if (!(place > low) || !(place <= high)) continue;
    size_t under, above;
    lu_status status = look_along(&under, scan, axis, nextafter(place, low));
    if (status == LU_OK) status = look_along(&above, scan, axis, place);
    if (status != LU_OK) return status;
    *known = under == first && above == last;
    if (*known) return LU_OK;
  }
  return LU_OK;
}

/** Finds the places between two points of different class; `low` has the class `first`. */
static lu_status bisect(class_scan *scan, size_t axis, double low, size_t first, double high,
                        size_t last) {
  while (first != last) {
    double left = low, right = high;
    size_t beyond = last;
    bool known = false;
    lu_status status = known_place(&known, scan, axis, low, first, high, last);
    if (status != LU_OK || known) return status;
    for (;;) {
      double middle = left + (right - left) / 2;
      if (!(middle > left) || !(middle < right)) break;
      size_t found;
      status = look_along(&found, scan, axis, middle);
      if (status != LU_OK) return status;
      if (found == first) {
        left = middle;
      } else {
        right = middle;
        beyond = found;
      }
    }
    status = scan_add_break(&scan->out->axes[axis], right, scan->error);
    if (status != LU_OK) return status;
    low = right; /* several places may lie between: go on behind this one */
    first = beyond;
  }
  return LU_OK;
}

/** Finds the points of a scan, once for each input. */
static void place_points(assess_axis *axis) {
  for (int i = 0; i <= ASSESS_SCAN_POINTS; i++) {
    double p = (double)i / ASSESS_SCAN_POINTS;
    axis->scan[i] = assess_axis_quantile(axis, fmin(fmax(p, ASSESS_FAR_TAIL), 1 - ASSESS_FAR_TAIL));
  }
}

/** Finds the places along one input, the others standing at `scan->at`. */
static lu_status scan_axis(class_scan *scan, size_t axis) {
  double before = 0;
  size_t class_before = 0;
  for (int i = 0; i <= ASSESS_SCAN_POINTS; i++) {
    double x = scan->out->axes[axis].scan[i];
    size_t found = 0;
    lu_status status = look_along(&found, scan, axis, x);
    if (status == LU_OK && i > 0 && found != class_before)
      status = bisect(scan, axis, before, class_before, x, found);
    if (status != LU_OK) return status;
    before = x;
    class_before = found;
  }
  return LU_OK;
}

/** A point inside of a cell of an input: the middle of its probability. */
static double inside(const assess_axis *axis, size_t cell, double *probability) {
  double low = cell == 0 ? 0 : assess_axis_cdf(axis, axis->breaks[cell - 1]);
  double high = cell == axis->break_count ? 1 : assess_axis_cdf(axis, axis->breaks[cell]);
  *probability = high - low;
  return assess_axis_quantile(axis, low + (high - low) / 2);
}

bool scan_next_cells(const assess_classes *classes, size_t *cell, size_t fixed) {
  for (size_t i = 0; i < classes->axis_count; i++) {
    if (i == fixed) continue;
    if (++cell[i] <= classes->axes[i].break_count) return true;
    cell[i] = 0;
  }
  return false;
}

/**
 * Scans one input from fixed points of the others: their far ends and some in between. A place may
 * only show where another input is low, so that the middle alone would not do.
 */
static lu_status scan_from_points(class_scan *scan, size_t axis) {
  static const double points[] = {ASSESS_FAR_TAIL, 0.1, 0.5, 0.9, 1 - ASSESS_FAR_TAIL};
  const size_t count = sizeof points / sizeof points[0];
  size_t others = scan->out->axis_count - 1, total = 1;
  for (size_t i = 0; i < others; i++)
    total *= count;
  for (size_t combination = 0; combination < total; combination++) {
    size_t rest = combination;
    for (size_t i = 0; i < scan->out->axis_count; i++) {
      if (i == axis) continue;
      scan->at[i] = assess_axis_quantile(&scan->out->axes[i], points[rest % count]);
      rest /= count;
    }
    lu_status status = scan_axis(scan, axis);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** Scans one input from every combination of cells of the others. */
static lu_status scan_from_cells(class_scan *scan, size_t axis) {
  size_t cell[ASSESS_MAX_AXES] = {0};
  lu_status status = LU_OK;
  do {
    double unused;
    for (size_t i = 0; i < scan->out->axis_count; i++)
      if (i != axis) scan->at[i] = inside(&scan->out->axes[i], cell[i], &unused);
    status = scan_axis(scan, axis);
  } while (status == LU_OK && scan_next_cells(scan->out, cell, axis));
  return status;
}

/** Sums the probabilities of all cells into their classes. */
static lu_status weigh(class_scan *scan) {
  size_t cell[ASSESS_MAX_AXES] = {0};
  do {
    double weight = 1;
    for (size_t i = 0; i < scan->out->axis_count; i++) {
      double probability;
      scan->at[i] = inside(&scan->out->axes[i], cell[i], &probability);
      weight *= probability;
    }
    size_t found;
    lu_status status = scan_look(&found, scan);
    if (status != LU_OK) return status;
    scan->out->classes[found].probability += weight;
  } while (scan_next_cells(scan->out, cell, LU_NO_INDEX));
  return LU_OK;
}

static size_t count_breaks(const assess_classes *classes) {
  size_t count = 0;
  for (size_t i = 0; i < classes->axis_count; i++)
    count += classes->axes[i].break_count;
  return count;
}

/** Drops classes that were only seen on the way. */
static void drop_empty(assess_classes *classes) {
  size_t kept = 0;
  for (size_t i = 0; i < classes->count; i++)
    if (classes->classes[i].probability > 0) classes->classes[kept++] = classes->classes[i];
  classes->count = kept;
}

/** Finds the classes by scanning, where the tables do not tell at which numbers they change. */
static lu_status scan_all(class_scan *scan) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < scan->out->axis_count; i++)
    place_points(&scan->out->axes[i]);
  for (int round = 0; round < MAX_ROUNDS && status == LU_OK; round++) {
    size_t before = count_breaks(scan->out);
    for (size_t i = 0; i < scan->out->axis_count && status == LU_OK; i++)
      status = round == 0 ? scan_from_points(scan, i) : scan_from_cells(scan, i);
    if (round > 0 && count_breaks(scan->out) == before) break;
    if (scan->out->axis_count == 1) break;
  }
  return status == LU_OK ? weigh(scan) : status;
}

static lu_status find_classes(class_scan *scan) {
  bool done;
  lu_status status = scan_grid(&done, scan);
  if (status == LU_OK && !done) status = scan_all(scan);
  drop_empty(scan->out);
  return status;
}

/** Probabilities of one step whose dictionary entry has "uncertain". */
static lu_status step_classes(assess_classes *out, const lu_assessment *assessment,
                              const assess_step *step, lu_context *context, lu_error *error) {
  const json_t *entries = step->uncertain;
  memset(out, 0, sizeof *out);
  out->fact = step->fact;
  if (json_array_size(entries) > ASSESS_MAX_AXES)
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": more than %d inputs are \"uncertain\"",
                   lu_fact_name(lu_dictionary_at(assessment->dictionary, step->fact)),
                   ASSESS_MAX_AXES);
  for (size_t i = 0; i < json_array_size(entries); i++) {
    assess_axis *axis = &out->axes[out->axis_count];
    if (!assess_axis_read(axis, assessment->facts, json_array_get(entries, i))) continue;
    axis->limits = step->limits[i];
    axis->limit_count = step->limit_counts[i];
    out->axis_count++;
  }
  if (out->axis_count == 0) return LU_OK;
  class_scan scan = {.assessment = assessment,
                     .step = step,
                     .facts = assessment->facts,
                     .out = out,
                     .arena = assessment->arena,
                     .error = error};
  lu_status status =
      lu_evaluation_new(&scan.evaluation, assessment->assessor->models[step->model].model,
                        LU_THREE_VALUED, context, error);
  if (status == LU_OK) lu_evaluation_set_brief(scan.evaluation, true);
  if (status == LU_OK) status = find_classes(&scan);
  lu_evaluation_free(scan.evaluation);
  return status;
}

lu_status assess_probabilities(lu_assessment *assessment, lu_context *context, lu_error *error) {
  size_t wanted = 0;
  for (size_t i = 0; i < assessment->assessor->step_count; i++)
    if (assessment->assessor->steps[i].uncertain != NULL) wanted++;
  assessment->classes = lu_arena_array(assessment->arena, wanted + 1, sizeof *assessment->classes);
  if (assessment->classes == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < assessment->assessor->step_count; i++) {
    const assess_step *step = &assessment->assessor->steps[i];
    if (step->uncertain == NULL) continue;
    assess_classes *classes = &assessment->classes[assessment->classes_count];
    lu_status status = step_classes(classes, assessment, step, context, error);
    if (status != LU_OK) return status;
    if (classes->count > 0) assessment->classes_count++;
  }
  return LU_OK;
}
