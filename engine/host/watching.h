/* watching.h - what comparisons saw while a rule was walked at load: labels and numbers of the resident's that never meet the
** other side, whatever helper the comparison stands in. Private to the host. */
#ifndef HOST_WATCHING_H
#define HOST_WATCHING_H

#include "host/host.h"

typedef struct watch watch;

watch *watch_new(void); /* NULL: no memory */
void watch_free(watch *w);
void watch_rule(watch *w); /* another rule is walked: nothing was seen yet */
void watch_path(watch *w); /* another path: nothing was read yet */
/* A free text is read on this path: only one of all there may be is walked, so what is compared further on proves nothing. */
void watch_text(host *h);
void watch_read(host *h, int f,
                int64_t read); /* a label's number or a number; none when h watches nothing */
void watch_effect(host *h, int e, int read); /* likewise: which of the effect's values */
/* Two texts or two numbers, at 2 and 3, are compared by the call at level 1; `known` tells the comparisons of a script apart. */
void watch_compared(lua_State *L, int64_t known, bool written);
/* Was there one that never held, of a field that cannot be what it is compared with? What was seen by then is not lost where the
** same rule is walked again. */
bool watch_suspects(const watch *w);
/* Of that one: CANBAO_SCRIPT with its line, to which the caller adds the article. CANBAO_OK when there is none. *sure: of two fields
** that stand there as such; anything else may be meant for others whom the helper serves, or hold where no path led. */
canbao_status watch_verdict(const host *h, bool *sure, canbao_error *error);

#endif
