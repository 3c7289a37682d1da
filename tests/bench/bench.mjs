// bench.mjs - `make bench`: canbao beside DuckDB and a hand-written C loop, on one synthetic Lingbi roster, in one run.
// Nothing is timed before all three give the same columns, the same rows and the same summary. canbao is timed twice: with
// the columns that the others write, and with every column, as it is by default. No time is asserted: the report says what was
// measured and which of the project's targets that meets.
//
// BENCH_ROWS, BENCH_ROUNDS, BENCH_DECIDES, BENCH_SIZES and BENCH_WILD make it shorter or longer; run.sh sets the rest.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from './compare.mjs';
import { machine, report } from './report.mjs';
import { writeWildRoster } from './wild.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const work = process.env.BENCH_DIR;
const canbao = process.env.BENCH_CANBAO;
const number = (name, otherwise) => Number(process.env[name] || otherwise);
const rows = number('BENCH_ROWS', 1090000);
const rounds = number('BENCH_ROUNDS', 5);
const decides = number('BENCH_DECIDES', 4 * rounds);
const wild = number('BENCH_WILD', 20000);
const sizes = (process.env.BENCH_SIZES || '10000,100000,1000000,10000000').split(',').map(Number);
const RULES = 'lingbi/2023';
const DAY = '2023-03-01';
const GIGA = 1e9;

const at = (name) => join(work, name);
const say = (text) => console.log(text);
const size = (path) => statSync(path).size;

// Runs a command on so many processors; its own JSON, if it prints any, together with what timed.c saw. Before it the disk
// finishes what earlier programs have left to it, or who waits for his own result would wait for theirs; and the roster is
// read once, so that everybody finds it in memory.
function timed(processors, roster, ...command) {
  execFileSync('sync');
  execFileSync('cat', [roster], { stdio: 'ignore' });
  const printed = execFileSync(at('timed'), [String(processors), at('timed.json'), ...command],
    { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] });
  const outer = JSON.parse(readFileSync(at('timed.json'), 'utf8'));
  const own = printed.startsWith('{') ? JSON.parse(printed) : {};
  return { ...own, process: outer };
}

const synth = (count, path) => execFileSync(canbao, ['synth', RULES, '-n', String(count), '--seed', '2023', '-o', path,
  '--no-progress'], { stdio: ['ignore', 'ignore', 'inherit'] });
const evaluateWith = (program, threads, roster, result, ...more) => timed(threads, roster, program, 'eval', RULES, roster,
  '--as-of', DAY, '--threads', String(threads), '-o', result, '--no-progress', ...more);
const evaluate = (...run) => evaluateWith(canbao, ...run);
const phases = (threads, roster, result, summary, ...columns) =>
  timed(threads, roster, at('phases'), roster, String(threads), result, summary, ...columns);
const loop = (roster, ...files) => timed(1, roster, at('loop'), roster, ...files);
const duckdb = (mode, threads, roster, result, ...more) =>
  timed(threads, roster, process.execPath, join(here, 'duckdb.mjs'), mode, String(threads), roster, result, ...more);

// A result's columns, in its order.
function columnsOf(path) {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(4096);
  const text = buffer.toString('utf8', 0, readSync(file, buffer));
  closeSync(file);
  return text.slice(0, text.indexOf('\n'));
}

// The seconds of a whole run without its waits for the disk, by the program that counts them (synced.c).
function withoutSync(threads, roster, result, ...more) {
  process.env.BENCH_SYNCED = at('synced');
  const { seconds } = evaluateWith(at('canbao-synced'), threads, roster, result, ...more).process;
  delete process.env.BENCH_SYNCED;
  return seconds - Number(readFileSync(at('synced'), 'utf8'));
}

function stop(text) {
  console.error(text);
  process.exit(1);
}

// ---- the same results ----

async function sameRows(name, ours, theirs) {
  const outcome = await compare(ours, theirs);
  if (outcome.differing)
    stop(`${name} differs from canbao in ${outcome.differing} rows; nothing is timed\n${outcome.shown.join('\n')}`);
  say(`  ${name}: ${outcome.rows} rows, none differs (${outcome.undetermined} undetermined ones compared by status); ` +
    `${outcome.identical} are the same to the byte`);
  return outcome;
}

