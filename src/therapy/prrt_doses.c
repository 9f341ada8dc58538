/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expected absorbed doses, and the probability of passing a limit after each cycle.
 *
 * Dose of a cycle: D = A k e. A is the activity, k the dose per activity of this patient
 * (log-normal over patients), e the variation between cycles (log-normal about 1). Measured cycles
 * replace their own draws and narrow k: with y = ln(D/A), prior N(m, t^2) and errors of y of
 * variance s^2 + r^2 (between cycles; of the measurement), the posterior is normal (conjugate
 * normal model, e.g. Gelman 2013, Bayesian Data Analysis, section 2.5). BED = sum of D + D^2 G /
 * (alpha/beta), G = T_rep / (T_rep + T_eff) (MIRD Pamphlet 20, Wessels 2008, J Nucl Med 49:1884,
 * equations 1 and 2 for one exponential).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "lutetia/base/random.h"
#include "lutetia/base/statistics.h"
#include "prrt.h"

#define DRAWS 10000
/* Streams of random numbers: one for each organ, so that one keeps its draws whatever the others
 * do. */
#define STREAM 0x7072727400000000u

/** What is known of one organ. */
struct organ {
  const char *id;
  const json_t *entry;             /* of the product's file */
  double m, t;                     /* ln of the dose per activity: mean and standard deviation */
  double s;                        /* ln of the variation between cycles */
  double half_life_m, half_life_s; /* ln of the effective half-life in h */
  double repair_h, alpha_beta_gy;  /* 0 where there is no BED */
};

/** Activities of all cycles, given and ahead. */
struct course_cycles {
  size_t count, given;
  double gbq[2 * PRRT_MOST_CYCLES];
  const prrt_given *past[2 * PRRT_MOST_CYCLES];
};

/** Draws of one organ: sums after each cycle, cycle by cycle. */
struct sums {
  size_t draws;
  double *absorbed, *bed; /* [cycle][draw] */
};

static double member(const json_t *entry, const char *group, const char *key) {
  const json_t *value = json_object_get(json_object_get(entry, group), key);
  return json_is_number(value) ? json_number_value(value) : NAN;
}

/* ln-variance of a log-normal number by its coefficient of variation. */
static double ln_variance(double cv) {
  return log(1 + cv * cv);
}

/* Reads what the file says of an organ: median and geometric sd, or mean and sd of a log-normal. */
static struct organ read_organ(const prrt_course *course, const char *id) {
  const json_t *entry = json_object_get(json_object_get(course->product, "doses"), id);
  struct organ organ = {.id = id, .entry = entry};
  double median = member(entry, "per_gbq", "median"), mean = member(entry, "per_gbq", "mean");
  if (!isnan(median)) {
    organ.m = log(median);
    organ.t = log(member(entry, "per_gbq", "geometric_sd"));
  } else {
    double variance = ln_variance(member(entry, "per_gbq", "sd") / mean);
    organ.m = log(mean) - variance / 2;
    organ.t = sqrt(variance);
  }
  organ.s = sqrt(ln_variance(member(entry, "between_cycles", "cv_pct") / 100));
  /* e has the median 1: where the file gives a mean it stays the mean of what is drawn */
  if (isnan(median)) organ.m -= organ.s * organ.s / 2;
  organ.half_life_m = log(member(entry, "half_life", "median"));
  organ.half_life_s = log(member(entry, "half_life", "geometric_sd"));
  organ.repair_h = member(entry, "repair_half_time", "value");
  organ.alpha_beta_gy = member(entry, "alpha_beta", "value");
  return organ;
}

static bool has_bed(const struct organ *organ) {
  return !isnan(organ->repair_h) && !isnan(organ->alpha_beta_gy) && !isnan(organ->half_life_m);
}

/* ---- measured cycles --------------------------------------------------------------------------
 */

static double measured(const struct organ *organ, const prrt_given *given) {
  if (given == NULL) return NAN;
  return strcmp(organ->id, "kidney") == 0 ? given->kidney_gy : given->marrow_gy;
}

