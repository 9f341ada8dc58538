/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Offsets of named zones from the system's time zone database (TZif, RFC 8536).
 * The C library's own reader works on process-wide state, which this library has not.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "temporal.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"
#define MAX_NAME 64
#define MAX_FILE 16384
#define HEADER 44

/** A zone file in memory, second part (64-bit times). */
typedef struct zone_file {
  unsigned char bytes[MAX_FILE];
  size_t length;
  size_t transitions, types; /**< counts */
  const unsigned char *times, *indices, *infos;
  char rule[64]; /**< POSIX rule for times behind the last transition; "" if none */
} zone_file;

/** Names such as "Europe/Paris", "Etc/GMT+5": no dots, so that no path leads out of the folder. */
static bool name_is_safe(const char *name) {
  size_t length = strlen(name);
  if (length == 0 || length > MAX_NAME || name[0] == '/' || name[length - 1] == '/') return false;
  for (size_t i = 0; i < length; i++) {
    char c = name[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '_' && c != '-' && c != '+' && c != '/') return false;
    if (c == '/' && name[i + 1] == '/') return false;
  }
  return true;
}

static uint32_t read32(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t read64(const unsigned char *bytes) {
  uint64_t value = (uint64_t)read32(bytes) << 32 | read32(bytes + 4);
  return (int64_t)value;
}

/** Reads the file; without the heap, so that memory running short cannot look like a missing zone.
 */
static bool load(zone_file *zone, const char *name) {
  char path[sizeof ZONE_FOLDER + MAX_NAME];
  if (!name_is_safe(name)) return false;
  snprintf(path, sizeof path, "%s%s", ZONE_FOLDER, name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t got;
  do {
    got = read(file, zone->bytes + zone->length, MAX_FILE - zone->length);
    if (got > 0) zone->length += (size_t)got;
  } while (got > 0 && zone->length < MAX_FILE);
  close(file);
  return got >= 0 && zone->length >= HEADER && memcmp(zone->bytes, "TZif", 4) == 0;
}

/** Size of the block behind a header, with times of `width` bytes; SIZE_MAX if it is absurd. */
static size_t block_size(const unsigned char *header, size_t width) {
  size_t utc = read32(header + 20), standard = read32(header + 24), leaps = read32(header + 28);
  size_t times = read32(header + 32), types = read32(header + 36), letters = read32(header + 40);
  if (utc > MAX_FILE || standard > MAX_FILE || leaps > MAX_FILE || times > MAX_FILE ||
      types > MAX_FILE || letters > MAX_FILE) {
    return SIZE_MAX;
  }
  return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + utc;
}

static void keep_rule(zone_file *zone, const unsigned char *from) {
  const unsigned char *end = zone->bytes + zone->length;
  zone->rule[0] = '\0';
  if (from >= end || *from != '\n') return;
  from++;
  const unsigned char *stop = memchr(from, '\n', (size_t)(end - from));
  if (stop == NULL || (size_t)(stop - from) >= sizeof zone->rule) return;
  memcpy(zone->rule, from, (size_t)(stop - from));
  zone->rule[stop - from] = '\0';
}

/** Finds the arrays of the 64-bit part; every index is checked against the counts here. */
static bool locate(zone_file *zone) {
  size_t first = block_size(zone->bytes, 4);
  if (zone->bytes[4] < '2' || first > zone->length - HEADER) return false;
  size_t start = HEADER + first;
  if (zone->length - start < HEADER || memcmp(zone->bytes + start, "TZif", 4) != 0) return false;
  const unsigned char *header = zone->bytes + start;
  size_t second = block_size(header, 8);
  if (second > zone->length - start - HEADER) return false;
  zone->transitions = read32(header + 32);
  zone->types = read32(header + 36);
  zone->times = header + HEADER;
  zone->indices = zone->times + zone->transitions * 8;
  zone->infos = zone->indices + zone->transitions;
  for (size_t i = 0; i < zone->transitions; i++) {
    if (zone->indices[i] >= zone->types) return false;
  }
  keep_rule(zone, header + HEADER + second);
  return zone->types > 0;
}

/* ---- the POSIX rule behind the last transition: "CET-1CEST,M3.5.0,M10.5.0/3" -------------- */

/** Skips a name: letters, or anything in <>. */
static const char *skip_name(const char *text) {
  if (*text == '<') {
    const char *end = strchr(text, '>');
    return end == NULL ? text : end + 1;
  }
  while ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'))
    text++;
  return text;
}

/** Reads [+-]h[:m[:s]] as seconds. */
static const char *read_clock(int64_t *seconds, const char *text) {
  bool negative = *text == '-';
  if (*text == '-' || *text == '+') text++;
  int64_t unit = 3600, total = 0;
  for (; unit > 0; unit /= 60) {
    int64_t number = 0;
    while (*text >= '0' && *text <= '9' && number < 1000)
      number = number * 10 + (*text++ - '0');
    total += number * unit;
    if (*text != ':') break;
    text++;
  }
  *seconds = negative ? -total : total;
  return text;
}

/** Reads one date of a rule and gives the wall-clock second of `year` when it is due. */
static const char *read_change(int64_t *second, const char *text, int64_t year) {
  int64_t part[3] = {0, 0, 0}, clock = 7200; /* two o'clock unless said otherwise */
  char form = *text;
  if (form == 'M' || form == 'J') text++;
  for (int i = 0; i < 3; i++) {
    while (*text >= '0' && *text <= '9' && part[i] < 1000)
      part[i] = part[i] * 10 + (*text++ - '0');
    if (*text != '.') break;
    text++;
  }
  if (*text == '/') text = read_clock(&clock, text + 1);
  int64_t day = lu_days_from_civil(year, 1, 1);
  if (form == 'M') {
    unsigned month = part[0] >= 1 && part[0] <= 12 ? (unsigned)part[0] : 1;
    int64_t first = lu_days_from_civil(year, month, 1);
    int64_t weekday = ((first + 4) % 7 + 7) % 7; /* Sunday is 0; 1970-01-01 was a Thursday */
    int64_t offset = (part[2] - weekday + 7) % 7 + (part[1] - 1) * 7;
    while (offset >= (int64_t)lu_days_in_month(year, month))
      offset -= 7;
    day = first + offset;
  } else if (form == 'J') {
    bool leap = lu_days_in_month(year, 2) == 29;
    day += part[0] - 1 + (leap && part[0] >= 60 ? 1 : 0); /* day 60 is always 1 March */
  } else {
    day += part[0];
  }
  *second = day * TEMPORAL_DAY_S + clock;
  return text;
}

static int64_t year_of_second(int64_t second) {
  int64_t day = second / TEMPORAL_DAY_S - (second % TEMPORAL_DAY_S < 0 ? 1 : 0);
  feel_date date;
  return temporal_date_of(&date, day) ? date.year : 0;
}

static bool rule_offset(int32_t *offset_s, const char *rule, int64_t utc) {
  int64_t standard, summer, begin, end;
  const char *text = skip_name(rule);
  if (text == rule) return false;
  text = read_clock(&standard, text);
  standard = -standard; /* POSIX counts to the west */
  *offset_s = (int32_t)standard;
  if (*text == '\0') return true;
  text = skip_name(text);
  summer = standard + 3600;
  if (*text != ',' && *text != '\0') {
    text = read_clock(&summer, text);
    summer = -summer;
  }
  if (*text != ',') return true;
  int64_t year = year_of_second(utc + standard);
  text = read_change(&begin, text + 1, year);
  if (*text != ',') return true;
  read_change(&end, text + 1, year);
  begin -= standard;
  end -= summer;
  bool in_summer = begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
  *offset_s = (int32_t)(in_summer ? summer : standard);
  return true;
}

/* ---- look-up ----------------------------------------------------------------------------- */

static int32_t type_offset(const zone_file *zone, size_t type) {
  return (int32_t)read32(zone->infos + type * 6);
}

static int32_t offset_at(const zone_file *zone, int64_t utc) {
  size_t count = zone->transitions;
  int32_t offset;
  if (count == 0 || utc < read64(zone->times)) {
    if (count == 0 && rule_offset(&offset, zone->rule, utc)) return offset;
    return type_offset(zone, 0);
  }
  if (utc >= read64(zone->times + (count - 1) * 8) && rule_offset(&offset, zone->rule, utc)) {
    return offset;
  }
  size_t low = 0, high = count; /* times[low] <= utc < times[high] */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (read64(zone->times + middle * 8) <= utc) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return type_offset(zone, zone->indices[low]);
}

static bool open_zone(zone_file *zone, const char *name) {
  zone->length = 0;
  return load(zone, name) && locate(zone);
}

bool temporal_zone_exists(const char *name) {
  zone_file zone;
  return open_zone(&zone, name);
}

bool temporal_zone_offset_utc(int32_t *offset_s, const char *name, int64_t utc_seconds) {
  zone_file zone;
  if (!open_zone(&zone, name)) return false;
  *offset_s = offset_at(&zone, utc_seconds);
  return true;
}

bool temporal_zone_offset(int32_t *offset_s, const char *name, int64_t local_seconds) {
  zone_file zone;
  if (!open_zone(&zone, name)) return false;
  /* At most one transition lies within a day on either side. */
  int32_t before = offset_at(&zone, local_seconds - TEMPORAL_DAY_S);
  int32_t after = offset_at(&zone, local_seconds + TEMPORAL_DAY_S);
  *offset_s = before;
  if (before != after && offset_at(&zone, local_seconds - before) != before &&
      offset_at(&zone, local_seconds - after) == after) {
    *offset_s = after;
  }
  return true;
}
