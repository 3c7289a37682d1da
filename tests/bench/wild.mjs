// wild.mjs - a roster of residents whom no county has: days on and beside every threshold of Lingbi 2023, several labels
// at once, cells that nobody knows. Clean all the same. For comparing, not for timing: nearly every resident is a case.
import { writeFileSync } from 'node:fs';

const HEADINGS = ['证件类型', '身份证号', '姓名', '性别', '出生日期', '户号', '乡镇', '村', '户籍地', '常住地', '居住证', '在校学生',
  '身份类别', '身份认定日期', '残疾类别', '残疾等级', '参保档次', '返乡务工人员', '缴费日期', '缴费金额', '缴费渠道', '职工医保参保日期',
  '职工医保停保日期', '其他参保', '独生子女证领证日期', '退役日期', '刑满释放日期', '死亡日期', '居民医保终止日期'];
const LABELS = ['特困人员', '农村特困人员', '城镇特困人员', '孤儿', '事实无人抚养儿童', '低保对象', '农村低保对象', '城镇低保对象',
  '返贫致贫人口', '脱贫不稳定人口', '脱贫不稳定户', '监测人口', '防止返贫监测对象', '边缘易致贫人口', '边缘易致贫户', '突发严重困难人口',
  '突发严重困难户', '计生代缴对象', '独生子女领证户', '农村双女绝育户', '计生特殊困难家庭', '重点优抚对象', '随军未就业配偶', '稳定脱贫人口',
  '困难企业职工', '困难企业退休人员', '外籍就业人员', '外籍人员未就业配偶', '外籍人员未成年子女', '中国公民外籍配偶', '失联人员', '参军人员',
  '服刑人员', '普通居民', '重度残疾人'];
const ID_TYPES = ['护照', '护照', '出生医学证明', '港澳居民来往内地通行证', '港澳台居民居住证', '外国人永久居留身份证', '台湾居民来往大陆通行证'];
const PLACES = ['灵璧县', '安徽省宿州市灵璧县', '安徽省宿州市泗县', '江苏省', '', '国外', '341323102'];
const AMOUNTS = ['350', '350', '50', '0', '175', '80', '400.5', ''];
const EDGES = ['2016-01-01', '2022-09-30', '2022-10-01', '2022-12-31', '2023-01-01', '2023-02-28', '2023-03-01', '2023-12-30', '2023-12-31'];

const DAY = 86400000;
const plus = (day, n) => new Date(Date.parse(day) + n * DAY).toISOString().slice(0, 10);
function monthsBefore(day, n) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - n, Math.min(date, 28))).toISOString().slice(0, 10);
}

function generator(seed) {
  let state = seed >>> 0; // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function writeWildRoster(path, count, seed) {
  const random = generator(seed);
  const between = (low, high) => low + Math.floor(random() * (high - low + 1));
  const one = (list) => list[between(0, list.length - 1)];
  const flag = (share) => (random() < share ? '是' : '');
  function day(share) {
    if (random() >= share) return '';
    const kind = random();
    if (kind < 0.5) return plus(one(EDGES), between(-2, 2));
    return kind < 0.9 ? plus('2022-09-01', between(0, 520)) : plus('2015-01-01', between(0, 3500));
  }
  function born() {
    const kind = random();
    if (kind < 0.02) return '';
    if (kind < 0.3) return day(1);
    if (kind < 0.5) return plus('2022-10-02', between(-2, 2)); // its ninetieth day is 2022-12-31
    return kind < 0.7 ? plus('2005-01-01', between(-3, 3)) : plus('1930-01-01', between(0, 34000));
  }
  function employment(paid) {
    const kind = random();
    if (kind >= 0.2) return ['', ''];
    if (kind >= 0.15) return [day(0.7), day(0.6)];
    const until = plus(monthsBefore(paid || '2023-03-01', one([0, 1, 3, 3, 6])), between(-3, 3));
    return [random() < 0.8 ? plus(monthsBefore(until, one([23, 24, 24, 25])), between(-3, 3)) : '', until];
  }
  const lines = [HEADINGS.join(',')];
  for (let i = 0; i < count; i++) {
    const labels = [...new Set(Array.from({ length: one([0, 0, 1, 1, 1, 2, 3]) }, () => one(LABELS)))];
    const birth = born();
    const since = (then) => (then && then < birth ? birth : then); // nothing befalls anybody before birth
    const paid = since(day(0.8));
    const [from, until] = employment(paid).map(since);
    lines.push([one(ID_TYPES), `W${String(i).padStart(7, '0')}`, `某${i}`, '男', birth, `H${i >> 1}`, one(['甲镇', '乙镇', '']), '子村',
      random() < 0.4 ? one(PLACES) : '灵璧县', one(PLACES), flag(0.1), flag(0.15), labels.join('、'), day(labels.length ? 0.5 : 0.1), '', '',
      '', flag(0.15), paid, one(AMOUNTS), '', from, until, flag(0.03), day(0.5), since(day(0.1)), since(day(0.1)), since(day(0.05)), day(0.05)].join(','));
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}
