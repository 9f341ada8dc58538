/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A library to preload: walks over every allocation of a program in one run.
 *
 * At each allocation the process forks. In the child this one allocation fails and the program
 * goes on from there to its end; the parent waits for it, checks how it ended, and continues with
 * a successful allocation. So every failing allocation of a whole run is tried, at the price of
 * one fork and one unwinding each.
 *
 * Most allocations of a run are made from the same few thousand places (each node of an XML file,
 * say). WALK_REPEAT limits how often an allocation fails that is made from the same place, by the
 * same chain of callers; without it, each fails.
 *
 * A child must end by itself, with exit code WALK_EXIT and nothing on stdout, or (where the
 * program can do without that memory) with the exit code and the output of the undisturbed run,
 * which stands in the file WALK_EXPECTED. Anything else is printed with the place and counted;
 * the parent then exits with 99.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

#define MAX_REPORTS 12
#define CHILD_SECONDS 20
#define MAX_CHILDREN 8
#define MAX_FRAMES 24

/** A child that is on its way to its end. */
struct child {
  pid_t process;
  int output; /**< what it prints to stdout */
  unsigned long allocation;
  int frame_count;
  void *frames[MAX_FRAMES]; /**< where the allocation failed */
};

/** Chains of callers that were seen, by their hash; a power of two of them. */
#define MAX_CHAINS (1u << 18)

static bool walking, in_child, busy;
static unsigned long allocations, failed, bad, survived, repeat, chains;
static struct { unsigned long hash, count; } seen[MAX_CHAINS];
static int expected_exit, failed_exit = 1;
static char *expected;
static size_t expected_length;
static pid_t parent;
static struct child children[MAX_CHILDREN];
static int child_count, child_limit = 1;

static void say(const char *text) {
  ssize_t ignored = write(2, text, strlen(text));
  (void)ignored;
}

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("WALK_EXPECTED");
  if (path == NULL) return;
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) {
    say("WALK_EXPECTED cannot be read\n");
    _exit(98);
  }
  expected_length = (size_t)status.st_size;
  expected = mmap(NULL, expected_length + 1, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (getenv("WALK_EXPECTED_EXIT") != NULL) expected_exit = atoi(getenv("WALK_EXPECTED_EXIT"));
  if (getenv("WALK_EXIT") != NULL) failed_exit = atoi(getenv("WALK_EXIT"));
  if (getenv("WALK_REPEAT") != NULL) repeat = strtoul(getenv("WALK_REPEAT"), NULL, 10);
  parent = getpid();
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  child_limit = cores < 1 ? 1 : cores > MAX_CHILDREN ? MAX_CHILDREN : (int)cores;
  void *frames[2];
  backtrace(frames, 2); /* loads what it needs now, not at the first failing allocation */
  walking = true;
}

/** True if the file holds just what the undisturbed run printed. */
static bool output_is_whole(int file, off_t length) {
  if ((size_t)length != expected_length) return false;
  if (length == 0) return true;
  char *output = mmap(NULL, (size_t)length, PROT_READ, MAP_PRIVATE, file, 0);
  bool same = output != MAP_FAILED && memcmp(output, expected, expected_length) == 0;
  if (output != MAP_FAILED) munmap(output, (size_t)length);
  return same;
}

static void judge(int wait_status, const struct child *child) {
  struct stat status;
  off_t length = fstat(child->output, &status) == 0 ? status.st_size : -1;
  const char *fault = NULL;
  if (WIFSIGNALED(wait_status)) {
    fault = WTERMSIG(wait_status) == SIGALRM ? "hangs" : "is killed by a signal";
  } else if (WEXITSTATUS(wait_status) == expected_exit && output_is_whole(child->output, length)) {
    survived++;
  } else if (WEXITSTATUS(wait_status) != failed_exit) {
    fault = "ends with another exit code than promised, or with other output";
  } else if (length != 0) {
    fault = "leaves half an output";
  }
  if (fault == NULL) return;
  bad++;
  if (bad > MAX_REPORTS) return;
  char line[200];
  snprintf(line, sizeof line, "\nallocation %lu fails: the program %s (status 0x%x), at\n",
           child->allocation, fault, (unsigned)wait_status);
  say(line);
  backtrace_symbols_fd(child->frames + 2, child->frame_count - 2, 2);
}

