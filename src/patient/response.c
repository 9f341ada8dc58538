/* SPDX-License-Identifier: Apache-2.0 */
/* Measured lesions as a series of days (RECIST 1.1; Eisenhauer 2009, 10.1016/j.ejca.2008.10.026).
 */
#include "response.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* Most lesions, and most lesions times days, that are followed. */
#define MAX_LESIONS 500
#define MAX_CELLS 100000

double response_rule(const response *series, const char *name) {
  return json_number_value(json_object_get(series->rules, name));
}

double response_reading_sd(const response *series) {
  const json_t *known = json_object_get(series->rules, "repeatability");
  return json_number_value(json_object_get(known, "change_sd_mm")) / sqrt(2);
}

double response_sum_sd(const response *series, size_t visit) {
  return response_reading_sd(series) * sqrt((double)series->visits[visit].read);
}

const response_cell *response_at(const response *series, size_t visit, size_t lesion) {
  return &series->cells[visit * series->lesion_count + lesion];
}

const char *response_others_word(response_others others) {
  static const char *const words[] = {"none", "CR", "non_cr_non_pd", "PD", "NE"};
  return words[others];
}

void response_free(response *series) {
  if (series == NULL) return;
  free(series->lesions);
  free(series->visits);
  free(series->cells);
  free(series);
}

/* ---- reading ---- */

/** True for an entry that can be placed: a lesion on a whole day. */
static bool usable(const json_t *entry) {
  return clean_text(entry, "lesion") != NULL && lu_date_whole(clean_date(entry, "date"));
}

static int by_day(const void *a, const void *b) {
  const response_visit *x = a, *y = b;
  return (x->day > y->day) - (x->day < y->day);
}

/** Index of a day; LU_NO_INDEX if there is none. Days are sorted. */
static size_t find_visit(const response *series, int64_t day) {
  response_visit key = {.day = day};
  const response_visit *found =
      bsearch(&key, series->visits, series->visit_count, sizeof *series->visits, by_day);
  return found != NULL ? (size_t)(found - series->visits) : LU_NO_INDEX;
}

static size_t find_lesion(const response *series, const char *name) {
  for (size_t i = 0; i < series->lesion_count; i++)
    if (strcmp(series->lesions[i].name, name) == 0) return i;
  return LU_NO_INDEX;
}

/** Lists all days, rising, each once. */
static void list_visits(response *series, const json_t *list) {
  size_t index, count = 0;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!usable(entry)) continue;
    lu_date date = clean_date(entry, "date");
    series->visits[count++] =
        (response_visit){.date = date, .day = lu_date_first_day(date), .nadir = LU_NO_INDEX};
  }
  qsort(series->visits, count, sizeof *series->visits, by_day);
  for (size_t i = 0; i < count; i++) {
    if (series->visit_count > 0 &&
        series->visits[series->visit_count - 1].day == series->visits[i].day)
      continue;
    series->visits[series->visit_count++] = series->visits[i];
  }
}

static response_role role_of(const json_t *entry) {
  const char *role = clean_text(entry, "role");
  if (role == NULL) return RESPONSE_NO_ROLE;
  return strcmp(role, "target") == 0 ? RESPONSE_TARGET : RESPONSE_NON_TARGET;
}

/** Adds what an entry says of its lesion as a whole. */
static void describe(response_lesion *lesion, const json_t *entry) {
  const char *organ = clean_text(entry, "organ");
  if (lesion->organ == NULL) lesion->organ = organ;
  lesion->node = lesion->node || json_is_true(clean_v(entry, "node"));
  int64_t day = lu_date_first_day(clean_date(entry, "date"));
  if (json_is_true(clean_v(entry, "new")) && day < lesion->new_day) lesion->new_day = day;
  response_role role = role_of(entry);
  if (lesion->stated == RESPONSE_NO_ROLE) lesion->stated = role;
}

/** Lists all lesions in the order of the record. @return false if they are too many */
static bool list_lesions(response *series, const json_t *list) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!usable(entry)) continue;
    const char *name = clean_text(entry, "lesion");
    size_t lesion = find_lesion(series, name);
    if (lesion == LU_NO_INDEX) {
      if (series->lesion_count == MAX_LESIONS) return false;
      if ((series->lesion_count + 1) * series->visit_count > MAX_CELLS) return false;
      lesion = series->lesion_count++;
      const char *place = json_string_value(json_object_get(clean_get(entry, "lesion"), "p"));
      series->lesions[lesion] = (response_lesion){
          .name = name, .place = place != NULL ? place : "", .why = "", .new_day = INT64_MAX};
    }
    describe(&series->lesions[lesion], entry);
  }
  return true;
}