function sameSummary(name, ours, theirs) {
  const read = (path) => readFileSync(path, 'utf8').trimEnd().split('\n').sort();
  const [a, b] = [read(ours), read(theirs)];
  const wrong = [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line))];
  if (wrong.length) stop(`${name}'s summary differs from canbao's; nothing is timed\n${wrong.slice(0, 10).join('\n')}`);
  say(`  ${name}: ${a.length} lines of the summary, none differs`);
}

function sameBytes(name, ours, theirs) {
  try {
    execFileSync('cmp', [ours, theirs]);
  } catch {
    stop(`${name} differs from canbao eval; nothing is timed`);
  }
  say(`  ${name}: the same bytes`);
}

async function agreeOn(what, roster) {
  say(`the same results for ${what}?`);
  duckdb('phases', 2, roster, at('duckdb.csv'), at('duckdb.summary'));
  const columns = columnsOf(at('duckdb.csv'));
  evaluate(2, roster, at('eval.csv'), '--columns', columns);
  phases(2, roster, at('phases.csv'), at('phases.summary'), columns);
  sameBytes('phases', at('eval.csv'), at('phases.csv'));
  evaluate(2, roster, at('every.csv'));
  phases(2, roster, at('phases.csv'), at('phases.summary'));
  sameBytes('phases, every column', at('every.csv'), at('phases.csv'));
  await sameRows('DuckDB', at('eval.csv'), at('duckdb.csv'));
  loop(roster, at('loop.csv'), at('loop.summary'));
  loop(roster, at('adding.summary'));
  const same = await sameRows('C loop', at('eval.csv'), at('loop.csv'));
  duckdb('stream', 2, roster, at('duckdb.csv'));
  await sameRows('DuckDB, streaming', at('eval.csv'), at('duckdb.csv'));
  sameSummary('C loop', at('phases.summary'), at('loop.summary'));
  sameSummary('C loop, summary only', at('phases.summary'), at('adding.summary'));
  sameSummary('DuckDB', at('phases.summary'), at('duckdb.summary'));
  return { ...same, columns };
}

function agreeWithReference(roster, columns) {
  for (const [name, more] of [['every column', []], ['the same columns', ['--columns', columns]]]) {
    evaluate(2, roster, at('eval.csv'), ...more);
    evaluate(1, roster, at('reference.csv'), '--reference', ...more);
    sameBytes(`eval --reference, ${name}`, at('eval.csv'), at('reference.csv'));
  }
}

// ---- times ----

const samples = {};
function keep(name, values) {
  for (const [what, value] of Object.entries(values)) ((samples[name] ??= {})[what] ??= []).push(...[value].flat());
}

// The first decision of a process apart from the others.
const firstAndAgain = (seconds) => ({ decide: seconds[0], again: seconds.slice(1) });

// canbao with those columns, all of them when none is named, under this name.
function ownRound(name, threads, roster, ...columns) {
  const ours = phases(threads, roster, at('phases.csv'), at('phases.summary'), ...columns);
  const { load, read, sum, cases, write, sync } = ours;
  keep(name, { load, read, sum, cases, write, writeBare: write - sync, ...firstAndAgain(ours.decide) });
  const more = columns.length ? ['--columns', ...columns] : [];
  const whole = evaluate(threads, roster, at('eval.csv'), ...more);
  keep(name, { whole: whole.process.seconds, peak: whole.process.peak, bytes: size(at('eval.csv')),
    wholeBare: withoutSync(threads, roster, at('eval.csv'), ...more) });
}

function oneRound(roster, columns) {
  for (const threads of [1, 2]) {
    ownRound(`canbao ${threads}`, threads, roster, columns);
    ownRound(`every ${threads}`, threads, roster);
    const theirs = duckdb('phases', threads, roster, at('duckdb.csv'), at('duckdb.summary'));
    keep(`duckdb ${threads}`, { read: theirs.read, keep: theirs.keep, write: theirs.write,
      writeBare: theirs.write - theirs.sync, ...firstAndAgain(theirs.decide) });
    for (const mode of ['stream', 'stored']) {
      const run = duckdb(mode, threads, roster, at('duckdb.csv'));
      keep(`duckdb ${threads}`, { [mode]: run.whole, [`${mode}Bare`]: run.whole - run.sync, [`${mode}Peak`]: run.process.peak,
        bytes: size(at('duckdb.csv')) });
    }
  }
  const keeping = loop(roster, at('loop.csv'), at('loop.summary'));
  keep('loop', { ...firstAndAgain(keeping.decide), write: keeping.write });
  keep('adding', firstAndAgain(loop(roster, at('adding.summary')).decide));
}

