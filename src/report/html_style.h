/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the style sheet of an HTML document.
 */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

#include "lutetia/base.h"

/**
 * Writes the style sheet, with the margins of printed pages.
 * @param paper  "A4" or "Letter" @param notice,footer stand on every printed page
 */
void html_style(lu_text *out, const char *paper, const char *notice, const char *footer);

#endif
