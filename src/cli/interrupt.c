/* SPDX-License-Identifier: Apache-2.0 */
#include "interrupt.h"

#include <signal.h>

static void waited_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGTERM);
}

static void *wait_for_signal(void *argument) {
  interrupt_watch *watch = argument;
  sigset_t set;
  int number;
  waited_signals(&set);
  while (sigwait(&set, &number) == 0) {
    if (atomic_load(&watch->stopping)) return NULL;
    if (atomic_exchange(&watch->interrupted, true)) {
      /* A second Ctrl-C ends the program at once, by the signal's own action. */
      pthread_sigmask(SIG_UNBLOCK, &set, NULL);
      raise(number);
    }
    lu_context_cancel(watch->context);
  }
  return NULL;
}

void interrupt_watch_start(interrupt_watch *watch, lu_context *context) {
  sigset_t set;
  waited_signals(&set);
  watch->context = context;
  atomic_init(&watch->stopping, false);
  atomic_init(&watch->interrupted, false);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  watch->running = pthread_create(&watch->thread, NULL, wait_for_signal, watch) == 0;
  if (!watch->running) pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* One of the awaited signals wakes the thread. pthread_cancel() would do too, but it loads a
   library (for unwinding) at the very end, when memory may be short. */
void interrupt_watch_stop(interrupt_watch *watch) {
  if (!watch->running) return;
  atomic_store(&watch->stopping, true);
  pthread_kill(watch->thread, SIGINT);
  pthread_join(watch->thread, NULL);
  watch->running = false;
}
