/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK 8192u
#define ALIGNMENT 16u

/** Chunks form a list from the first to the last; `current` is the one being filled. */
struct chunk {
  struct chunk *next;
  size_t size;
  size_t used;
  _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct lu_arena {
  struct chunk *first;
  struct chunk *current;
  bool failed;
};

lu_arena *lu_arena_new(void) {
  return calloc(1, sizeof(lu_arena));
}

void lu_arena_free(lu_arena *arena) {
  if (arena == NULL) return;
  struct chunk *chunk = arena->first;
  while (chunk != NULL) {
    struct chunk *next = chunk->next;
    free(chunk);
    chunk = next;
  }
  free(arena);
}

void lu_arena_reset(lu_arena *arena) {
  arena->current = arena->first;
  if (arena->first != NULL) arena->first->used = 0;
  arena->failed = false;
}

/** Makes `current` a chunk with room for `size` bytes: the next one if it is large enough, or a new
 * one. */
static struct chunk *advance(lu_arena *arena, size_t size) {
  struct chunk *current = arena->current;
  if (current != NULL && current->next != NULL && current->next->size >= size) {
    arena->current = current->next;
    arena->current->used = 0;
    return arena->current;
  }
  size_t wanted = current == NULL ? FIRST_CHUNK : current->size * 2;
  if (wanted < size) wanted = size;
  struct chunk *chunk = malloc(sizeof *chunk + wanted);
  if (chunk == NULL) return NULL;
  chunk->size = wanted;
  chunk->used = 0;
  if (current == NULL) {
    chunk->next = arena->first;
    arena->first = chunk;
  } else {
    chunk->next = current->next;
    current->next = chunk;
  }
  arena->current = chunk;
  return chunk;
}

void *lu_arena_alloc(lu_arena *arena, size_t size) {
  if (arena->failed || size > SIZE_MAX / 4) {
    arena->failed = true;
    return NULL;
  }
  size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (rounded == 0) rounded = ALIGNMENT;
  struct chunk *chunk = arena->current;
  if (chunk == NULL || chunk->size - chunk->used < rounded) chunk = advance(arena, rounded);
  if (chunk == NULL) {
    arena->failed = true;
    return NULL;
  }
  void *memory = chunk->bytes + chunk->used;
  chunk->used += rounded;
  memset(memory, 0, rounded);
  return memory;
}

void *lu_arena_array(lu_arena *arena, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) {
    arena->failed = true;
    return NULL;
  }
  return lu_arena_alloc(arena, count * size);
}

char *lu_arena_copy(lu_arena *arena, const char *text, size_t length) {
  char *copy = lu_arena_alloc(arena, length + 1);
  if (copy != NULL && length > 0) memcpy(copy, text, length);
  return copy;
}

char *lu_arena_strdup(lu_arena *arena, const char *text) {
  return text == NULL ? NULL : lu_arena_copy(arena, text, strlen(text));
}

char *lu_arena_printf(lu_arena *arena, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = length < 0 ? NULL : lu_arena_alloc(arena, (size_t)length + 1);
  if (text != NULL) vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return text;
}

bool lu_arena_failed(const lu_arena *arena) {
  return arena->failed;
}

lu_arena_mark lu_arena_tell(const lu_arena *arena) {
  lu_arena_mark mark = {arena->current, arena->current == NULL ? 0 : arena->current->used};
  return mark;
}

void lu_arena_rewind(lu_arena *arena, lu_arena_mark mark) {
  arena->current = mark.chunk == NULL ? arena->first : mark.chunk;
  if (arena->current != NULL) arena->current->used = mark.used;
}
