import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

// Draws the README's pictures: node test/support/draw-picture.ts [MODULE], where MODULE exports `pictures` (default: those of the demo).

const root = path.resolve(import.meta.dirname, '../..');
const source = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, 'picture-of-demo.ts'));
// Beside the packages, so that the built file finds them.
const built = path.join(root, 'node_modules', '.cache', `portcall-picture-${process.pid}.mjs`);

// Ink's colours are decided while it loads.
process.env.FORCE_COLOR = '1';
delete process.env.NO_COLOR;

await build({
  absWorkingDir: root,
  entryPoints: [source],
  outfile: built,
  bundle: true,
  platform: 'node',
  format: 'esm',
  // GitHub's own parser imports JSON as Node does not; bundled, it works.
  external: [
    'ink',
    'react',
    'react/*',
    '@xterm/headless',
    'undici',
    'execa',
    'zod',
    'yaml',
    'smol-toml',
    'fast-xml-parser',
    'registry-url',
  ],
  banner: {js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);"},
  jsx: 'automatic',
  logLevel: 'warning',
});
try {
  const {pictures} = (await import(pathToFileURL(built).href)) as {pictures: {grid: string; marketplace: string}};
  const folder = path.join(root, '.github');
  await mkdir(folder, {recursive: true});
  await writeFile(path.join(folder, 'grid.svg'), pictures.grid);
  await writeFile(path.join(folder, 'marketplace.svg'), pictures.marketplace);
  process.stdout.write('Drew .github/grid.svg and .github/marketplace.svg.\n');
} finally {
  await rm(built, {force: true});
}
