/* whatif_gates.c - see whatif_gates.h. */
#include "studies/whatif_gates.h"

#include <stdlib.h>
#include <string.h>

#include "values/message.h"

__extension__ typedef __int128 wide;

#define WHOLE 10000 /* hundredths of a percent */

/* ---- reading ---- */

static const struct {
  const char *text;
  gate_operator op;
} operators[] = {{"<=", GATE_MOST}, {">=", GATE_LEAST}, {"==", GATE_EQUAL}, {"!=", GATE_OTHER},
                 {"<", GATE_LESS},  {">", GATE_MORE},   {"=", GATE_EQUAL}};

static canbao_status bad(canbao_error *error, const char *from, const char *text, const char *why) {
  char shown[160];
  return fault(error, CANBAO_USAGE, _("%s \"%s\": %s"), from,
               text_display(slice_of(text, strlen(text)), shown, sizeof shown), why);
}

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
}

/* A number without a sign: yuan, people, or a percentage with its sign at the end. */
static bool read_amount(const gate *g, slice text, int64_t *amount, bool *percent) {
  *percent = text.length > 1 && text.at[text.length - 1] == '%';
  if (*percent) text.length--;
  if (text.length == 0 || text.at[0] < '0' || text.at[0] > '9') return false;
  for (uint32_t i = 0; i < text.length; i++) {
    bool digit = text.at[i] >= '0' && text.at[i] <= '9';
    if (!digit && (text.at[i] != '.' || (!g->money && !*percent))) return false;
  }
  if (!money_parse(text.at, text.length, amount)) return false;
  if (*percent) return *amount <= WHOLE * INT64_C(1000);
  if (!g->money) *amount /= 100;
  return true;
}

static canbao_status read_limit(gate *g, slice limit, const char *from, canbao_error *error) {
  bool of_base = limit.length >= 4 && memcmp(limit.at, "base", 4) == 0, percent;
  slice rest = slice_trim(of_base ? slice_of(limit.at + 4, limit.length - 4) : limit);
  bool sign = rest.length > 0 && (rest.at[0] == '+' || rest.at[0] == '-'),
       minus = sign && rest.at[0] == '-';
  int64_t amount = 0;
  if (g->compared && (of_base || sign))
    return bad(
        error, from, g->text,
        _("this measure has no base: give a number, or a share of all residents such as 1%"));
  if (of_base && rest.length == 0) {
    g->share = WHOLE;
    return CANBAO_OK;
  }
  if ((of_base && !sign) ||
      !read_amount(g, sign ? slice_trim(slice_of(rest.at + 1, rest.length - 1)) : rest, &amount,
                   &percent))
    return bad(error, from, g->text,
               g->money ? _("the limit is base, a sum in yuan or a percentage, or one of these "
                            "with + or - against the base")
                        : _("the limit is base, a whole number or a percentage, or one of these "
                            "with + or - against the base"));
  if (minus) amount = -amount;
  g->share = sign ? WHOLE : 0;
  if (percent)
    g->share += amount;
  else
    g->offset = amount;
  return CANBAO_OK;
}

static canbao_status parse(gate *g, const char *text, const policy *p, const char *from,
                           canbao_error *error) {
  size_t length = strcspn(text, "<>=!");
  slice name = slice_trim(slice_of(text, length));
  const char *rest = text + length;
  size_t op = 0, count = sizeof operators / sizeof operators[0];
  bool needs_gains;
  canbao_error inner = {0};
  g->text = strdup(text);
  g->measure = strndup(name.at, name.length);
  if (!g->text || !g->measure) return no_memory(error);
  while (op < count && strncmp(rest, operators[op].text, strlen(operators[op].text)) != 0) op++;
  if (op == count || name.length == 0)
    return bad(
        error, from, text,
        _("a gate is MEASURE OP LIMIT, such as cost<=+5%, worse_off=0 or undetermined<=base"));
  g->op = operators[op].op;
  rest += strlen(operators[op].text);
  if (whatif_measure_check(p, g->measure, &g->money, &needs_gains, &inner) != CANBAO_OK)
    return bad(error, from, text, inner.message);
  g->compared = needs_gains;
  return read_limit(g, slice_trim(slice_of(rest, strlen(rest))), from, error);
}

