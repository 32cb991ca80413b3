import {open, readdir, realpath} from 'node:fs/promises';
import path from 'node:path';
import type {SourceTree} from '../model/source-tree.ts';
import {runGit} from './git.ts';

/** How much of a folder is listed and read. */
export type TreeLimits = {readonly paths: number; readonly depth: number; readonly bytes: number};

const usualLimits: TreeLimits = {paths: 100_000, depth: 12, bytes: 500_000};
const passedOver = new Set(['.git', 'node_modules', 'vendor', 'target', 'dist', '.venv', '__pycache__']);

type Listing = {readonly paths: readonly string[]; readonly isIncomplete: boolean};

/** Walks a folder without git, not further than the limits and through no link. */
const walk = async (root: string, limits: TreeLimits): Promise<Listing> => {
  const paths: string[] = [];
  const waiting: {readonly folder: string; readonly depth: number}[] = [{folder: '', depth: 1}];
  let isIncomplete = false;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const {folder, depth} = next;
    const entries = await readdir(path.join(root, folder), {withFileTypes: true}).catch(() => []);
    for (const entry of entries) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) paths.push(name);
      if (!entry.isDirectory() || passedOver.has(entry.name)) continue;
      if (depth < limits.depth) waiting.push({folder: name, depth: depth + 1});
      else isIncomplete = true;
    }
    if (paths.length > limits.paths) return {paths: paths.slice(0, limits.paths), isIncomplete: true};
  }
  return {paths, isIncomplete};
};

const listed = async (root: string, limits: TreeLimits): Promise<Listing> => {
  const printed = await runGit(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (printed === undefined) return walk(root, limits);
  const paths = [...new Set(printed.split('\0'))].filter((name) => name !== '');
  return {paths: paths.slice(0, limits.paths), isIncomplete: paths.length > limits.paths};
};

/** A file's text as long as it lies inside the folder, links followed; undefined: it doesn't, or is no text. */
const textInside = async (root: string, name: string, limit: number): Promise<string | undefined> => {
  const real = await realpath(path.join(root, name));
  if (!real.startsWith((await realpath(root)) + path.sep)) return undefined;
  const file = await open(real);
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > limit) return undefined;
    const bytes = await file.readFile();
    return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  } finally {
    await file.close();
  }
};

/** The files of a folder on this machine: what git knows of or would take in, else everything. Listed once. */
export const createCheckoutTree = (root: string, limits: TreeLimits = usualLimits): SourceTree => {
  let listing: Promise<Listing> | undefined;
  return {
    paths: () => {
      listing ??= listed(root, limits);
      return listing;
    },
    read: async (name) => textInside(root, name, limits.bytes).catch(() => undefined),
  };
};
