/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what would come of many changes of one patient's facts. All changes are
 * derived and chosen for in parallel; those that all tables see alike are chosen for once. The
 * results do not depend on the number of threads.
 */
#ifndef GUIDELINE_OUTLOOK_H
#define GUIDELINE_OUTLOOK_H

#include "plan.h"

/** Class of an option that no rule speaks of, and of one that waits for facts. */
#define OUTLOOK_NOTHING "not offered"
#define OUTLOOK_WAITS "waits for facts"

/** What would become of one option. */
typedef struct outlook_option {
  const char *class_name; /**< of the deciding rule, or one of the two words above */
  const char *section;    /**< "" where it has none */
  placement place;
  bool first;     /**< among the treatments that come first */
  bool emergency; /**< offered, or waiting, for an acute event */
  size_t before;  /**< treatments that are offered and stand before it */
} outlook_option;

/** What would come of one change: one entry for each option, in the order of outlooks.codes. */
typedef struct outlook {
  outlook_option *options;
  size_t first_count; /**< treatments that come first; 0 if none is offered */
} outlook;

/** What would come of many changes. */
typedef struct outlooks {
  lu_arena *arena;
  const lu_guideline *guideline;
  size_t option_count;
  const char **codes; /**< of the options, sorted */
  size_t count;       /**< different outlooks */
  outlook *all;
  size_t *of_change; /**< change -> index in `all` */
} outlooks;

/**
 * Makes one change in a set that is as assessed.
 * @param changed facts that were set, borrowed until the next call for the same change
 */
typedef lu_status outlook_change(void *user, size_t change, lu_factset *facts,
                                 const size_t **changed, size_t *count, lu_error *error);

/** Which changes. */
typedef struct outlook_request {
  const lu_study *study;
  size_t change_count;
  outlook_change *change; /**< called by several threads at once */
  void *user;
} outlook_request;

/** Looks at all changes. @param out new; free with outlooks_free() */
lu_status outlooks_make(outlooks **out, const outlook_request *request, lu_context *context,
                        lu_error *error);
/** Frees it. NULL is allowed. */
void outlooks_free(outlooks *made);
/** What comes of a change. @return borrowed */
const outlook *outlooks_at(const outlooks *made, size_t change);
/** Rank of the treatments that come first in a plan; INFINITY if none is offered. An emergency says
 * nothing of the tumour and does not count. */
double outlook_best_rank(const lu_plan *plan);
/** What a plan says of an option, as an outlook does. */
void outlook_of_plan(outlook *out, const outlooks *made, const lu_plan *plan);

#endif
