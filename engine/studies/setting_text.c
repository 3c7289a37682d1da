/* setting_text.c - see setting_text.h. */
#include "studies/setting_text.h"

#include <string.h>

bool setting_split(char *text, parameter_setting *out) {
  char *equals = strchr(text, '=');
  if (!equals) return false;
  *equals = '\0';
  char *dot = strrchr(text, '.');
  if (!dot || dot == text || dot[1] == '\0' || equals[1] == '\0') return false;
  *dot = '\0';
  *out = (parameter_setting){.article = text, .effect = dot + 1, .value = equals + 1};
  return true;
}
