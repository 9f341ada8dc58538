/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probabilities of the values of a decision whose tables tell where it can change: the numbers in
 * their cells part each uncertain input, and one look into each cell says all.
 */
#include <math.h>
#include <string.h>

#include "assess_scan.h"

/** One input between the numbers that part it. */
typedef struct grid_axis {
  size_t count;                         /**< numbers that part what is possible */
  double limits[ASSESS_MAX_LIMITS];     /**< rising */
  double inside[ASSESS_MAX_LIMITS + 1]; /**< a point of each cell */
  size_t stride;                        /**< of its cells in `classes` */
} grid_axis;

typedef struct cell_grid {
  class_scan *scan;
  size_t axis_count, cell_count;
  grid_axis axes[ASSESS_MAX_AXES];
  size_t classes[ASSESS_MAX_CELLS]; /**< class of each cell, the first input runs fastest */
} cell_grid;

/** A number between two ends, of which the outer ones may be missing (infinite). */
static double between(double low, double high) {
  if (isinf(low) && isinf(high)) return 0;
  if (isinf(low)) return high - 1 - fabs(high);
  if (isinf(high)) return low + 1 + fabs(low);
  return low + (high - low) / 2;
}

/** Keeps the numbers that part what is possible, with a point on each side. */
static void part_axis(grid_axis *out, const assess_axis *axis) {
  double ends[ASSESS_MAX_LIMITS + 2];
  size_t first = 0, count = axis->limit_count;
  while (first < count && !(assess_axis_cdf(axis, axis->limits[first]) > ASSESS_FAR_TAIL))
    first++;
  while (count > first && !(assess_axis_cdf(axis, axis->limits[count - 1]) < 1 - ASSESS_FAR_TAIL))
    count--;
  ends[0] = first > 0 ? fmax(axis->limits[first - 1], axis->lower) : axis->lower;
  out->count = count - first;
  for (size_t i = 0; i < out->count; i++)
    out->limits[i] = ends[i + 1] = axis->limits[first + i];
  ends[out->count + 1] =
      count < axis->limit_count ? fmin(axis->limits[count], axis->upper) : axis->upper;
  for (size_t i = 0; i <= out->count; i++)
    out->inside[i] = between(ends[i], ends[i + 1]);
}

/** Parts all inputs. @return false if a number is not known, or there are too many cells */
static bool part_all(cell_grid *grid) {
  const assess_classes *classes = grid->scan->out;
  grid->cell_count = 1;
  grid->axis_count = classes->axis_count;
  for (size_t i = 0; i < classes->axis_count; i++) {
    if (classes->axes[i].limits == NULL) return false;
    part_axis(&grid->axes[i], &classes->axes[i]);
    grid->axes[i].stride = grid->cell_count;
    grid->cell_count *= grid->axes[i].count + 1;
    if (grid->cell_count > ASSESS_MAX_CELLS) return false;
  }
  return true;
}

/** Place of a cell along one input. */
static size_t place_of(const cell_grid *grid, size_t cell, size_t axis) {
  return cell / grid->axes[axis].stride % (grid->axes[axis].count + 1);
}

/** Stands inside of a cell. */
static void stand_in_cell(cell_grid *grid, size_t cell) {
  for (size_t i = 0; i < grid->axis_count; i++)
    grid->scan->at[i] = grid->axes[i].inside[place_of(grid, cell, i)];
}

static lu_status look_everywhere(cell_grid *grid) {
  lu_status status = LU_OK;
  for (size_t cell = 0; cell < grid->cell_count && status == LU_OK; cell++) {
    stand_in_cell(grid, cell);
    status = scan_look(&grid->classes[cell], grid->scan);
  }
  return status;
}

/** Keeps the number behind a cell as a place if the class changes there: itself if the class of
 * the number is another one already, or else the next number. */
static lu_status add_place(cell_grid *grid, size_t axis, size_t cell) {
  class_scan *scan = grid->scan;
  double limit = grid->axes[axis].limits[place_of(grid, cell, axis)];
  size_t found;
  stand_in_cell(grid, cell);
  scan->at[axis] = limit;
  lu_status status = scan_look(&found, scan);
  if (status != LU_OK) return status;
  double place = found == grid->classes[cell] ? nextafter(limit, HUGE_VAL) : limit;
  return scan_add_break(&scan->out->axes[axis], place, scan->error);
}

static lu_status add_places(cell_grid *grid, size_t axis) {
  const grid_axis *along = &grid->axes[axis];
  for (size_t cell = 0; cell < grid->cell_count; cell++) {
    if (place_of(grid, cell, axis) == along->count) continue;
    if (grid->classes[cell] == grid->classes[cell + along->stride]) continue;
    lu_status status = add_place(grid, axis, cell);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** Class between the places that were kept. */
static size_t class_between(const cell_grid *grid, const size_t *cell) {
  size_t at = 0;
  for (size_t i = 0; i < grid->axis_count; i++) {
    const assess_axis *axis = &grid->scan->out->axes[i];
    size_t place = 0; /* the cell of the grid behind the place in front of this cell */
    if (cell[i] > 0)
      while (place < grid->axes[i].count &&
             grid->axes[i].limits[place] <= axis->breaks[cell[i] - 1])
        place++;
    at += place * grid->axes[i].stride;
  }
  return grid->classes[at];
}

/** Probability between two neighbouring places. */
static double share(const assess_axis *axis, const double *below, size_t cell) {
  double low = cell == 0 ? 0 : below[cell - 1];
  return (cell == axis->break_count ? 1 : below[cell]) - low;
}

/** Sums the probabilities between the places into the classes. */
static void weigh(cell_grid *grid) {
  assess_classes *out = grid->scan->out;
  double below[ASSESS_MAX_AXES][ASSESS_MAX_BREAKS];
  size_t cell[ASSESS_MAX_AXES] = {0};
  for (size_t i = 0; i < out->axis_count; i++)
    for (size_t j = 0; j < out->axes[i].break_count; j++)
      below[i][j] = assess_axis_cdf(&out->axes[i], out->axes[i].breaks[j]);
  do {
    double weight = 1;
    for (size_t i = 0; i < out->axis_count; i++)
      weight *= share(&out->axes[i], below[i], cell[i]);
    out->classes[class_between(grid, cell)].probability += weight;
  } while (scan_next_cells(out, cell, LU_NO_INDEX));
}

lu_status scan_grid(bool *done, class_scan *scan) {
  cell_grid grid = {.scan = scan};
  *done = part_all(&grid);
  if (!*done) return LU_OK;
  lu_status status = look_everywhere(&grid);
  for (size_t i = 0; i < grid.axis_count && status == LU_OK; i++)
    status = add_places(&grid, i);
  if (status == LU_OK) weigh(&grid);
  return status;
}
