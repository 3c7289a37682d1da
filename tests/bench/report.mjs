// report.mjs - what `make bench` measured, as the Markdown of bench/results.md. Medians throughout.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

export function machine() {
  return { cpu: cpus()[0].model.trim(), cores: cpus().length, memory: totalmem(), kernel: release(), load: loadavg()[0],
    compiler: execFileSync(process.env.BENCH_CC || 'cc', ['--version'], { encoding: 'utf8' }).split('\n')[0],
    flags: process.env.BENCH_CFLAGS || '', system: systemName() };
}

function systemName() {
  const found = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'));
  return found ? found[1] : 'unknown';
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const thousands = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
function ms(seconds) {
  const value = seconds * 1000;
  if (value < 1) return value.toFixed(2);
  return value < 100 ? value.toFixed(1) : thousands(value);
}
const mega = (bytes) => thousands(bytes / 1e6);
const times = (ratio) => `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)}`;

function table(heading, lines) {
  const rows = [heading, heading.map((_, i) => (i ? '---:' : '---')), ...lines];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function phaseTable(m, rows) {
  const perResident = (seconds) => ((seconds / rows) * 1e9).toFixed(1);
  const of = (name) => Object.fromEntries(Object.entries(m[name]).map(([what, values]) => [what, median(values)]));
  const decided = (x) => [ms(x.decide), ms(x.again), perResident(x.decide)];
  const lines = [];
  for (const [name, text] of [['canbao', 'the same columns'], ['every', 'every column']])
    for (const threads of [1, 2]) {
      const x = of(`${name} ${threads}`);
      lines.push([`canbao, ${text}, ${threads} thread${threads > 1 ? 's' : ''}`, ms(x.read), ...decided(x), ms(x.write),
        ms(x.writeBare), ms(x.whole), ms(x.wholeBare), mega(x.bytes), mega(x.peak)]);
    }
  for (const threads of [1, 2]) {
    const x = of(`duckdb ${threads}`);
    lines.push([`DuckDB, ${threads} thread${threads > 1 ? 's' : ''}`, ms(x.read), ...decided(x), ms(x.write), ms(x.writeBare),
      `${ms(x.stream)} streaming, ${ms(x.stored)} by a table`, `${ms(x.streamBare)}, ${ms(x.storedBare)}`, mega(x.bytes),
      `${mega(x.streamPeak)}, ${mega(x.storedPeak)}`]);
  }
  const limit = of('loop');
  lines.push(['C loop, keeping decisions', '', ...decided(limit), ms(limit.write), '', '', '', '', '']);
  lines.push(['C loop, summary only', '', ...decided(of('adding')), '', '', '', '', '', '']);
  return lines;
}

const PHASES = ['', 'read', 'decide, first', 'decide, again', 'decide first, ns a resident', 'write', 'write, without fsync',
  'whole', 'whole, without fsync', 'result, MB', 'peak memory, MB'];

function verdict(what, value, wanted, met) {
  return [what, value, wanted, met ? 'met' : 'missed'];
}

// What no target asks for, but stands beside one that does.
const beside = (what, value) => [what, value, '', ''];

const FLAT_FROM = 100000;
const FLAT_TO = 10000000;
const measuredFlat = (sizes) => sizes.filter((x) => !x.skipped && x.rows >= FLAT_FROM);
const cost = (x, what) => median(x[what]) / x.rows;

function spreads(sizes) {
  const flat = measuredFlat(sizes);
  if (flat.length < 2) return [];
  const range = `${thousands(flat[0].rows)} to ${thousands(flat.at(-1).rows)}`;
  const short = flat[0].rows > FLAT_FROM || flat.at(-1).rows < FLAT_TO;
  return ['decide', 'whole', 'again'].map((what) => {
    const costs = flat.map((x) => cost(x, what));
    const spread = Math.max(...costs) / Math.min(...costs) - 1;
    const shown = `${(spread * 100).toFixed(0)}%`;
    if (what === 'again') return beside(`decide again, a resident: spread from ${range} residents`, shown);
    const line = verdict(`${what === 'decide' ? 'decide, first' : what}, a resident: spread from ${range} residents`, shown,
      `within 15% from ${thousands(FLAT_FROM)} to ${thousands(FLAT_TO)}`, spread <= 0.15);
    if (short && spread <= 0.15) line[3] = 'not measured so far';
    return line;
  });
}

// What a size takes more than the one before it, for each resident more: what the cost is without its fixed part.
function furtherCosts(sizes, what) {
  const flat = measuredFlat(sizes);
  return flat.slice(1).map((x, i) => (median(x[what]) - median(flat[i][what])) / (x.rows - flat[i].rows));
}

function further(sizes) {
  const flat = measuredFlat(sizes);
  if (flat.length < 3) return [];
  return ['decide', 'whole'].map((what) => {
    const costs = furtherCosts(sizes, what);
    const spread = Math.max(...costs) / Math.min(...costs) - 1;
    return beside(`${what === 'decide' ? 'decide, first' : what}, each further resident, from ${flat.map((x) => thousands(x.rows)).join(' to ')}`,
      `${costs.map((c) => (c * 1e9).toFixed(what === 'decide' ? 1 : 0)).join(', ')} ns: spread ${(spread * 100).toFixed(0)}%`);
  });
}

// Where the cost of the smallest of the sizes that the target is about is over that of the largest.
function fixedPart(run) {
  const flat = measuredFlat(run.sizes);
  if (flat.length < 2) return '';
  const [small, large] = [flat[0], flat.at(-1)];
  const over = (what) => median(small[what]) - small.rows * cost(large, what);
  return `
${thousands(small.rows)} residents take ${ms(median(small.whole))} ms, ${ms(over('whole'))} more than at the rate of ${thousands(large.rows)}; 15% of that rate are ${ms(0.15 * small.rows * cost(large, 'whole'))}.
Of the difference, ${ms(median(run.samples['canbao 2'].load))} are loading and checking the rules, ${ms(over('decide'))} deciding (${thousands(small.cases)} cases, each once by Lua), the rest beginning and
ending a process and waiting for the disk. What each further resident costs stands above.
`;
}

function targets(run) {
  const of = (name, what) => median(run.samples[name][what]);
  const ratio = (a, b, what) => of(a, what) / of(b, what);
  const againstLua = of('reference', 'decide') / of('canbao 1', 'decide');
  const fasterOf = (ending) => Math.min(of('duckdb 2', `stream${ending}`), of('duckdb 2', `stored${ending}`));
  const whole = fasterOf('') / of('canbao 2', 'whole');
  const memory = of('every 2', 'peak') / run.bytes;
  const hundred = median(run.hundred);
  const lines = [];
  const duckdb = ratio('duckdb 2', 'canbao 2', 'decide');
  lines.push(verdict('decide first, 2 threads: DuckDB / canbao', times(duckdb), 'at least 10', duckdb >= 10),
    beside('decide again, 2 threads: DuckDB / canbao', times(ratio('duckdb 2', 'canbao 2', 'again'))),
    verdict('decide first, 1 thread: `--reference` / canbao', times(againstLua), 'at least 25', againstLua >= 25));
  for (const [name, text] of [['loop', 'C loop that keeps decisions'], ['adding', 'C loop, summary only']]) {
    const first = ratio('canbao 1', name, 'decide');
    lines.push(verdict(`decide first, 1 thread: canbao / ${text}`, times(first), 'at most 1', first <= 1),
      beside(`decide again, 1 thread: canbao / ${text}`, times(ratio('canbao 1', name, 'again'))));
  }
  const bare = (name) => times(fasterOf('Bare') / of(name, 'wholeBare'));
  lines.push(verdict('CSV to CSV on the disk, the same columns, 2 threads: DuckDB (its faster way) / canbao', times(whole),
    'at least 3', whole >= 3),
    beside('the same without either\'s fsync', bare('canbao 2')),
    beside('CSV to CSV on the disk, 2 threads: DuckDB with its columns / canbao with every column',
      times(fasterOf('') / of('every 2', 'whole'))),
    beside('the same without either\'s fsync', bare('every 2')),
    verdict('peak memory / size of the roster, every column, 2 threads', times(memory), 'under 2', memory < 2),
    verdict('a hundred scenarios (`canbao sweep`, reading and proof included), 2 threads', `${hundred.toFixed(2)} s`, 'under 5 s',
      hundred < 5));
  return [...lines, ...spreads(run.sizes), ...further(run.sizes)];
}

const SIZES = ['residents', 'decide, first', 'over the least', 'decide, again', 'over the least', 'whole', 'over the least', 'cases',
  'decided by Lua', 'peak memory, MB', 'peak / roster'];

// Each cost beside how much it is over the least one among the sizes that the targets are about.
function sizeTable(sizes) {
  const flat = measuredFlat(sizes);
  const pair = (x, what) => {
    const least = Math.min(...flat.map((y) => cost(y, what)));
    return [thousands(cost(x, what) * 1e9), flat.length > 0 ? `${((cost(x, what) / least - 1) * 100).toFixed(0)}%` : ''];
  };
  return sizes.map((x) => (x.skipped ? [thousands(x.rows), x.skipped, ...Array(SIZES.length - 2).fill('')]
    : [thousands(x.rows), ...pair(x, 'decide'), ...pair(x, 'again'), ...pair(x, 'whole'), thousands(x.cases), thousands(x.lua),
      mega(median(x.peak)), times(median(x.peak) / x.bytes)]));
}

// The bench itself keeps no more than two processors busy, and none before it starts.
function busy(run) {
  if (run.started.load < 0.5) return '';
  return '- **other work was going on when it started: no time below is to be relied on**\n';
}

export function report(run) {
  const m = run.started;
  const lua = median(run.samples.reference.decide);
  const keeping = (threads) => ms(median(run.samples[`duckdb ${threads}`].keep));
  return `# make bench

${thousands(run.rows)} synthetic Lingbi residents (\`canbao synth lingbi/2023 --seed 2023\`, ${mega(run.bytes)} MB of CSV), as of ${run.day}.
Medians of ${run.rounds} rounds in one run, the programs taking turns; each program is a process of its own, held to as many
processors as it has threads. Deciding (the same columns, the loop, DuckDB on 2 threads) ${run.decides} times more by processes that only read and
decide: it takes tens of milliseconds, and five of them are soon disturbed. Milliseconds unless it says otherwise.

- machine: ${m.cpu}, ${m.cores} cores, ${(m.memory / 1e9).toFixed(0)} GB, ${m.system}, Linux ${m.kernel}; load ${m.load.toFixed(1)} at the start, ${run.ended.load.toFixed(1)} at the end
${busy(run)}- compiler: ${m.compiler}, ${m.flags}
- versions: ${run.canbao}; DuckDB ${run.duckdb} (@duckdb/node-api); node ${process.version}

All three ways write the same columns in the same order; canbao by \`eval --columns\`, named from the heading of DuckDB's result:
${run.same.columns.replaceAll(',', ', ').replace(/(.{90,110}?,) /g, '$1\n')}.
They give the same rows and every figure of the summary by status, fund, identity and town; ${thousands(run.same.identical)} of the loop's
rows are canbao's to the byte, and DuckDB writes 350.00 where canbao writes 350. Of the ${thousands(run.same.undetermined)} undetermined
residents (unknown registration, residence or certificate) only who they are and that status are compared: SQL and the loop
leave their other cells empty. The same holds for ${thousands(run.wild)} made-up residents at and beside every threshold, and canbao's
result is that of \`--reference\`, byte for byte, on the whole roster.

canbao alone also checks ID numbers, finds duplicates, hashes the roster and the result, sums what is undetermined between bounds and
counts the doubts; that is in its times. The rows "every column" are what it does when nobody chooses: it then writes case,
articles, doubts and problem too.

${table(PHASES, phaseTable(run.samples, run.rows))}

- read: CSV to memory. decide: memory to summary. write: memory to CSV. whole: CSV to CSV; for canbao the whole process with
  its summary, problems file and manifest, for DuckDB from opening the database to the end of COPY and fsync, without a summary.
- In write and whole every program has the same duty: its result and the result's name are on the disk (fsync) when the clock stops;
  canbao does so by itself, for DuckDB the bench calls fsync behind COPY. Beside it the same times without those waits, measured in
  the process: what a program has made the disk begin before stays in its time. Each replaces the result of its run before.
- Before each run the disk has finished what earlier runs left to it, the roster has been read once, so that everybody finds it in
  memory, and a gigabyte of memory has been touched and freed (a virtual machine fetches from its host what nobody has used for a while).
- decide, first: the first of a process, in memory that it touches for the first time; again: the next four in the same process. So for
  DuckDB and the loop as for canbao; first is judged against first. canbao finds its ${thousands(median(run.samples['canbao 1'].cases))} cases anew each
  time. Of its times the summary is ${ms(median(run.samples['canbao 1'].sum))} (1 thread) and ${ms(median(run.samples['canbao 2'].sum))} (2 threads).
- canbao hashes the roster beside its result: that is in its write. Loading and checking the rules: ${ms(median(run.samples['canbao 1'].load))}.
- DuckDB writes decisions that it already holds in a table; making that table takes it ${keeping(1)} (1 thread) and ${keeping(2)} (2 threads) more.
- DuckDB settles places and sets of labels while reading; canbao and the loop settle them per dictionary entry while deciding.
- The loop reads with canbao's reader and writes with its writer, fsync included. It keeps 24 bytes a resident, canbao the number of the case.
- \`--reference\`: every resident through Lua and into the summary in ${ms(lua)} ms, ${thousands((lua / run.rows) * 1e9)} ns a resident.

## Targets

${table(['', 'measured', 'wanted', ''], targets(run))}

Deciding is judged by the first run of a process, which has to find its cases.

## Cost by size

canbao on 2 threads, the columns that the others write; nanoseconds a resident. Over the least: of the sizes from ${thousands(FLAT_FROM)} on. Whatever the size, the rules
are loaded and the files waited for, and each case is decided by Lua once: that is more of a small roster's cost than of a large one's.

${table(SIZES, sizeTable(run.sizes))}
${fixedPart(run)}`;
}
