/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a decision while it is looked at in many places of its uncertain inputs.
 */
#ifndef PATIENT_ASSESS_SCAN_H
#define PATIENT_ASSESS_SCAN_H

#include "assess.h"

/** Far ends: what is less probable than this is left out. */
#define ASSESS_FAR_TAIL 1e-9
/** Most cells of a grid between the numbers at which a decision can change. */
#define ASSESS_MAX_CELLS 512

/** A decision with uncertain inputs. */
typedef struct class_scan {
  const lu_assessment *assessment;
  const assess_step *step;
  const lu_factset *facts;
  lu_evaluation *evaluation;
  assess_classes *out;
  double at[ASSESS_MAX_AXES]; /**< where the decision is looked at */
  lu_arena *arena;
  lu_error *error;
} class_scan;

/** The class at `scan->at`. @param index in out->classes, where a new one is added */
lu_status scan_look(size_t *index, class_scan *scan);
/** Keeps a place where the class changes, once, in rising order. */
lu_status scan_add_break(assess_axis *axis, double x, lu_error *error);
/** Steps to the next combination of cells between places, without input `fixed`. @return false
 * behind the last */
bool scan_next_cells(const assess_classes *classes, size_t *cell, size_t fixed);

/**
 * Finds the classes where all numbers at which the decision can change are known: each cell between
 * them is looked at once (assess_grid.c).
 * @param done set to false, with nothing else done, where they are not known or are too many
 */
lu_status scan_grid(bool *done, class_scan *scan);

#endif
