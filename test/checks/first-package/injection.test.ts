import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {marketplaces} from '../../../checks/index.ts';
import type {FirstFile, FirstPackage, ProgramFacts} from '../../../src/model/first-package.ts';
import type {PublishJob} from '../../../src/model/publish-job.ts';
import {anyFacts, describedFacts} from '../../support/hostile-facts.ts';
import {isInstalled, printedBy} from '../../support/hostile-text.ts';
import {type SkeletonKind, skeletonKind, skeletonKinds} from '../../support/skeletons.ts';

const timeout = 120_000;
const settings = {numRuns: 3, endOnFailure: true} as const;

type Way = {readonly title: string; readonly first: FirstPackage; readonly variant: string | undefined};

const ways: readonly Way[] = marketplaces.flatMap(({id, firstPackage: first}): readonly Way[] => {
  if (first === undefined) return [];
  const variants = first.variants?.map((one) => one.id) ?? [undefined];
  return variants.map((variant) => ({title: variant === undefined ? id : `${id}, ${variant}`, first, variant}));
});

const filesOf = ({first, variant}: Way, facts: ProgramFacts): readonly FirstFile[] => {
  const found = first.filesOf(facts, variant);
  return found.kind === 'files' ? found.files : [];
};

/** The skeletons of all files together, each kind's reader begun once. */
const skeletonsOf = (files: readonly FirstFile[]): readonly unknown[] => {
  const found: unknown[] = files.map(() => undefined);
  for (const kind of new Set(files.map(skeletonKind))) {
    if (kind === undefined || kind.missing.length > 0) continue;
    const own = files.map((file, at) => ({file, at})).filter(({file}) => skeletonKind(file) === kind);
    kind.skeletons(own.map(({file}) => file.contents)).forEach((skeleton, index) => {
      found[own[index]?.at ?? 0] = skeleton;
    });
  }
  return found;
};

const lacking = (kinds: readonly SkeletonKind[]): string => {
  const names = kinds.filter(({missing}) => missing.length > 0).map(({title, missing}) => `${title}: no ${missing.join(', ')}`);
  return names.length === 0 ? '' : ` (left out: ${names.join('; ')})`;
};

/** Every text of a job that is written into a workflow. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];

const scriptsOf = ({prepare, publish, look, verify}: PublishJob): readonly string[] =>
  [look, verify, ...[...prepare, ...publish].flatMap((step) => (step.kind === 'run' ? [step.lines] : []))].map((lines) => lines.join('\n'));

/** Only what the writers of jobs wrote themselves, or the one expression that stands for the characters that begin one. */
const isOwnExpression = (expression: string): boolean =>
  /^\$\{\{ (?:'\$\{\{'|github\.(?:token|repository|repository_owner|actor|ref|sha|server_url)|secrets\.[A-Z][A-Z0-9_]*|steps\.[\w-]+\.outputs\.[\w-]+|env\.\w+|runner\.temp) \}\}$/.test(
    expression,
  );