/** Waits until at most `limit` children are left. */
static void reap(int limit) {
  while (child_count > limit) {
    int wait_status;
    pid_t ended = waitpid(-1, &wait_status, 0);
    for (int i = 0; i < child_count; i++) {
      if (children[i].process != ended) continue;
      judge(wait_status, &children[i]);
      close(children[i].output);
      children[i] = children[--child_count];
      break;
    }
    if (ended < 0) return;
  }
}

/** Gives the child file positions of its own: after a fork they are shared with the parent. */
static void own_file_positions(void) {
  for (int file = 3; file < 64; file++) {
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) continue;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    int again = open(path, O_RDONLY);
    if (again < 0) continue;
    lseek(again, lseek(file, 0, SEEK_CUR), SEEK_SET);
    dup2(again, file);
    close(again);
  }
}

/** True if an allocation from this place has failed often enough. */
static bool is_known(void *const *frames, int count) {
  if (repeat == 0) return false;
  unsigned long hash = 1469598103934665603ul; /* FNV-1a */
  for (int i = 0; i < count; i++)
    hash = (hash ^ (unsigned long)frames[i]) * 1099511628211ul;
  unsigned long slot = hash & (MAX_CHAINS - 1);
  while (seen[slot].count != 0 && seen[slot].hash != hash)
    slot = (slot + 1) & (MAX_CHAINS - 1);
  if (seen[slot].count == 0 && chains++ >= MAX_CHAINS / 2) return false;
  seen[slot].hash = hash;
  return ++seen[slot].count > repeat;
}

/** @return true in the child, whose allocation must fail */
static bool fork_here(void) {
  if (!walking || in_child || busy || getpid() != parent) return false;
  busy = true;
  void *frames[MAX_FRAMES];
  int frame_count = backtrace(frames, MAX_FRAMES);
  allocations++;
  if (is_known(frames, frame_count)) {
    busy = false;
    return false;
  }
  failed++;
  reap(child_limit - 1);
  struct child *child = &children[child_count];
  child->allocation = allocations;
  child->output = memfd_create("stdout", 0);
  child->frame_count = frame_count;
  memcpy(child->frames, frames, sizeof frames);
  /* The child must see the files as they are now: the parent waits until it has its own. */
  int ready[2];
  if (pipe(ready) != 0) _exit(98);
  child->process = fork();
  if (child->process == 0) {
    in_child = true;
    alarm(CHILD_SECONDS);
    dup2(child->output, 1);
    for (int i = 0; i <= child_count; i++)
      close(children[i].output);
    close(ready[0]);
    own_file_positions();
    close(ready[1]);
    if (getenv("WALK_LOUD") == NULL) {
      int null = open("/dev/null", O_WRONLY);
      dup2(null, 2);
      close(null);
    }
    errno = ENOMEM;
    return true;
  }
  char byte;
  close(ready[1]);
  while (read(ready[0], &byte, 1) < 0 && errno == EINTR)
    continue;
  close(ready[0]);
  if (child->process > 0) child_count++;
  busy = false;
  return false;
}

__attribute__((destructor)) static void finish(void) {
  if (!walking || in_child || getpid() != parent) return;
  walking = false;
  reap(0);
  char line[200];
  snprintf(line, sizeof line,
           "%lu of %lu allocations failed in turn, %lu could be done without, %lu bad\n", failed,
           allocations, survived, bad);
  say(line);
  if (bad > 0 || failed == 0) _exit(99);
}

void *malloc(size_t size) {
  return fork_here() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  return fork_here() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  return size != 0 && fork_here() ? NULL : __libc_realloc(memory, size);
}

/* Other threads do not exist in a child: to wait for them would take for ever. */
int pthread_join(pthread_t thread, void **result) {
  if (in_child) return 0;
  int (*real)(pthread_t, void **) = dlsym(RTLD_NEXT, "pthread_join");
  return real(thread, result);
}

int pthread_cancel(pthread_t thread) {
  if (in_child) return 0;
  int (*real)(pthread_t) = dlsym(RTLD_NEXT, "pthread_cancel");
  return real(thread);
}
