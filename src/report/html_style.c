/* SPDX-License-Identifier: Apache-2.0 */
/* Few sizes, few greys; colour only where something is grave. */
#include "html_style.h"

#include "lutetia/draw.h"

static const char screen[] =
    ":root{--ink:#1b1f24;--muted:#586069;--rule:#c8cdd4;--hair:#e4e7eb;--severe:#a4161a;"
    "--warning:#8a4b00;--note:#4a5563}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:#eef0f2;color:var(--ink);font:15px/1.45 \"Helvetica Neue\",Arial,"
    "\"Liberation Sans\",\"DejaVu Sans Condensed\",sans-serif;font-variant-numeric:tabular-nums}\n"
    "main{max-width:54rem;margin:1.5rem auto;padding:2rem 2.5rem 2.5rem;background:#fff;"
    "box-shadow:0 0 0 1px var(--rule)}\n"
    "body.large{font-size:18px}\n"
    "h1,h2,h3,h4{line-height:1.2;break-after:avoid;overflow-wrap:anywhere}\n"
    "h1{font-size:1.65rem;margin:0 0 .3rem}\n"
    "h2{font-size:1.25rem;margin:2rem 0 .5rem;padding-bottom:.25rem;"
    "border-bottom:1px solid var(--ink)}\n"
    "h3{font-size:1.02rem;margin:1.25rem 0 .35rem}\n"
    "h4{font-size:.93rem;margin:1rem 0 .25rem}\n"
    "p{margin:.3rem 0;overflow-wrap:anywhere}\n"
    ".notice{margin:0 0 1rem;color:var(--muted);font-size:.87rem}\n"
    ".small{font-size:.87em}\n"
    ".muted{color:var(--muted);font-size:.93em}\n"
    ".warning-text{color:var(--severe);font-weight:600}\n"
    "code{font:.92em \"DejaVu Sans Mono\",Menlo,Consolas,monospace}\n"
    "ul,ol{margin:.3rem 0;padding-left:1.5rem}\n"
    "li{margin:.25rem 0}\n"
    "li::marker{color:var(--muted)}\n"
    "dl{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:.2rem 1rem;"
    "margin:.3rem 0}\n"
    "dt{color:var(--muted);max-width:16rem}\n"
    "dd{margin:0;overflow-wrap:anywhere}\n"
    "table{border-collapse:collapse;width:100%;margin:.4rem 0 .8rem;font-size:.93em;"
    "border-bottom:1px solid var(--rule)}\n"
    "caption{text-align:left;font-weight:600;padding:.3rem 0}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;"
    "overflow-wrap:anywhere}\n"
    "th:last-child,td:last-child{padding-right:0}\n"
    "th{font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--ink);"
    "overflow-wrap:break-word}\n"
    "tbody tr+tr td{border-top:1px solid var(--hair)}\n"
    ".unit{font-weight:400;color:var(--muted);white-space:nowrap}\n"
    ".right{text-align:right}\n"
    ".empty{color:var(--muted)}\n"
    ".callout{margin:.8rem 0;padding:.5rem .9rem;border-left:4px solid var(--note);"
    "background:#f5f6f8;break-inside:avoid}\n"
    ".callout>strong{display:block;color:var(--note)}\n"
    ".callout.warning{border-color:var(--warning);background:#fdf6ea}\n"
    ".callout.warning>strong{color:var(--warning)}\n"
    ".callout.severe{border-color:var(--severe);background:#fdf1f1}\n"
    ".callout.severe>strong{color:var(--severe)}\n"
    ".lines{margin:.5rem 0;break-inside:avoid}\n"
    ".lines i{display:block;height:1.9rem;border-bottom:1px solid #8b939c;font-style:normal;"
    "font-size:.87rem;color:var(--muted);padding-top:.75rem;line-height:1}\n"
    ".columns{display:grid;gap:0 2rem}\n"
    ".columns>*{min-width:0}\n"
    ".columns>*>:first-child,.columns>*>section>:first-child{margin-top:.6rem}\n"
    "figure{margin:.8rem 0;break-inside:avoid}\n"
    "figure svg{display:block;width:100%;height:auto}\n"
    "figcaption{font-weight:600;font-size:.93em;margin-bottom:.3rem}\n"
    ".keep{break-inside:avoid}\n"
    ".compact{font-size:.94em;line-height:1.35}\n"
    ".compact .compact{font-size:inherit}\n"
    ".compact th,.compact td{padding-top:.14rem;padding-bottom:.14rem}\n"
    ".compact h2,.compact h3,.compact h4{margin-top:.7rem;margin-bottom:.15rem}\n"
    ".page-break{margin:2rem 0;border:0;border-top:1px dashed var(--rule)}\n"
    "footer{margin-top:2.5rem;padding-top:.6rem;border-top:1px solid var(--rule);"
    "color:var(--muted);font-size:.87rem}\n"
    "@media (max-width:40rem){main{margin:0;padding:1rem}.columns{display:block}"
    "dl{display:block}dd{margin-bottom:.4rem}}\n";

