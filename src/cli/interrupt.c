/* SPDX-License-Identifier: Apache-2.0 */
#include "interrupt.h"

#include <signal.h>
#include <unistd.h>

static void *wait_for_signal(void *context) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  int number;
  if (sigwait(&set, &number) != 0) return NULL;
  lu_context_cancel(context);
  /* From here on the default action holds: a second Ctrl-C ends the program at once. */
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  for (;;)
    pause();
}

void interrupt_watch_start(interrupt_watch *watch, lu_context *context) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  watch->running = pthread_create(&watch->thread, NULL, wait_for_signal, context) == 0;
  if (!watch->running) pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void interrupt_watch_stop(interrupt_watch *watch) {
  if (!watch->running) return;
  pthread_cancel(watch->thread);
  pthread_join(watch->thread, NULL);
  watch->running = false;
}