/* Relative standard uncertainty of a measured dose; 0 where none is stated. */
static double measured_cv(const struct organ *organ, const prrt_given *given) {
  double dose = measured(organ, given);
  if (strcmp(organ->id, "kidney") != 0 || isnan(given->kidney_sd_gy) || !(dose > 0)) return 0;
  return given->kidney_sd_gy / dose;
}

/* Narrows what is known of this patient by the cycles that were measured. @return how many */
static size_t update(struct organ *organ, const struct course_cycles *cycles) {
  double precision = 1 / (organ->t * organ->t), sum = organ->m * precision;
  size_t used = 0;
  for (size_t i = 0; i < cycles->given; i++) {
    double dose = measured(organ, cycles->past[i]), gbq = cycles->gbq[i];
    /* a dose of an activity that was not recorded says nothing of the dose per activity */
    if (!(dose > 0) || !(gbq > 0) || isnan(cycles->past[i]->activity_gbq)) continue;
    double variance = organ->s * organ->s + ln_variance(measured_cv(organ, cycles->past[i]));
    precision += 1 / variance;
    sum += log(dose / gbq) / variance;
    used++;
  }
  organ->m = sum / precision;
  organ->t = sqrt(1 / precision);
  return used;
}

static struct course_cycles list_cycles(const prrt_course *course) {
  struct course_cycles cycles = {0};
  const json_t *ahead = json_object_get(json_object_get(course->out, "activity"), "cycles");
  size_t index;
  json_t *entry;
  double full = sheet_convert(
      member(json_object_get(course->product, "activity"), "full", "value"),
      therapy_text(json_object_get(json_object_get(course->product, "activity"), "full"), "unit"),
      "GBq");
  for (size_t i = 0; i < course->given_count; i++) {
    const prrt_given *given = &course->given[i];
    cycles.past[cycles.count] = given;
    cycles.gbq[cycles.count++] = isnan(given->activity_gbq) ? full : given->activity_gbq;
  }
  cycles.given = cycles.count;
  json_array_foreach(ahead, index, entry) {
    if (cycles.count < sizeof cycles.gbq / sizeof cycles.gbq[0])
      cycles.gbq[cycles.count++] = json_number_value(json_object_get(entry, "gbq"));
  }
  return cycles;
}

/* ---- draws ------------------------------------------------------------------------------------
 */

static double bed_of(const struct organ *organ, double dose, double half_life) {
  double share = organ->repair_h / (organ->repair_h + half_life);
  return dose + dose * dose * share / organ->alpha_beta_gy;
}

/* One patient who could be this one: sums after each cycle. */
static void draw(const struct organ *organ, const struct course_cycles *cycles, lu_random *random,
                 struct sums *sums, size_t index) {
  double k = exp(organ->m + organ->t * lu_random_normal(random));
  double own_half_life =
      has_bed(organ) ? exp(organ->half_life_m + organ->half_life_s * lu_random_normal(random)) : 0;
  double absorbed = 0, bed = 0;
  for (size_t i = 0; i < cycles->count; i++) {
    const prrt_given *given = cycles->past[i];
    double known = measured(organ, given), between = lu_random_normal(random);
    double dose = cycles->gbq[i] * k * exp(organ->s * between);
    double half_life = own_half_life;
    if (known > 0) {
      double variance = ln_variance(measured_cv(organ, given));
      dose = known * exp(sqrt(variance) * between);
      if (!isnan(given->kidney_half_life_h)) half_life = given->kidney_half_life_h;
    }
    absorbed += dose;
    if (has_bed(organ)) bed += bed_of(organ, dose, half_life);
    sums->absorbed[i * sums->draws + index] = absorbed;
    sums->bed[i * sums->draws + index] = bed;
  }
}

