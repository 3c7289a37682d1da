/* dictionary.h - distinct texts numbered 0, 1, 2 ... in the order first met. Owns copies of the texts. */
#ifndef VALUES_DICTIONARY_H
#define VALUES_DICTIONARY_H

#include "values/text.h"

typedef struct dictionary dictionary;

dictionary *dictionary_new(void);
void dictionary_free(dictionary *d);
uint32_t dictionary_code(dictionary *d,
                         slice text); /* adds it when new; UINT32_MAX: out of memory */
int64_t dictionary_find(const dictionary *d, slice text);  /* -1 when absent */
slice dictionary_text(const dictionary *d, uint32_t code); /* NUL-terminated too; never moves */
uint32_t dictionary_count(const dictionary *d);

#endif