static const char printed[] =
    "@media print{body{background:#fff;font-size:8.6pt;line-height:1.3}"
    "body.large{font-size:12pt}main{max-width:none;margin:0;padding:0;box-shadow:none}"
    "h1{font-size:15pt;margin-bottom:0}h2{font-size:12pt;margin:12pt 0 4pt}"
    "h3{font-size:9.6pt;margin:7pt 0 2pt}h4{font-size:8.6pt;margin:5pt 0 1pt}"
    ".notice{margin-bottom:5pt}p,ul,ol,dl{margin:2pt 0}li{margin:1.5pt 0}dl{gap:1pt 8pt}"
    "table{margin:2pt 0 4pt}th,td{padding:1.8pt 7pt 1.8pt 0}figure{margin:5pt 0}"
    ".callout{margin:5pt 0;padding:3pt 7pt}.lines{margin:0}"
    ".lines i{height:20pt;padding-top:9pt;font-size:8pt}.notice,footer{font-size:8pt}"
    ".columns>*>:first-child,.columns>*>section>:first-child{margin-top:4pt}"
    ".compact{line-height:1.22}.compact th,.compact td{padding-top:1pt;padding-bottom:1pt}"
    ".compact h2,.compact h3,.compact h4{margin:4pt 0 1pt}"
    ".page-break{margin:0;border:0;break-after:page}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* A CSS string: whatever could end it, or the style sheet, is written by its number. */
static void put_css_string(lu_text *out, const char *text) {
  lu_text clean = LU_TEXT_INIT;
  lu_draw_clean(&clean, text);
  out->failed |= clean.failed;
  lu_text_puts(out, "\"");
  for (const char *at = lu_text_string(&clean); *at != '\0'; at++) {
    bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                 (*at >= '0' && *at <= '9') || *at == ' ' || *at == '.' || *at == ',' ||
                 (*at & 0x80) != 0;
    if (plain)
      lu_text_append(out, at, 1);
    else
      lu_text_printf(out, "\\%X ", (unsigned)(unsigned char)*at);
  }
  lu_text_puts(out, "\"");
  lu_text_free(&clean);
}

void html_style(lu_text *out, const char *paper, const char *notice, const char *footer) {
  lu_text_puts(out, screen);
  lu_text_puts(out, printed);
  lu_text_printf(out,
                 "@page{size:%s;margin:18mm 16mm 16mm;font:7.5pt Arial,sans-serif;"
                 "@top-left{content:",
                 paper);
  put_css_string(out, notice);
  lu_text_puts(out,
               ";font:7.5pt Arial,sans-serif;color:#586069;width:100%;text-align:left}"
               "@bottom-left{content:");
  put_css_string(out, footer);
  lu_text_puts(out,
               ";font:7.5pt Arial,sans-serif;color:#586069;width:80%}"
               "@bottom-right{content:\"page \" counter(page) \" of \" counter(pages);"
               "font:7.5pt Arial,sans-serif;color:#586069}}\n");
}
