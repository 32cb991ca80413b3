import fc from 'fast-check';
import {parse} from 'smol-toml';
import {expect, test} from 'vitest';
import {cratesIo} from '../../../checks/crates-io.ts';
import {dockerHub} from '../../../checks/docker-hub.ts';
import {githubPackages} from '../../../checks/github-packages.ts';
import {npm} from '../../../checks/npm.ts';
import {pypi} from '../../../checks/pypi.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import {plainLine} from '../../../src/model/quoting.ts';
import {expectOwnExpressions, textAt, writtenFiles} from '../../support/first-files.ts';
import {hostileFacts, hostileTexts} from '../../support/program-facts.ts';

const pieces = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '\\',
    '$',
    '`',
    '${',
    '${{',
    '}}',
    '#{',
    '\n',
    '\r\n',
    '\t',
    '"""',
    "'''",
    '<',
    '&',
    '%',
    '\u202e',
    '\u2028',
    '🚢',
    '\ud800',
  ),
  fc.string({unit: 'binary', maxLength: 6}),
  fc.constantFrom(...hostileTexts),
);
const anyText = fc.array(pieces, {minLength: 1, maxLength: 12}).map((parts) => parts.join(''));

const holdsFor = (check: (facts: ProgramFacts, text: string) => void): void =>
  fc.assert(
    fc.property(anyText, (text) => check(hostileFacts(text), text)),
    {numRuns: 300},
  );

test('npm’s manifests say what was written outside, and no more', () =>
  holdsFor((facts, text) => {
    const written = writtenFiles(npm.firstPackage, facts);
    const manifest = JSON.parse(textAt(written, 'packaging/npm/package.json'));
    expect(manifest.description).toBe(plainLine(text));
    expect([manifest.name, manifest.bin, manifest.scripts]).toEqual(['harbor', {harbor: 'bin/launch.js'}, undefined]);
  }));

test('pyproject.toml and Cargo.toml do too', () =>
  holdsFor((facts, text) => {
    const plain = plainLine(text);
    const python = parse(textAt(writtenFiles(pypi.firstPackage, facts), 'packaging/pypi/pyproject.toml')) as {
      project: {description: string};
    };
    expect(Object.keys(python)).toEqual(['project', 'tool']);
    if (plain !== '' && [...plain].length <= 512) expect(python.project.description).toBe(plain);
    if (plain === '') return;
    const crate = parse(textAt(writtenFiles(cratesIo.firstPackage, facts), 'packaging/crates-io/Cargo.toml')) as {
      package: {description: string};
    };
    expect(Object.keys(crate)).toEqual(['package', 'bin', 'workspace']);
    if ([...plain].length <= 1000) expect(crate.package.description).toBe(plain);
  }));

test('the Dockerfile keeps its instructions, each on its line', () => {
  const instructions = (facts: ProgramFacts) =>
    textAt(writtenFiles(dockerHub.firstPackage, facts), 'packaging/docker-hub/Dockerfile')
      .split('\n')
      .map((line) => /^[A-Z]+ (?:org\.[a-z.]+(?==))?|^#.*|^$/.exec(line)?.[0] ?? line)
      .filter((line) => !/\.(?:description|vendor)$/.test(line));
  const usual = instructions(hostileFacts('plain'));
  holdsFor((facts) => {
    expect(instructions(facts)).toEqual(usual);
  });
});

test('no job reads what it should not', () =>
  holdsFor((facts) => {
    for (const {firstPackage} of [npm, pypi, dockerHub, githubPackages, cratesIo]) {
      const job = firstPackage?.job?.(facts);
      if (job !== undefined) expectOwnExpressions(job);
    }
  }));
