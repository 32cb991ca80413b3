import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import {belongingOf} from './belonging.ts';

export const aurSite = 'https://aur.archlinux.org';

export const aurPage = (name: string): string => `${aurSite}/packages/${encodeURIComponent(name)}`;

const answerSchema = z.object({
  type: z.string(),
  error: z.string().optional(),
  results: z.array(
    z.object({
      Name: z.string(),
      PackageBase: z.string(),
      Version: z.string(),
      URL: z.string().nullish(),
      Maintainer: z.string().nullish(),
      OutOfDate: z.number().nullish(),
    }),
  ),
});
export type AurPackage = z.infer<typeof answerSchema>['results'][number];

/** Whose package it is, by the address it names. */
export const belonging = (project: Project, {URL: url}: AurPackage) => belongingOf(project, [url]).belongsTo;

/** The package of this name, else the one with prebuilt files; asked for in one request. */
export const findAurPackage = async (lookup: Lookup, project: Project): Promise<AurPackage | undefined> => {
  const {name} = packageNameOf(project, 'aur');
  const names = name.endsWith('-bin') ? [name] : [name, `${name}-bin`];
  const answer = await lookup.json(
    `${aurSite}/rpc/v5/info?${names.map((one) => `arg%5B%5D=${encodeURIComponent(one)}`).join('&')}`,
    answerSchema,
  );
  if (answer?.type === 'error')
    throw new Problem('unexpected-answer', `The AUR answers: ${answer.error ?? 'an error'}.`, 'Check again later.');
  const found = names.flatMap((one) => answer?.results.filter(({Name}) => Name === one) ?? []);
  return found.find((one) => belonging(project, one) === 'this-project') ?? found[0];
};

/* A hyphen may not stand in `pkgver`. */
export const pkgverOf = (version: string, written: string): string =>
  [version.replace(/-/g, '_'), version.replace(/-/g, '')].find((one) => one === written) ?? version.replace(/-/g, '_');
/** The version without epoch and release. */
export const upstreamOf = ({Version: version}: AurPackage): string => version.replace(/^\d+:/, '').replace(/-[^-]+$/, '');
