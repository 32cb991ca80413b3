import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {root} from './support/built-program.ts';

const notCommitted = new Set(['node_modules', 'dist', '.git', 'coverage', 'package-lock.json']);
const topLevel = new Set(['.ci', '.github', 'src', 'components', 'checks', 'test']);

/** Folders and hosts that a committed file never names, spelled so that this file doesn't either. */
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['deb', 'debian', 'org'],
  ['security', 'debian', 'org'],
  ['ftp', 'debian', 'org'],
].map((parts) => parts.join('\\.'));
const folders = [
  ['', 'work', ''],
  ['', 'root', '[\\w.]'],
  ['', 'tmp', 'pc\\b'],
].map((parts) => parts.join('/'));
const forbidden = new RegExp(`(?<![\\w.])(${[...hosts, ...folders].join('|')})`);

function filesIn(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (notCommitted.has(entry.name) || entry.name.endsWith('.tgz')) return [];
    return entry.isDirectory() ? filesIn(name) : entry.isFile() ? [name] : [];
  });
}

test('no committed file names a folder of the machine it was written on, or the host of a package registry', () => {
  const files = filesIn(root);
  const found = files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      forbidden.test(line) ? [`${path.relative(root, file)}:${index + 1}: ${forbidden.exec(line)?.[0]}`] : [],
    );
  });
  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
});

test('no committed file is empty: such a one was left by a script that ran in the wrong folder', () => {
  const empty = filesIn(root).filter((file) => readFileSync(file).length === 0);
  expect(empty.map((file) => path.relative(root, file))).toEqual([]);
});

test('the lock file names no registry, so that each installs from their own', () => {
  expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "(https?|git)/);
});

test('the top level holds the folders that the user fixed and no other', () => {
  const found = readdirSync(root, {withFileTypes: true}).filter((entry) => entry.isDirectory() && !notCommitted.has(entry.name));
  expect(found.map((entry) => entry.name).filter((name) => !topLevel.has(name))).toEqual([]);
});
