/*
** roster.c - the roster's life, and a single cell of it read back as a state or as text.
** How a file becomes columns is in decode.c and reading.c.
*/
#include "roster/roster.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "roster/columns.h"
#include "roster/id_number.h"
#include "roster/reading.h"
#include "values/date.h"
#include "values/message.h"
#include "values/money.h"
#include "values/threads.h"

static roster *roster_new(void) {
  roster *r = calloc(1, sizeof *r);
  if (r == NULL) return NULL;
  r->file = calloc(1, sizeof *r->file);
  if (r->file != NULL) r->file->reasons = dictionary_new();
  if (r->file != NULL && r->file->reasons != NULL) return r;
  free(r->file);
  free(r);
  return NULL;
}

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("Memory ran out."));
}

/* ---- what needs no schema ---- */

struct roster_opening {
  roster *roster; /* NULL: there was no memory for it */
  const char *name;
  roster_options options;
  canbao_status status;
  canbao_error error;
  bool ahead; /* there is a thread, until it is joined */
  pthread_t thread;
  atomic_bool wanted; /* the thread is to come to an end */
};

#define AHEAD_LEAST ((size_t)1 << 20) /* bytes for which a thread is worth its while */

/* What has to be done anyway; then, of the hash, as much as there is time for. */
static void *work_ahead(void *at) {
  roster_opening *o = at;
  struct roster_file *f = o->roster->file;
  chunks_count(&f->chunks);
  while (!o->wanted && hasher_piece(&f->hash)) continue;
  return NULL;
}

static void stop_ahead(roster_opening *o) {
  o->wanted = true;
  if (o->ahead) pthread_join(o->thread, NULL);
  o->ahead = false;
}

static void map_and_begin(roster_opening *o) {
  roster *r = o->roster;
  o->status = file_map_open(&r->file->map, o->name, &o->error);
  r->file->name = o->name;
  if (o->status == CANBAO_OK) o->status = roster_decode_begin(r, &o->options, &o->error);
}

static void opening_begin(roster_opening *o, const char *path, const roster_options *options) {
  *o = (roster_opening){.roster = roster_new(), .name = path};
  if (options != NULL) o->options = *options;
  if (o->roster != NULL) map_and_begin(o);
}

roster_opening *roster_open_begin(const char *path, const roster_options *options) {
  roster_opening *o = malloc(sizeof *o);
  if (o == NULL) return NULL;
  opening_begin(o, path, options);
  if (o->roster != NULL && o->status == CANBAO_OK && threads_count(o->options.threads) > 1 &&
      o->roster->file->length >= AHEAD_LEAST)
    o->ahead = threads_begin(&o->thread, work_ahead, o);
  return o;
}

void roster_open_give_up(roster_opening *o) {
  if (o == NULL) return;
  stop_ahead(o);
  roster_free(o->roster);
  free(o);
}

/* ---- the rest ---- */

static canbao_status fill(roster *r, const char *name, const roster_options *options,
                          canbao_error *error) {
  canbao_status status = roster_decode_end(r, options, error);
  if (status == CANBAO_OK) status = roster_read(r, options, error);
  chunks_free(&r->file->chunks);
  if (status == CANBAO_OK) status = roster_unchanged(r, name, error);
  if (status == CANBAO_OK && !roster_find_filled(r, options->threads)) status = no_memory(error);
  return status;
}

/* With the thread, where there is one, as one of as many as are wanted. */
static void count_chunks(roster_opening *o) {
  roster_options options = o->options;
  if (o->ahead) options.threads = threads_count(options.threads) - 1;
  o->wanted = true;
  roster_decode_count(o->roster, &options);
  stop_ahead(o);
}

/* Into *out, or no roster is left. */
static canbao_status opening_end(roster **out, roster_opening *o, const schema *s,
                                 canbao_error *error) {
  roster *r = o->roster;
  *out = NULL;
  if (r == NULL) return no_memory(error);
  canbao_status status = o->status;
  r->schema = s;
  if (status != CANBAO_OK) {
    if (error != NULL) *error = o->error;
  } else {
    count_chunks(o);
    status = fill(r, o->name, &o->options, error);
  }
  r->file->name = NULL;
  if (status == CANBAO_OK) {
    *out = r;
    return CANBAO_OK;
  }
  if (error != NULL && error->file[0] == '\0')
    snprintf(error->file, sizeof error->file, "%s", o->name);
  roster_free(r);
  return status;
}

const char *roster_sha256(const roster *r) {
  hasher *h = &r->file->hash;
  bool late = !h->made;
  (void)hasher_hex(h);
  if (late && roster_unchanged(r, "", NULL) != CANBAO_OK) h->hex[0] = '\0';
  return h->hex;
}

void roster_hash_beside(const roster *r, sha256_stream *other, const char *bytes, size_t n) {
  hasher_beside(&r->file->hash, other, bytes, n);
}

bool roster_hash_piece(const roster *r) { return hasher_piece(&r->file->hash); }

void roster_hash_go_on(const roster *r) { hasher_go_on(&r->file->hash); }

void roster_hash_pause(const roster *r) { hasher_pause(&r->file->hash); }

canbao_status roster_unchanged(const roster *r, const char *path, canbao_error *error) {
  return file_map_unchanged(&r->file->map, path, error);
}

canbao_status roster_open(roster **out, const schema *s, const char *path,
                          const roster_options *options, canbao_error *error) {
  roster_opening o;
  opening_begin(&o, path, options);
  return opening_end(out, &o, s, error);
}

canbao_status roster_open_end(roster **out, roster_opening *o, const schema *s,
                              canbao_error *error) {
  canbao_status status = opening_end(out, o, s, error);
  free(o);
  return status;
}

