/* SPDX-License-Identifier: Apache-2.0 */
/* One option's course: its events by calendar.json. */
#include <string.h>

#include "calendar.h"

#define MOST_EVENTS 24

/* A course while it is built. */
struct course {
  struct calendar *calendar;
  const char *code, *kind;
  const struct option_result *option; /* NULL for what merely goes on */
  const json_t *about;
  bool at_once; /* goes on without the board where it is taken already */
  bool now;     /* begins without the board */
  bool going;   /* is taken already, and goes on */
  struct {
    const char *key;
    int times; /* 0: a single event */
    const char *label;
  } events[MOST_EVENTS];
  size_t count;
};

static const char *id_of(const struct course *course, const char *key, int number) {
  lu_arena *arena = course->calendar->arena;
  return number == 0 ? lu_arena_printf(arena, "%s.%s", course->code, key)
                     : lu_arena_printf(arena, "%s.%s.%d", course->code, key, number);
}

static size_t find_event(const struct course *course, const char *key) {
  for (size_t i = 0; i < course->count; i++)
    if (strcmp(course->events[i].key, key) == 0) return i;
  return SIZE_MAX;
}

static lu_status add_dose(struct course *course, const json_t *entry, const char *id,
                          lu_error *error) {
  struct calendar *calendar = course->calendar;
  const char *gives = calendar_text(entry, "gives");
  if (strcmp(calendar_text(entry, "kind"), "treatment") != 0) return LU_OK;
  if (calendar->dose_count == calendar->dose_capacity) {
    size_t more = calendar->dose_capacity == 0 ? 32 : 2 * calendar->dose_capacity;
    struct dose *grown = lu_arena_array(calendar->arena, more, sizeof *grown);
    if (grown == NULL) return lu_fail_memory(error);
    if (calendar->dose_count > 0)
      memcpy(grown, calendar->doses, calendar->dose_count * sizeof *grown);
    calendar->doses = grown;
    calendar->dose_capacity = more;
  }
  calendar->doses[calendar->dose_count++] =
      (struct dose){id, gives[0] != '\0' ? gives : course->kind,
                    gives[0] != '\0' ? NULL : course->code, calendar->course_count};
  return LU_OK;
}

/* True unless a condition of the entry is not met, or not known to be. */
static bool applies(const struct course *course, const json_t *entry) {
  const struct calendar *calendar = course->calendar;
  const char *taken = calendar_text(entry, "if_taken");
  if (taken[0] != '\0' && !calendar_taken(calendar, taken)) return false;
  return plan_entry_holds(calendar->plan, entry);
}

static lu_status bad_entry(const struct course *course, const json_t *entry, lu_error *error) {
  return lu_fail(error, LU_BAD_INPUT,
                 "%s/calendar.json: event \"%s\" of course \"%s\" needs key, what, and either "
                 "\"begin\", \"each\" or \"nth\" and \"of\" of an event above it, with three days "
                 "or months",
                 course->calendar->plan->guideline->folder, calendar_text(entry, "key"),
                 course->code);
}

static void note_undated(const struct course *course, const char *id) {
  struct calendar *calendar = course->calendar;
  json_t *entry =
      json_pack("{s:s, s:s, s:o}", "event", id, "rule", "", "sentence",
                json_sprintf("The last day of %s is not known: the next stands on the first day.",
                             calendar_kind_label(calendar, course->kind)));
  if (entry == NULL || json_array_append_new(calendar->open, entry) != 0) calendar->failed = true;
}

/* Rule that decides for the option of a course; "" for what has no option in the plan. */
static const char *rule_of(const struct course *course) {
  return course->option != NULL ? course->option->winner->id : "";
}

/* Where an event of the course begins: the first day, the board, what was given, or what another
   course hands over. */