static response_cell cell_of(const response *series, const json_t *entry) {
  double mm = 0;
  bool measured = clean_number(entry, "diameter_mm", &mm);
  const char *status = clean_text(entry, "status");
  if (status == NULL) status = "present";
  if (strcmp(status, "not_evaluated") == 0) return (response_cell){.state = RESPONSE_NOT_EVALUATED};
  if (strcmp(status, "absent") == 0 || (measured && mm <= 0))
    return (response_cell){.state = RESPONSE_ABSENT};
  if (strcmp(status, "unequivocal_progression") == 0)
    return (response_cell){.state = RESPONSE_WORSE, .mm = mm};
  if (strcmp(status, "too_small") == 0)
    return (response_cell){.state = RESPONSE_TOO_SMALL,
                           .mm = measured ? mm : response_rule(series, "too_small_mm")};
  return (response_cell){.state = measured ? RESPONSE_MEASURED : RESPONSE_PRESENT, .mm = mm};
}

/** What was called new on the baseline day or earlier is an old lesion for all later days. */
static void find_new(response *series) {
  int64_t day = series->visits[series->baseline].day;
  for (size_t i = 0; i < series->lesion_count; i++)
    series->lesions[i].is_new =
        series->lesions[i].new_day > day && series->lesions[i].new_day != INT64_MAX;
}

static void fill_cells(response *series, const json_t *list) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!usable(entry)) continue;
    size_t visit = find_visit(series, lu_date_first_day(clean_date(entry, "date")));
    size_t lesion = find_lesion(series, clean_text(entry, "lesion"));
    series->cells[visit * series->lesion_count + lesion] = cell_of(series, entry);
    if (json_is_true(clean_v(entry, "new")) &&
        (visit <= series->baseline || series->lesions[lesion].is_new))
      series->visits[visit].is_new = true;
    if (visit == series->baseline)
      clean_number(entry, "slice_mm", &series->lesions[lesion].slice_mm);
  }
}

/* ---- baseline ---- */

static bool sets_baseline(const response *series, const json_t *treatment) {
  const char *kind = clean_text(treatment, "kind");
  return kind != NULL && form_names(json_object_get(series->rules, "sets_baseline"), kind);
}

/** The days on which a treatment may have begun: those of its start as far as it is stated, but not
 * after it was given last, was stopped, or was seen to fail. @return false if nothing is stated */
static bool start_days(const json_t *treatment, int64_t *first, int64_t *last) {
  static const char *const ends[] = {"last", "stop", "progression_on", "response_on"};
  lu_date start = clean_date(treatment, "start");
  if (!start.known) return false;
  *first = lu_date_first_day(start);
  *last = lu_date_last_day(start);
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    lu_date end = clean_date(treatment, ends[i]);
    if (end.known && lu_date_last_day(end) < *last) *last = lu_date_last_day(end);
  }
  if (*last < *first) *last = *first;
  return true;
}

/** The day to compare with: the last that surely lies before the latest treatment that began
 * between the first and the last day; else the first day. */
static void find_baseline(response *series, const json_t *treatments) {
  size_t index;
  const json_t *entry;
  int64_t first = series->visits[0].day, last = series->visits[series->visit_count - 1].day;
  int64_t best = 0;
  json_array_foreach(treatments, index, entry) {
    int64_t from, to;
    if (!json_is_object(entry) || !sets_baseline(series, entry)) continue;
    if (!start_days(entry, &from, &to)) continue;
    if (from < first || to >= last || (series->line != NULL && from < best)) continue;
    series->line = entry;
    best = from;
  }
  for (size_t i = 0; series->line != NULL && i < series->visit_count; i++)
    if (series->visits[i].day <= best) series->baseline = i;
}

bool response_open_start(const response *series, const json_t *treatment, lu_text *out) {
  int64_t from, to;
  size_t count = 0;
  char day[16];
  if (series->visit_count == 0 || !json_is_object(treatment) || !sets_baseline(series, treatment) ||
      !start_days(treatment, &from, &to))
    return false;
  for (size_t i = 0; i < series->visit_count; i++) {
    const response_visit *v = &series->visits[i];
    if (v->day <= from || v->day > to) continue;
    lu_text_printf(out, "%s%s", count++ > 0 ? ", " : "The images of ",
                   lu_date_format(day, v->date));
  }
  if (count == 0) return false;
  lu_text_printf(out, " may lie before or after the start of %.40s, which is known as %s only",
                 clean_text(treatment, "kind"),
                 lu_date_format(day, clean_date(treatment, "start")));
  lu_text_printf(out, "; changes are counted from the image of %s",
                 lu_date_format(day, series->visits[series->baseline].date));
  return true;
}

