/* synth_identity.c - see synth_identity.h. */
#include "studies/synth_identity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/message.h"

#define SEQUENCES \
  499 /* for one area, birthday and sex: 001, 003 .. 997 or 002, 004 .. 998; a prime */

struct id_book {
  int32_t first_area, first_day;
  int areas, days;
  uint64_t running[ID_KINDS_MAX];
  uint32_t issued[]; /* [area][day][sex] */
};

canbao_status id_book_new(id_book **out, int32_t first_area, int areas, int32_t first_day,
                          int32_t last_day, canbao_error *error) {
  int days = last_day - first_day + 1;
  *out = calloc(1, sizeof **out + (size_t)areas * (size_t)days * 2 * sizeof(uint32_t));
  if (!*out) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  (*out)->first_area = first_area;
  (*out)->first_day = first_day;
  (*out)->areas = areas;
  (*out)->days = days;
  return CANBAO_OK;
}

void id_book_free(id_book *b) { free(b); }

char id_check_digit(const char *number) {
  static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (int i = 0; i < 17; i++) sum += (number[i] - '0') * weights[i];
  return "10X98765432"[sum % 11];
}

static void put_digits(char *at, int width, uint32_t v) {
  for (int i = width - 1; i >= 0; i--, v /= 10) at[i] = (char)('0' + v % 10);
}

/* The n-th person of an area, day and sex: after every 499 the next block of area codes is used, and within a block
** k -> k * 211 + shift is a permutation of 0 .. 498. So no two calls give the same number. */
canbao_status id_book_resident(id_book *b, int area, int32_t born, int man, char number[19],
                               canbao_error *error) {
  int day = born - b->first_day;
  char iso[11];
  date_format(born, iso);
  if (area < 0 || area >= b->areas || day < 0 || day >= b->days)
    return fault(error, CANBAO_LIMIT,
                 _("the profile makes somebody born on %s, which is too far from its day"), iso);
  uint32_t n = b->issued[((size_t)area * (size_t)b->days + (size_t)day) * 2 + (size_t)man]++;
  uint64_t code = (uint64_t)b->first_area + (uint64_t)area + (uint64_t)b->areas * (n / SEQUENCES);
  if (code > 999999)
    return fault(error, CANBAO_LIMIT,
                 _("the ID numbers of %s are used up; ask for fewer residents or give the profile "
                   "more towns"),
                 iso);
  uint32_t k =
      (uint32_t)(((uint64_t)(n % SEQUENCES) * 211 + (uint32_t)day * 97u + (uint32_t)area * 31u) %
                 SEQUENCES);
  put_digits(number, 6, (uint32_t)code);
  memcpy(number + 6, iso, 4);
  memcpy(number + 10, iso + 5, 2);
  memcpy(number + 12, iso + 8, 2);
  put_digits(number + 14, 3, 2 * k + (man ? 1 : 2));
  number[17] = id_check_digit(number);
  number[18] = '\0';
  return CANBAO_OK;
}

canbao_status id_book_pattern(id_book *b, int kind, const char *pattern, char number[24],
                              canbao_error *error) {
  uint64_t span = 1, n;
  size_t length = strlen(pattern);
  for (size_t i = 0; i < length; i++)
    if (pattern[i] == '#' && span < UINT64_C(1000000000000)) span *= 10;
  if (kind < 0 || kind >= ID_KINDS_MAX || b->running[kind] >= span || length > 23)
    return fault(error, CANBAO_LIMIT, _("the numbers of the pattern %s are used up"), pattern);
  n = (b->running[kind]++ * 7919 + 4711) %
      span; /* 7919 has no factor in common with 10: a permutation */
  memcpy(number, pattern, length + 1);
  for (size_t i = length; i-- > 0;) {
    if (pattern[i] != '#') continue;
    number[i] = (char)('0' + n % 10);
    n /= 10;
  }
  return CANBAO_OK;
}

/* ---- names ---- */

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
    "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾",
    "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜",
    "范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康",
    "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙", "万", "段", "雷", "钱", "汤",
    "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文"};

static const char *const given_men[] = {
    "伟", "强", "磊", "军", "勇", "涛", "斌", "超", "刚", "健", "辉", "鹏", "杰", "峰",
    "浩", "亮", "波", "飞", "龙", "毅", "俊", "凯", "旭", "晨", "宇", "轩", "泽", "睿",
    "铭", "博", "瑞", "建", "国", "德", "福", "贵", "昌", "荣", "宏", "志", "永", "庆",
    "平", "安", "正", "家", "胜", "东", "海", "山", "新", "春", "明", "文", "武", "学",
    "成", "立", "少", "振", "贤", "良", "才", "祥", "兴", "义"};

static const char *const given_women[] = {
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "婷", "雪", "慧", "莉",
    "颖", "倩", "洁", "琳", "欣", "怡", "佳", "涵", "梓", "萱", "妍", "诗", "雨", "彤",
    "秀", "英", "兰", "桂", "凤", "珍", "梅", "菊", "莲", "翠", "玉", "素", "淑", "香",
    "巧", "云", "月", "红", "琴", "萍", "芬", "华", "蓉", "惠", "美", "爱", "春", "青",
    "梦", "瑶", "可", "思", "雅", "宁", "露", "晓", "小", "若"};

int name_surname(random_stream *r) {
  const uint32_t count = sizeof surnames / sizeof *surnames;
  int a = (int)random_below(r, count), b = (int)random_below(r, count);
  return a < b ? a : b;
}

void name_person(random_stream *r, int surname, int man, char name[32]) {
  const char *const *given = man ? given_men : given_women;
  uint32_t count =
      man ? sizeof given_men / sizeof *given_men : sizeof given_women / sizeof *given_women;
  const char *first = given[random_below(r, count)];
  const char *second = random_chance(r, 780000) ? given[random_below(r, count)] : "";
  size_t used = 0;
  const char *const parts[] = {surnames[surname], first, second};
  for (int i = 0; i < 3; i++) {
    size_t length = strlen(parts[i]);
    memcpy(name + used, parts[i], length);
    used += length;
  }
  name[used] = '\0';
}
