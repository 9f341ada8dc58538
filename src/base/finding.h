/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the list of findings that a context keeps.
 */
#ifndef BASE_FINDING_H
#define BASE_FINDING_H

#include "lutetia/base/context.h"

/** Findings that a context keeps; one more says that there were others. Nobody reads more, and
 * hostile input must not make many. */
#define FINDING_LIMIT 1000u

/** Findings in order of arrival; each is one block of memory that holds its texts too. */
typedef struct finding_list {
  lu_finding **items;
  size_t count, capacity;
  bool incomplete; /**< memory ran short: something was not kept */
} finding_list;

/** Copies a finding into the list, unless code, place and sentence stand there already. */
void finding_list_add(finding_list *list, const lu_finding *finding);
/** Frees all findings and the list's own memory; the list is then empty and complete. */
void finding_list_clear(finding_list *list);

#endif
