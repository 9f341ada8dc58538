/* SPDX-License-Identifier: Apache-2.0 */
/* Visits of follow-up: which row holds for each kind of visit, and its days. */
#include <math.h>
#include <string.h>

#include "calendar.h"

/* More visits of one row than this are a mistake of the tables. */
#define MOST_VISITS 20000
#define DAYS_PER_MONTH (365.25 / 12)

/* One visit of one row. */
struct row {
  const char *option, *what, *key; /* key of the test, or what it is called */
  const json_t *entry;
  const struct rule *rule; /* NULL where a course brings the row along */
  const json_t *source;    /* what the course says of it */
  const char *event;       /* months count from this event; NULL: from `day` */
  int64_t day;
  const char *since; /* in words */
  double interval;   /* months between the last two visits: the shortest wins */
  const struct row *beside;
};

/* Months: earliest, wanted, latest. */
struct months {
  double low, want, high;
};

/* A number, a list of earliest and latest (the earliest is wanted), or of all three. */
static struct months months_of(const json_t *value) {
  size_t size = json_array_size(value);
  const json_t *low = size > 0 ? json_array_get(value, 0) : value;
  const json_t *want = size == 3 ? json_array_get(value, 1) : low;
  const json_t *high = size > 0 ? json_array_get(value, size - 1) : value;
  return (struct months){json_is_number(low) ? json_number_value(low) : 0,
                         json_is_number(want) ? json_number_value(want) : 0,
                         json_is_number(high) ? json_number_value(high) : 0};
}

/* Steady interval; where there is none, the last step. */
static double interval_of(const json_t *entry) {
  double before = 0, last = 0;
  const json_t *at = json_object_get(entry, "at_months");
  double steady = months_of(json_object_get(entry, "then_every_months")).want;
  if (steady > 0) return steady;
  for (size_t i = 0; i < json_array_size(at); i++) {
    before = last;
    last = months_of(json_array_get(at, i)).want;
  }
  return last > before ? last - before : 1200;
}

/* ---- which rows hold ------------------------------------------------------------------------ */

/* Where months count from: the last image of a course, a test that is planned, the treatment that
   the row follows, the last such test, the first day. */
static void find_origin(struct row *row, const struct calendar *calendar) {
  const char *kind;
  json_t *codes;
  int64_t done = calendar_done(calendar, row->key);
  row->since = "the first day of this calendar";
  row->day = calendar->start;
  row->event = json_string_value(json_object_get(calendar->images, row->key));
  if (row->event != NULL) row->since = "the last image of the course";
  if (row->event == NULL)
    row->event = json_string_value(json_object_get(calendar->tests, row->key));
  if (row->event != NULL) return;
  json_object_foreach(json_object_get(calendar->rules, "follow_up_from"), kind, codes) {
    int64_t last = calendar_last(calendar, kind, NULL);
    if (!calendar_lists(codes, row->option) || last == INT64_MIN || last > calendar->start)
      continue;
    row->day = last;
    row->since = "the treatment";
    return;
  }
  if (done != INT64_MIN && done <= calendar->start) {
    row->day = done;
    row->since = "the last one";
  }
}

static const json_t *visits_of(const struct calendar *calendar, const char *option) {
  return json_object_get(json_object_get(calendar->plan->guideline->options, option), "calendar");
}

/* Rows that there can be: those that treatments bring along, and those of all options. */
static size_t room_for_rows(const struct calendar *calendar) {
  const lu_plan *plan = calendar->plan;
  size_t room = 1, index;
  json_t *brought;
  json_array_foreach(calendar->rows, index, brought) room +=
      json_array_size(visits_of(calendar, calendar_text(brought, "option")));
  for (size_t i = 0; i < plan->option_count; i++)
    room += json_array_size(visits_of(calendar, plan->options[i].code));
  return room;
}

static void add_rows(struct row *rows, size_t *count, struct calendar *calendar,
                     const struct row *from) {
  const json_t *list = visits_of(calendar, from->option);
  for (size_t i = 0; i < json_array_size(list); i++) {
    struct row row = *from;
    row.entry = json_array_get(list, i);
    if (!plan_entry_holds(calendar->plan, row.entry)) continue;
    row.what = calendar_text(row.entry, "what");
    row.key = calendar_test_key(calendar, row.what);
    if (row.key == NULL) row.key = row.what;
    row.interval = interval_of(row.entry);
    if (row.event == NULL) find_origin(&row, calendar);
    if (row.what[0] != '\0') rows[(*count)++] = row;
  }
}

