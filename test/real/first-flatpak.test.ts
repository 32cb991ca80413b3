import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {flathubFirstPackage} from '../../checks/first-package/flathub.ts';
import type {ProgramFacts} from '../../src/model/first-package.ts';
import {appFacts, appId, appPaths, hostileAppFacts} from '../support/app-facts.ts';
import {harborProgram, hostileTexts} from '../support/program-facts.ts';

const missing = ['appstreamcli', 'flatpak-builder'].filter((program) => spawnSync(program, ['--version']).error !== undefined);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portcall-flatpak-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const run = (program: string, ...args: readonly string[]): string => {
  const ended = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8'},
  });
  if (ended.status !== 0) throw new Error(`${ended.stdout}${ended.stderr}`);
  return ended.stdout;
};

const write = (facts: ProgramFacts, variant?: string): string => {
  const made = flathubFirstPackage.filesOf(facts, variant);
  if (made.kind === 'blocked') throw new Error(made.because);
  for (const file of made.files) writeFileSync(path.join(folder, path.basename(file.path)), file.contents);
  return path.basename(made.files[0].path);
};

const hostile = [hostileTexts.join(' '), hostileTexts.toReversed().join('\n')];

describe.skipIf(missing.includes('appstreamcli'))(
  `appstreamcli${missing.includes('appstreamcli') ? ' (left out: appstreamcli)' : ''}`,
  () => {
    it.each([
      ['a usual app', appFacts()],
      ...hostile.map((text): [string, ProgramFacts] => [`the text ${JSON.stringify(text).slice(0, 20)}`, hostileAppFacts(text)]),
    ])('finds the metainfo of %s valid', (_name, facts) => {
      const file = write(facts, 'metainfo');
      const report = spawnSync('appstreamcli', ['validate', '--no-net', '--explain', file], {cwd: folder, encoding: 'utf8'});
      // An older appstreamcli does not know the element that names the developer by now.
      const findings = report.stdout.split('\n').filter((line) => /^[EWI]: /.test(line) && !/unknown-tag developer/.test(line));
      expect(findings.filter((line) => !line.startsWith('I: '))).toEqual([]);
    });
  },
);

describe.skipIf(missing.includes('flatpak-builder'))(
  `flatpak-builder${missing.includes('flatpak-builder') ? ' (left out: flatpak-builder)' : ''}`,
  () => {
    it('reads the manifest of released programs', () => {
      const shown = JSON.parse(run('flatpak-builder', '--show-manifest', write(appFacts())));
      expect(shown).toMatchObject({id: appId, runtime: 'org.freedesktop.Platform', command: 'harbor'});
      const [module] = shown.modules;
      expect(module['build-commands'].slice(0, 2)).toEqual([
        "install -Dm755 'released/harbor' '/app/bin/harbor'",
        `install -Dm644 'data/${appId}.desktop' '/app/share/applications/${appId}.desktop'`,
      ]);
      expect(module.sources.map((source: {readonly 'only-arches'?: readonly string[]}) => source['only-arches'])).toEqual([
        undefined,
        ['x86_64'],
        ['aarch64'],
      ]);
    });

    it('reads the manifest of a build from source, of bare programs and of one processor alone', () => {
      const vendored = appFacts({paths: [...appPaths, 'main.go', 'vendor/modules.txt']});
      expect(JSON.parse(run('flatpak-builder', '--show-manifest', write(vendored)))['sdk-extensions']).toEqual([
        'org.freedesktop.Sdk.Extension.golang',
      ]);
      const bare = appFacts({programs: [harborProgram('linux', 'amd64', {format: 'binary', path: 'harbor-linux-amd64', besides: []})]});
      const shown = JSON.parse(run('flatpak-builder', '--show-manifest', write(bare)));
      expect(shown.modules[0]['build-commands'][0]).toBe("install -Dm755 'released/program' '/app/bin/harbor'");
    });

    it.each(hostile)('reads it whatever the project calls itself: %j', (text) => {
      expect(JSON.parse(run('flatpak-builder', '--show-manifest', write(hostileAppFacts(text)))).id).toBe(appId);
    });
  },
);