static lu_status place_begin(lu_event *event, struct course *course, const json_t *entry,
                             lu_error *error) {
  struct calendar *calendar = course->calendar;
  const json_t *planning = NULL;
  struct distance distance = calendar_distance(entry, "after_given_");
  const char *given = NULL;
  lu_status status = LU_OK;
  bool handed = calendar->takeover != NULL &&
                strcmp(calendar_text(calendar->takes, "kind"), course->kind) == 0;
  if (course->going) {
    event->rule = rule_of(course);
    event->any_day = true;
  } else if (!handed && !(course->at_once && calendar_taken(calendar, course->kind)) &&
             course->now) {
    event->any_day = !calendar_distance(entry, "every_").found;
    distance = calendar_distance(calendar_planning(calendar, "at_once"), "");
    event->rule = rule_of(course);
  } else if (!handed && !(course->at_once && calendar_taken(calendar, course->kind))) {
    planning = calendar_planning(calendar, "treatment");
    distance = calendar_distance(planning, "");
    event->rule = calendar_text(planning, "rule");
    status = calendar_add_board(calendar, error);
    event->after = calendar->board ? "board" : NULL;
  } else if (handed) {
    distance = calendar_distance(calendar->takes, "");
    event->after = calendar->takeover;
  } else if (distance.found) {
    status = calendar_given(&given, calendar, course->kind, error);
    event->after = given;
    if (given == NULL) { /* no date: the first day, and told */
      distance = calendar_distance(entry, "");
      note_undated(course, event->id);
    }
  } else {
    distance = calendar_distance(entry, "");
  }
  event->earliest = distance.earliest;
  event->wanted = distance.wanted;
  event->latest = distance.latest;
  event->open_end = distance.open_end;
  event->day = calendar->first;
  return status;
}

/* Adds an event once, or with its repetitions. */
static lu_status add_event(struct course *course, lu_event *event, const json_t *entry,
                           lu_error *error) {
  struct calendar *calendar = course->calendar;
  struct distance every = calendar_distance(entry, "every_");
  int times = (int)json_integer_value(json_object_get(entry, "times"));
  lu_status status;
  event->kind = calendar_text(entry, "kind");
  if (event->rule == NULL) event->rule = calendar_text(entry, "rule");
  event->any_day |= json_is_true(json_object_get(entry, "any_day"));
  event->duration_d = (int)json_integer_value(json_object_get(entry, "duration_d"));
  if (event->id == NULL || event->label == NULL) return lu_fail_memory(error);
  calendar_about(calendar, event->id, course->code, event->kind, entry);
  if (!every.found) {
    status = lu_schedule_add(calendar->schedule, event, error);
    return status == LU_OK ? add_dose(course, entry, event->id, error) : status;
  }
  lu_repeat repeat = {.earliest = every.earliest,
                      .wanted = every.wanted,
                      .latest = every.latest,
                      .numbered = times > 0 && strcmp(event->kind, "treatment") == 0,
                      .times = times,
                      .rule = calendar_text(entry, "rule"),
                      .until = calendar->last};
  status = lu_schedule_add_repeated(calendar->schedule, event, &repeat, error);
  for (int number = 1; number <= times && status == LU_OK; number++) {
    const char *id = lu_arena_printf(calendar->arena, "%s.%d", event->id, number);
    status = id == NULL ? lu_fail_memory(error) : add_dose(course, entry, id, error);
  }
  return status;
}

/* One event after each occurrence of another, or after one of them. */
static lu_status add_following(struct course *course, const json_t *entry, lu_error *error) {
  const char *key = calendar_text(entry, "key"), *what = calendar_text(entry, "what");
  const char *each = calendar_text(entry, "each");
  size_t of = find_event(course, each[0] != '\0' ? each : calendar_text(entry, "of"));
  struct distance distance = calendar_distance(entry, "");
  int nth = (int)json_integer_value(json_object_get(entry, "nth"));
  if (of == SIZE_MAX || !distance.found) return bad_entry(course, entry, error);
  int times = course->events[of].times;
  int from = each[0] != '\0' ? 1 : nth, to = each[0] != '\0' ? (times > 0 ? times : 1) : nth;
  if (from < 1 || to > (times > 0 ? times : 1)) return bad_entry(course, entry, error);
  lu_status status = LU_OK;
  for (int number = from; number <= to && status == LU_OK; number++) {
    bool numbered = each[0] != '\0' && times > 0;
    lu_arena *arena = course->calendar->arena;
    lu_event event = {.id = id_of(course, key, numbered ? number : 0),
                      .label = numbered ? lu_arena_printf(arena, "%s (%s %d)", what,
                                                          course->events[of].label, number)
                                        : what,
                      .after = id_of(course, course->events[of].key, times > 0 ? number : 0),
                      .earliest = distance.earliest,
                      .wanted = distance.wanted,
                      .latest = distance.latest,
                      .open_end = distance.open_end};
    status = event.after == NULL ? lu_fail_memory(error) : add_event(course, &event, entry, error);
  }
  return status;
}

/* What begins at once, or goes on, does so by the rule that offers it. */
static void about_first(struct course *course, const json_t *entry, const char *id) {
  struct calendar *calendar = course->calendar;
  if (calendar_distance(entry, "every_").found) id = lu_arena_printf(calendar->arena, "%s.1", id);
  calendar_about_rule(calendar, id, course->code, calendar_text(entry, "kind"),
                      course->option->winner);
}

