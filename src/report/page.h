/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: pages. A document tree becomes boxes that know their height (page_build.c,
 * page_table.c, page_picture.c); boxes are placed on pages (page_flow.c); document_pdf.c frames the
 * pages.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <jansson.h>

#include "document.h"
#include "lutetia/draw.h"

/* Colours: greys, and red or brown where something is grave. */
#define PAGE_INK 0x1b1f24u
#define PAGE_MUTED 0x586069u
#define PAGE_RULE 0x9aa1aau
#define PAGE_HAIR 0xd9dde2u
#define PAGE_SEVERE 0xa4161au
#define PAGE_WARNING 0x8a4b00u
#define PAGE_NOTE 0x4a5563u

/* Letters, in points. */
#define PAGE_SIZE 8.6
#define PAGE_LARGE 11
#define PAGE_PICTURE 0.84 /* those of pictures, as a part of that */

/** How a box is drawn, and where it may be cut. */
typedef enum box_kind {
  BOX_STACK,   /**< children below each other; may be cut between them */
  BOX_BESIDE,  /**< children beside each other; is not cut */
  BOX_TEXT,    /**< may be cut between lines */
  BOX_TABLE,   /**< may be cut between rows; the head is repeated */
  BOX_PICTURE, /**< is not cut */
  BOX_LINE,    /**< a line to write on */
  BOX_BREAK    /**< ends the page */
} box_kind;

/** A row of a table. */
struct table_row {
  const lu_block **cells;
  double height;
};

/** What a table box is made of. */
struct table {
  size_t columns, row_count;
  double pad;        /**< above and below the text of a row */
  double *x, *width; /**< of the columns */
  bool *right;       /**< numbers */
  struct table_row head, *rows;
};

/** A part of the document that has been set. */
struct box {
  box_kind kind;
  struct box *first, *last, *next; /**< children, and the next child of the parent */
  double x;                        /**< from the left of the parent */
  double width, height;
  double before;          /**< space above; none at the top of a page */
  bool keep;              /**< is not cut, if it fits a page */
  bool stick;             /**< stays on the page of what follows */
  bool framed;            /**< has a bar at its left */
  uint32_t colour, tint;  /**< of the bar and what is behind the text */
  const lu_block *block;  /**< BOX_TEXT, label of BOX_LINE */
  const lu_block *beside; /**< list marker, label of a field */
  double beside_x;        /**< from the left of the box */
  const char *bookmark;   /**< title of a section */
  int level;              /**< of the bookmark */
  const struct table *table;
  const json_t *picture;
  double letters; /**< size of letters of a picture */
};

/** What boxes are made with. */
struct maker {
  lu_canvas *canvas;
  lu_arena *arena;
  json_t *parts;      /**< pictures that were cut in parts: owned */
  double page_height; /**< room on one page */
  double size;        /**< of the letters */
  double space;       /**< factor of the space between boxes: less than 1 in compact sections */
};

/** A page being filled. */
struct flow {
  lu_canvas *canvas;
  const json_t *document;
  double left, width, top, bottom, paper_width, paper_height;
  double y;
  bool fresh; /**< nothing stands on this page yet */
  size_t page, pages;
  const struct frame *frame; /**< framed boxes that are open */
};

/** A box. @return borrowed from the arena; NULL when memory is short */
struct box *page_box(struct maker *maker, box_kind kind, double x, double width, double before);
/** Appends a child and adds up the height of a stack. Takes NULL. */
void page_add(struct box *parent, struct box *child);
/** The runs of a value as a block. @param heading all bold @return NULL if there is no text */
const lu_block *page_runs(struct maker *maker, const json_t *value, double size, double width,
                          lu_canvas_align align);
/** Measures the runs of a value. */
void page_measure_runs(struct maker *maker, const json_t *value, double size, double *widest,
                       double *word);
/** A piece of one look as a block. */
const lu_block *page_words(struct maker *maker, const char *text, double size, uint32_t colour,
                           bool bold, double width);
/** Text as a box. */
struct box *page_text_box(struct maker *maker, const lu_block *block, double x, double before);

/** Boxes of all children of a node, as a stack. */
struct box *page_children(struct maker *maker, const json_t *node, double x, double width,
                          double before);
/** Box of a table. */
struct box *page_table(struct maker *maker, const json_t *node, double width);
/** Box of a picture. */
struct box *page_picture(struct maker *maker, const json_t *node, double width);

/** Draws a table row. */
void page_draw_row(lu_canvas *canvas, const struct table *table, const struct table_row *row,
                   double x, double y, bool head);
/** Places a table that does not fit what is left of the page. */
void page_place_table(struct flow *flow, const struct box *box, double x);
/** Ends the page and begins the next. */
void page_turn(struct flow *flow);
/** Places a box, over as many pages as it takes. @param x left of its parent */
void page_place(struct flow *flow, const struct box *box, double x);
/** Header and footer of a page. */
void page_frame(struct flow *flow);

/* Room between the columns of a table. */
#define TABLE_GAP 11

#endif
