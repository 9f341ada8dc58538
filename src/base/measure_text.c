/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/measure.h"

/** Names of a kind and of its parameters a, b, scale. */
struct kind {
  const char *name;
  const char *parameters[3];
};

static const struct kind kinds[] = {
    [LU_EXACT] = {"exact", {NULL, NULL, NULL}},
    [LU_NORMAL] = {"normal", {"mean", "sd", NULL}},
    [LU_LOGNORMAL] = {"lognormal", {"median", "sd_log", NULL}},
    [LU_BETA] = {"beta", {"alpha", "beta", "scale"}},
    [LU_GAMMA] = {"gamma", {"shape", NULL, "scale"}},
    [LU_POISSON] = {"poisson", {"count", NULL, "scale"}},
    [LU_SCORE] = {"score", {"hits", "trials", "scale"}},
    [LU_INTERVAL] = {"interval", {"lower", "upper", NULL}},
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

const char *lu_distribution_name(lu_distribution dist) {
  return kinds[dist].name;
}

const char *lu_distribution_parameter(lu_distribution dist, unsigned index) {
  return index < 3 ? kinds[dist].parameters[index] : NULL;
}

lu_status lu_distribution_parse(lu_distribution *out, const char *name, lu_error *error) {
  for (int i = 0; i < KIND_COUNT; i++) {
    if (strcmp(kinds[i].name, name) != 0) continue;
    *out = (lu_distribution)i;
    return LU_OK;
  }
  return lu_fail(error, LU_BAD_INPUT,
                 "\"%.40s\" is no kind of distribution; known are exact, normal, lognormal, beta, "
                 "gamma, poisson, score, interval",
                 name);
}

/** Shortest decimal that reads back as the same number. */
static void write_number(lu_text *out, double number) {
  char buffer[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(buffer, sizeof buffer, "%.*g", digits, number);
    if (strtod(buffer, NULL) == number) break;
  }
  lu_text_puts(out, buffer);
}

/** Digits after the point; -1 for numbers that are better written with a power of ten. */
static int decimals_for(double value, double half_width) {
  if (!(half_width > 0) || !isfinite(half_width)) return -1;
  double decimals = 1 - floor(log10(half_width));
  if (decimals > 12 || fabs(value) >= 1e15 || half_width >= 1e15) return -1;
  return decimals < 0 ? 0 : (int)decimals;
}

static void write_rounded(lu_text *out, double number, int decimals) {
  char buffer[64];
  if (decimals < 0 || fabs(number) >= 1e15)
    snprintf(buffer, sizeof buffer, "%.3g", number);
  else
    snprintf(buffer, sizeof buffer, "%.*f", decimals, number);
  bool zero = strspn(buffer, "-0.") == strlen(buffer);
  lu_text_puts(out, zero && buffer[0] == '-' ? buffer + 1 : buffer);
}

static void write_unit(lu_text *out, const char *unit) {
  if (unit[0] != '\0' && strcmp(unit, "1") != 0) lu_text_printf(out, " %s", unit);
}

void lu_measure_print(lu_text *out, const lu_measure *measure, double level) {
  lu_interval interval = lu_measure_interval(measure, level);
  if (measure->dist == LU_EXACT || interval.lower == interval.upper) {
    write_number(out, measure->value);
    write_unit(out, measure->unit);
    return;
  }
  int decimals = decimals_for(measure->value, (interval.upper - interval.lower) / 2);
  write_rounded(out, measure->value, decimals);
  write_unit(out, measure->unit);
  lu_text_printf(out, " (%.6g %% ", 100 * level);
  write_rounded(out, interval.lower, decimals);
  lu_text_puts(out, " to ");
  write_rounded(out, interval.upper, decimals);
  lu_text_puts(out, ")");
}

static void write_json_number(lu_text *out, double number) {
  if (isfinite(number))
    write_number(out, number);
  else
    lu_text_puts(out, "null");
}

/** A JSON string (RFC 8259): quotes, backslashes and control characters escaped. */
static void write_json_string(lu_text *out, const char *string) {
  lu_text_puts(out, "\"");
  for (const char *c = string; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      lu_text_printf(out, "\\%c", *c);
    else if ((unsigned char)*c < 0x20)
      lu_text_printf(out, "\\u%04x", (unsigned)*c);
    else
      lu_text_append(out, c, 1);
  }
  lu_text_puts(out, "\"");
}

void lu_measure_json(lu_text *out, const lu_measure *measure) {
  const double parameters[3] = {measure->a, measure->b, measure->scale};
  lu_text_puts(out, "{\"value\":");
  write_json_number(out, measure->value);
  lu_text_puts(out, ",\"unit\":");
  write_json_string(out, measure->unit);
  lu_text_printf(out, ",\"dist\":\"%s\",\"params\":{", kinds[measure->dist].name);
  bool first = true;
  for (int i = 0; i < 3; i++) {
    const char *name = kinds[measure->dist].parameters[i];
    if (name == NULL) continue;
    lu_text_printf(out, "%s\"%s\":", first ? "" : ",", name);
    write_json_number(out, parameters[i]);
    first = false;
  }
  lu_text_puts(out, "},\"source\":");
  write_json_string(out, measure->source);
  lu_text_puts(out, "}");
}
