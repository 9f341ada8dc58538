/* SPDX-License-Identifier: Apache-2.0 */
/* The vial: calibration and expiry, activity and volume by decay, what reaches the patient. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head.h"
#include "prrt_day.h"

#define MINUTES_PER_DAY 1440

double prrt_decayed(double activity, double hours, double half_life_h) {
  return activity * exp2(-hours / half_life_h);
}

void prrt_clock(char *out, int64_t minutes) {
  int64_t day = minutes / MINUTES_PER_DAY, rest = minutes % MINUTES_PER_DAY;
  char date[16];
  if (rest < 0) {
    rest += MINUTES_PER_DAY;
    day--;
  }
  snprintf(out, 24, "%s %02d:%02d", lu_date_format(date, lu_date_from_day(day)), (int)(rest / 60),
           (int)(rest % 60));
}

lu_status prrt_day_check(prrt_day *day, const char *group, const char *id, const char *label,
                         const char *state, json_t *text, const json_t *from, lu_error *error) {
  static const char *const kept[] = {"source", "mark", NULL};
  json_t *check = json_pack("{s:s, s:s, s:s, s:s, s:o}", "group", group, "id", id, "label", label,
                            "state", state, "text", text);
  lu_status status = check == NULL ? lu_fail_memory(error) : therapy_copy(check, from, kept, error);
  if (status == LU_OK) return sheet_push(day->out, "checks", check, error);
  json_decref(check);
  return status;
}

/* The vial of one day. Activities in GBq, volumes in mL. */
struct vial {
  const json_t *file;
  json_t *out;
  int64_t calibrated, expires; /* minutes */
  double hours;                /* from calibration to the start of the infusion */
  double at_calibration, at_start;
  double volume, concentration; /* concentration at the start, MBq/mL */
};

static lu_status step(struct vial *vial, const char *what, json_t *formula, double value,
                      const char *unit, lu_error *error) {
  json_t *entry = json_pack("{s:s, s:o, s:f, s:s}", "what", what, "formula", formula, "value",
                            value, "unit", unit);
  return sheet_push(vial->out, "steps", entry, error);
}

static void open_vial(struct vial *vial, const prrt_day *day) {
  const lu_treatment_request *request = day->course->request;
  int64_t date = request->calibrated.known ? lu_date_first_day(request->calibrated) : day->date;
  double labelled = therapy_number(vial->file, "concentration_mbq_ml");
  double shelf = therapy_number(json_object_get(vial->file, "shelf_life"), "hours");
  vial->calibrated = date * MINUTES_PER_DAY + (request->calibrated_min < 0
                                                   ? day->start_min - day->date * MINUTES_PER_DAY
                                                   : request->calibrated_min);
  vial->expires = vial->calibrated + (int64_t)llround(shelf * 60);
  vial->hours = (double)(day->start_min - vial->calibrated) / 60;
  vial->at_calibration = request->vial_gbq > 0
                             ? request->vial_gbq
                             : prrt_decayed(day->prescribed, -vial->hours, day->half_life_h);
  vial->at_start = prrt_decayed(vial->at_calibration, vial->hours, day->half_life_h);
  vial->volume = request->vial_ml > 0 ? request->vial_ml : 1000 * vial->at_calibration / labelled;
  vial->concentration = 1000 * vial->at_start / vial->volume;
}

static lu_status decay_steps(struct vial *vial, const prrt_day *day, lu_error *error) {
  bool ordered = !(day->course->request->vial_gbq > 0);
  lu_status status =
      step(vial, "time from calibration to the start of the infusion",
           json_string("start of the infusion - calibration"), vial->hours, "h", error);
  if (status == LU_OK)
    status =
        step(vial, "decay", json_sprintf("2^(%.4g h / %.6g h)", -vial->hours, day->half_life_h),
             prrt_decayed(1, vial->hours, day->half_life_h), "", error);
  if (status == LU_OK)
    status = step(vial, "activity at calibration",
                  ordered ? json_sprintf("%.4g GBq / decay, as ordered", day->prescribed)
                          : json_string("stated"),
                  vial->at_calibration, "GBq", error);
  if (status == LU_OK)
    status =
        step(vial, "activity at the start of the infusion",
             json_sprintf("%.4g GBq x decay", vial->at_calibration), vial->at_start, "GBq", error);
  if (status == LU_OK)
    status = step(vial, "volume of the vial",
                  day->course->request->vial_ml > 0
                      ? json_string("stated")
                      : json_sprintf("%.4g GBq / %g MBq/mL at calibration", vial->at_calibration,
                                     therapy_number(vial->file, "concentration_mbq_ml")),
                  vial->volume, "mL", error);
  if (status == LU_OK)
    status = step(vial, "concentration at the start of the infusion",
                  json_sprintf("%.4g GBq / %.4g mL", vial->at_start, vial->volume),
                  vial->concentration, "MBq/mL", error);
  return status;
}

