#!/usr/bin/env node
// Builds dist/: main.mjs, which answers --version and --help alone, first-frame.mjs for what is drawn first,
// and cli.mjs for the rest, with the chunks that they load.
//   node build.ts [FOLDER]      FOLDER: where to (default: dist beside this file)
import {chmod, readdir, readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {type BuildOptions, build, type Metafile, type Plugin} from 'esbuild';

const root = import.meta.dirname;

/** Ink asks for it only in development; marking it external would make the built program look for it at start. */
export const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(building) {
    building.onResolve({filter: /^react-devtools-core$/}, (found) => ({path: found.path, namespace: 'empty'}));
    building.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {};'}));
  },
};

/** The entry is built by itself, so that it stays one file; what it loads later is named as it will be called. */
const laterFiles: Plugin = {
  name: 'later-files',
  setup(building) {
    building.onResolve({filter: /^\.\/(cli|first-frame)\.ts$/}, (found) => ({path: found.path.replace(/ts$/, 'mjs'), external: true}));
  },
};

/** Of package.json the program needs its version alone. */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup(building) {
    building.onLoad({filter: /package\.json$/}, async ({path: file}) => {
      if (file !== path.join(root, 'package.json')) return undefined;
      const {version} = JSON.parse(await readFile(file, 'utf8'));
      return {contents: JSON.stringify({version}), loader: 'json'};
    });
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  outExtension: {'.js': '.mjs'},
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: {'process.env.NODE_ENV': '"production"'},
} satisfies BuildOptions;

/** Writes main.mjs, which even an older Node can read. */
export async function buildEntry(folder: string): Promise<Metafile> {
  const {metafile} = await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    target: 'node18',
    banner: {js: '#!/usr/bin/env node'},
    plugins: [versionAlone, laterFiles],
  });
  await chmod(path.join(folder, 'main.mjs'), 0o755);
  return metafile;
}

/** Writes first-frame.mjs, cli.mjs and their chunks; without `write` it only tells what would be in them. */
export async function buildRest(folder: string, {write = true} = {}): Promise<Metafile> {
  const {metafile} = await build({
    ...shared,
    entryPoints: ['src/cli.ts', 'src/first-frame.ts'],
    outdir: folder,
    write,
    target: 'node22',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Packages in the older module format call `require`, which a module has to make for itself.
    banner: {js: "import {createRequire as makeRequire} from 'node:module';const require = makeRequire(import.meta.url);"},
    plugins: [versionAlone, withoutDevtools],
  });
  return metafile;
}

/** Builds all, then removes what an earlier build left: only then, so that a program that is running still finds its own chunks. */
export async function buildProgram(folder: string): Promise<string> {
  const parts = [await buildEntry(folder), await buildRest(folder)];
  const outputs = parts.flatMap((part) => Object.entries(part.outputs));
  const kept = new Set(outputs.map(([name]) => path.resolve(root, name)));
  for (const file of await readdir(folder, {recursive: true, withFileTypes: true})) {
    const name = path.join(file.parentPath, file.name);
    if (file.isFile() && !kept.has(name)) await rm(name, {force: true});
  }
  const bytes = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
  return `Built ${outputs.length} files, ${Math.round(bytes / 1024)} kB, in ${path.relative(process.cwd(), folder) || '.'}.`;
}

if (import.meta.main) console.log(await buildProgram(path.resolve(process.argv[2] ?? path.join(root, 'dist'))));
