/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of text: set by pango, drawn line by line. */
#ifdef LU_HAVE_CAIRO
#include <math.h>
#include <string.h>

#include "canvas.h"

#define FAMILY "DejaVu Sans"
#define MONO_FAMILY "DejaVu Sans Mono"

/* Distance of lines as a multiple of the size of the letters. */
#define LEADING 1.3

/* ---- setting -------------------------------------------------------------------------------- */

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to) {
  attribute->start_index = (guint)from;
  attribute->end_index = (guint)to;
  pango_attr_list_insert(list, attribute);
}

static void add_look(PangoAttrList *list, const struct look *look, size_t from, double size) {
  uint32_t colour = look->colour;
  add_attribute(list,
                pango_attr_foreground_new((guint16)(257 * ((colour >> 16) & 255)),
                                          (guint16)(257 * ((colour >> 8) & 255)),
                                          (guint16)(257 * (colour & 255))),
                from, look->end);
  if (look->bold) add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, look->end);
  if (look->italic) add_attribute(list, pango_attr_style_new(PANGO_STYLE_OBLIQUE), from, look->end);
  if (look->mono) add_attribute(list, pango_attr_family_new(MONO_FAMILY), from, look->end);
  if (look->size != size)
    add_attribute(list, pango_attr_size_new((int)lround(look->size * PANGO_SCALE)), from,
                  look->end);
}

/* All runs as one text, and their looks. */
static void join_runs(lu_text *text, struct look *looks, const lu_canvas_run *runs, size_t count,
                      double size) {
  for (size_t i = 0; i < count; i++) {
    double scale = runs[i].scale > 0 ? runs[i].scale : 1;
    lu_draw_clean(text, runs[i].text);
    looks[i] = (struct look){text->length,   size * scale * (runs[i].mono ? 0.94 : 1),
                             runs[i].colour, runs[i].bold,
                             runs[i].italic, runs[i].mono};
  }
}

/* A number stays on the line of its unit: no break after "19" in "19 %" or "44 mL/min". */
static void join_units(PangoAttrList *attributes, const char *text) {
  for (const char *at = text; *at != '\0'; at++) {
    bool digit = at[0] >= '0' && at[0] <= '9', next = at[0] != '\0' && at[1] == ' ';
    size_t length = digit && next ? strcspn(at + 2, " \n") : 0;
    if (length == 0 || length > 7 || (at[2] >= '0' && at[2] <= '9')) continue;
    size_t from = (size_t)(at - text), to = from + 3;
    while ((text[to] & 0xC0) == 0x80) /* to the end of the character */
      to++;
    add_attribute(attributes, pango_attr_allow_breaks_new(FALSE), from, to);
  }
}