static lu_status add_entry(struct course *course, const json_t *entry, lu_error *error) {
  const char *key = calendar_text(entry, "key"), *what = calendar_text(entry, "what");
  const char *label = what;
  bool begins = json_is_true(json_object_get(entry, "begin"));
  bool follows = calendar_text(entry, "each")[0] != '\0' || calendar_text(entry, "of")[0] != '\0';
  int times = (int)json_integer_value(json_object_get(entry, "times"));
  if (!applies(course, entry)) return LU_OK;
  if (key[0] == '\0' || what[0] == '\0' || course->count == MOST_EVENTS ||
      (!begins && !follows && !course->at_once))
    return bad_entry(course, entry, error);
  lu_status status;
  if (follows) {
    status = add_following(course, entry, error);
    if (calendar_text(entry, "each")[0] != '\0') {
      size_t of = find_event(course, calendar_text(entry, "each"));
      times = of == SIZE_MAX ? 0 : course->events[of].times;
    }
  } else {
    if (begins && times == 0 && course->option != NULL) /* "Start of the drug: …" needs a name */
      label = lu_arena_printf(course->calendar->arena, "%s: %s", course->going ? "Goes on" : what,
                              course->option->label);
    lu_event event = {.id = id_of(course, key, 0), .label = label};
    status = place_begin(&event, course, entry, error);
    if (status == LU_OK) status = add_event(course, &event, entry, error);
    if (status == LU_OK && course->option != NULL && event.rule == course->option->winner->id)
      about_first(course, entry, event.id);
  }
  const char *as = calendar_text(entry, "as");
  if (status == LU_OK && as[0] != '\0') { /* what follow-up counts from */
    const char *last = id_of(course, key, times);
    if (last == NULL || json_object_set_new(course->calendar->images, as, json_string(last)) != 0)
      return lu_fail_memory(error);
  }
  course->events[course->count].key = key;
  course->events[course->count].times = times;
  course->events[course->count++].label = what;
  return status;
}

/* What the course hands over at its end: a companion that goes on, a row of follow-up. */
static lu_status hand_over(struct course *course, lu_error *error) {
  struct calendar *calendar = course->calendar;
  const json_t *takes = json_object_get(course->about, "takes_over");
  const json_t *row = json_object_get(course->about, "follow_up");
  size_t at = find_event(course, calendar_text(takes, "after"));
  if (takes != NULL && at != SIZE_MAX) {
    calendar->takes = takes;
    calendar->takeover = id_of(course, course->events[at].key, course->events[at].times);
    if (calendar->takeover == NULL) return lu_fail_memory(error);
  }
  at = find_event(course, calendar_text(row, "after"));
  if (row == NULL || at == SIZE_MAX) return LU_OK;
  const char *after = id_of(course, course->events[at].key, course->events[at].times);
  json_t *copy = json_deep_copy(row);
  if (after == NULL || copy == NULL || !json_equal(copy, row) ||
      json_object_set_new(copy, "event", json_string(after)) != 0 ||
      json_array_append_new(calendar->rows, copy) != 0)
    return lu_fail_memory(error);
  return LU_OK;
}

/* True for a drug that is taken already, by the treatments of the record or by a fact. */
static bool is_going(const struct course *course) {
  const json_t *taken = json_object_get(course->about, "taken");
  return (json_object_get(taken, "if") != NULL &&
          plan_entry_holds(course->calendar->plan, taken)) ||
         (json_is_true(json_object_get(taken, "kind")) &&
          calendar_taken(course->calendar, course->kind));
}

lu_status calendar_add_course(struct calendar *calendar, const struct option_result *option,
                              const char *code, const char *kind, bool now, lu_error *error) {
  struct course course = {.calendar = calendar,
                          .code = code,
                          .kind = kind,
                          .option = option,
                          .about = calendar_course(calendar, code, kind)};
  const json_t *entry;
  size_t index;
  lu_status status = LU_OK;
  if (course.about == NULL) return LU_OK; /* nothing to date: follow-up alone */
  course.at_once = json_is_true(json_object_get(course.about, "goes_on"));
  course.now = now;
  course.going = now && option != NULL && is_going(&course);
  json_array_foreach(json_object_get(course.about, "events"), index, entry) {
    if (status == LU_OK) status = add_entry(&course, entry, error);
  }
  if (status == LU_OK) status = hand_over(&course, error);
  calendar->course_count++;
  return status;
}
