// compare.mjs - do two results have the same columns in the same order, and are they the same row by row? Money may be
// written 350 or 350.00. Of a resident whom canbao calls undetermined only the columns of WHO and the status are compared: SQL and the
// loop leave the others empty, canbao says those that hold whatever the unknown cell is.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const MONEY = new Set(['premium', 'subsidy', 'personal_due', 'fiscal', 'refund']);
const WHO = new Set(['id_number', 'town', 'village', 'household_id', 'status']);

function cells(line) {
  if (!line.includes('"')) return line.split(',');
  const found = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let cell = '';
      for (at++; at < line.length; at++) {
        if (line[at] === '"' && line[++at] !== '"') break;
        cell += line[at];
      }
      found.push(cell);
      at++;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      found.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return found;
}

const amount = (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const lines = (path) => createInterface({ input: createReadStream(path), crlfDelay: Infinity })[Symbol.asyncIterator]();

// Resolves to { rows, undetermined, identical, differing, shown }: `identical` counts the rows that are the same to the byte,
// `shown` has a sentence for each of the first few differences.
export async function compare(ours, theirs, show = 10) {
  const [a, b] = [lines(ours), lines(theirs)];
  const heading = cells((await a.next()).value);
  const other = cells((await b.next()).value);
  if (heading.join() !== other.join()) throw new Error(`${ours} has the columns ${heading}, ${theirs} ${other}`);
  const columns = heading.map((name, i) => ({ name, i, money: MONEY.has(name), who: WHO.has(name) }));
  const status = heading.indexOf('status');
  const outcome = { rows: 0, undetermined: 0, identical: 0, differing: 0, shown: [] };
  for (;;) {
    const [x, y] = [await a.next(), await b.next()];
    if (x.done && y.done) return outcome;
    if (x.done || y.done) {
      outcome.differing++;
      outcome.shown.push(`${x.done ? ours : theirs} ends after ${outcome.rows} rows`);
      return outcome;
    }
    outcome.rows++;
    if (x.value === y.value) outcome.identical++;
    const [mine, its] = [cells(x.value), cells(y.value)];
    const open = mine[status] === 'undetermined';
    if (open) outcome.undetermined++;
    const wrong = columns.filter(({ i, money, who }) => (who || !open) &&
      (money ? amount(mine[i]) !== amount(its[i] ?? '') : mine[i] !== its[i]));
    if (wrong.length === 0 && mine.length === its.length) continue;
    outcome.differing++;
    if (outcome.shown.length < show) {
      const what = wrong.map(({ name, i }) => `${name} is ${mine[i] || '(blank)'} against ${its[i] || '(blank)'}`);
      outcome.shown.push(`row ${outcome.rows}: ${what.join('; ') || `${mine.length} cells against ${its.length}`}`);
    }
  }
}