static void apply_setting(PangoLayout *layout, const lu_canvas_setting *setting) {
  static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
  PangoFontDescription *font = pango_font_description_new();
  pango_font_description_set_family_static(font, FAMILY);
  pango_font_description_set_stretch(font, PANGO_STRETCH_SEMI_CONDENSED);
  pango_font_description_set_size(font, (int)lround(setting->size * PANGO_SCALE));
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_alignment(layout, aligns[setting->align]);
  if (setting->width <= 0) return;
  pango_layout_set_width(layout, (int)lround(setting->width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
}

/* Where each line stands: evenly, but never in less room than its letters take. */
static void measure_lines(struct lu_block *block, lu_arena *arena,
                          const lu_canvas_setting *setting) {
  size_t count = (size_t)pango_layout_get_line_count(block->layout);
  double pitch = setting->size * LEADING * (setting->leading > 0 ? setting->leading : 1), top = 0;
  PangoLayoutIter *iter = pango_layout_get_iter(block->layout);
  block->tops = lu_arena_array(arena, count + 1, sizeof *block->tops);
  block->baselines = lu_arena_array(arena, count, sizeof *block->baselines);
  block->lefts = lu_arena_array(arena, count, sizeof *block->lefts);
  for (size_t i = 0; i < count && !lu_arena_failed(arena); i++) {
    PangoRectangle place, line;
    pango_layout_iter_get_line_extents(iter, NULL, &place);
    pango_layout_line_get_extents(pango_layout_iter_get_line_readonly(iter), NULL, &line);
    double height = line.height / (double)PANGO_SCALE, ascent = -line.y / (double)PANGO_SCALE;
    double room = fmax(pitch, height);
    block->lefts[i] = place.x / (double)PANGO_SCALE;
    block->tops[i] = top;
    block->baselines[i] = top + (room - height) / 2 + ascent;
    block->width = fmax(block->width, place.width / (double)PANGO_SCALE);
    block->tops[i + 1] = top += room;
    block->lines = i + 1;
    pango_layout_iter_next_line(iter);
  }
  pango_layout_iter_free(iter);
}

/* Sets runs as a layout. @return new */
static PangoLayout *lay_out(lu_canvas *canvas, struct look *looks, const lu_canvas_run *runs,
                            size_t count, const lu_canvas_setting *setting) {
  lu_text text = LU_TEXT_INIT;
  PangoLayout *layout = pango_layout_new(canvas->pango);
  PangoAttrList *attributes = pango_attr_list_new();
  join_runs(&text, looks, runs, count, setting->size);
  for (size_t i = 0; i < count; i++)
    add_look(attributes, &looks[i], i == 0 ? 0 : looks[i - 1].end, setting->size);
  join_units(attributes, lu_text_string(&text));
  apply_setting(layout, setting);
  pango_layout_set_text(layout, lu_text_string(&text), (int)text.length);
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  canvas->failed |= text.failed;
  lu_text_free(&text);
  return layout;
}

const lu_block *lu_canvas_set(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                              const lu_canvas_setting *setting) {
  struct lu_block *block = lu_arena_alloc(canvas->arena, sizeof *block);
  struct look *looks = lu_arena_array(canvas->arena, count + 1, sizeof *looks);
  if (block == NULL || looks == NULL) {
    canvas->failed = true;
    return NULL;
  }
  block->layout = lay_out(canvas, looks, runs, count, setting);
  block->looks = looks;
  block->look_count = count;
  block->next = canvas->blocks;
  canvas->blocks = block;
  measure_lines(block, canvas->arena, setting);
  canvas->failed |= lu_arena_failed(canvas->arena);
  return canvas->failed ? NULL : block;
}

void lu_canvas_measure(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                       const lu_canvas_setting *setting, double *widest, double *word) {
  lu_canvas_setting free_setting = *setting;
  lu_arena_mark mark = lu_arena_tell(canvas->arena);
  struct look *looks = lu_arena_array(canvas->arena, count + 1, sizeof *looks);
  int width = 0;
  *widest = *word = 0;
  free_setting.width = 0;
  if (looks != NULL) {
    PangoLayout *layout = lay_out(canvas, looks, runs, count, &free_setting);
    pango_layout_get_size(layout, &width, NULL);
    *widest = width / (double)PANGO_SCALE;
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_width(layout, 0);
    pango_layout_get_size(layout, &width, NULL);
    *word = width / (double)PANGO_SCALE;
    g_object_unref(layout);
  }
  lu_arena_rewind(canvas->arena, mark);
}

/* ---- measuring ------------------------------------------------------------------------------ */

double lu_block_height(const lu_block *block) {
  return block == NULL ? 0 : block->tops[block->lines];
}

double lu_block_width(const lu_block *block) {
  return block == NULL ? 0 : block->width;
}

size_t lu_block_lines(const lu_block *block) {
  return block == NULL ? 0 : block->lines;
}

double lu_block_line_top(const lu_block *block, size_t line) {
  if (block == NULL) return 0;
  return block->tops[line > block->lines ? block->lines : line];
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* A line as SVG: one element for each piece of one look. */
static void draw_svg_line(lu_text *out, const lu_block *block, size_t index, double x, double y) {
  const char *text = pango_layout_get_text(block->layout);
  PangoLayoutLine *line = pango_layout_get_line_readonly(block->layout, (int)index);
  for (GSList *at = line->runs; at != NULL; at = at->next) {
    const PangoLayoutRun *run = at->data;
    size_t from = (size_t)run->item->offset, length = (size_t)run->item->length, look = 0;
    double width = pango_glyph_string_get_width(run->glyphs) / (double)PANGO_SCALE;
    while (look + 1 < block->look_count && block->looks[look].end <= from)
      look++;
    while (at->next == NULL && length > 0 && text[from + length - 1] == ' ')
      length--;
    if (length > 0 && block->look_count > 0)
      svg_run(out, text + from, length, x, y, width, &block->looks[look]);
    x += width;
  }
}

void lu_canvas_lines(lu_canvas *canvas, const lu_block *block, double x, double y, size_t from,
                     size_t to) {
  if (block == NULL || canvas->mute > 0) return;
  for (size_t i = from; i < to && i < block->lines; i++) {
    double left = x + block->lefts[i], base = y + block->baselines[i] - block->tops[from];
    if (canvas->format == LU_CANVAS_SVG) {
      draw_svg_line(&canvas->bytes, block, i, left, base);
      continue;
    }
    cairo_move_to(canvas->cairo, left, base);
    pango_cairo_show_layout_line(canvas->cairo,
                                 pango_layout_get_line_readonly(block->layout, (int)i));
    cairo_new_path(canvas->cairo);
  }
}

void lu_canvas_block(lu_canvas *canvas, const lu_block *block, double x, double y) {
  lu_canvas_lines(canvas, block, x, y, 0, lu_block_lines(block));
}
#else
#include "lutetia/draw.h"

/* No canvas exists in such a build, so none of these is ever called. */
const lu_block *lu_canvas_set(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                              const lu_canvas_setting *setting) {
  (void)canvas, (void)runs, (void)count, (void)setting;
  return NULL;
}

void lu_canvas_measure(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                       const lu_canvas_setting *setting, double *widest, double *word) {
  (void)canvas, (void)runs, (void)count, (void)setting;
  *widest = *word = 0;
}

double lu_block_height(const lu_block *block) {
  (void)block;
  return 0;
}

double lu_block_width(const lu_block *block) {
  (void)block;
  return 0;
}

size_t lu_block_lines(const lu_block *block) {
  (void)block;
  return 0;
}

double lu_block_line_top(const lu_block *block, size_t line) {
  (void)block, (void)line;
  return 0;
}

void lu_canvas_lines(lu_canvas *canvas, const lu_block *block, double x, double y, size_t from,
                     size_t to) {
  (void)canvas, (void)block, (void)x, (void)y, (void)from, (void)to;
}

void lu_canvas_block(lu_canvas *canvas, const lu_block *block, double x, double y) {
  (void)canvas, (void)block, (void)x, (void)y;
}
#endif
