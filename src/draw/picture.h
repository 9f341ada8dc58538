/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the pictures share.
 */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

#include "lutetia/draw.h"

/* Greys, and one blue for what matters; pictures read in grey too. */
#define INK 0x1b1f24u
#define MUTED 0x586069u
#define RULE 0x9aa1aau
#define HAIR 0xe4e7ebu
#define TINT 0xf5f6f8u
#define ACCENT 0x1f4e79u
#define ACCENT_TINT 0xbfd0e0u

/** A picture that is being drawn. */
struct picture {
  lu_canvas *canvas;
  lu_arena *arena; /**< freed with the picture */
  double x, y;     /**< upper left corner */
  double width;
  double size; /**< of the letters */
};

/** Draws one kind of picture. @return its height */
double picture_timeline(struct picture *picture, const json_t *node);
double picture_tree(struct picture *picture, const json_t *node);
double picture_curve(struct picture *picture, const json_t *node);

/** Text of a member; "" if there is none. @return borrowed */
const char *picture_text(const json_t *node, const char *key);
/** Day number of a member that is a whole day. @return true if it is one */
bool picture_day(const json_t *node, const char *key, double *day);
/** Sets one run. @param width where it wraps; 0: not @param size 0 for that of the picture */
const lu_block *picture_set(struct picture *picture, const char *text, uint32_t colour, bool bold,
                            double size, double width, lu_canvas_align align);
/** A mark at a point: circle, square, triangle, diamond, each filled and open. */
void picture_mark(struct picture *picture, size_t kind, double x, double y, double radius,
                  uint32_t colour);

/** Ticks of an axis at most. */
#define TICKS 64
/** A tick of an axis. */
struct tick {
  double at;
  char label[24];
  char under[24]; /**< second line, where it changes; else "" */
};
/** Ticks of an axis. */
struct ticks {
  struct tick list[TICKS];
  size_t count;
};
/** Ticks at round numbers, about `wanted` of them. */
void axis_numbers(struct ticks *ticks, double low, double high, double wanted);
/** Ticks at days, months or years; at most about `wanted` of them. */
void axis_days(struct ticks *ticks, double low, double high, double wanted);

#endif
