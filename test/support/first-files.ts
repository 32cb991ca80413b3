import {expect} from 'vitest';
import type {FirstFiles, FirstPackage, ProgramFacts} from '../../src/model/first-package.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';

export type WrittenFiles = Extract<FirstFiles, {kind: 'files'}>;

/** The files of a first package, which must not be blocked. */
export const writtenFiles = (first: FirstPackage | undefined, facts: ProgramFacts, variant?: string): WrittenFiles => {
  const found = first?.filesOf(facts, variant);
  if (found?.kind !== 'files') throw new Error(`blocked: ${found?.because ?? 'no first package'}`);
  return found;
};

/** The text of one of them. */
export const textAt = ({files}: WrittenFiles, path: string): string => {
  const found = files.find((one) => one.path === path);
  if (found === undefined) throw new Error(`no ${path} among ${files.map((one) => one.path).join(', ')}`);
  return found.contents;
};

/** What the marketplace itself reads in the files that were written for it. */
export const readBack = ({packageFiles}: Marketplace, {files}: WrittenFiles) =>
  files.flatMap(({path, contents}) => {
    const read = packageFiles?.matches(path) === true ? packageFiles.read(path, contents) : undefined;
    return read === undefined ? [] : [read];
  });

const stepTexts = (step: JobStep): readonly string[] => [
  ...Object.values(step.env ?? {}),
  ...(step.kind === 'run' ? step.lines : Object.values(step.with ?? {})),
];

/** Everything of a job that ends up in a workflow. */
const jobTexts = (job: PublishJob): readonly string[] => [
  ...[...job.prepare, ...job.publish].flatMap(stepTexts),
  ...job.look,
  ...job.verify,
  ...Object.values(job.env ?? {}),
];

/** The scripts of a job, each as bash runs it. */
export const jobScripts = (job: PublishJob): readonly string[] =>
  [...[...job.prepare, ...job.publish].flatMap((step) => (step.kind === 'run' ? [step.lines] : [])), job.look, job.verify].map((lines) =>
    ['set -euo pipefail', ...lines, ''].join('\n'),
  );

/** Each secret that is read is named, and nothing from outside brought an expression in. */
export const expectOwnExpressions = (job: PublishJob): void => {
  const known = /^\$\{\{ (?:secrets\.[A-Z_]+|github\.(?:token|actor|sha)|env\.[A-Z_]+|runner\.temp|steps\.build\.outputs\.digest) \}\}$/;
  const found = jobTexts(job).flatMap((text) => text.match(/\$\{\{[\s\S]*?(?:\}\}|$)/g) ?? []);
  expect(found.filter((one) => !known.test(one))).toEqual([]);
  const read = new Set(found.flatMap((one) => /secrets\.([A-Z_]+)/.exec(one)?.[1] ?? []));
  expect([...read].sort()).toEqual([...job.secrets].sort());
};