/** A script without what single quotes and quoted here-documents hold. */
const withoutWords = (script: string): string =>
  script.replace(/<<'(\w+)'\n[\s\S]*?\n\1(?=\n|$)/g, '<<$1').replace(/'(?:'\\''|[^'])*'/g, "''");

/**
 * Where each script is run by a bash that finds no program: `touch` writes down that it was called, and nothing else can do anything. What the shell
 * itself writes, such as the files that output goes to, lies in the folder that it begins in.
 */
const harmless = (script: string): string => `(
PATH=; HOME="$PWD"; RUNNER_TEMP="$PWD/nowhere"; GITHUB_OUTPUT=/dev/null; GITHUB_ENV=/dev/null; TAG=v1.2.3; VERSION=1.2.3; GITHUB_REPOSITORY=a/b; SECONDS=100000
touch() { printf 'escaped %s\\n' "$*" >&2; }
exit() { :; }
sleep() { builtin exit 0; }
${script}
) > /dev/null\n`;

describe(`no text from outside becomes code in a first package${lacking(skeletonKinds)}`, {timeout}, () => {
  it('has marketplaces to look at', () => expect(ways.length).toBeGreaterThan(8));

  it.each(ways)('$title: files differ in texts alone, whatever the descriptions are', (way) => {
    const usual = skeletonsOf(filesOf(way, describedFacts('words that mean nothing')));
    expect(usual.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(describedFacts.any, {minLength: 40, maxLength: 40}), (many) => {
        const all = many.map((facts) => filesOf(way, facts));
        const skeletons = skeletonsOf(all.flat());
        let at = 0;
        for (const files of all) {
          expect(skeletons.slice(at, at + files.length), files.map(({contents}) => contents).join('\n')).toEqual(usual);
          at += files.length;
        }
      }),
      settings,
    );
  });

  it.each(ways)('$title: files are valid, or none are made, whatever names, paths and addresses are', (way) => {
    fc.assert(
      fc.property(fc.array(anyFacts, {minLength: 40, maxLength: 40}), (many) => {
        const files = many.flatMap((facts) => filesOf(way, facts));
        const standing = new Set(many.flatMap(({paths}) => paths));
        const skeletons = skeletonsOf(files);
        for (const [at, {path: file, contents}] of files.entries()) {
          expect(standing.has(file) || /^(?:[\w.+@~-]+\/)*[\w.+@~-]+$/.test(file), file).toBe(true);
          expect(file.split('/')).not.toContain('..');
          expect(JSON.stringify(skeletons[at] ?? ''), contents).not.toMatch(/escaped touch|touch canary/);
        }
      }),
      settings,
    );
  });

  it.each(ways)('$title: the same facts give the same bytes', (way) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(way.first.filesOf(structuredClone(facts), way.variant)).toEqual(way.first.filesOf(facts, way.variant));
      }),
      {numRuns: 30},
    );
  });
});

const jobs = ways.filter(({first, variant}) => first.job !== undefined && variant === first.variants?.[0]?.id);

describe('no text from outside becomes code in a job', {timeout}, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'portcall-injection-'));
  });
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  it.each(jobs)('$title: no expression comes from outside', ({first}) => {
    fc.assert(
      fc.property(fc.oneof(anyFacts, describedFacts.any), (facts) => {
        const expressions = textsOf(first.job?.(facts)).flatMap((text) => text.match(/\$\{\{[\s\S]*?(?:\}\}|$)/g) ?? []);
        expect(expressions.filter((one) => !isOwnExpression(one))).toEqual([]);
      }),
      {numRuns: 300},
    );
  });

  it.each(jobs)('$title: descriptions change nothing in its scripts but texts', ({first}) => {
    const codeOf = (facts: ProgramFacts): readonly string[] => {
      const job = first.job?.(facts);
      return job === undefined ? [] : scriptsOf(job).map(withoutWords);
    };
    const usual = codeOf(describedFacts('words that mean nothing'));
    expect(usual.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(describedFacts.any, (facts) => {
        expect(codeOf(facts)).toEqual(usual);
      }),
      {numRuns: 100},
    );
  });

  it.skipIf(!isInstalled('bash', '--version')).each(jobs)('$title: bash reads its scripts and runs nothing from outside', ({first}) => {
    fc.assert(
      fc.property(fc.array(anyFacts, {minLength: 15, maxLength: 15}), (many) => {
        const scripts = many.flatMap((facts) => {
          const job = first.job?.(facts);
          return job === undefined ? [] : scriptsOf(job);
        });
        const all = [...new Set(scripts)].map(harmless).join('\n');
        printedBy('bash', ['-n'], all);
        const run = ['--noprofile', '--norc', '-c', 'cd "$FOLDER" && bash --noprofile --norc 2>&1 | grep "^escaped" || true'];
        expect(printedBy('bash', run, all, {FOLDER: folder})).toBe('');
      }),
      {numRuns: 2, endOnFailure: true},
    );
  });
});
