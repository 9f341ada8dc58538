/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/context.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "finding.h"
#include "utf8.h"

/** More threads than this help nobody and are taken for a typing error. */
#define MAX_THREADS 1024
#define SECONDS_PER_DAY 86400

struct lu_context {
  int threads;
  uint64_t seed;
  lu_date today;
  char *data_path;
  lu_log_function *log;
  void *log_user;
  lu_progress_function *progress;
  void *progress_user;
  atomic_bool cancelled;
  finding_list findings;
};

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/**
 * The data next to the running program: it stands in <prefix>/bin, its data in
 * <prefix>/share/lutetia. Leaves `path` empty if they do not.
 */
static void path_by_program(char *path, size_t size) {
  char program[2048];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  path[0] = '\0';
  if (length <= 0) return;
  program[length] = '\0';
  char *slash = strrchr(program, '/');
  if (slash == NULL) return;
  *slash = '\0';
  char *folder = strrchr(program, '/');
  if (folder == NULL || strcmp(folder, "/bin") != 0) return;
  *folder = '\0';
  int written = snprintf(path, size, "%s/share/lutetia/facts", program);
  if (written < 0 || (size_t)written >= size || !is_folder(path))
    path[0] = '\0';
  else
    path[(size_t)written - strlen("/facts")] = '\0';
}

/** True for programs of the build tree, which use the data of the source tree. */
static bool is_build_program(void) {
  char program[2048];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  size_t prefix = strlen(LU_BUILD_PATH);
  return length > (ssize_t)prefix && memcmp(program, LU_BUILD_PATH "/", prefix + 1) == 0;
}

/** The data folder of a new context. @return new; NULL when memory is short */
static char *default_data_path(void) {
  const char *wanted = getenv("LUTETIA_DATA");
  if (wanted != NULL && wanted[0] != '\0') return strdup(wanted);
  char path[4096];
  path_by_program(path, sizeof path);
  if (path[0] != '\0') return strdup(path);
  if (is_build_program() && is_folder(LU_SOURCE_DATA_PATH)) return strdup(LU_SOURCE_DATA_PATH);
  return strdup(LU_INSTALLED_DATA_PATH);
}

lu_status lu_context_new(lu_context **out, lu_error *error) {
  *out = NULL;
  lu_context *context = calloc(1, sizeof *context);
  if (context == NULL) return lu_fail_memory(error);
  context->data_path = default_data_path();
  if (context->data_path == NULL) {
    free(context);
    return lu_fail_memory(error);
  }
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  context->threads = cores < 1 ? 1 : cores > MAX_THREADS ? MAX_THREADS : (int)cores;
  context->seed = 1;
  context->today = LU_DATE_NONE;
  atomic_init(&context->cancelled, false);
  *out = context;
  return LU_OK;
}

void lu_context_free(lu_context *context) {
  if (context == NULL) return;
  finding_list_clear(&context->findings);
  free(context->data_path);
  free(context);
}

lu_status lu_context_set_threads(lu_context *context, int threads, lu_error *error) {
  if (threads < 1 || threads > MAX_THREADS)
    return lu_fail(error, LU_USAGE, "the number of threads is %d; it must lie between 1 and %d",
                   threads, MAX_THREADS);
  context->threads = threads;
  return LU_OK;
}

int lu_context_threads(const lu_context *context) {
  return context->threads;
}

void lu_context_set_seed(lu_context *context, uint64_t seed) {
  context->seed = seed;
}

uint64_t lu_context_seed(const lu_context *context) {
  return context->seed;
}

void lu_context_set_today(lu_context *context, lu_date today) {
  context->today = today;
}

/** Seconds since 1970 by SOURCE_DATE_EPOCH if it holds a number, or by the clock. */
static int64_t seconds_now(void) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  if (fixed != NULL && fixed[0] >= '0' && fixed[0] <= '9') {
    char *end = NULL;
    errno = 0;
    long long seconds = strtoll(fixed, &end, 10);
    if (errno == 0 && *end == '\0') return seconds;
  }
  return (int64_t)time(NULL);
}

lu_date lu_context_today(lu_context *context) {
  if (!context->today.known) context->today = lu_date_from_day(seconds_now() / SECONDS_PER_DAY);
  return context->today;
}

lu_status lu_context_set_data_path(lu_context *context, const char *path, lu_error *error) {
  char *copy = strdup(path);
  if (copy == NULL) return lu_fail_memory(error);
  free(context->data_path);
  context->data_path = copy;
  return LU_OK;
}

const char *lu_context_data_path(const lu_context *context) {
  return context->data_path;
}

void lu_context_set_log(lu_context *context, lu_log_function *log, void *user) {
  context->log = log;
  context->log_user = user;
}

void lu_log(lu_context *context, lu_severity severity, const char *format, ...) {
  if (context->log == NULL) return;
  char sentence[1000];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  for (char *c = sentence; *c != '\0'; c++)
    if (*c == '\n' || *c == '\r') *c = ' ';
  utf8_repair(sentence);
  context->log(context->log_user, severity, sentence);
}

void lu_context_set_progress(lu_context *context, lu_progress_function *progress, void *user) {
  context->progress = progress;
  context->progress_user = user;
}

void lu_context_progress(lu_context *context, const char *what, uint64_t done, uint64_t total) {
  if (context->progress != NULL) context->progress(context->progress_user, what, done, total);
}

void lu_context_cancel(lu_context *context) {
  atomic_store(&context->cancelled, true);
}

bool lu_context_cancelled(const lu_context *context) {
  return atomic_load(&context->cancelled);
}

void lu_context_find(lu_context *context, const char *code, lu_severity severity, const char *place,
                     const char *effect, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *sentence = length < 0 ? NULL : malloc((size_t)length + 1);
  if (sentence == NULL) {
    context->findings.incomplete = true;
  } else {
    vsnprintf(sentence, (size_t)length + 1, format, again);
    utf8_repair(sentence);
    lu_finding finding = {code, severity, place == NULL ? "" : place, sentence,
                          effect == NULL ? "" : effect};
    finding_list_add(&context->findings, &finding);
  }
  va_end(again);
  free(sentence);
}

size_t lu_context_finding_count(const lu_context *context) {
  return context->findings.count;
}

const lu_finding *lu_context_finding(const lu_context *context, size_t index) {
  return index < context->findings.count ? context->findings.items[index] : NULL;
}

void lu_context_clear_findings(lu_context *context) {
  finding_list_clear(&context->findings);
}

bool lu_context_findings_incomplete(const lu_context *context) {
  return context->findings.incomplete;
}

const char *lu_severity_name(lu_severity severity) {
  return severity == LU_SEVERE ? "severe" : severity == LU_WARNING ? "warning" : "note";
}