// Everybody through Lua: some twenty seconds, so not in every round.
function referenceRounds(roster) {
  for (let i = 0; i < Math.min(rounds, 3); i++)
    keep('reference', { decide: timed(1, roster, at('phases'), roster, 'reference').decide });
}

// Deciding alone, in processes of its own: some tens of milliseconds, in which a round more or less that the machine disturbs
// weighs much, so there are more of them.
function decideRound(roster) {
  const none = '-';
  for (const threads of [1, 2])
    keep(`canbao ${threads}`, firstAndAgain(phases(threads, roster, none, at('phases.summary')).decide));
  keep('duckdb 2', firstAndAgain(duckdb('phases', 2, roster, none, at('duckdb.summary')).decide));
  keep('loop', firstAndAgain(loop(roster, none, at('loop.summary')).decide));
  keep('adding', firstAndAgain(loop(roster, at('adding.summary')).decide));
}

// A hundred scenarios over the whole register, the proof of isolation too; the whole process counts.
function sweeps(roster) {
  const seconds = [];
  for (let i = 0; i < Math.min(rounds, 3); i++)
    seconds.push(timed(2, roster, canbao, 'sweep', RULES, roster, '--as-of', DAY, '--threads', '2', '--no-progress',
      '--vary', '三（二）2.subsidy=251..350/1', '--measure', 'cost').process.seconds);
  return seconds;
}

function oneSize(count, roster, columns) {
  const samplesOf = { decide: [], again: [], whole: [], peak: [] };
  let last;
  for (let i = 0; i < (count > 2e6 ? 3 : rounds); i++) {
    last = phases(2, roster, '-', at('phases.summary'));
    samplesOf.decide.push(last.decide[0]);
    samplesOf.again.push(...last.decide.slice(1));
    const whole = evaluate(2, roster, at('size-result.csv'), '--columns', columns).process;
    samplesOf.whole.push(whole.seconds);
    samplesOf.peak.push(whole.peak);
  }
  return { rows: count, bytes: size(roster), cases: last.cases, lua: last.lua_calls, ...samplesOf };
}

function available() {
  const found = /MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'));
  return found ? Number(found[1]) * 1024 : 0;
}

function allSizes(columns) {
  const measured = [];
  for (const count of sizes) {
    const disk = statfsSync(work);
    if (count > 2e6 && (available() < 12 * GIGA || disk.bavail * disk.bsize < count * 600)) {
      measured.push({ rows: count, skipped: 'less than 12 GB of memory, or too little disk, is free' });
      continue;
    }
    const roster = at('size.csv');
    synth(count, roster);
    measured.push(oneSize(count, roster, columns));
    say(`  ${count} residents`);
  }
  for (const name of ['size.csv', 'size-result.csv', 'size-result.csv.problems.csv', 'size-result.csv.manifest.json'])
    rmSync(at(name), { force: true });
  return measured;
}

const started = machine();
const roster = at('roster.csv');
say(`a roster of ${rows} residents`);
synth(rows, roster);
const same = await agreeOn('it', roster);
agreeWithReference(roster, same.columns);
writeWildRoster(at('wild.csv'), wild, 2023);
await agreeOn(`${wild} residents at the thresholds`, at('wild.csv'));
say(`times, ${rounds} rounds`);
for (let i = 1; i <= rounds; i++) {
  oneRound(roster, same.columns);
  say(`  round ${i}`);
}
say(`deciding, ${decides} more`);
for (let i = 0; i < decides; i++) decideRound(roster);
say('every resident through Lua');
referenceRounds(roster);
say('a hundred scenarios');
const hundred = sweeps(roster);
say('sizes');
const measured = allSizes(same.columns);
const duckdbVersion = duckdb('phases', 1, at('wild.csv'), at('duckdb.csv'), at('duckdb.summary')).version;
const canbaoVersion = execFileSync(canbao, ['--version'], { encoding: 'utf8' }).trim();
const text = report({ rows, rounds, decides, wild, bytes: size(roster), samples, sizes: measured, same, started, hundred,
  ended: machine(), duckdb: duckdbVersion, canbao: canbaoVersion, day: DAY });
mkdirSync('bench', { recursive: true });
writeFileSync('bench/results.md', text);
say(`\n${text}\nwritten to bench/results.md`);