/* A row that a planned treatment brings along comes before those of today, then the shortest, then
   the one that stands first in the plan. */
static bool wins(const struct row *a, const struct row *b) {
  if ((a->rule == NULL) != (b->rule == NULL)) return a->rule == NULL;
  return a->interval < b->interval;
}

static size_t collect(struct row *rows, struct calendar *calendar) {
  const lu_plan *plan = calendar->plan;
  size_t count = 0, index;
  json_t *brought;
  json_array_foreach(calendar->rows, index, brought) {
    struct row row = {.option = calendar_text(brought, "option"),
                      .source = brought,
                      .event = calendar_text(brought, "event"),
                      .since = "the treatment"};
    add_rows(rows, &count, calendar, &row);
  }
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (option->place != PLACE_OPTION || strcmp(option->section, "follow_up") != 0 ||
        option->winner->rank->use != USE_OFFER)
      continue;
    struct row row = {.option = option->code, .rule = option->winner};
    add_rows(rows, &count, calendar, &row);
  }
  return count;
}

/* ---- the visits of a row --------------------------------------------------------------------- */

struct visit {
  struct months from; /* from the origin, the visits before taken as on their wanted days */
  struct months step; /* from the visit before; zeros where months count from the origin */
};

static struct months scaled(struct months months, double factor) {
  return (struct months){months.low * factor, months.want * factor, months.high * factor};
}

/* Visits that a row can have up to the end of the calendar. */
static size_t room_for_visits(const struct row *row, double factor, double most_months) {
  double step = months_of(json_object_get(row->entry, "then_every_months")).want * factor;
  double steps = step > 0 && most_months > 0 ? most_months / step : 0;
  size_t listed = json_array_size(json_object_get(row->entry, "at_months"));
  return listed + (steps < MOST_VISITS ? (size_t)steps : MOST_VISITS) + 3;
}

/* All visits up to the end of the calendar; all that there is room for at most. */
static size_t list_visits(struct visit *visits, size_t room, const struct row *row, double factor,
                          double most_months) {
  const json_t *at = json_object_get(row->entry, "at_months");
  double limit = json_number_value(json_object_get(row->entry, "for_months"));
  size_t count = 0;
  if (limit <= 0) limit = INFINITY;
  for (size_t i = 0; i < json_array_size(at); i++)
    visits[count++].from = scaled(months_of(json_array_get(at, i)), factor);
  struct months step = scaled(months_of(json_object_get(row->entry, "then_every_months")), factor);
  while (step.want > 0 && count < room) {
    double last = count == 0 ? 0 : visits[count - 1].from.want;
    if (last > most_months || last + step.want > limit) break;
    visits[count++] = (struct visit){{last + step.low, last + step.want, last + step.high},
                                     step.high > step.low ? step : (struct months){0, 0, 0}};
  }
  return count;
}

static lu_span months_span(double months, int days) {
  double whole = floor(months);
  return (lu_span){(int32_t)whole, (int32_t)lround((months - whole) * DAYS_PER_MONTH) + days};
}

/* Days that a visit with a single month may stand away. */
static int tolerance(const struct calendar *calendar, double months) {
  const json_t *rule = json_object_get(json_object_get(calendar->rules, "planning"), "tolerance");
  double days = json_number_value(json_object_get(rule, "share")) * months * DAYS_PER_MONTH;
  double least = json_number_value(json_object_get(rule, "least_d"));
  double most = json_number_value(json_object_get(rule, "most_d"));
  if (days > most) days = most;
  return (int)(days < least ? least : days);
}

/* A row being written out. */
struct writer {
  struct calendar *calendar;
  const struct row *row;
  const char *slug, *note;
  const char *base; /* event that the next visit counts from; NULL: the row's day */
  double base_months, step;
  const char *before; /* event of the visit before; NULL if there is none */
  int number;
};

static bool will_move(const struct calendar *calendar, const char *id) {
  for (size_t i = 0; calendar->options != NULL && i < calendar->options->move_count; i++)
    if (strcmp(calendar->options->moves[i].event, id) == 0) return true;
  return false;
}

