/* setting_text.h - ARTICLE.EFFECT=VALUE, as --set and --vary write it, taken apart. Knows no article and no effect. */
#ifndef STUDIES_SETTING_TEXT_H
#define STUDIES_SETTING_TEXT_H

#include "host/policy.h"

/* Cuts `text` in place; *out points into it. The first '=' ends the target, the last '.' before it parts article and
** effect, since an article's number may hold dots and so may an amount. False when a part is missing; `text` is then
** not to be used. */
bool setting_split(char *text, parameter_setting *out);

#endif