/* ---- roles ---- */

/** Smallest size at baseline that can be followed as a number, mm. */
static double smallest(const response *series, const response_lesion *lesion) {
  if (lesion->node) return response_rule(series, "node_target_mm");
  double limit = response_rule(series, "measurable_mm");
  double by_slice = response_rule(series, "slice_factor") * lesion->slice_mm;
  bool thick = lesion->slice_mm > response_rule(series, "slice_from_mm");
  return thick && by_slice > limit ? by_slice : limit;
}

/** The role before targets are chosen. */
static void first_role(response *series, size_t index, const response_cell *cell) {
  response_lesion *lesion = &series->lesions[index];
  bool measured = cell->state == RESPONSE_MEASURED || cell->state == RESPONSE_TOO_SMALL;
  lesion->role = RESPONSE_NON_TARGET;
  if (lesion->is_new) {
    lesion->role = RESPONSE_NO_ROLE;
    lesion->why = "new after baseline";
  } else if (cell->state == RESPONSE_NO_ENTRY || cell->state == RESPONSE_ABSENT) {
    lesion->role = RESPONSE_NO_ROLE;
    lesion->why = "not recorded at baseline";
  } else if (lesion->node && measured && cell->mm < response_rule(series, "node_normal_mm")) {
    lesion->role = RESPONSE_NO_ROLE;
    lesion->why = "node of normal size at baseline";
  } else if (cell->state != RESPONSE_MEASURED) {
    lesion->why = "not measured at baseline";
  } else if (cell->mm < smallest(series, lesion)) {
    lesion->why = lesion->node ? "node too small to be a target at baseline"
                               : "too small to be a target at baseline";
  } else {
    lesion->measurable = true;
    lesion->why = "others were chosen";
  }
}

/** Number of targets so far in the organ of a lesion; a lesion without organ stands for itself. */
static size_t targets_in(const response *series, const char *organ) {
  size_t count = 0;
  for (size_t i = 0; organ != NULL && i < series->lesion_count; i++) {
    const response_lesion *lesion = &series->lesions[i];
    if (lesion->role == RESPONSE_TARGET && lesion->organ != NULL &&
        strcmp(lesion->organ, organ) == 0)
      count++;
  }
  return count;
}

/** Chooses the largest measurable lesions, so many in all and in one organ. */
static void choose_targets(response *series) {
  size_t most = (size_t)response_rule(series, "max_targets");
  size_t each = (size_t)response_rule(series, "max_per_organ");
  while (series->target_count < most) {
    size_t best = LU_NO_INDEX;
    for (size_t i = 0; i < series->lesion_count; i++) {
      const response_lesion *lesion = &series->lesions[i];
      if (lesion->role != RESPONSE_NON_TARGET || !lesion->measurable) continue;
      if (targets_in(series, lesion->organ) >= each) continue;
      if (best != LU_NO_INDEX && response_at(series, series->baseline, i)->mm <=
                                     response_at(series, series->baseline, best)->mm)
        continue;
      best = i;
    }
    if (best == LU_NO_INDEX) return;
    series->lesions[best].role = RESPONSE_TARGET;
    series->lesions[best].why = "";
    series->target_count++;
  }
}

/** Takes the roles that the record states: what is no stated target is none. */
static void take_roles(response *series) {
  for (size_t i = 0; i < series->lesion_count; i++) {
    response_lesion *lesion = &series->lesions[i];
    lesion->by_record = lesion->stated != RESPONSE_NO_ROLE;
    if (lesion->role == RESPONSE_NO_ROLE) continue;
    if (lesion->stated == RESPONSE_TARGET &&
        response_at(series, series->baseline, i)->state == RESPONSE_MEASURED) {
      lesion->role = RESPONSE_TARGET;
      lesion->why = "";
      series->target_count++;
    } else {
      lesion->role = RESPONSE_NON_TARGET;
      if (lesion->measurable)
        lesion->why = lesion->by_record ? "non-target as stated" : "not named as a target";
    }
  }
}