canbao_status gate_parse(gate *out, const char *text, const policy *p, const char *from,
                         canbao_error *error) {
  *out = (gate){0};
  return parse(out, text, p, from, error);
}

void gate_free(gate *g) {
  free(g->text), free(g->measure);
  *g = (gate){0};
}

/* ---- holding ---- */

/* Both sides are WHOLE times the figure, so that no percentage is rounded. */
static bool keeps(const gate *g, int64_t figure, wide limit) {
  wide v = (wide)figure * WHOLE;
  switch (g->op) {
    case GATE_MOST: return v <= limit;
    case GATE_LEAST: return v >= limit;
    case GATE_LESS: return v < limit;
    case GATE_MORE: return v > limit;
    case GATE_EQUAL: return v == limit;
    default: return v != limit;
  }
}

static wide limit_at(const gate *g, int64_t base) {
  return (wide)base * g->share + (wide)g->offset * WHOLE;
}

/* Which way a resident's part in the figure goes that brings it nearer to crossing: +1 up, -1 down, 0 neither. */
static int direction_of(const gate *g, int64_t figure, wide limit) {
  switch (g->op) {
    case GATE_MOST:
    case GATE_LESS: return 1;
    case GATE_LEAST:
    case GATE_MORE: return -1;
    case GATE_EQUAL: return (wide)figure * WHOLE > limit ? 1 : -1;
    default: return 0;
  }
}

static void list_crossing(gate_result *r, const whatif *w, int direction) {
  for (uint32_t row = 0; row < w->base->roster->rows; row++) {
    int64_t before, after;
    whatif_measure_of(w, r->gate->measure, row, &before, &after);
    if (direction > 0 ? after <= before : after >= before) continue;
    r->crossing++;
    if (r->rows_count < GATE_ROWS) r->rows[r->rows_count++] = row;
  }
}

/* The undetermined may stand anywhere between their bounds. Most are undetermined on both sides, so that like is compared
** with like: the most with the base's most, the least with its least. */
static bool might_cross(const gate *g, const whatif_figure *f) {
  bool upwards = g->op == GATE_MOST || g->op == GATE_LESS;
  if (f->unbounded > 0) return true;
  if (g->op == GATE_EQUAL || g->op == GATE_OTHER) return f->low != f->high;
  return !keeps(g, upwards ? f->high : f->low, limit_at(g, upwards ? f->base_high : f->base_low));
}

canbao_status gate_judge(gate_result *out, const gate *g, const whatif *w, canbao_error *error) {
  *out = (gate_result){.gate = g};
  canbao_status status = whatif_measure(w, g->measure, &out->figure, error);
  if (status != CANBAO_OK) return status;
  int64_t base = g->compared ? (int64_t)w->base->roster->rows : out->figure.base;
  wide limit = limit_at(g, base), whole = limit / WHOLE;
  if (limit % WHOLE < 0) whole--;
  if (whole > MONEY_MAX || whole < -MONEY_MAX)
    return fault(error, CANBAO_LIMIT, _("the limit of the gate \"%s\" is too large"), g->text);
  out->limit = (int64_t)whole;
  out->limit_exact = limit % WHOLE == 0;
  out->crossed = !keeps(g, out->figure.scenario, limit);
  out->in_doubt = !out->crossed && !g->compared && might_cross(g, &out->figure);
  return CANBAO_OK;
}

canbao_status gate_hold(gate_result *out, const gate *g, const whatif *w, canbao_error *error) {
  canbao_status status = gate_judge(out, g, w, error);
  if (status != CANBAO_OK || !out->crossed) return status;
  int64_t base = g->compared ? (int64_t)w->base->roster->rows : out->figure.base;
  list_crossing(out, w, direction_of(g, out->figure.scenario, limit_at(g, base)));
  return CANBAO_OK;
}
