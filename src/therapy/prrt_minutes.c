/* SPDX-License-Identifier: Apache-2.0 */
/* The day minute by minute: amino acids, infusion, checks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "prrt_day.h"

/* ---- amino acids ------------------------------------------------------------------------------
 */

/*
 * They begin before the infusion and end after both: some time after its end, and when the volume
 * is through at the rate that is asked for. Where the volume would be through too early, it is
 * spread over the whole time.
 */
static lu_status time_amino(prrt_day *day, const json_t *amino, lu_error *error) {
  double pct = day->course->request->rate_pct > 0 ? day->course->request->rate_pct : 100;
  double least = therapy_number(amino, "least_rate_pct");
  double rate = therapy_number(amino, "rate_ml_h") * pct / 100,
         volume = therapy_number(amino, "volume_ml");
  if (pct > 100 || pct < least)
    return lu_fail(error, LU_USAGE,
                   "rate of the amino acids %g %%: %g to 100 %% of the full rate are valid", pct,
                   least);
  day->amino_start = day->start_min - (int64_t)therapy_number(amino, "lead_min");
  int64_t after = day->start_min + day->infusion_min + (int64_t)therapy_number(amino, "after_min");
  int64_t through = day->amino_start + (int64_t)ceil(60 * volume / rate - 1e-9);
  day->amino_end = after > through ? after : through;
  day->amino_rate = 60 * volume / (double)(day->amino_end - day->amino_start);
  return LU_OK;
}

static lu_status add_component(json_t *out, const json_t *component, double litres, double *sum,
                               lu_error *error) {
  double moles = therapy_number(component, "grams") / therapy_number(component, "molar_mass_g_mol");
  double osmoles = 1000 * moles * therapy_number(component, "particles") / litres;
  *sum += osmoles;
  return sheet_push(
      out, "components",
      json_pack("{s:s, s:f, s:f, s:f, s:f}", "label", therapy_text(component, "label"), "grams",
                therapy_number(component, "grams"), "mmol", 1000 * moles, "base_grams",
                moles * therapy_number(component, "base_molar_mass_g_mol"), "mosm_l", osmoles),
      error);
}

/* Osmolarity of an ideal solution: the sum over all particles, and the solvent. */
static lu_status write_amino(prrt_day *day, const json_t *amino, lu_error *error) {
  static const char *const kept[] = {"label", "text",   "printed", "limits",
                                     "slow",  "source", "mark",    NULL};
  const json_t *solvent = json_object_get(amino, "solvent");
  double litres = therapy_number(amino, "volume_ml") / 1000,
         sum = therapy_number(solvent, "osmolarity_mosm_l");
  char start[24], end[24];
  size_t index;
  json_t *component;
  prrt_clock(start, day->amino_start);
  prrt_clock(end, day->amino_end);
  json_t *out = json_pack("{s:f, s:f, s:f, s:s, s:s, s:I, s:[]}", "volume_ml", 1000 * litres,
                          "full_rate_ml_h", therapy_number(amino, "rate_ml_h"), "rate_ml_h",
                          day->amino_rate, "start", start, "end", end, "minutes",
                          (json_int_t)(day->amino_end - day->amino_start), "components");
  lu_status status = sheet_set(day->out, "amino_acids", out, error);
  if (status == LU_OK) status = therapy_copy(out, amino, kept, error);
  json_array_foreach(json_object_get(amino, "components"), index, component) {
    if (status == LU_OK) status = add_component(out, component, litres, &sum, error);
  }
  if (status == LU_OK) status = sheet_set(out, "osmolarity_mosm_l", json_real(sum), error);
  return status;
}

/* ---- steps ------------------------------------------------------------------------------------
 */

