/* message.h - the user's language. _() marks and translates, N_() only marks. */
#ifndef VALUES_MESSAGE_H
#define VALUES_MESSAGE_H

#include <libintl.h>

#define _(text) dgettext("canbao", text)
#define N_(text) (text)

/* Choose the language: "zh", "en", or NULL for what the environment says. Only while there is one thread.
** `locale_dir` holds <language>/LC_MESSAGES/canbao.mo; NULL: as it was. Never sets any locale category but LC_MESSAGES. */
void message_language(const char *language, const char *locale_dir);
/* True when messages are Chinese. */
int message_is_chinese(void);
/* Why the system refused, in the user's language. Not strerror: its text comes in another character set. */
const char *message_errno(int number);

#endif
