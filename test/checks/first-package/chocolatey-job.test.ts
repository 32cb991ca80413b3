import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {chocolatey} from '../../../checks/chocolatey.ts';
import {chocolateyFirstPackage as first} from '../../../checks/first-package/chocolatey.ts';
import {winget} from '../../../checks/winget.ts';
import type {PublishJob} from '../../../src/model/publish-job.ts';
import {expectOwnExpressions, jobScripts, writtenFiles} from '../../support/first-files.ts';
import {harborProgram, programFacts} from '../../support/program-facts.ts';

const facts = programFacts();
const job = first.job?.(facts) as PublishJob;
const zip = 'harbor-2.0.0-windows-amd64.zip';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** A checkout at a later tag, with the released file at hand. */
const checkOut = (variant: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-choco-'));
  folders.push(folder);
  for (const {path: name, contents} of writtenFiles(first, facts, variant).files) {
    mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
    writeFileSync(path.join(folder, name), contents);
  }
  mkdirSync(path.join(folder, 'runner/released'), {recursive: true});
  writeFileSync(path.join(folder, 'runner/released', zip), 'the zip');
  writeFileSync(path.join(folder, 'runner/program.exe'), 'the program');
  return folder;
};

const bash = (folder: string, lines: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const given = {
    PATH: `${folder}/bin:${process.env['PATH']}`,
    RUNNER_TEMP: path.join(folder, 'runner'),
    GITHUB_REPOSITORY: 'harbor-tools/harbor',
    GITHUB_OUTPUT: path.join(folder, 'output'),
    TAG: 'v2.0.0',
    VERSION: '2.0.0',
    CHOCOLATEY_API_KEY: 'the-key',
    ...env,
  };
  const {status, stdout, stderr} = spawnSync('bash', ['--norc', '-c', ['set -euo pipefail', ...lines].join('\n')], {
    cwd: folder,
    env: given,
    encoding: 'utf8',
  });
  return {code: status, out: `${stdout}${stderr}`};
};

const linesOf = (name: string): readonly string[] => {
  const step = job.publish.find((one) => one.name === name);
  if (step?.kind !== 'run') throw new Error(`no ${name}`);
  return step.lines;
};
const read = (folder: string, name: string): string => readFileSync(path.join(folder, 'packaging/chocolatey', name), 'utf8');

/** A stand-in on the PATH. */
const standIn = (folder: string, name: string, text: string): void => {
  mkdirSync(path.join(folder, 'bin'), {recursive: true});
  writeFileSync(path.join(folder, 'bin', name), `#!/bin/bash\n${text}\n`, {mode: 0o755});
};

it.each([
  ['Chocolatey', chocolatey],
  ['winget', winget],
])('the job of %s is bash, and holds no expression from outside', (_, {firstPackage}) => {
  const made = firstPackage?.job?.(facts);
  if (made === undefined) throw new Error('no job');
  expectOwnExpressions(made);
  for (const script of jobScripts(made)) expect(spawnSync('bash', ['-n'], {input: script, encoding: 'utf8'}).stderr).toBe('');
});

describe('a later version', () => {
  it('is written into the package that holds the program', () => {
    const folder = checkOut('embed');
    expect(bash(folder, linesOf('Write the version into the package'))).toEqual({code: 0, out: ''});
    const nuspec = read(folder, 'harbor.nuspec');
    expect(nuspec).toContain('<version>2.0.0</version>');
    expect(nuspec).toContain('/blob/v2.0.0/LICENSE</licenseUrl>');
    expect(nuspec).toContain('/releases/tag/v2.0.0</releaseNotes>');
    expect(nuspec).not.toContain('1.2.3');
    expect(read(folder, 'tools/VERIFICATION.txt')).toContain(`/releases/download/v2.0.0/${zip}\n`);
    expect(read(folder, 'tools/VERIFICATION.txt')).not.toContain(harborProgram('windows', 'amd64').sha256.toUpperCase());
    expect(read(folder, 'tools/LICENSE.txt')).toContain('/blob/v2.0.0/LICENSE\n');
    expect(read(folder, 'tools/harbor.exe')).toBe('the program');
  });
  it('is written into the script that downloads, byte order mark and all', () => {
    const folder = checkOut('download');
    expect(bash(folder, linesOf('Write the version into the package')).code).toBe(0);
    const script = read(folder, 'tools/chocolateyinstall.ps1');
    expect(script.startsWith('\ufeff$')).toBe(true);
    expect(script).toContain(`/releases/download/v2.0.0/${zip}'\n`);
    expect(script).toMatch(/checksum64 {5}= '[0-9a-f]{64}'/);
    expect(script).not.toContain(harborProgram('windows', 'amd64').sha256);
    expect(existsSync(path.join(folder, 'packaging/chocolatey/tools/harbor.exe'))).toBe(false);
  });
  it('fails where the script has no place for the digest, and for an odd tag', () => {
    const folder = checkOut('download');
    expect(bash(folder, linesOf('Write the version into the package'), {TAG: "v2'; exit 0 #"}).code).toBe(1);
    writeFileSync(path.join(folder, 'packaging/chocolatey/tools/chocolateyinstall.ps1'), 'Write-Host hello\n');
    expect(bash(folder, linesOf('Write the version into the package')).out).toContain('has no line with checksum64');
  });
  it.each([
    ['201', 0, ''],
    ['403', 1, 'Chocolatey refuses the package (403): it is not yours'],
  ])('is pushed, and the answer %s read', (status, code, said) => {
    const folder = checkOut('embed');
    standIn(folder, 'choco', 'echo "$@" > "$RUNNER_TEMP/packed"; touch harbor.2.0.0.nupkg');
    standIn(folder, 'curl', `while [ $# -gt 0 ]; do [ "$1" = -o ] && printf 'it is not yours' > "$2"; shift; done; printf ${status}`);
    const end = bash(folder, linesOf('Pack and push'));
    expect(end.code).toBe(code);
    expect(end.out).toContain(said);
    expect(readFileSync(path.join(folder, 'runner/packed'), 'utf8')).toBe('pack harbor.nuspec --version 2.0.0\n');
  });
});

describe('the look', () => {
  it.each([
    ['200', 0, 'published=true\n'],
    ['404', 0, 'published=false\n'],
    ['503', 1, ''],
  ])('tells %s from another answer', (status, code, output) => {
    const folder = checkOut('embed');
    standIn(folder, 'curl', `printf ${status}`);
    expect(bash(folder, job.look).code).toBe(code);
    const written = path.join(folder, 'output');
    expect(existsSync(written) ? readFileSync(written, 'utf8') : '').toBe(output);
  });
  it.each([
    ['2.0', '2.0.0'],
    ['2026.01.02', '2026.1.2'],
    ['1.2.3+5', '1.2.3'],
    ['1.2.3-rc.1', '1.2.3-rc.1'],
    ['1.2.3.0', '1.2.3'],
    ['7', '7.0.0'],
  ])('asks for %s as %s', (version, asked) => {
    const folder = checkOut('embed');
    standIn(folder, 'curl', 'echo "${@: -1}" > "$RUNNER_TEMP/asked"; printf 404');
    expect(bash(folder, job.look, {VERSION: version}).code).toBe(0);
    expect(readFileSync(path.join(folder, 'runner/asked'), 'utf8')).toContain(`(Id='harbor',Version='${asked}')`);
  });
});