static void describe(struct writer *writer, const char *id) {
  const struct row *row = writer->row;
  struct calendar *calendar = writer->calendar;
  if (row->rule != NULL)
    calendar_about_rule(calendar, id, row->option, "follow_up", row->rule);
  else
    calendar_about(calendar, id, row->option, "follow_up", row->source);
  json_t *about = json_object_get(calendar->about, id);
  if (writer->note[0] != '\0' && json_object_set_new(about, "note", json_string(writer->note)) != 0)
    calendar->failed = true;
}

static lu_status write_visit(struct writer *writer, struct visit visit, bool overdue,
                             lu_error *error) {
  struct calendar *calendar = writer->calendar;
  const struct row *row = writer->row;
  bool ranges = visit.from.high > visit.from.low;
  bool chained = writer->before != NULL && visit.step.want > 0;
  int around = ranges ? 0 : tolerance(calendar, writer->step);
  double base = writer->base_months;
  struct months from = chained ? visit.step
                               : (struct months){visit.from.low - base, visit.from.want - base,
                                                 visit.from.high - base};
  lu_event event = {
      .id =
          lu_arena_printf(calendar->arena, "%s.%s.%d", row->option, writer->slug, ++writer->number),
      .label = overdue ? lu_arena_printf(calendar->arena, "%s (overdue)", row->what) : row->what,
      .kind = "follow_up",
      .rule = row->rule != NULL ? row->rule->id : calendar_text(row->source, "rule"),
      .after = chained ? writer->before : writer->base,
      .day = overdue ? calendar->first : lu_date_from_day(row->day),
      .earliest = months_span(from.low, -around),
      .wanted = months_span(from.want, 0),
      .latest = months_span(from.high, around)};
  if (overdue) {
    event.after = NULL;
    event.earliest = event.wanted = (lu_span){0, 0};
    event.latest = (lu_span){0, 14};
  }
  if (event.id == NULL || event.label == NULL) return lu_fail_memory(error);
  describe(writer, event.id);
  if (!overdue) writer->before = event.id;
  if (!overdue && will_move(calendar, event.id)) {
    writer->base = event.id;
    writer->base_months = visit.from.want;
  }
  return lu_schedule_add(calendar->schedule, &event, error);
}

static int64_t day_of(const struct row *row, double months) {
  return lu_span_after(row->day, months_span(months, 0));
}

/* First visit that still lies ahead. */
static size_t first_ahead(const struct calendar *calendar, const struct row *row,
                          const struct visit *visits, size_t count) {
  size_t next = 0;
  while (row->event == NULL && next < count &&
         day_of(row, visits[next].from.high) < calendar->start)
    next++;
  return next;
}

/* True where the visit before was due, nothing of its kind was done since, and the row still
   holds. */
static bool missed(const struct calendar *calendar, const struct row *row,
                   const struct visit *visits, size_t next) {
  double limit = json_number_value(json_object_get(row->entry, "for_months"));
  if (row->event != NULL || next == 0) return false;
  if (limit > 0 && day_of(row, limit) < calendar->start) return false; /* the row is over */
  int around = tolerance(calendar, visits[next - 1].from.low);
  return calendar_done(calendar, row->key) < day_of(row, visits[next - 1].from.low) - around;
}

static const char *note_of(struct calendar *calendar, const struct row *row, const char *shorter) {
  lu_text text = LU_TEXT_INIT;
  struct months every = months_of(json_object_get(row->entry, "then_every_months"));
  lu_text_printf(&text, "months from %s", row->since);
  if (every.high > every.low)
    lu_text_printf(&text, "; every %g to %g months", every.low, every.high);
  if (shorter[0] != '\0') lu_text_printf(&text, "; %s", shorter);
  if (row->beside != NULL)
    lu_text_printf(&text, "; shorter than %s",
                   row->beside->rule != NULL ? row->beside->rule->id : row->beside->option);
  const char *note = lu_arena_strdup(calendar->arena, lu_text_string(&text));
  calendar->failed |= text.failed;
  lu_text_free(&text);
  return note == NULL ? "" : note;
}

