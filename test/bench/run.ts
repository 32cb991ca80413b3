// `npm run bench [PART …]`: what the project promises about speed and memory, measured in this run. Ends with 1 where a limit is broken.
import {fork} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
import {withoutDevtools} from '../../build.ts';
import {holds, type Measurement, tableOf} from './measurement.ts';

/** Each is measured in a process of its own, so that none carries the other's memory. */
const parts = {
  start: 'start.ts',
  survey: 'survey.ts',
  keys: 'keys.ts',
  watch: 'watch.ts',
  log: 'log.ts',
  repositories: 'repositories.ts',
} as const;

type Part = keyof typeof parts;

const root = path.resolve(import.meta.dirname, '../..');
const isPart = (name: string): name is Part => name in parts;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isPart(name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: choose among ${Object.keys(parts).join(' ')}.`);
  process.exit(2);
}

/** Bundled as the program is: JSX can't be stripped, and GitHub's parser imports JSON in a way that plain Node refuses. */
const bundle = (folder: string, chosen: readonly Part[]) =>
  build({
    absWorkingDir: root,
    entryPoints: chosen.map((part) => `test/bench/${parts[part]}`),
    outdir: folder,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    plugins: [withoutDevtools],
    define: {'process.env.NODE_ENV': '"production"', 'import.meta.dirname': JSON.stringify(path.join(root, 'test/bench'))},
    banner: {js: "import {createRequire as makeRequire} from 'node:module';const require = makeRequire(import.meta.url);"},
    logLevel: 'warning',
  });

const measure = (folder: string, part: Part): Promise<readonly Measurement[]> =>
  new Promise((resolve) => {
    const file = path.join(folder, parts[part].replace(/\.tsx?$/, '.mjs'));
    const child = fork(file, {execArgv: ['--expose-gc'], cwd: root, serialization: 'advanced'});
    let measured: readonly Measurement[] = [];
    child.on('message', (message) => {
      measured = message as readonly Measurement[];
    });
    child.once('exit', (code, signal) => {
      const failed = {what: `${part} (ended by ${signal ?? code} with nothing measured)`, measured: Number.NaN, limit: 0, remark: ''};
      resolve(measured.length > 0 ? measured : [failed]);
    });
  });

// Inside the project, so that what stays outside the bundles is found.
const folder = await mkdtemp(path.join(root, 'node_modules/.bench-'));
try {
  const chosen = asked.length > 0 ? asked.filter(isPart) : (Object.keys(parts) as Part[]);
  await bundle(folder, chosen);
  const all: Measurement[] = [];
  for (const part of chosen) {
    process.stderr.write(`measuring ${part}\n`);
    all.push(...(await measure(folder, part)));
  }
  process.stdout.write(`\n${tableOf(all)}`);
  process.exitCode = all.every(holds) ? 0 : 1;
} finally {
  await rm(folder, {recursive: true});
}
