/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how a plan becomes dates. What is put on days, and when, stands in
 * calendar.json of the edition; the room schedule places it.
 */
#ifndef GUIDELINE_CALENDAR_H
#define GUIDELINE_CALENDAR_H

#include "lutetia/schedule.h"
#include "plan.h"

/** A dose, session, cycle or operation: what gaps between treatments are about. */
struct dose {
  const char *id;     /**< of its event */
  const char *kind;   /**< kind of treatment, as the tables of conflicts name what comes first */
  const char *option; /**< option code, as they name what comes second; NULL for a companion */
  size_t course;      /**< number of its course */
};

/** An option that gets days. */
struct pick {
  const struct option_result *option;
  bool now; /**< begins at once: the board is not awaited */
};

/** A calendar while it is built. */
struct calendar {
  const lu_plan *plan;
  const json_t *rules; /**< calendar.json; NULL where the edition has none */
  const json_t *record;
  const lu_calendar_options *options;
  lu_context *context;
  lu_arena *arena;
  lu_schedule *schedule;
  int64_t start, until;
  lu_date first, last;           /**< the same as dates */
  json_t *about;                 /**< id of an event, or of its series, to what is known of it */
  json_t *gaps;                  /**< id of a gap's rule to its class, sources and mark */
  json_t *tests;                 /**< key of a test to the event that plans it */
  json_t *chosen, *notes, *open; /**< parts of the document */
  json_t *rows;                  /**< rows of follow-up that courses bring along */
  json_t *images;      /**< key of a test to the last image of a course that counts as it */
  const char *profile; /**< which part of "planning" holds; "" for the usual */
  struct pick *picks;
  size_t pick_count;
  bool waits; /**< a treatment waits for its condition: the board comes all the same */
  bool held;  /**< an emergency goes first: what can wait gets no days */
  struct dose *doses;
  size_t dose_count, dose_capacity, course_count;
  const char *takeover; /**< event after which a companion goes on; NULL for none */
  const json_t *takes;  /**< what its course says of that */
  bool board;           /**< the board has an event */
  bool failed;          /**< sticky: memory ran short */
};

/** Earliest, wanted, latest. */
struct distance {
  bool found, open_end;
  lu_span earliest, wanted, latest;
};

/** "days" or "months" of an entry behind a prefix ("", "every_", "after_given_"). */
struct distance calendar_distance(const json_t *entry, const char *prefix);
/** Text of a member; "" if there is none. @return borrowed */
const char *calendar_text(const json_t *object, const char *key);
/** True if a list holds a text. */
bool calendar_lists(const json_t *list, const char *text);
/** A text as part of an id: small letters and digits, hyphens between. @return borrowed; NULL when
 * memory is short */
const char *calendar_slug(struct calendar *calendar, const char *text);
/** What is known of an event: option, kind, and rule, sources, mark, note of an entry. */
void calendar_about(struct calendar *calendar, const char *id, const char *option, const char *kind,
                    const json_t *entry);
/** The same with the rule that makes an option what it is. */
void calendar_about_rule(struct calendar *calendar, const char *id, const char *option,
                         const char *kind, const struct rule *rule);
/** Keeps a sentence about the calendar. */
void calendar_note(struct calendar *calendar, const char *format, ...) LU_PRINTF(2, 3);

/** Event of the last time that a kind of treatment was given; made when it is first asked for.
 * @param id NULL if none is dated or dated only in the future */
lu_status calendar_given(const char **id, struct calendar *calendar, const char *kind,
                         lu_error *error);
/** What a person calls a kind of treatment. @return borrowed */
const char *calendar_kind_label(const struct calendar *calendar, const char *kind);
/** True if a kind of treatment goes on. */
bool calendar_taken(const struct calendar *calendar, const char *kind);
/** Day of the last time; INT64_MIN if none is known. @param stated the date as it is stated; may be
 * NULL */
int64_t calendar_last(const struct calendar *calendar, const char *kind, lu_date *stated);

/** Key of a test by the name that a row, an option or a limit of age gives it. @return borrowed;
 * NULL if there is none */
const char *calendar_test_key(const struct calendar *calendar, const char *name);
/** Day on which a test was done last; INT64_MIN if none is known. */
int64_t calendar_done(const struct calendar *calendar, const char *key);

/** An entry of "planning", first from the profile of this calendar. @return borrowed; NULL */
const json_t *calendar_planning(const struct calendar *calendar, const char *key);
/** Chooses what gets days; adds nothing yet. */
lu_status calendar_choose(struct calendar *calendar, lu_error *error);
/** Emergencies, on the first day. */
lu_status calendar_add_emergencies(struct calendar *calendar, lu_error *error);
/** True for an option that is an emergency now, and gets an event as such. */
bool calendar_is_emergency(const struct calendar *calendar, const struct option_result *option);

/** Tests that the rules want, tests that are too old, the board. */
lu_status calendar_add_tests(struct calendar *calendar, lu_error *error);
/** The event of the board, once. */
lu_status calendar_add_board(struct calendar *calendar, lu_error *error);
/** Treatments that are chosen, with what they bring along. */
lu_status calendar_add_treatments(struct calendar *calendar, lu_error *error);
/** One option's course. @param option NULL for what merely goes on @param now begins at once */
lu_status calendar_add_course(struct calendar *calendar, const struct option_result *option,
                              const char *code, const char *kind, bool now, lu_error *error);
/** What the edition says of an option's course, by its code or kind. @return borrowed; NULL */
const json_t *calendar_course(const struct calendar *calendar, const char *code, const char *kind);
/** Kind of treatment of an option. @return borrowed; "" */
const char *calendar_kind(const struct calendar *calendar, const char *code);
/** Gaps between all that was added. */
lu_status calendar_add_gaps(struct calendar *calendar, lu_error *error);
/** Visits of follow-up. */
lu_status calendar_add_follow_up(struct calendar *calendar, lu_error *error);
/** Moves events as the user wishes; a name that there is not is refused with the nearest ones. */
lu_status calendar_move(struct calendar *calendar, lu_error *error);
/** The document. @param out new reference */
lu_status calendar_document(json_t **out, struct calendar *calendar, lu_error *error);

#endif
