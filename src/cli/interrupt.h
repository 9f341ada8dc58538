/* SPDX-License-Identifier: Apache-2.0 */
/** @file Inside of the room: Ctrl-C cancels the computation, a second one ends the program. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "lutetia/base.h"

/** A thread that waits for SIGINT and SIGTERM; no process-wide variable is needed that way. */
typedef struct interrupt_watch {
  pthread_t thread;
  lu_context *context;     /**< borrowed */
  atomic_bool stopping;    /**< the next signal only wakes the thread */
  atomic_bool interrupted; /**< one signal came already */
  bool running;
} interrupt_watch;

/** Starts to watch. Without a thread (none to be had) the default action of the signals stays. */
void interrupt_watch_start(interrupt_watch *watch, lu_context *context);
/** Stops to watch; must be called before the context is freed. */
void interrupt_watch_stop(interrupt_watch *watch);

#endif
