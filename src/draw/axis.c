/* SPDX-License-Identifier: Apache-2.0 */
/* Where the ticks of an axis stand, and what they say. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "picture.h"

static struct tick *add_tick(struct ticks *ticks, double at) {
  struct tick *tick = &ticks->list[ticks->count];
  if (ticks->count == TICKS) return NULL;
  ticks->count++;
  *tick = (struct tick){.at = at};
  return tick;
}

/* "1500", "0.25": as many decimals as the step needs. */
static void print_number(char *buffer, size_t size, double value, double step) {
  int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
  if (fabs(value) < step / 1e6) value = 0;
  if (fabs(value) >= 1e7 || decimals > 6) {
    snprintf(buffer, size, "%.3g", value);
    return;
  }
  snprintf(buffer, size, "%.*f", decimals, value);
}

void axis_numbers(struct ticks *ticks, double low, double high, double wanted) {
  ticks->count = 0;
  double span = high - low;
  if (!(span > 0) || !isfinite(span)) return;
  double rough = span / fmax(wanted, 1), power = pow(10, floor(log10(rough)));
  double factor = rough / power;
  double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  double first = ceil(low / step - 1e-9);
  for (int i = 0; (first + i) * step <= high + step * 1e-9; i++) {
    struct tick *tick = add_tick(ticks, (first + i) * step);
    if (tick == NULL) return;
    print_number(tick->label, sizeof tick->label, tick->at, step);
  }
}

static const char *month_name(unsigned month) {
  static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return names[(month + 11) % 12];
}

/* Every so many months, or years where `months` is 12 or more. */
static void month_ticks(struct ticks *ticks, double low, double high, int months) {
  lu_date first = lu_date_from_day((int64_t)floor(low));
  int64_t month = (int64_t)first.year * 12 + first.month - 1;
  int32_t year = 0;
  month -= ((month % months) + months) % months;
  for (;; month += months) {
    double at = (double)lu_days_from_civil(month / 12, (unsigned)(month % 12) + 1, 1);
    if (at > high) return;
    if (at < low) continue;
    struct tick *tick = add_tick(ticks, at);
    if (tick == NULL) return;
    if (months >= 12) {
      snprintf(tick->label, sizeof tick->label, "%d", (int)(month / 12));
      continue;
    }
    snprintf(tick->label, sizeof tick->label, "%s", month_name((unsigned)(month % 12) + 1));
    if (year != (int32_t)(month / 12))
      snprintf(tick->under, sizeof tick->under, "%d", (int)(month / 12));
    year = (int32_t)(month / 12);
  }
}

static void day_ticks(struct ticks *ticks, double low, double high, int days) {
  int month = 0;
  for (int64_t day = (int64_t)ceil(low); (double)day <= high; day += days) {
    lu_date date = lu_date_from_day(day);
    struct tick *tick = add_tick(ticks, (double)day);
    if (tick == NULL) return;
    snprintf(tick->label, sizeof tick->label, "%d", date.day);
    if (month != date.month)
      snprintf(tick->under, sizeof tick->under, "%s %d", month_name(date.month), (int)date.year);
    month = date.month;
  }
}

void axis_days(struct ticks *ticks, double low, double high, double wanted) {
  static const int days[] = {1, 2, 7, 14}, months[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600};
  double span = high - low, most = fmin(fmax(wanted, 2), TICKS - 1.0);
  ticks->count = 0;
  if (!(span > 0)) return;
  for (size_t i = 0; i < sizeof days / sizeof days[0] && span < 62; i++) {
    if (span / days[i] > most) continue;
    day_ticks(ticks, low, high, days[i]);
    return;
  }
  for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
    if (span / (30.4 * months[i]) > most) continue;
    month_ticks(ticks, low, high, months[i]);
    return;
  }
}
