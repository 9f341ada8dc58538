/* SPDX-License-Identifier: Apache-2.0 */
/* The alarm for too high a dose. It reads the drug's own file alone, and knows nothing of how the
   dose came about: a wrong regimen file cannot silence it. */
#include <math.h>
#include <string.h>

#include "drugs_dose.h"
#include "head.h"

/* Administrations of a component on one day, and in one cycle. */
static double per_day(const dose_work *dose) {
  double times = json_number_value(json_object_get(dose->component, "times_per_day"));
  return times > 0 ? times : 1;
}

static double days_per_cycle(const dose_work *dose) {
  const json_t *days = json_object_get(dose->component, "days");
  double cycle =
      json_number_value(json_object_get(json_object_get(dose->sheet->regimen, "cycle"), "days"));
  if (json_is_array(days)) return (double)json_array_size(days);
  if (json_object_get(days, "to") != NULL)
    return json_number_value(json_object_get(days, "to")) -
           json_number_value(json_object_get(days, "from")) + 1;
  double every = json_number_value(json_object_get(days, "every"));
  return cycle > 0 && every > 0 ? ceil(cycle / every) : cycle;
}

/* What was given of the drug so far. */
static double given_so_far(const dose_work *dose) {
  const json_t *given = json_object_get(dose->sheet->out, "given");
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(given, "cumulative"), index, entry) {
    if (strcmp(therapy_text(entry, "drug"), therapy_text(dose->drug, "id")) == 0)
      return sheet_convert(json_number_value(json_object_get(entry, "amount")),
                           therapy_text(entry, "unit"), dose->unit);
  }
  return 0;
}

/* The amount that a limit speaks of. */
static double amount_for(const dose_work *dose, const char *per, double rounded) {
  if (strcmp(per, "day") == 0) return rounded * per_day(dose);
  if (strcmp(per, "cycle") == 0) return rounded * per_day(dose) * days_per_cycle(dose);
  if (strcmp(per, "lifetime") == 0)
    return given_so_far(dose) + rounded * per_day(dose) * days_per_cycle(dose);
  return rounded;
}

static double limit_for(const dose_work *dose, const json_t *limit) {
  const char *basis = therapy_text(limit, "basis");
  double value = sheet_convert(json_number_value(json_object_get(limit, "value")),
                               therapy_text(limit, "unit"), dose->unit);
  if (strcmp(basis, "m2") == 0) return value * sheet_fact(dose->sheet, "bsa_m2");
  if (strcmp(basis, "kg") == 0) return value * sheet_fact(dose->sheet, "weight_kg");
  return value;
}

lu_status dose_alarm(dose_work *dose, lu_error *error) {
  const json_t *rounded = json_object_get(dose->out, "rounded");
  size_t index;
  json_t *limit;
  lu_text text = LU_TEXT_INIT;
  if (!json_is_number(rounded)) return LU_OK;
  json_array_foreach(json_object_get(dose->drug, "maximum"), index, limit) {
    const char *per = therapy_text(limit, "per");
    double amount = amount_for(dose, per, json_number_value(rounded));
    double most = limit_for(dose, limit);
    /* rounding to what can be dispensed may lie a little above a limit of the same dose */
    if (isnan(most) || isnan(amount) || amount <= most * 1.05) continue;
    lu_text_printf(&text, "%s%s: %.4g %s per %s are above the highest of %.4g %s (%s).",
                   text.length > 0 ? " " : "", therapy_text(dose->drug, "label"), amount,
                   dose->unit, per, most, dose->unit, therapy_text(limit, "source"));
  }
  lu_status status = text.failed ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK && text.length > 0)
    status = sheet_set(dose->out, "alarm", json_string(lu_text_string(&text)), error);
  lu_text_free(&text);
  return status;
}