static lu_status make_sums(struct sums *sums, const struct organ *organ,
                           const struct course_cycles *cycles, uint64_t seed, uint64_t stream,
                           lu_error *error) {
  size_t room = (cycles->count + 1) * sums->draws;
  sums->absorbed = calloc(room, sizeof *sums->absorbed);
  sums->bed = calloc(room, sizeof *sums->bed);
  if (sums->absorbed == NULL || sums->bed == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < sums->draws; i++) {
    lu_random random = lu_random_start(seed, STREAM + (stream << 24) + i);
    draw(organ, cycles, &random, sums, i);
  }
  return LU_OK;
}

static void free_sums(struct sums *sums) {
  free(sums->absorbed);
  free(sums->bed);
}

/* ---- results ----------------------------------------------------------------------------------
 */

static int compare_numbers(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/* {"mean", "median", "low", "high"}: 95 % interval. @param draws rising */
static json_t *interval_json(const double *draws, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += draws[i];
  return json_pack("{s:f, s:f, s:f, s:f}", "mean", sum / (double)count, "median", draws[count / 2],
                   "low", draws[(size_t)(0.025 * (double)count)], "high",
                   draws[(size_t)(0.975 * (double)count)]);
}

/* Share of draws above a limit, with its standard error, and what is left up to it: negative where
   it is passed. @param draws rising */
static lu_status add_passing(json_t *cycle, const json_t *limit, const double *draws, size_t count,
                             lu_error *error) {
  double value = json_number_value(json_object_get(limit, "value"));
  size_t above = 0;
  for (size_t i = 0; i < count; i++)
    if (draws[i] > value) above++;
  double p = (double)above / (double)count;
  /* none or all of the draws do not make the probability exact: half a draw is added (Jeffreys) */
  double near_p = ((double)above + 0.5) / ((double)count + 1);
  return sheet_push(
      cycle, "passing",
      json_pack("{s:s, s:f, s:f, s:{s:f, s:f, s:f}}", "limit", therapy_text(limit, "id"),
                "probability", p, "se", sqrt(near_p * (1 - near_p) / (double)count), "left_gy",
                "median", value - draws[count / 2], "low",
                value - draws[(size_t)(0.975 * (double)count)], "high",
                value - draws[(size_t)(0.025 * (double)count)]),
      error);
}

/* Does a limit hold for this patient? Where the risk is not known the lower one does. */
static lu_status limit_holds(bool *out, prrt_course *course, const json_t *limit, lu_error *error) {
  const char *when = json_string_value(json_object_get(limit, "if"));
  const char *unless = json_string_value(json_object_get(limit, "unless"));
  truth state = TRUTH_YES;
  lu_status status = view_test(&state, course->view, when != NULL ? when : unless, error);
  *out = when != NULL ? state != TRUTH_NO : unless == NULL || state == TRUTH_NO;
  return status;
}

static lu_status add_limits(prrt_course *course, json_t *cycle, const struct organ *organ,
                            const struct sums *sums, size_t index, lu_error *error) {
  size_t at;
  json_t *limit;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(course->product, "limits"), at, limit) {
    bool holds = false;
    bool bed = strcmp(therapy_text(limit, "kind"), "bed") == 0;
    if (status != LU_OK || strcmp(therapy_text(limit, "organ"), organ->id) != 0) continue;
    status = limit_holds(&holds, course, limit, error);
    if (status == LU_OK && holds && (!bed || has_bed(organ)))
      status = add_passing(cycle, limit, (bed ? sums->bed : sums->absorbed) + index * sums->draws,
                           sums->draws, error);
  }
  return status;
}

