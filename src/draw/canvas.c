/* SPDX-License-Identifier: Apache-2.0 */
/* Life of a canvas. */
#ifdef LU_HAVE_CAIRO
#include "canvas.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* pango asks fontconfig in threads of its own, which may still hold patterns when the program ends:
   no leak of ours, so the sanitizer is told. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DRAW_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(DRAW_SANITIZED)
LU_API const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void) {
  return "leak:libfontconfig\n";
}
#endif

bool lu_draw_available(void) {
  return true;
}

/* A cairo_write_func_t. */
static cairo_status_t receive(void *user, const unsigned char *data, unsigned length) {
  lu_text *bytes = user;
  lu_text_append(bytes, (const char *)data, length);
  return bytes->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static lu_status cairo_fault(const lu_canvas *canvas, cairo_status_t status, lu_error *error) {
  if (status == CAIRO_STATUS_SUCCESS) return LU_OK;
  if (status == CAIRO_STATUS_NO_MEMORY || canvas->bytes.failed) return lu_fail_memory(error);
  return lu_fail(error, LU_INTERNAL, "cairo: %s", cairo_status_to_string(status));
}

static void close_surface(lu_canvas *canvas) {
  if (canvas->cairo != NULL) cairo_destroy(canvas->cairo);
  if (canvas->surface != NULL) cairo_surface_destroy(canvas->surface);
  canvas->cairo = NULL;
  canvas->surface = NULL;
}

static void open_surface(lu_canvas *canvas) {
  if (canvas->format == LU_CANVAS_SVG) return;
  if (canvas->format == LU_CANVAS_PDF)
    canvas->surface =
        cairo_pdf_surface_create_for_stream(receive, &canvas->bytes, canvas->width, canvas->height);
  else
    canvas->surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(canvas->width * CANVAS_PIXELS),
                                   (int)ceil(canvas->height * CANVAS_PIXELS));
  canvas->cairo = cairo_create(canvas->surface);
  if (canvas->format == LU_CANVAS_PDF) {
    cairo_pdf_surface_restrict_to_version(canvas->surface, CAIRO_PDF_VERSION_1_5);
    return;
  }
  cairo_scale(canvas->cairo, CANVAS_PIXELS, CANVAS_PIXELS);
  cairo_set_source_rgb(canvas->cairo, 1, 1, 1);
  cairo_paint(canvas->cairo);
}

/* Letters are measured without hinting, so that they have the same widths on all surfaces. */
static void open_fonts(lu_canvas *canvas) {
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  canvas->fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  if (canvas->fonts == NULL) canvas->fonts = pango_cairo_font_map_new();
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(canvas->fonts), 72);
  canvas->pango = pango_font_map_create_context(canvas->fonts);
  pango_cairo_context_set_font_options(canvas->pango, options);
  pango_cairo_context_set_resolution(canvas->pango, 72);
  pango_context_set_round_glyph_positions(canvas->pango, FALSE);
  pango_context_set_language(canvas->pango, pango_language_from_string("en"));
  pango_context_set_base_dir(canvas->pango, PANGO_DIRECTION_LTR);
  cairo_font_options_destroy(options);
}

lu_status lu_canvas_new(lu_canvas **out, lu_canvas_format format, double width_pt, double height_pt,
                        lu_error *error) {
  *out = NULL;
  lu_canvas *canvas = calloc(1, sizeof *canvas);
  if (canvas == NULL) return lu_fail_memory(error);
  canvas->format = format;
  canvas->width = width_pt;
  canvas->height = height_pt;
  canvas->page = 1;
  canvas->arena = lu_arena_new();
  canvas->outline = calloc(CANVAS_LEVELS + 1, sizeof *canvas->outline);
  if (canvas->arena == NULL || canvas->outline == NULL) {
    lu_canvas_free(canvas);
    return lu_fail_memory(error);
  }
  open_surface(canvas);
  open_fonts(canvas);
  lu_status status =
      canvas->cairo == NULL ? LU_OK : cairo_fault(canvas, cairo_status(canvas->cairo), error);
  if (status == LU_OK)
    *out = canvas;
  else
    lu_canvas_free(canvas);
  return status;
}

void lu_canvas_free(lu_canvas *canvas) {
  if (canvas == NULL) return;
  for (struct lu_block *block = canvas->blocks; block != NULL; block = block->next)
    if (block->layout != NULL) g_object_unref(block->layout);
  if (canvas->pango != NULL) g_object_unref(canvas->pango);
  if (canvas->fonts != NULL) g_object_unref(canvas->fonts);
  close_surface(canvas);
  lu_arena_free(canvas->arena);
  lu_text_free(&canvas->bytes);
  free(canvas->outline);
  free(canvas);
}

