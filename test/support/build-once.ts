import {existsSync} from 'node:fs';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import type {TestProject} from 'vitest/node';
import {buildProgram} from '../../build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why dist/ could not be built; empty: it stands. */
    buildFailure: string;
  }
}

const root = path.resolve(import.meta.dirname, '../..');
const sources = ['src', 'components', 'checks', 'build.ts', 'package.json'];

/** Builds dist/ before the tests where its sources are newer. A failure meets only the tests that start the built program. */
export default async function buildOnce(project: TestProject): Promise<void> {
  const failure = (await isStale()) ? await buildProgram(path.join(root, 'dist')).then(() => '', String) : '';
  project.provide('buildFailure', failure);
}

async function isStale(): Promise<boolean> {
  const main = path.join(root, 'dist/main.mjs');
  if (!existsSync(main)) return true;
  const newest = await Promise.all(sources.map((source) => newestIn(path.join(root, source))));
  return Math.max(...newest) > (await stat(main)).mtimeMs;
}

async function newestIn(place: string): Promise<number> {
  const found = await stat(place);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = await Promise.all((await readdir(place)).map((name) => newestIn(path.join(place, name))));
  return Math.max(found.mtimeMs, ...inside);
}
