/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file_error.h"
#include "lutetia/base/file.h"

bool lu_file_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

bool lu_folder_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

lu_status lu_folder_make(const char *path, lu_error *error) {
  char *partial = strdup(path);
  if (partial == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  char *end = partial;
  while (status == LU_OK && *end != '\0') {
    end += strspn(end, "/");
    end += strcspn(end, "/");
    char kept = *end;
    *end = '\0';
    if (mkdir(partial, 0777) != 0 && !lu_folder_exists(partial))
      status = file_fail("make the folder", partial, errno, error);
    *end = kept;
  }
  free(partial);
  return status;
}

char *lu_path_join(const char *folder, const char *name) {
  size_t length = name[0] == '/' ? 0 : strlen(folder);
  const char *between = length > 0 && folder[length - 1] != '/' ? "/" : "";
  size_t size = length + strlen(name) + 2;
  char *path = malloc(size);
  if (path != NULL) snprintf(path, size, "%.*s%s%s", (int)length, folder, between, name);
  return path;
}

const char *lu_path_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *suffix) {
  size_t length = strlen(name);
  size_t wanted = strlen(suffix);
  return length >= wanted && strcmp(name + length - wanted, suffix) == 0;
}

/** Appends a copy of a name; false when memory is short. */
static bool append(lu_folder *folder, size_t *capacity, const char *name) {
  if (folder->count == *capacity) {
    size_t grown = *capacity == 0 ? 16 : *capacity * 2;
    char **names = realloc(folder->names, grown * sizeof *names);
    if (names == NULL) return false;
    folder->names = names;
    *capacity = grown;
  }
  folder->names[folder->count] = strdup(name);
  if (folder->names[folder->count] == NULL) return false;
  folder->count++;
  return true;
}

lu_status lu_folder_list(lu_folder *out, const char *path, const char *suffix, lu_error *error) {
  *out = (lu_folder){NULL, 0};
  DIR *stream = opendir(path);
  if (stream == NULL) return file_fail("list", path, errno, error);
  lu_status status = LU_OK;
  size_t capacity = 0;
  for (;;) {
    errno = 0;
    struct dirent *entry = readdir(stream);
    if (entry == NULL) {
      if (errno != 0) status = file_fail("list", path, errno, error);
      break;
    }
    if (entry->d_name[0] == '.') continue;
    if (suffix != NULL && !ends_with(entry->d_name, suffix)) continue;
    if (!append(out, &capacity, entry->d_name)) {
      status = lu_fail_memory(error);
      break;
    }
  }
  closedir(stream);
  if (status != LU_OK)
    lu_folder_free(out);
  else if (out->count > 1)
    qsort(out->names, out->count, sizeof *out->names, compare_names);
  return status;
}

void lu_folder_free(lu_folder *folder) {
  for (size_t i = 0; i < folder->count; i++)
    free(folder->names[i]);
  free(folder->names);
  *folder = (lu_folder){NULL, 0};
}