static lu_status write_row(struct calendar *calendar, const struct row *row, double factor,
                           const char *shorter, lu_error *error) {
  double most = (double)(calendar->until - row->day) / DAYS_PER_MONTH + 1;
  if (row->event != NULL) most = (double)(calendar->until - calendar->start) / DAYS_PER_MONTH + 1;
  size_t room = room_for_visits(row, factor, most);
  struct visit *visits = lu_arena_array(calendar->arena, room, sizeof *visits);
  if (visits == NULL) return lu_fail_memory(error);
  size_t count = list_visits(visits, room, row, factor, most);
  if (count > MOST_VISITS)
    return lu_fail(error, LU_BAD_INPUT, "options.json: %s of \"%.60s\" has more than %d visits",
                   row->what, row->option, MOST_VISITS);
  size_t next = first_ahead(calendar, row, visits, count);
  struct writer writer = {.calendar = calendar,
                          .row = row,
                          .slug = calendar_slug(calendar, row->what),
                          .note = note_of(calendar, row, shorter),
                          .base = row->event};
  lu_status status = LU_OK;
  if (writer.slug == NULL) return lu_fail_memory(error);
  if (missed(calendar, row, visits, next)) {
    writer.step = visits[next - 1].from.want;
    status = write_visit(&writer, visits[next - 1], true, error);
  }
  for (size_t i = next; i < count && status == LU_OK; i++) {
    writer.step = visits[i].from.want - (i == 0 ? 0 : visits[i - 1].from.want);
    status = write_visit(&writer, visits[i], false, error);
  }
  return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* True if a fact has the value that the file asks for; 1 and 1.0 are one number. */
static bool is_value(const lu_value *value, const json_t *wanted) {
  if (json_is_number(wanted)) {
    double number = lu_value_number(value), other = json_number_value(wanted);
    return number <= other && number >= other;
  }
  json_t *json = lu_value_json(value);
  bool equal = json != NULL && json_equal(json, wanted);
  json_decref(json);
  return equal;
}

/* How much shorter the intervals become by what is known, and why. */
static double shorten(struct calendar *calendar, const char **note) {
  lu_text reasons = LU_TEXT_INIT;
  const lu_factset *facts = calendar->plan->facts;
  size_t index;
  json_t *entry;
  double factor = 1;
  *note = "";
  json_array_foreach(json_object_get(calendar->rules, "shorter"), index, entry) {
    size_t fact = lu_dictionary_find(lu_factset_dictionary(facts), calendar_text(entry, "fact"));
    if (fact == LU_NO_INDEX || plan_fact_open(facts, fact) ||
        lu_factset_state(facts, fact) != LU_FACT_KNOWN)
      continue;
    double number = json_number_value(json_object_get(entry, "factor"));
    if (!is_value(lu_factset_value(facts, fact), json_object_get(entry, "value")) || number <= 0)
      continue;
    factor *= number;
    lu_text_printf(&reasons, "%s%s", reasons.length > 0 ? "; " : "", calendar_text(entry, "note"));
  }
  if (reasons.length > 0) *note = lu_arena_strdup(calendar->arena, lu_text_string(&reasons));
  calendar->failed |= reasons.failed || *note == NULL;
  if (*note == NULL) *note = "";
  lu_text_free(&reasons);
  return factor;
}

static bool same_visit(const struct row *a, const struct row *b) {
  return strcmp(a->key, b->key) == 0 &&
         (strcmp(a->option, b->option) != 0 || strcmp(a->what, b->what) == 0);
}

/* An option that ends follow-up is told; the visits stand, for the board to strike. */
static void note_stops(struct calendar *calendar) {
  const json_t *stops = json_object_get(calendar->rules, "stops");
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (option->place == PLACE_OPTION && calendar_lists(stops, option->code))
      calendar_note(calendar, "%s is an option (%s): %s", option->label, option->winner->id,
                    option->winner->reason);
  }
}

lu_status calendar_add_follow_up(struct calendar *calendar, lu_error *error) {
  struct row *rows = lu_arena_array(calendar->arena, room_for_rows(calendar), sizeof *rows);
  const char *shorter;
  lu_status status = LU_OK;
  if (rows == NULL) return lu_fail_memory(error);
  size_t count = collect(rows, calendar);
  double factor = shorten(calendar, &shorter);
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    bool held = false;
    for (size_t j = 0; j < count; j++) {
      if (i == j || !same_visit(&rows[i], &rows[j])) continue;
      if (wins(&rows[j], &rows[i]) || (j < i && !wins(&rows[i], &rows[j]))) held = true;
      if (rows[i].beside == NULL && rows[j].rule != rows[i].rule) rows[i].beside = &rows[j];
    }
    if (!held) status = write_row(calendar, &rows[i], factor, shorter, error);
  }
  note_stops(calendar);
  return status;
}