static void give_roles(response *series) {
  bool stated = false;
  for (size_t i = 0; i < series->lesion_count; i++) {
    first_role(series, i, response_at(series, series->baseline, i));
    stated = stated || series->lesions[i].stated == RESPONSE_TARGET;
  }
  if (stated) {
    take_roles(series);
    return;
  }
  for (size_t i = 0; i < series->lesion_count; i++) {
    response_lesion *lesion = &series->lesions[i];
    lesion->by_record = lesion->stated == RESPONSE_NON_TARGET;
    if (!lesion->by_record || !lesion->measurable) continue;
    lesion->measurable = false;
    lesion->why = "non-target as stated";
  }
  choose_targets(series);
}

/* ---- days ---- */

static bool was_evaluated(response_state state) {
  return state == RESPONSE_MEASURED || state == RESPONSE_ABSENT || state == RESPONSE_TOO_SMALL;
}

/** Gone for good: not there, or a node of normal size. */
static bool is_gone(const response *series, const response_lesion *lesion,
                    const response_cell *cell) {
  if (cell->state == RESPONSE_ABSENT) return true;
  bool measured = cell->state == RESPONSE_MEASURED || cell->state == RESPONSE_TOO_SMALL;
  return lesion->node && measured && cell->mm < response_rule(series, "node_normal_mm");
}

static void sum_targets(response *series, size_t visit) {
  response_visit *v = &series->visits[visit];
  bool gone = series->target_count > 0;
  for (size_t i = 0; i < series->lesion_count; i++) {
    const response_cell *cell = response_at(series, visit, i);
    if (series->lesions[i].role != RESPONSE_TARGET) continue;
    gone = gone && is_gone(series, &series->lesions[i], cell);
    if (!was_evaluated(cell->state)) continue;
    v->sum_mm += cell->mm;
    v->evaluated++;
    if (cell->state != RESPONSE_ABSENT) v->read++;
  }
  v->gone = gone && v->evaluated == series->target_count;
}

static response_others judge_others(const response *series, size_t visit) {
  size_t all = 0, gone = 0, open = 0;
  for (size_t i = 0; i < series->lesion_count; i++) {
    const response_cell *cell = response_at(series, visit, i);
    if (series->lesions[i].role != RESPONSE_NON_TARGET) continue;
    all++;
    if (cell->state == RESPONSE_WORSE) return RESPONSE_OTHERS_WORSE;
    if (cell->state == RESPONSE_NO_ENTRY || cell->state == RESPONSE_NOT_EVALUATED) open++;
    if (is_gone(series, &series->lesions[i], cell)) gone++;
  }
  if (all == 0) return RESPONSE_OTHERS_NONE;
  if (gone == all) return RESPONSE_OTHERS_GONE;
  return gone + open == all ? RESPONSE_OTHERS_OPEN : RESPONSE_OTHERS_PERSIST;
}

static void judge_visits(response *series) {
  size_t nadir = LU_NO_INDEX;
  for (size_t i = 0; i < series->visit_count; i++) {
    response_visit *v = &series->visits[i];
    sum_targets(series, i);
    v->others = judge_others(series, i);
    v->nadir = nadir;
    if (i < series->baseline || v->evaluated < series->target_count) continue;
    if (nadir == LU_NO_INDEX || v->sum_mm < series->visits[nadir].sum_mm) nadir = i;
  }
}

static lu_status read_all(response *series, const json_t *list, const json_t *treatments,
                          lu_error *error) {
  size_t count = json_array_size(list);
  series->visits = calloc(count + 1, sizeof *series->visits);
  series->lesions = calloc(count + 1, sizeof *series->lesions);
  if (series->visits == NULL || series->lesions == NULL) return lu_fail_memory(error);
  list_visits(series, list);
  if (!list_lesions(series, list)) {
    series->too_many = true;
    series->visit_count = series->lesion_count = 0;
  }
  series->cells = calloc(series->visit_count * series->lesion_count + 1, sizeof *series->cells);
  if (series->cells == NULL) return lu_fail_memory(error);
  if (series->visit_count == 0) return LU_OK;
  find_baseline(series, treatments);
  find_new(series);
  fill_cells(series, list);
  give_roles(series);
  judge_visits(series);
  return LU_OK;
}

lu_status response_make(response **out, const json_t *clean, const json_t *rules, lu_error *error) {
  *out = NULL;
  response *series = calloc(1, sizeof *series);
  if (series == NULL) return lu_fail_memory(error);
  series->rules = rules;
  lu_status status = read_all(series, clean_get(clean, "growth/measurements"),
                              json_object_get(clean, "treatments"), error);
  if (status != LU_OK) {
    response_free(series);
    return status;
  }
  *out = series;
  return LU_OK;
}
