/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "lutetia/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_error.h"

/** Temporary names that are tried before giving up. */
#define MAX_ATTEMPTS 100

lu_status file_fail(const char *action, const char *path, int number, lu_error *error) {
  char reason[120] = "unknown reason";
  if (strerror_r(number, reason, sizeof reason) != 0)
    snprintf(reason, sizeof reason, "error number %d", number);
  return lu_fail(error, number == ENOMEM ? LU_OUT_OF_MEMORY : LU_IO, "cannot %s \"%s\": %s", action,
                 path, reason);
}

/* ---- reading ---- */

/** Reads to the end or to `limit` + 1 bytes. `*data` is the caller's also after a failure. */
static lu_status read_all(int descriptor, char **data, size_t *length, size_t limit,
                          const char *path, lu_error *error) {
  size_t capacity = 0;
  for (;;) {
    if (*length + 1 >= capacity) {
      if (capacity > SIZE_MAX / 4) return lu_fail_memory(error);
      capacity = capacity == 0 ? 65536 : capacity * 2;
      char *grown = realloc(*data, capacity);
      if (grown == NULL) return lu_fail_memory(error);
      *data = grown;
    }
    ssize_t got = read(descriptor, *data + *length, capacity - *length - 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_fail("read", path, errno, error);
    *length += (size_t)got;
    (*data)[*length] = '\0';
    if (limit != 0 && *length > limit)
      return lu_fail(error, LU_BAD_INPUT, "\"%s\" is longer than the %zu bytes that are allowed",
                     path, limit);
    if (got == 0) return LU_OK;
  }
}

lu_status lu_file_read(char **out, size_t *length, const char *path, size_t limit,
                       lu_error *error) {
  *out = NULL;
  if (length != NULL) *length = 0;
  bool standard = strcmp(path, "-") == 0;
  int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return file_fail("open", path, errno, error);
  char *data = NULL;
  size_t used = 0;
  lu_status status =
      read_all(descriptor, &data, &used, limit, standard ? "standard input" : path, error);
  if (!standard) close(descriptor);
  if (status != LU_OK) {
    free(data);
    return status;
  }
  *out = data;
  if (length != NULL) *length = used;
  return LU_OK;
}

/* ---- writing ---- */

static bool write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t put = write(descriptor, bytes, length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes += put;
    length -= (size_t)put;
  }
  return true;
}

/** Flushes the folder of a file, so that its new name survives a loss of power; best effort. */
static void flush_folder(char *path) {
  char *slash = strrchr(path, '/');
  if (slash != NULL) *slash = '\0';
  const char *folder = slash == NULL ? "." : path[0] == '\0' ? "/" : path;
  int descriptor = open(folder, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

/** Where bytes go. */
typedef struct target {
  char *path;         /**< owned; links are followed */
  bool exists;        /**< a file that is replaced */
  bool stream;        /**< a pipe or a device: written through, never replaced */
  struct stat status; /**< of what exists */
} target;

/** Follows links to what is written. @param out path to be freed with free(), after a failure too
 */
static lu_status find_target(target *out, const char *path, lu_error *error) {
  struct stat link;
  *out = (target){.path = NULL};
  if (lstat(path, &link) != 0) {
    if (errno != ENOENT) return file_fail("write", path, errno, error);
    out->path = strdup(path);
    return out->path == NULL ? lu_fail_memory(error) : LU_OK;
  }
  if (stat(path, &out->status) != 0) {
    if (errno != ENOENT) return file_fail("write", path, errno, error);
    return lu_fail(error, LU_IO, "cannot write \"%s\": it is a link to a file that does not exist",
                   path);
  }
  out->exists = S_ISREG(out->status.st_mode);
  out->stream = S_ISFIFO(out->status.st_mode) || S_ISCHR(out->status.st_mode);
  if (S_ISDIR(out->status.st_mode)) return file_fail("write", path, EISDIR, error);
  if (!out->exists && !out->stream)
    return lu_fail(error, LU_IO, "cannot write \"%s\": it is neither a file nor a pipe", path);
  if (access(path, W_OK) != 0) return file_fail("write", path, errno, error);
  out->path = S_ISLNK(link.st_mode) && out->exists ? realpath(path, NULL) : strdup(path);
  return out->path == NULL ? file_fail("write", path, errno, error) : LU_OK;
}

/** Writes to a pipe or a device. */
static lu_status write_stream(const char *path, const char *bytes, size_t length, lu_error *error) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return file_fail("write", path, errno, error);
  bool written = write_all(descriptor, bytes, length);
  int reason = errno;
  if (close(descriptor) != 0 && written) {
    written = false;
    reason = errno;
  }
  return written ? LU_OK : file_fail("write", path, reason, error);
}

/**
 * Opens a file that did not exist, named like `path` with a suffix, that its owner alone may read.
 * @param name receives its name
 */
static int open_temporary(char *name, size_t size, const char *path) {
  for (int i = 0; i < MAX_ATTEMPTS; i++) {
    snprintf(name, size, "%s.tmp-%ld-%d", path, (long)getpid(), i);
    int descriptor =
        open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)(S_IRUSR | S_IWUSR));
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

/** Gives a new file the owner (where that is allowed) and the mode of the one that it replaces. */
static bool keep_mode(int descriptor, const struct stat *old) {
  struct stat now;
  if (fstat(descriptor, &now) != 0) return false;
  bool foreign = now.st_uid != old->st_uid || now.st_gid != old->st_gid;
  if (foreign && fchown(descriptor, old->st_uid, old->st_gid) != 0 && errno != EPERM) return false;
  return fchmod(descriptor, old->st_mode & (mode_t)(S_IRWXU | S_IRWXG | S_IRWXO)) == 0;
}

/** Writes under a temporary name beside the target, then renames. */
static lu_status replace_file(const target *at, const char *bytes, size_t length, lu_error *error) {
  if (at->path == NULL) return lu_fail_memory(error);
  size_t size = strlen(at->path) + 40;
  char *temporary = malloc(size);
  if (temporary == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  int descriptor = open_temporary(temporary, size, at->path);
  if (descriptor < 0) {
    status = file_fail("write", at->path, errno, error);
    goto done;
  }
  bool written = (!at->exists || keep_mode(descriptor, &at->status)) &&
                 write_all(descriptor, bytes, length) && fsync(descriptor) == 0;
  int reason = errno;
  if (close(descriptor) != 0 && written) {
    written = false;
    reason = errno;
  }
  if (written && rename(temporary, at->path) != 0) {
    written = false;
    reason = errno;
  }
  if (!written) {
    unlink(temporary);
    status = file_fail("write", at->path, reason, error);
    goto done;
  }
  flush_folder(temporary);
done:
  free(temporary);
  return status;
}

lu_status lu_file_write(const char *path, const char *bytes, size_t length, lu_error *error) {
  target at;
  lu_status status = find_target(&at, path, error);
  if (status == LU_OK)
    status = at.stream ? write_stream(at.path, bytes, length, error)
                       : replace_file(&at, bytes, length, error);
  free(at.path);
  return status;
}
