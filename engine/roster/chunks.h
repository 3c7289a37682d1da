/*
** chunks.h - a text cut where records begin, into pieces that threads read side by side.
** Knows how many rows and lines each piece has, nothing of what stands in them.
*/
#ifndef ROSTER_CHUNKS_H
#define ROSTER_CHUNKS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHUNK_BYTES \
  (1u << 18) /* small enough to be still in a core's cache when it is read again */

typedef struct {
  const char *from, *to;    /* whole records */
  uint64_t rows, lines;     /* rows: records that are not blank lines */
  uint64_t first_row, line; /* of the records before it; the line on which it begins */
  bool valid;               /* of UTF-8, between the places where it was cut */
  int reader;               /* which one read it, and which of its problems are of these rows */
  uint32_t problems_from, problems_to;
} chunk;

typedef struct {
  chunk *at;
  size_t count;
  size_t
      bytes; /* between one cut and the next; the pieces end behind the record that the cut falls in */
  const char *text, *end;
  atomic_size_t next; /* the first that nobody has counted or is counting */
} chunk_list;

/* Where to cut. False when out of memory. */
bool chunks_begin(chunk_list *out, const char *text, size_t length, size_t bytes);
/* Cut, check and count the pieces one by one until every one is taken; for any number of threads at a time, and nothing of the
** list is to be relied on before all have returned. */
void chunks_count(chunk_list *list);
void chunks_free(chunk_list *list);
/* Length of the longest beginning of the text that is UTF-8. */
size_t chunks_valid_prefix(const chunk_list *list);
/* Say that the records begin at `from`, on `line`: what is before is in no chunk. Gives each chunk its first row and line,
** counting anew where a quote reaches over a cut. Returns the number of rows. */
uint64_t chunks_settle(chunk_list *list, const char *from, uint64_t line);

#endif