/* A text of the file with the computed sentences in it. */
static void fill(lu_text *out, const prrt_day *day, const char *text) {
  const json_t *amino = json_object_get(day->day, "amino_acids");
  if (strcmp(text, "{amino_start}") == 0)
    lu_text_printf(out, "%s: %g mL at %.0f mL/h (%.0f %% of the full rate)",
                   therapy_text(amino, "label"), therapy_number(amino, "volume_ml"),
                   day->amino_rate, 100 * day->amino_rate / therapy_number(amino, "rate_ml_h"));
  else if (strcmp(text, "{infusion}") == 0)
    lu_text_printf(out, "%.4g GBq over %d minutes; %s", day->prescribed, day->infusion_min,
                   therapy_text(json_object_get(day->day, "infusion"), "text"));
  else if (strcmp(text, "{amino_end}") == 0)
    lu_text_printf(out,
                   "%lld minutes in all, %lld minutes after the end of the infusion; the "
                   "whole volume is in",
                   (long long)(day->amino_end - day->amino_start),
                   (long long)(day->amino_end - day->start_min - day->infusion_min));
  else
    lu_text_puts(out, text);
}

static int64_t anchor(const prrt_day *day, const json_t *step) {
  const char *from = therapy_text(step, "from");
  if (strcmp(from, "end") == 0) return day->start_min + day->infusion_min;
  if (strcmp(from, "amino_start") == 0) return day->amino_start;
  if (strcmp(from, "amino_end") == 0) return day->amino_end;
  return day->start_min;
}

static lu_status add_step(prrt_day *day, const json_t *step, int64_t at, lu_error *error) {
  static const char *const kept[] = {"id", "label", "source", "mark", NULL};
  lu_text text = LU_TEXT_INIT;
  char clock[24];
  prrt_clock(clock, at);
  fill(&text, day, therapy_text(step, "text"));
  int64_t after = (at - day->date * 1440 - (((at - day->date * 1440) % 1440) + 1440) % 1440) / 1440;
  json_t *entry = json_pack("{s:s, s:s, s:I, s:I, s:s}", "clock", clock, "time", clock + 11,
                            "day_offset", (json_int_t)after, "from_start_min",
                            (json_int_t)(at - day->start_min), "text", lu_text_string(&text));
  lu_status status =
      entry == NULL || text.failed ? lu_fail_memory(error) : therapy_copy(entry, step, kept, error);
  lu_text_free(&text);
  if (status == LU_OK) return sheet_push(day->out, "minutes", entry, error);
  json_decref(entry);
  return status;
}

static lu_status add_steps(prrt_day *day, const json_t *step, lu_error *error) {
  const char *setting = therapy_text(step, "setting");
  int64_t at = anchor(day, step) + (int64_t)therapy_number(step, "at_min");
  int64_t every = (int64_t)therapy_number(step, "every_min"),
          end = day->start_min + day->infusion_min;
  lu_status status = LU_OK;
  if (setting[0] != '\0' && strcmp(setting, therapy_text(day->out, "setting")) != 0) return LU_OK;
  if (every <= 0) return add_step(day, step, at, error);
  for (; at < end && status == LU_OK; at += every)
    status = add_step(day, step, at, error);
  return status;
}

/* Stable: what stands first in the file stays first at the same minute. */
static lu_status sort_steps(prrt_day *day, lu_error *error) {
  json_t *steps = json_object_get(day->out, "minutes"), *sorted = json_array();
  lu_status status = sorted == NULL ? lu_fail_memory(error) : LU_OK;
  for (size_t i = 0; i < json_array_size(steps) && status == LU_OK; i++) {
    json_t *step = json_array_get(steps, i);
    size_t at = json_array_size(sorted);
    while (at > 0 && therapy_number(json_array_get(sorted, at - 1), "from_start_min") >
                         therapy_number(step, "from_start_min"))
      at--;
    if (json_array_insert(sorted, at, step) != 0) status = lu_fail_memory(error);
  }
  if (status == LU_OK) return sheet_set(day->out, "minutes", sorted, error);
  json_decref(sorted);
  return status;
}

lu_status prrt_minutes(prrt_day *day, lu_error *error) {
  const json_t *amino = json_object_get(day->day, "amino_acids");
  size_t index;
  json_t *step;
  lu_status status = time_amino(day, amino, error);
  if (status == LU_OK) status = write_amino(day, amino, error);
  if (status == LU_OK) status = sheet_set(day->out, "minutes", json_array(), error);
  json_array_foreach(json_object_get(day->file, "steps"), index, step) {
    if (status == LU_OK) status = add_steps(day, step, error);
  }
  return status == LU_OK ? sort_steps(day, error) : status;
}
