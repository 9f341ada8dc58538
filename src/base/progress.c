/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/progress.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/** Bars shorter than this say nothing. */
#define SHORTEST_BAR 10u
#define LONGEST_BAR 40u
#define SECONDS_BETWEEN_DRAWINGS 0.1
#define WIDTH_WITHOUT_TERMINAL 80u

/** "950/s", "1.2 k/s", "0.25/s". */
static void write_rate(char *buffer, size_t size, double rate) {
  const char *const prefixes[] = {"", " k", " M", " G"};
  size_t i = 0;
  while (rate >= 1000 && i < 3) {
    rate /= 1000;
    i++;
  }
  snprintf(buffer, size,
           rate < 1     ? "%.2f%s/s"
           : rate < 100 ? "%.1f%s/s"
                        : "%.0f%s/s",
           rate, prefixes[i]);
}

/** "0:07", "12:30", "3:05:00", "2 d". */
static void write_time(char *buffer, size_t size, double seconds) {
  if (!(seconds < 48 * 3600.0)) {
    snprintf(buffer, size, "%.0f d", seconds < 8.64e10 ? seconds / 86400 : 999999.0);
    return;
  }
  unsigned s = (unsigned)(seconds + 0.5);
  if (s >= 3600)
    snprintf(buffer, size, "%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
  else
    snprintf(buffer, size, "%u:%02u", s / 60, s % 60);
}

/** Cuts to `columns` characters of UTF-8. */
static void cut(char *text, size_t columns) {
  size_t seen = 0;
  for (; *text != '\0'; text++) {
    bool starts = ((unsigned char)*text & 0xC0u) != 0x80u;
    if (starts && seen++ == columns) break;
  }
  *text = '\0';
}

static size_t columns_of(const char *text) {
  size_t count = 0;
  for (; *text != '\0'; text++)
    count += ((unsigned char)*text & 0xC0u) != 0x80u;
  return count;
}

char *lu_progress_render(char *buffer, size_t size, const char *what, uint64_t done, uint64_t total,
                         double elapsed_s, unsigned width) {
  if (total != 0 && done > total) done = total;
  double rate = elapsed_s > 0 ? (double)done / elapsed_s : 0;
  double fraction = total == 0 ? 0 : (double)done / (double)total;
  char name[64];
  char share[40];
  char speed[40] = "";
  char left[40] = "";
  snprintf(name, sizeof name, "%.60s", what);
  cut(name, 30);
  if (total == 0)
    snprintf(share, sizeof share, "%llu", (unsigned long long)done);
  else
    snprintf(share, sizeof share, "%3.0f %%", floor(100 * fraction));
  if (rate > 0) write_rate(speed, sizeof speed, rate);
  if (rate > 0 && total != 0) {
    char time_left[30];
    write_time(time_left, sizeof time_left, (double)(total - done) / rate);
    snprintf(left, sizeof left, "%s left", time_left);
  }
  size_t fixed = columns_of(name) + 2 + strlen(share) + (left[0] == '\0' ? 0 : 2 + strlen(left));
  size_t with_speed = fixed + (speed[0] == '\0' ? 0 : 2 + strlen(speed));
  if (with_speed > width) speed[0] = '\0';
  char bar[LONGEST_BAR + 5] = "";
  if (total != 0 && with_speed + 4 + SHORTEST_BAR <= width) {
    size_t length = width - with_speed - 4;
    if (length > LONGEST_BAR) length = LONGEST_BAR;
    size_t filled = (size_t)(fraction * (double)length);
    bar[0] = '[';
    memset(bar + 1, '#', filled);
    memset(bar + 1 + filled, '.', length - filled);
    memcpy(bar + 1 + length, "]  ", 4);
  }
  snprintf(buffer, size, "%s  %s%s%s%s%s%s", name, bar, share, speed[0] == '\0' ? "" : "  ", speed,
           left[0] == '\0' ? "" : "  ", left);
  cut(buffer, width);
  return buffer;
}

struct lu_progress_bar {
  FILE *stream;
  bool terminal;
  bool drawn;
  char what[64];
  double started;
  double last;
};

/** Seconds of a clock that nobody sets. */
static double seconds_now(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

lu_status lu_progress_bar_new(lu_progress_bar **out, FILE *stream, lu_error *error) {
  *out = calloc(1, sizeof **out);
  if (*out == NULL) return lu_fail_memory(error);
  (*out)->stream = stream;
  (*out)->terminal = isatty(fileno(stream)) == 1;
  return LU_OK;
}

/** Erases the line: carriage return, then ECMA-48 "erase in line". */
static void wipe(lu_progress_bar *bar) {
  if (bar->drawn) fputs("\r\033[K", bar->stream);
  bar->drawn = false;
}

void lu_progress_bar_free(lu_progress_bar *bar) {
  if (bar == NULL) return;
  wipe(bar);
  fflush(bar->stream);
  free(bar);
}

static unsigned terminal_width(FILE *stream) {
  struct winsize size;
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return WIDTH_WITHOUT_TERMINAL;
  return size.ws_col;
}

void lu_progress_bar_update(void *user, const char *what, uint64_t done, uint64_t total) {
  lu_progress_bar *bar = user;
  if (!bar->terminal) return;
  double now = seconds_now();
  if (strncmp(bar->what, what, sizeof bar->what - 1) != 0) {
    snprintf(bar->what, sizeof bar->what, "%s", what);
    bar->started = now;
    bar->last = 0;
  }
  bool last_step = total != 0 && done >= total;
  if (!last_step && now - bar->last < SECONDS_BETWEEN_DRAWINGS) return;
  bar->last = now;
  char line[512];
  unsigned width = terminal_width(bar->stream);
  lu_progress_render(line, sizeof line, what, done, total, now - bar->started, width - 1);
  wipe(bar);
  fputs(line, bar->stream);
  fflush(bar->stream);
  bar->drawn = true;
}