canbao_status roster_from_text(roster **out, const schema *s, const char *text, size_t n,
                               const char *name, canbao_error *error) {
  roster_opening o = {
      .roster = roster_new(), .name = name, .options = {.threads = 1, .hash_late = true}};
  char *copy = malloc(n + 1);
  *out = NULL;
  if (o.roster == NULL || copy == NULL) {
    free(copy);
    roster_free(o.roster);
    return no_memory(error);
  }
  if (n > 0) memcpy(copy, text, n);
  struct roster_file *f = o.roster->file;
  f->map = (file_map){.at = copy, .length = n, .fd = -1};
  f->name = name;
  o.status = roster_decode_begin(o.roster, &o.options, &o.error);
  return opening_end(out, &o, s, error);
}

void roster_free(roster *r) {
  if (r == NULL) return;
  columns_free(r);
  free(r->lines);
  free(r->extra_headings);
  free(r->extra_places);
  free(r->extra);
  free(r->problems);
  hasher_give_up(&r->file->hash);
  chunks_free(&r->file->chunks);
  file_map_close(&r->file->map);
  free(r->file->converted);
  arena_free(&r->file->texts);
  dictionary_free(r->file->reasons);
  free(r->file);
  free(r);
}

static cell_state state_of(bool none, bool unknown) {
  return unknown ? CELL_UNKNOWN : none ? CELL_NONE : CELL_VALUE;
}

cell_state roster_cell(const roster *r, int field_index, uint32_t row) {
  const column *c = &r->columns[field_index];
  switch (r->schema->fields[field_index].type) {
    case FIELD_TEXT: {
      slice text = text_ref_slice(c->texts[row]);
      bool blank_unknown = r->schema->fields[field_index].blank_unknown;
      return state_of(text.length == 0, text.length == 0 && (text.at == NULL || blank_unknown));
    }
    case FIELD_CODED:
    case FIELD_PLACE: return state_of(c->codes[row] == CODE_NONE, c->codes[row] == CODE_UNKNOWN);
    case FIELD_LABEL:
      return state_of(c->labels[row] == LABEL_NONE, c->labels[row] == LABEL_UNKNOWN);
    case FIELD_LABELS: return state_of(c->codes[row] == 0, c->codes[row] == CODE_UNKNOWN);
    case FIELD_FLAG: return state_of(false, c->flags[row] == FLAG_UNKNOWN);
    case FIELD_DATE: return state_of(c->dates[row] == DATE_NONE, c->dates[row] == DATE_UNKNOWN);
    case FIELD_MONEY: return state_of(c->fen[row] == MONEY_NONE, c->fen[row] == MONEY_UNKNOWN);
    case FIELD_NUMBER:
      return state_of(c->numbers[row] == NUMBER_NONE, c->numbers[row] == NUMBER_UNKNOWN);
  }
  return CELL_UNKNOWN;
}

/* At most size - 1 bytes, cut between characters, and a NUL. */
static size_t put_text(slice text, char *buf, size_t size) {
  size_t n = text.length;
  if (n >= size) {
    n = size - 1;
    while (n > 0 && ((unsigned char)text.at[n] & 0xC0) == 0x80) n--;
  }
  if (n > 0) memcpy(buf, text.at, n);
  buf[n] = '\0';
  return n;
}

static size_t put_set(const field *f, const label_set *set, char *buf, size_t size) {
  size_t length = 0;
  for (int i = 0; i < f->labels_count; i++) {
    if (!label_set_has(set, i)) continue;
    if (length > 0) length += put_text(slice_of("、", 3), buf + length, size - length);
    length += put_text(slice_of(f->labels[i], strlen(f->labels[i])), buf + length, size - length);
  }
  return length;
}

size_t roster_text(const roster *r, int field_index, uint32_t row, char *buf, size_t size) {
  const field *f = &r->schema->fields[field_index];
  const column *c = &r->columns[field_index];
  char own[32];
  if (size == 0) return 0;
  buf[0] = '\0';
  if (roster_cell(r, field_index, row) != CELL_VALUE) return 0;
  switch (f->type) {
    case FIELD_TEXT: return put_text(text_ref_slice(c->texts[row]), buf, size);
    case FIELD_CODED:
    case FIELD_PLACE: return put_text(dictionary_text(c->texts_of, c->codes[row]), buf, size);
    case FIELD_LABEL: {
      const char *label = f->labels[c->labels[row]];
      return put_text(slice_of(label, strlen(label)), buf, size);
    }
    case FIELD_LABELS: return put_set(f, &c->sets[c->codes[row]], buf, size);
    case FIELD_FLAG:
      snprintf(own, sizeof own, "%s", c->flags[row] == FLAG_YES ? "true" : "false");
      break;
    case FIELD_DATE: date_format(c->dates[row], own); break;
    case FIELD_MONEY: money_format(c->fen[row], own); break;
    case FIELD_NUMBER: snprintf(own, sizeof own, "%d", (int)c->numbers[row]); break;
  }
  return put_text(slice_of(own, strlen(own)), buf, size);
}

uint32_t roster_line(const roster *r, uint32_t row) {
  return r->lines == NULL ? r->first_line + row : r->lines[row];
}

bool roster_id_ruined(const roster *r, uint32_t row) {
  int id = schema_role(r->schema, ROLE_ID_NUMBER), type = schema_role(r->schema, ROLE_ID_TYPE);
  int32_t born;
  if (id < 0 || (type >= 0 && r->columns[type].present && r->columns[type].labels[row] != 0))
    return false;
  return id_number_check(text_ref_slice(r->columns[id].texts[row]), &born) == ID_AS_NUMBER;
}
