// duckdb.mjs - one process of DuckDB for `make bench`. Prints its times as JSON, in seconds.
//   phases THREADS ROSTER RESULT SUMMARY   read, decide (to a summary), keep (to a table), write (that table)
//   phases THREADS ROSTER - SUMMARY        read and decide only
//   stream THREADS ROSTER RESULT           CSV to CSV in one statement, no table between
//   stored THREADS ROSTER RESULT           CSV to CSV through a table
// What writes ends with the result on the disk, as canbao's does; `sync` is how long of the time that wait was.
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { DuckDBInstance, version } = createRequire(resolve(process.env.BENCH_DIR, 'package.json'))('@duckdb/node-api');
const AS_OF = '2023-03-01';
const ROUNDS = 5;
const [mode, threads, roster, result, summaryPath] = process.argv.slice(2);
const text = (path) => `'${path.replaceAll("'", "''")}'`;

const began = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const run = (sql) => connection.run(sql);
const since = (from) => (performance.now() - from) / 1000;
async function timed(work) {
  const from = performance.now();
  const value = await work();
  return [since(from), value];
}

// The rules are bound to `roster`, so they come after it.
const rules = () => run(readFileSync(join(here, 'lingbi.sql'), 'utf8'));
await run(readFileSync(join(here, 'roster.sql'), 'utf8'));
await run(`SET VARIABLE as_of = DATE '${AS_OF}'`);
const copy = (from) => run(`COPY (FROM ${from}) TO ${text(result)} (FORMAT csv, HEADER)`);

// The file, then its name.
function sync() {
  for (const [path, flags] of [[result, 'r+'], [dirname(resolve(result)), 'r']]) {
    const fd = openSync(path, flags);
    fsyncSync(fd);
    closeSync(fd);
  }
}

// In fen, in the form of bench_summary_write.
const fen = (value) => (BigInt(Math.round(Number(value.toString()) * 100))).toString();
function writeSummary(rows) {
  const lines = rows.map(([split, name, people, enrolled, ...sums]) =>
    [split, name, people, enrolled, ...sums.map(fen)].join(','));
  writeFileSync(summaryPath, `${lines.sort().join('\n')}\n`);
}

async function phases() {
  const [read] = await timed(() => run(`CREATE TABLE roster AS FROM roster_file(${text(roster)})`));
  await rules();
  const decide = [];
  let rows;
  for (let i = 0; i < ROUNDS; i++) {
    const [took, reader] = await timed(() => connection.runAndReadAll('FROM summary()'));
    decide.push(took);
    rows = reader.getRows();
  }
  writeSummary(rows);
  if (result === '-') return { version: version(), read, decide };
  const [keep] = await timed(() => run('CREATE TABLE decided AS FROM decisions()'));
  const [copied] = await timed(() => copy('decided'));
  const [synced] = await timed(sync);
  return { version: version(), read, decide, keep, write: copied + synced, sync: synced };
}

async function whole(kind) {
  await run(`CREATE ${kind} roster AS FROM roster_file(${text(roster)})`);
  await rules();
  await copy('decisions()');
  const [synced] = await timed(sync);
  return { version: version(), whole: since(began), sync: synced };
}

const modes = { phases, stream: () => whole('VIEW'), stored: () => whole('TABLE') };
console.log(JSON.stringify(await modes[mode]()));
