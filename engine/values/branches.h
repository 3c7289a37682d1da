/*
** branches.h - where an answer leads from a node that many answers lead on from. Owns no nodes:
** they are numbers, 0 is none.
*/
#ifndef VALUES_BRANCHES_H
#define VALUES_BRANCHES_H

#include <stdbool.h>
#include <stdint.h>

#define BRANCHES_FEW 8 /* of one node: so many are looked through faster than looked up */

typedef struct {
  int64_t answer;
  uint32_t from, to; /* 0: the slot is empty */
} branch_slot;

/* All 0: empty. */
typedef struct {
  branch_slot *slots; /* a power of two, half full at most */
  uint32_t count, space;
} branches;

void branches_free(branches *b);
/* 0: nowhere. */
uint32_t branches_find(const branches *b, uint32_t from, int64_t answer);
/* The answer must lead nowhere yet. False when memory ran out. */
bool branches_add(branches *b, uint32_t from, int64_t answer, uint32_t to);

#endif