static lu_status add_cycle(prrt_course *course, json_t *out, const struct organ *organ,
                           const struct course_cycles *cycles, const struct sums *sums,
                           size_t index, lu_error *error) {
  size_t at = index * sums->draws;
  json_t *cycle = json_pack("{s:i, s:f, s:b}", "cycle", (int)index + 1, "activity_gbq",
                            cycles->gbq[index], "given", (int)(index < cycles->given));
  lu_status status = cycle == NULL ? lu_fail_memory(error) : LU_OK;
  double own = measured(organ, cycles->past[index]);
  if (status == LU_OK && own > 0) status = sheet_set(cycle, "measured_gy", json_real(own), error);
  qsort(sums->absorbed + at, sums->draws, sizeof *sums->absorbed, compare_numbers);
  qsort(sums->bed + at, sums->draws, sizeof *sums->bed, compare_numbers);
  if (status == LU_OK) status = add_limits(course, cycle, organ, sums, index, error);
  if (status == LU_OK)
    status =
        sheet_set(cycle, "absorbed_gy", interval_json(sums->absorbed + at, sums->draws), error);
  if (status == LU_OK && has_bed(organ))
    status = sheet_set(cycle, "bed_gy", interval_json(sums->bed + at, sums->draws), error);
  if (status == LU_OK) return sheet_push(out, "cycles", cycle, error);
  json_decref(cycle);
  return status;
}

static lu_status add_organ(prrt_course *course, json_t *doses, const char *id,
                           const struct course_cycles *cycles, uint64_t stream, lu_error *error) {
  struct organ organ = read_organ(course, id);
  size_t used = update(&organ, cycles);
  struct sums sums = {.draws = course->request->draws > 0 ? course->request->draws : DRAWS};
  json_t *out = json_pack(
      "{s:s, s:O, s:I, s:{s:f, s:f, s:f, s:s}, s:[]}", "label", therapy_text(organ.entry, "label"),
      "population", json_object_get(organ.entry, "per_gbq"), "measured_cycles", (json_int_t)used,
      "per_gbq", "median", exp(organ.m), "low", exp(organ.m - 1.959964 * organ.t), "high",
      exp(organ.m + 1.959964 * organ.t), "unit", "Gy/GBq", "cycles");
  const json_t *alternative = json_object_get(organ.entry, "alternative");
  lu_status status = sheet_set(doses, id, out, error);
  if (status == LU_OK && alternative != NULL)
    status = sheet_set(out, "alternative", json_incref((json_t *)(uintptr_t)alternative), error);
  if (status == LU_OK)
    status = make_sums(&sums, &organ, cycles, lu_context_seed(course->context), stream, error);
  for (size_t i = 0; i < cycles->count && status == LU_OK; i++)
    status = add_cycle(course, out, &organ, cycles, &sums, i, error);
  free_sums(&sums);
  return status;
}

/* Limits that hold for this patient, in words. */
static lu_status list_limits(prrt_course *course, json_t *doses, lu_error *error) {
  static const char *const kept[] = {"id",   "organ",  "kind", "value", "unit",
                                     "text", "source", "mark", NULL};
  size_t index;
  json_t *limit;
  lu_status status = sheet_set(doses, "limits", json_array(), error);
  json_array_foreach(json_object_get(course->product, "limits"), index, limit) {
    bool holds = false;
    if (status == LU_OK) status = limit_holds(&holds, course, limit, error);
    if (status != LU_OK || !holds) continue;
    json_t *entry = json_object();
    status = entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, limit, kept, error);
    if (status == LU_OK)
      status = sheet_push(doses, "limits", entry, error);
    else
      json_decref(entry);
  }
  return status;
}

lu_status prrt_doses(prrt_course *course, lu_error *error) {
  const struct course_cycles cycles = list_cycles(course);
  const json_t *tumour = json_object_get(json_object_get(course->product, "doses"), "tumour");
  size_t draws = course->request->draws > 0 ? course->request->draws : DRAWS;
  json_t *doses = json_pack("{s:I, s:I}", "draws", (json_int_t)draws, "seed",
                            (json_int_t)lu_context_seed(course->context));
  lu_status status = sheet_set(course->out, "doses", doses, error);
  if (status == LU_OK) status = add_organ(course, doses, "kidney", &cycles, 1, error);
  if (status == LU_OK) status = add_organ(course, doses, "marrow", &cycles, 2, error);
  if (status == LU_OK && tumour != NULL)
    status = sheet_set(doses, "tumour", json_incref((json_t *)(uintptr_t)tumour), error);
  return status == LU_OK ? list_limits(course, doses, error) : status;
}
