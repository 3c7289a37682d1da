/*
** roster.h - residents as columns (struct of arrays). Owns the mapped file, the
** columns, the dictionaries and the list of problems found while reading. Knows
** nothing of rules. Every row of the file is a row here: none is ever dropped.
*/
#ifndef ROSTER_ROSTER_H
#define ROSTER_ROSTER_H

#include "roster/schema.h"
#include "values/dictionary.h"
#include "values/sha256.h"
#include "values/text_ref.h"

/* How a cell stands. A cell is unknown when it is blank in a field whose blank means unknown, or when it
** could not be read (the problem list says why), or when a value that it is taken from could not. */
typedef enum { CELL_NONE, CELL_VALUE, CELL_UNKNOWN } cell_state;

#define DATE_NONE INT32_MIN
#define DATE_UNKNOWN (INT32_MIN + 1)
#define MONEY_NONE INT64_MIN
#define MONEY_UNKNOWN (INT64_MIN + 1)
#define NUMBER_NONE INT32_MIN
#define NUMBER_UNKNOWN (INT32_MIN + 1)
#define FLAG_NO 0 /* a blank flag means no, unless the field's blank means unknown */
#define FLAG_YES 1
#define FLAG_UNKNOWN 2
#define LABEL_NONE 0xFFFF
#define LABEL_UNKNOWN 0xFFFE
#define CODE_NONE UINT32_MAX /* CODED and PLACE */
#define CODE_UNKNOWN (UINT32_MAX - 1)

/* One distinct set of labels. `dirty` when the cell held a label nobody declared: then a label that is
** not in the set is not known to be absent. */
typedef struct {
  uint64_t bits[FIELD_LABELS_MAX / 64];
  bool dirty;
} label_set;

/* One column; the array that the field's type uses is set, the others are NULL. */
typedef struct {
  int32_t *dates;   /* DATE */
  int64_t *fen;     /* MONEY */
  int32_t *numbers; /* NUMBER */
  uint8_t *flags;   /* FLAG */
  uint16_t *labels; /* LABEL */
  uint32_t *codes;  /* CODED, PLACE: dictionary code; LABELS: index into sets */
  text_ref *texts;  /* TEXT: see text_ref_slice; length 0 is none, or unknown when `at` is NULL */
  dictionary *texts_of; /* CODED, PLACE */
  label_set *sets;      /* LABELS; sets[0] is the empty set */
  uint32_t sets_count;
  bool present; /* the file has this column; when not, every cell is as if blank */
  /* Rows whose cell is not blank (for a flag: not "no", for LABELS: not the empty set), ascending, when few of them are
  ** (one in eight at most); else NULL. Lets whole-column work pass over the rest. TEXT, CODED and PLACE have none. */
  uint32_t *filled;
  uint32_t *filled_cells; /* where cells have 32 bits: those of these rows; else NULL */
  uint32_t filled_count;
} column;

typedef enum {
  PROBLEM_UNREADABLE,    /* the cell's text does not fit its type */
  PROBLEM_UNKNOWN_LABEL, /* label nobody declared (nearest is given) */
  PROBLEM_ID_CHECK,      /* wrong length, character, date or check digit */
  PROBLEM_ID_MENDED, /* lower-case x, blanks or full-width characters mended: a notice, the value stands */
  PROBLEM_CONFLICT,  /* birth date and ID number disagree */
  PROBLEM_DUPLICATE, /* the ID number stands in an earlier row too */
  PROBLEM_COLUMNS,   /* too few or too many cells in the row */
  PROBLEM_ENCODING,  /* bytes that are not text */
  PROBLEM_MENDED, /* characters that do not show, or a mark of text, left out: a notice, the value stands */
  PROBLEM_ODD_TEXT,     /* a formula or endless: a notice, the value stands */
  PROBLEM_BEFORE_BIRTH, /* a day before the birth date */
  PROBLEM_NO_RESIDENT /* the row is a total, blank, or the headings again: nothing of it is known */
} problem_kind;

#define PROBLEM_KINDS (PROBLEM_NO_RESIDENT + 1)

/* What stands in the cell could not be taken for a value. */
static inline bool problem_is_of_reading(problem_kind kind) {
  return kind == PROBLEM_UNREADABLE || kind == PROBLEM_UNKNOWN_LABEL ||
         kind == PROBLEM_BEFORE_BIRTH;
}

/* The cell has a value all the same. */
static inline bool problem_is_notice(problem_kind kind) {
  return kind == PROBLEM_ID_MENDED || kind == PROBLEM_DUPLICATE || kind == PROBLEM_MENDED ||
         kind == PROBLEM_ODD_TEXT;
}

