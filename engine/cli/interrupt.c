/*
** interrupt.c - see interrupt.h. Handlers call nothing but what POSIX allows in them. Files under
** way have no name yet (values/file.h), so that to end is to leave nothing.
*/
#include "cli/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "values/message.h"

static char
    cut_short[1200]; /* what to say of a mapped file that shrinks; made before it is mapped */
static atomic_flag said = ATOMIC_FLAG_INIT;
static bool on_terminal;

static void say(const char *text, size_t n) {
  if (write(STDERR_FILENO, text, n) < 0) return; /* there is nobody left to tell */
}

/* Ctrl-C and the like: take the progress line away, then die of the signal, as shells expect. */
static void stop(int number) {
  static const char clear[] = "\r\033[K";
  if (on_terminal) say(clear, sizeof clear - 1);
  signal(number, SIG_DFL);
  raise(number);
}

static void lost_page(int number, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_code != BUS_ADRERR || cut_short[0] == '\0') {
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  while (atomic_flag_test_and_set(&said)) pause(); /* another thread says it, and ends all */
  say(cut_short, strlen(cut_short));
  _exit(EXIT_DATA);
}

static void handle(int number, void (*handler)(int)) {
  struct sigaction before, now = {.sa_handler = handler};
  sigemptyset(&now.sa_mask);
  now.sa_flags = SA_NODEFER;
  /* who starts a program with a signal ignored (nohup, a shell's background) means it */
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(number, &now, NULL);
}

void interrupt_prepare(void) {
  for (int fd = 0; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
      /* so that writing to it fails, as it would have */
      int taken = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
      if (taken != fd && taken >= 0) close(taken);
    }
  on_terminal = isatty(STDERR_FILENO);
  handle(SIGINT, stop);
  handle(SIGTERM, stop);
  handle(SIGHUP, stop);
  signal(SIGXFSZ, SIG_IGN); /* then write says that the file is too large */
  struct sigaction bus = {.sa_sigaction = lost_page, .sa_flags = SA_SIGINFO};
  sigemptyset(&bus.sa_mask);
  sigaction(SIGBUS, &bus, NULL);
}

void interrupt_reading(const char *path) {
  char safe[600];
  text_display(slice_of(path, strlen(path)), safe, sizeof safe);
  snprintf(cut_short, sizeof cut_short, "canbao: %s: %s\n", safe,
           _("The file was cut short while it was read; run again when nobody writes to it."));
}

int interrupt_finish(int code) {
  errno = 0;
  bool lost = fflush(stdout) != 0 || ferror(stdout);
  if (!lost || (code != EXIT_DONE && code != EXIT_FOUND)) return code; /* that was said already */
  cli_warn(_("the output cannot be written: %s"), message_errno(errno != 0 ? errno : EIO));
  return EXIT_DATA;
}
