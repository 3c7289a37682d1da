/*
** message.c - the choice of language. gettext translates only when LC_MESSAGES is a
** locale other than C; so any locale that the machine has is taken, and LANGUAGE
** names the catalogue. No other locale category is ever touched.
*/
#include "values/message.h"

#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool chinese; /* written by message_language alone, while there is one thread */

/* What the environment says, in gettext's order. */
static bool environment_is_chinese(void) {
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  const char *locale = NULL;
  for (int i = 0; i < 3 && (locale == NULL || *locale == '\0'); i++) locale = getenv(names[i]);
  if (locale == NULL || *locale == '\0') return false;
  if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0) return false;
  const char *language = getenv("LANGUAGE");
  if (language != NULL && *language != '\0') locale = language;
  return strncmp(locale, "zh", 2) == 0;
}

void message_language(const char *language, const char *locale_dir) {
  static const char *const locales[] = {"zh_CN.UTF-8", "zh_CN.utf8", "zh_CN.GB18030",
                                        "C.UTF-8",     "C.utf8",     "en_US.UTF-8"};
  chinese = language == NULL ? environment_is_chinese() : strncmp(language, "zh", 2) == 0;
  if (locale_dir != NULL) bindtextdomain("canbao", locale_dir);
  bind_textdomain_codeset("canbao", "UTF-8"); /* LC_CTYPE stays C: without this 参 becomes ? */
  if (!chinese) {
    setlocale(LC_MESSAGES, "C");
    return;
  }
  setenv("LANGUAGE", "zh_CN", 1);
  for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
    if (setlocale(LC_MESSAGES, locales[i]) != NULL) return;
  }
}

int message_is_chinese(void) { return chinese; }

const char *message_errno(int number) {
  switch (number) {
    case ENOENT: return _("there is no such file or directory");
    case ENOTDIR: return _("a part of the path is not a directory");
    case EISDIR: return _("it is a directory");
    case EACCES:
    case EPERM: return _("permission is missing");
    case EROFS: return _("the file system is read-only");
    case ENOSPC:
    case EDQUOT: return _("the disk is full");
    case EFBIG: return _("the file would be too large");
    case EMFILE:
    case ENFILE: return _("too many files are open");
    case ENOMEM: return _("memory ran out");
    case EIO: return _("the device reports an error");
    case EPIPE: return _("the reader has gone");
    default: break;
  }
  const char *description = strerrordesc_np(number);
  return description == NULL ? _("the system gives no reason") : description;
}