typedef struct {
  uint32_t row;  /* index into the roster, 0-based; UINT32_MAX: the file as a whole */
  int16_t field; /* -1: the row as a whole */
  problem_kind kind;
  slice
      value; /* the cell as it stands in the file (bytes that are no text: escaped); may be an ID number: mask it */
  const char *reason; /* one sentence in the user's language, owned by the roster */
} problem;

typedef struct roster {
  const schema *schema;
  uint32_t rows;
  column columns[SCHEMA_FIELDS_MAX];
  uint32_t *
      lines; /* each row's line in the file (1-based), as a spreadsheet shows it: see csv.h; NULL when row i is line first_line + i */
  uint32_t first_line;
  slice *extra_headings;  /* columns no field claims: passed through */
  uint16_t *extra_places; /* their columns in the file, from 1 */
  int extra_count;
  slice *extra;      /* rows * extra_count cells, row by row; NULL when extra_count is 0 */
  problem *problems; /* in order of row, then column */
  uint32_t problems_count;
  const char *encoding;     /* "UTF-8", "UTF-8 with BOM" or "GB18030" */
  uint64_t bytes;           /* size of the file */
  struct roster_file *file; /* private to roster.c */
} roster;

/* Called now and then while reading; may be NULL. */
typedef void (*roster_progress)(void *payload, uint64_t done, uint64_t total);

typedef struct {
  int threads;        /* 0: as many as there are cores */
  size_t chunk_bytes; /* how finely the file is cut for them; 0: as suits the machine */
  bool
      hash_late; /* roster_sha256 is not begun before somebody asks for it, or for roster_hash_beside */
  roster_progress progress;
  void *payload;
} roster_options;

/* Read a CSV file whole. CANBAO_DATA when it cannot be opened, holds no heading row with a known
** heading in its first 20 rows, or two columns claim one field; CANBAO_LIMIT beyond 2^31 rows or out of memory.
** `s` is borrowed and must outlive the roster. `options` may be NULL: none of them changes the roster. */
canbao_status roster_open(roster **out, const schema *s, const char *path,
                          const roster_options *options, canbao_error *error);
/* The same in two parts, for who has to make the schema first: the file is opened, and what needs no schema is done on a thread
** of its own meanwhile, where there may be more than one. NULL when out of memory. `path` is borrowed until the second part, which says
** what is wrong with the file. That, or giving up, frees the opening. */
typedef struct roster_opening roster_opening;
roster_opening *roster_open_begin(const char *path, const roster_options *options);
canbao_status roster_open_end(roster **out, roster_opening *o, const schema *s,
                              canbao_error *error);
void roster_open_give_up(roster_opening *o);
/* The same from memory (copied): used by cases and tests. `name` stands for the file in errors. */
canbao_status roster_from_text(roster **out, const schema *s, const char *text, size_t n,
                               const char *name, canbao_error *error);
void roster_free(roster *r);

/* SHA-256 of the file's bytes, hex; waits until it has been made. "" when the file was written to before that: then nobody
** knows the bytes that were read. Not for two threads at a time. */
const char *roster_sha256(const roster *r);

/* Add bytes to another hash and as many of the file to its own, unless that is made, being made by a thread, or somebody
** is at a piece of it: both together take little longer than one. */
void roster_hash_beside(const roster *r, sha256_stream *other, const char *bytes, size_t n);
/* Hash a small piece of the file, for a thread that has nothing else to do. False when nothing is left. */
bool roster_hash_piece(const roster *r);
/* A thread goes on with it, behind all others, until roster_hash_pause. */
void roster_hash_go_on(const roster *r);
void roster_hash_pause(const roster *r);

/* Fill in every column's `filled`, on so many threads; done by roster_open. False when out of memory. */
bool roster_find_filled(roster *r, int threads);

/* Has the file not been written to since it was opened? CANBAO_DATA when it has: then nothing that was read of it may become a
** result. roster_open has asked when it returns. */
canbao_status roster_unchanged(const roster *r, const char *path, canbao_error *error);

cell_state roster_cell(const roster *r, int field_index, uint32_t row);
/* The cell as text for a person (ISO date, yuan, label names joined by 、); returns the length. */
size_t roster_text(const roster *r, int field_index, uint32_t row, char *buf, size_t size);
uint32_t roster_line(const roster *r, uint32_t row);
/* Has a spreadsheet made the row's resident ID number a number? Its last digits are gone: that another row has the same says
** nothing of who they are. */
bool roster_id_ruined(const roster *r, uint32_t row);
static inline bool label_set_has(const label_set *s, int label) {
  return s->bits[label >> 6] >> (label & 63) & 1;
}
/* Is a label in both? */
static inline bool label_sets_meet(const label_set *a, const label_set *b) {
  uint64_t both = 0;
  for (int i = 0; i < FIELD_LABELS_MAX / 64; i++) both |= a->bits[i] & b->bits[i];
  return both != 0;
}

#endif