/* How much is drawn, and what reaches the patient. */
static lu_status amounts(struct vial *vial, prrt_day *day, bool whole, lu_error *error) {
  double residual = day->course->request->residual_gbq;
  double draw = whole ? vial->volume : 1000 * day->prescribed / vial->concentration;
  double dispensed = whole ? vial->at_start : day->prescribed;
  lu_status status =
      step(vial, "volume for the prescribed activity",
           json_sprintf("%.4g GBq / %.5g MBq/mL", day->prescribed, vial->concentration),
           1000 * day->prescribed / vial->concentration, "mL", error);
  if (draw > vial->volume) {
    draw = vial->volume;
    dispensed = vial->at_start;
  }
  if (status == LU_OK) status = sheet_set(vial->out, "draw_ml", json_real(draw), error);
  if (status == LU_OK) status = sheet_set(vial->out, "whole_vial", json_boolean(whole), error);
  if (status == LU_OK) status = sheet_set(vial->out, "assayed_gbq", json_real(dispensed), error);
  day->given_gbq = dispensed;
  if (residual < 0 || status != LU_OK) return status;
  /* the residual is measured at the end of the infusion: back to the time of the assay */
  double back = prrt_decayed(residual, -(double)day->infusion_min / 60, day->half_life_h);
  if (back > dispensed)
    return lu_fail(
        error, LU_USAGE,
        "the residual of %.4g GBq is more than the %.4g GBq that were dispensed: less is "
        "valid",
        residual, dispensed);
  day->given_gbq = dispensed - back;
  status = step(vial, "what was left, at the time of the assay",
                json_sprintf("%.4g GBq / 2^(-%d min / %.6g h)", residual, day->infusion_min,
                             day->half_life_h),
                back, "GBq", error);
  if (status == LU_OK)
    status = step(vial, "net administered", json_sprintf("%.5g GBq - %.4g GBq", dispensed, back),
                  day->given_gbq, "GBq", error);
  if (status == LU_OK) status = sheet_set(vial->out, "residual_gbq", json_real(residual), error);
  if (status == LU_OK) status = sheet_set(vial->out, "net_gbq", json_real(day->given_gbq), error);
  if (status == LU_OK && dispensed > 0)
    status =
        sheet_set(vial->out, "delivered_pct", json_real(100 * day->given_gbq / dispensed), error);
  return status;
}

static lu_status check_expiry(struct vial *vial, prrt_day *day, lu_error *error) {
  char until[24], end[24];
  int64_t last = day->start_min + day->infusion_min;
  bool expired = last > vial->expires;
  prrt_clock(until, vial->expires);
  prrt_clock(end, last);
  json_t *from = json_pack("{s:s, s:s}", "source", therapy_text(vial->file, "shelf_life_source"),
                           "mark", therapy_text(vial->file, "shelf_life_mark"));
  lu_status status =
      from == NULL
          ? lu_fail_memory(error)
          : prrt_day_check(day, "vial", "vial-expiry", "Vial in date", expired ? "not met" : "met",
                           json_sprintf(expired ? "expired %s, before the end of the "
                                                  "infusion %s: not used"
                                                : "good until %s; end of the infusion %s",
                                        until, end),
                           from, error);
  json_decref(from);
  return status == LU_OK ? sheet_set(vial->out, "expired", json_boolean(expired), error) : status;
}

static lu_status check_assay(struct vial *vial, prrt_day *day, bool *whole, lu_error *error) {
  const json_t *assay = json_object_get(day->day, "assay");
  double tolerance = therapy_number(assay, "tolerance_pct");
  double deviation = 100 * (vial->at_start / day->prescribed - 1);
  bool more = deviation > tolerance, less = deviation < -tolerance;
  *whole = !more && !less;
  lu_status status = sheet_set(vial->out, "deviation_pct", json_real(deviation), error);
  if (status == LU_OK) status = sheet_set(vial->out, "tolerance_pct", json_real(tolerance), error);
  if (status != LU_OK) return status;
  return prrt_day_check(
      day, "vial", "vial-assay", "Activity", less ? "not met" : "met",
      json_sprintf("%.4g GBq at the start, %+.1f %% of the prescribed %.4g GBq (limit %g %%)%s; "
                   "assay in the dose calibrator: ________ GBq at ____",
                   vial->at_start, deviation, day->prescribed, tolerance,
                   more   ? ": draw the volume below"
                   : less ? ": too little"
                          : ""),
      assay, error);
}

static lu_status check_volume(struct vial *vial, prrt_day *day, lu_error *error) {
  double least = therapy_number(vial->file, "least_ml"),
         most = therapy_number(vial->file, "most_ml");
  bool fits = vial->volume >= least && vial->volume <= most;
  return prrt_day_check(
      day, "vial", "vial-volume", "Volume of the vial", fits ? "met" : "caution",
      json_sprintf("%.4g mL; the product comes with %g to %g mL", vial->volume, least, most),
      vial->file, error);
}

static lu_status write_vial(struct vial *vial, const prrt_day *day, lu_error *error) {
  char calibrated[24], expires[24];
  prrt_clock(calibrated, vial->calibrated);
  prrt_clock(expires, vial->expires);
  json_t *out = json_pack(
      "{s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:[], s:s, s:s}", "calibrated", calibrated,
      "expires", expires, "hours_since_calibration", vial->hours, "half_life_h", day->half_life_h,
      "prescribed_gbq", day->prescribed, "at_calibration_gbq", vial->at_calibration, "at_start_gbq",
      vial->at_start, "volume_ml", vial->volume, "concentration_mbq_ml", vial->concentration,
      "steps", "source", therapy_text(vial->file, "source"), "mark",
      therapy_text(vial->file, "mark"));
  vial->out = out;
  return sheet_set(day->out, "vial", out, error);
}

lu_status prrt_supply(prrt_day *day, lu_error *error) {
  struct vial vial = {.file = json_object_get(day->day, "vial")};
  bool whole = false;
  if (!(day->prescribed > 0)) return LU_OK; /* nothing is given: no vial */
  open_vial(&vial, day);
  lu_status status = write_vial(&vial, day, error);
  if (status == LU_OK) status = check_expiry(&vial, day, error);
  if (status == LU_OK) status = check_assay(&vial, day, &whole, error);
  if (status == LU_OK) status = check_volume(&vial, day, error);
  if (status == LU_OK) status = decay_steps(&vial, day, error);
  return status == LU_OK ? amounts(&vial, day, whole, error) : status;
}
