import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Publication, VersionState} from '../../src/model/publication.ts';
import {belongingOf, provenHit} from './belonging.ts';

const coreSchema = z.object({
  homepage: z.string().nullish(),
  versions: z.object({stable: z.string().nullable(), bottle: z.boolean()}),
  urls: z.object({stable: z.object({url: z.string()}).optional()}).optional(),
  deprecated: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

type Core = z.infer<typeof coreSchema>;

const coreState = (project: Project, {versions, deprecated, disabled}: Core): VersionState => {
  if (versions.stable !== project.version) return {kind: 'absent'};
  if (disabled === true || deprecated === true)
    return {
      kind: 'withdrawn',
      why: `homebrew-core marks it as ${disabled === true ? 'disabled' : 'deprecated'}.`,
      back: `Open a pull request to homebrew-core that takes ${disabled === true ? 'disable!' : 'deprecate!'} out of the formula.`,
    };
  return versions.bottle
    ? {kind: 'published', note: 'homebrew-core builds it from source.'}
    : {kind: 'waiting', for: 'homebrew-core to build its bottles', next: {action: 'homebrew-core builds its bottles.', whose: 'machine'}};
};

const corePage = (formula: string) => `https://formulae.brew.sh/formula/${encodeURIComponent(formula)}`;

/** What homebrew-core serves of a formula; undefined: it has none of this name. */
export const findInCore = async (lookup: Lookup, project: Project, formula: string): Promise<Publication | undefined> => {
  const core = await lookup.json(`https://formulae.brew.sh/api/formula/${encodeURIComponent(formula)}.json`, coreSchema);
  if (core === undefined) return undefined;
  // Every name is a guess here: a project's own formula file does not make homebrew-core's its own.
  return provenHit('guess', {
    name: formula,
    url: corePage(formula),
    serves: core.versions.stable,
    version: coreState(project, core),
    ...belongingOf(project, [core.urls?.stable?.url, core.homepage]),
    evidence: [evidenceOf(`homebrew-core has ${core.versions.stable ?? 'no stable version'}`, corePage(formula))],
  });
};
