/*
** roster_file.h - what a roster keeps of its file, private to this room: the bytes,
** their text in UTF-8, and the texts made while reading. Slices point into these.
*/
#ifndef ROSTER_ROSTER_FILE_H
#define ROSTER_ROSTER_FILE_H

#include "roster/chunks.h"
#include "roster/hasher.h"
#include "roster/roster.h"
#include "values/arena.h"
#include "values/file.h"

struct roster_file {
  const char *name; /* for errors; borrowed, valid only while reading */
  file_map map;     /* the file's bytes; closed early when the text had to be converted */
  char *converted;  /* UTF-8 made from GB18030, or NULL */
  const char *text; /* UTF-8, without a byte order mark */
  size_t length;
  chunk_list chunks;   /* of the text; only while reading */
  bool damaged;        /* the text is not valid UTF-8 throughout: check every cell */
  void *together;      /* the arrays of all columns; NULL: each has its own */
  arena texts;         /* mended, undoubled and escaped texts */
  dictionary *reasons; /* each distinct reason once */
  uint32_t problems_space;
  hasher hash;        /* of the file's bytes */
  bool out_of_memory; /* something was not recorded: the roster must not be used */
};

/* decode.c: find the bytes' encoding, set text, length and chunks. Between the first and the last the chunks are to be counted,
** by the second or otherwise. */
canbao_status roster_decode_begin(roster *r, const roster_options *options, canbao_error *error);
void roster_decode_count(roster *r, const roster_options *options);
canbao_status roster_decode_end(roster *r, const roster_options *options, canbao_error *error);

/* problems.c: record one. `reason` is copied. */
void problem_add(roster *r, uint32_t row, int f, problem_kind kind, slice value,
                 const char *reason);
/* Bring the problems from index `from` on into the order of their fields' positions; -1 comes first. */
void problems_order(roster *r, uint32_t from, const int16_t *positions);
/* Merge the problems from index `second` on, in order of rows like those before them, into one list. */
void problems_merge(roster *r, uint32_t second, const int16_t *positions);

/* duplicates.c: report each ID number that an earlier row has too. `hashes` has one per row, 0 for no number. */
void duplicates_find(roster *r, int id_field, const uint32_t *hashes, int threads);

#endif
