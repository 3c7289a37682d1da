/* problems.c - the list of what could not be taken as it stands. Decides nothing; keeps it in order. */
#include <stdlib.h>
#include <string.h>

#include "roster/roster_file.h"

void problem_add(roster *r, uint32_t row, int f, problem_kind kind, slice value,
                 const char *reason) {
  struct roster_file *file = r->file;
  if (r->problems_count == file->problems_space) {
    uint32_t space = file->problems_space == 0 ? 64 : file->problems_space * 2;
    problem *more =
        space < file->problems_space ? NULL : realloc(r->problems, space * sizeof *more);
    if (more == NULL) {
      file->out_of_memory = true;
      return;
    }
    r->problems = more;
    file->problems_space = space;
  }
  uint32_t code = dictionary_code(file->reasons, slice_of(reason, strlen(reason)));
  if (code == UINT32_MAX) {
    file->out_of_memory = true;
    return;
  }
  r->problems[r->problems_count++] = (problem){.row = row,
                                               .field = (int16_t)f,
                                               .kind = kind,
                                               .value = value,
                                               .reason = dictionary_text(file->reasons, code).at};
}

static int position_of(const problem *p, const int16_t *positions) {
  return p->field < 0 ? -1 : positions[p->field];
}

/* Of one row there are a few, nearly in order: insertion, which keeps equal ones as they came. */
void problems_order(roster *r, uint32_t from, const int16_t *positions) {
  for (uint32_t i = from + 1; i < r->problems_count; i++) {
    problem moved = r->problems[i];
    uint32_t at = i;
    int position = position_of(&moved, positions);
    for (; at > from && position_of(&r->problems[at - 1], positions) > position; at--) {
      r->problems[at] = r->problems[at - 1];
    }
    r->problems[at] = moved;
  }
}

static bool comes_first(const problem *a, const problem *b, const int16_t *positions) {
  if (a->row != b->row) return a->row < b->row;
  return position_of(a, positions) <= position_of(b, positions);
}

void problems_merge(roster *r, uint32_t second, const int16_t *positions) {
  uint32_t count = r->problems_count, later = count - second;
  if (second == 0 || later == 0) return;
  problem *moved = malloc(later * sizeof *moved);
  if (moved == NULL) {
    r->file->out_of_memory = true;
    return;
  }
  memcpy(moved, r->problems + second, later * sizeof *moved);
  for (uint32_t to = count; later > 0;
       to--) { /* from the end, so that nothing is overwritten unread */
    if (second > 0 && !comes_first(&r->problems[second - 1], &moved[later - 1], positions)) {
      r->problems[to - 1] = r->problems[--second];
    } else {
      r->problems[to - 1] = moved[--later];
    }
  }
  free(moved);
}