void lu_canvas_describe(lu_canvas *canvas, const char *title, lu_date day) {
  char date[16], text[40];
  lu_text clean = LU_TEXT_INIT;
  if (canvas->format != LU_CANVAS_PDF) return;
  lu_draw_clean(&clean, title);
  canvas->failed |= clean.failed;
  cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_TITLE, lu_text_string(&clean));
  cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATOR, "lutetia");
  if (lu_date_whole(day)) {
    snprintf(text, sizeof text, "%sT00:00:00Z", lu_date_format(date, day));
    cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
  }
  lu_text_free(&clean);
}

void lu_canvas_next_page(lu_canvas *canvas) {
  if (canvas->mute > 0 || canvas->format != LU_CANVAS_PDF) return;
  cairo_show_page(canvas->cairo);
  canvas->page++;
}

void lu_canvas_set_height(lu_canvas *canvas, double height_pt) {
  canvas->height = height_pt;
  if (canvas->format == LU_CANVAS_PDF)
    cairo_pdf_surface_set_size(canvas->surface, canvas->width, height_pt);
  if (canvas->format != LU_CANVAS_PNG) return;
  close_surface(canvas);
  open_surface(canvas);
}

void lu_canvas_bookmark(lu_canvas *canvas, int level, const char *title, double y_pt) {
  lu_text target = LU_TEXT_INIT, clean = LU_TEXT_INIT;
  if (canvas->mute > 0 || canvas->format != LU_CANVAS_PDF) return;
  if (level < 1) level = 1;
  if (level > CANVAS_LEVELS) level = CANVAS_LEVELS;
  lu_draw_clean(&clean, title);
  lu_text_printf(&target, "page=%d pos=[0 ", canvas->page);
  svg_number(&target, y_pt);
  lu_text_puts(&target, "]");
  canvas->failed |= target.failed || clean.failed;
  if (!canvas->failed && clean.length > 0)
    canvas->outline[level] =
        cairo_pdf_surface_add_outline(canvas->surface, canvas->outline[level - 1], clean.data,
                                      target.data, CAIRO_PDF_OUTLINE_FLAG_OPEN);
  for (int below = level + 1; below <= CANVAS_LEVELS; below++)
    canvas->outline[below] = canvas->outline[level];
  lu_text_free(&target);
  lu_text_free(&clean);
}

void lu_canvas_fail(lu_canvas *canvas) {
  canvas->failed = true;
}

void lu_canvas_mute(lu_canvas *canvas, bool mute) {
  canvas->mute += mute ? 1 : -1;
}

lu_status lu_canvas_finish(lu_canvas *canvas, lu_text *out, lu_error *error) {
  lu_status status = LU_OK;
  if (canvas->format == LU_CANVAS_SVG) {
    lu_text_append(out, canvas->bytes.data, canvas->bytes.length);
  } else {
    status = cairo_fault(canvas, cairo_status(canvas->cairo), error);
    if (status == LU_OK && canvas->format == LU_CANVAS_PNG)
      status = cairo_fault(
          canvas, cairo_surface_write_to_png_stream(canvas->surface, receive, &canvas->bytes),
          error);
    cairo_surface_finish(canvas->surface);
    if (status == LU_OK) status = cairo_fault(canvas, cairo_surface_status(canvas->surface), error);
    if (status == LU_OK) lu_text_append(out, canvas->bytes.data, canvas->bytes.length);
  }
  if (canvas->failed || canvas->bytes.failed || lu_arena_failed(canvas->arena) || out->failed)
    return lu_fail_memory(error);
  return status;
}
#else
#include "lutetia/draw.h"

bool lu_draw_available(void) {
  return false;
}

lu_status lu_canvas_new(lu_canvas **out, lu_canvas_format format, double width_pt, double height_pt,
                        lu_error *error) {
  (void)format, (void)width_pt, (void)height_pt;
  *out = NULL;
  return lu_fail(error, LU_USAGE,
                 "this build cannot draw: it was made without cairo and pango "
                 "(LU_CAIRO is off)");
}

/* No canvas exists in such a build, so none of these is ever called. */
void lu_canvas_free(lu_canvas *canvas) {
  (void)canvas;
}

void lu_canvas_describe(lu_canvas *canvas, const char *title, lu_date day) {
  (void)canvas, (void)title, (void)day;
}

void lu_canvas_next_page(lu_canvas *canvas) {
  (void)canvas;
}

void lu_canvas_set_height(lu_canvas *canvas, double height_pt) {
  (void)canvas, (void)height_pt;
}

void lu_canvas_bookmark(lu_canvas *canvas, int level, const char *title, double y_pt) {
  (void)canvas, (void)level, (void)title, (void)y_pt;
}

void lu_canvas_fail(lu_canvas *canvas) {
  (void)canvas;
}

void lu_canvas_mute(lu_canvas *canvas, bool mute) {
  (void)canvas, (void)mute;
}

lu_status lu_canvas_finish(lu_canvas *canvas, lu_text *out, lu_error *error) {
  (void)canvas, (void)out;
  return lu_fail(error, LU_USAGE, "this build cannot draw");
}
#endif
