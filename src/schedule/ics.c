/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/schedule.h"

#ifndef LU_HAVE_ICAL

bool lu_ics_available(void) {
  return false;
}

lu_status lu_ics_write(lu_text *out, const char *name, const lu_ics_event *events, size_t count,
                       lu_date stamp, lu_error *error) {
  (void)out, (void)name, (void)events, (void)count, (void)stamp;
  return lu_fail(error, LU_USAGE,
                 "this program was built without libical and can write no calendar file");
}

#else

#include <libical/ical.h>
#include <sha2.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/base/version.h"

bool lu_ics_available(void) {
  return true;
}

static struct icaltimetype whole_day(int64_t number) {
  lu_date date = lu_date_from_day(number);
  struct icaltimetype time = icaltime_null_date();
  time.year = date.year;
  time.month = date.month;
  time.day = date.day;
  return time;
}

static struct icaltimetype midnight(lu_date date) {
  struct icaltimetype time = whole_day(lu_date_first_day(date));
  time.is_date = 0;
  time.hour = time.minute = time.second = 0;
  time.zone = icaltimezone_get_utc_timezone();
  return time;
}

/* Hash of the calendar's name and the event's id, a NUL between them. */
static void make_uid(char *uid, const char *name, const char *id) {
  SHA2_CTX hash;
  char digest[SHA256_DIGEST_STRING_LENGTH];
  SHA256Init(&hash);
  SHA256Update(&hash, (const uint8_t *)name, strlen(name) + 1);
  SHA256Update(&hash, (const uint8_t *)id, strlen(id));
  SHA256End(&hash, digest);
  memcpy(uid, digest, 40);
  memcpy(uid + 40, "@lutetia", sizeof "@lutetia");
}

/* Control characters other than newline have no place in a calendar file; invalid UTF-8 neither. */
static char *clean(lu_arena *arena, const char *text) {
  size_t length = strlen(text), used = 0;
  char *out = lu_arena_array(arena, length + 1, 3);
  for (size_t i = 0; out != NULL && i < length;) {
    unsigned char byte = (unsigned char)text[i];
    size_t size = byte < 0x80 ? 1 : byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 ? 3 : 2;
    bool fine = byte < 0x80 ? byte >= ' ' || byte == '\n' : byte >= 0xC2 && byte < 0xF5;
    if (byte == 0x7F) fine = false;
    for (size_t j = 1; j < size && fine; j++)
      fine = ((unsigned char)text[i + j] & 0xC0) == 0x80;
    if (fine) {
      memcpy(out + used, text + i, size);
      used += size;
      i += size;
    } else {
      out[used++] = byte < 0x80 ? ' ' : '?';
      i++;
    }
  }
  return out;
}

static bool put(icalcomponent *to, icalproperty *property) {
  if (property == NULL) return false;
  icalcomponent_add_property(to, property);
  return true;
}

static bool put_texts(icalcomponent *entry, const lu_ics_event *event) {
  lu_arena *arena = lu_arena_new();
  if (arena == NULL) return false;
  char *summary = clean(arena, event->summary), *description = clean(arena, event->description),
       *category = clean(arena, event->category);
  bool fine = !lu_arena_failed(arena);
  if (fine) fine = put(entry, icalproperty_new_summary(summary));
  if (fine && description[0] != '\0') fine = put(entry, icalproperty_new_description(description));
  if (fine && category[0] != '\0') fine = put(entry, icalproperty_new_categories(category));
  lu_arena_free(arena);
  return fine;
}

static bool add_entry(icalcomponent *calendar, const char *name, const lu_ics_event *event,
                      lu_date stamp) {
  int64_t day = lu_date_first_day(event->day);
  char uid[64];
  icalcomponent *entry = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  if (entry == NULL) return false;
  icalcomponent_add_component(calendar, entry);
  make_uid(uid, name, event->id);
  return put(entry, icalproperty_new_uid(uid)) &&
         put(entry, icalproperty_new_dtstamp(midnight(stamp))) &&
         put(entry, icalproperty_new_dtstart(whole_day(day))) &&
         put(entry, icalproperty_new_dtend(
                        whole_day(day + (event->duration_d < 1 ? 1 : event->duration_d)))) &&
         put_texts(entry, event) && put(entry, icalproperty_new_status(ICAL_STATUS_TENTATIVE)) &&
         put(entry, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
}

static lu_status check(const lu_ics_event *events, size_t count, lu_date stamp, lu_error *error) {
  if (!lu_date_whole(stamp))
    return lu_fail(error, LU_BAD_INPUT, "the stamp of a calendar file must be a whole date");
  for (size_t i = 0; i < count; i++)
    if (!lu_date_whole(events[i].day) || events[i].day.year < 1 || events[i].day.year > 9998)
      return lu_fail(error, LU_BAD_INPUT,
                     "entry %zu of the calendar file has no whole date up to the year 9998", i + 1);
  return LU_OK;
}

lu_status lu_ics_write(lu_text *out, const char *name, const lu_ics_event *events, size_t count,
                       lu_date stamp, lu_error *error) {
  lu_status status = check(events, count, stamp, error);
  if (status != LU_OK) return status;
  char maker[64];
  snprintf(maker, sizeof maker, "-//Lutetia//Lutetia %.30s//EN", lu_version());
  icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
  bool fine = calendar != NULL && put(calendar, icalproperty_new_version("2.0")) &&
              put(calendar, icalproperty_new_prodid(maker));
  for (size_t i = 0; i < count && fine; i++)
    fine = add_entry(calendar, name, &events[i], stamp);
  char *text = fine ? icalcomponent_as_ical_string_r(calendar) : NULL;
  if (text == NULL)
    status = lu_fail_memory(error);
  else
    lu_text_puts(out, text);
  if (out->failed && status == LU_OK) status = lu_fail_memory(error);
  icalmemory_free_buffer(text);
  if (calendar != NULL) icalcomponent_free(calendar);
  return status;
}

#endif
