// SPDX-License-Identifier: Apache-2.0
//
// Evaluates the tables that `bench_plan dump` wrote with the npm package feelin: every input
// expression once, every entry that is not "-" once. Twice over: as the package is called (it
// parses at each call), and with all trees built beforehand, for which its inner interpreter is
// exported from a copy of its file.
//
//   node feelin.mjs DUMP.json
import { copyFileSync, readFileSync, appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const source = new URL('./node_modules/feelin/dist/index.js', import.meta.url);
const opened = new URL('./node_modules/feelin/dist/opened.mjs', import.meta.url);
copyFileSync(source, opened);
appendFileSync(opened, '\nexport { interpreter, InterpreterContext };\n');
const feelin = await import(opened);

const { tables, facts } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function evaluateParsing() {
  let cells = 0;
  for (const table of tables) {
    const values = table.inputs.map((text) => feelin.evaluate(text, facts).value);
    for (const rule of table.rules) {
      rule.forEach((cell, column) => {
        if (cell === '-') return;
        feelin.unaryTest(cell, { ...facts, '?': values[column] });
        cells++;
      });
    }
  }
  return cells;
}

function build() {
  const context = () => new feelin.InterpreterContext();
  return tables.map((table) => ({
    inputs: table.inputs.map((text) => feelin.interpreter.evaluate(text, facts, undefined, context()).root),
    rules: table.rules.map((rule) => rule.map((cell) => (cell === '-' ? null
      : feelin.interpreter.unaryTest(cell, { ...facts, '?': null }, undefined, context()).root))),
  }));
}

function evaluateBuilt(built) {
  let cells = 0;
  for (const table of built) {
    const values = table.inputs.map((root) => root(facts));
    for (const rule of table.rules) {
      rule.forEach((root, column) => {
        if (root === null) return;
        root({ ...facts, '?': values[column] })(values[column]);
        cells++;
      });
    }
  }
  return cells;
}

function median(run, rounds) {
  run();
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

const built = build();
const cells = evaluateBuilt(built);
console.log(JSON.stringify({
  tables: tables.length,
  cells,
  all_tables_once_parsing_ms: median(evaluateParsing, 7),
  all_tables_once_built_ms: median(() => evaluateBuilt(built), 25),
}));
