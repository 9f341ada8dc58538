/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/schedule.h"

int64_t lu_span_after(int64_t day, lu_span span) {
  if (span.months != 0) {
    lu_date date = lu_date_from_day(day);
    if (!date.known) return day;
    int64_t months = (int64_t)date.year * 12 + date.month - 1 + span.months;
    int64_t year = months >= 0 ? months / 12 : -((11 - months) / 12);
    unsigned month = (unsigned)(months - year * 12) + 1;
    unsigned last = lu_days_in_month(year, month);
    day = lu_days_from_civil(year, month, date.day < last ? date.day : last);
  }
  return day + span.days;
}
