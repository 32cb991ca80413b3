import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {NextAction, VersionState} from '../../src/model/publication.ts';
import {galleryOrigin} from './vscode-token.ts';

const versionSchema = z.object({
  version: z.string(),
  targetPlatform: z.string().nullish(),
  flags: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  validationResultMessage: z.string().nullish(),
  properties: z.array(z.object({key: z.string(), value: z.string()})).nullish(),
});
const extensionSchema = z.object({flags: z.string().nullish(), versions: z.array(versionSchema)});
const answerSchema = z.object({results: z.array(z.object({extensions: z.array(extensionSchema)})).min(1)});

export type Extension = z.infer<typeof extensionSchema>;
type ExtensionVersion = z.infer<typeof versionSchema>;

/* Versions, files, version properties, asset addresses and statistics; not "validated alone", so that one query shows what waits as well. */
const flags = 1 + 2 + 16 + 128 + 256;

/** The extension of this full name; undefined: there is none. The service documents this POST as its search. */
export const findExtension = async (lookup: Lookup, name: string): Promise<Extension | undefined> => {
  const body = {filters: [{pageNumber: 1, pageSize: 1, criteria: [{filterType: 7, value: name}]}], assetTypes: [], flags};
  const headers = {accept: 'application/json;api-version=3.0-preview.1'};
  const answer = await lookup.query(`${galleryOrigin}/_apis/public/gallery/extensionquery`, body, answerSchema, {headers});
  return answer?.results[0]?.extensions[0];
};

const isValidated = ({flags: words}: ExtensionVersion): boolean => words?.includes('validated') === true;
const isPrerelease = ({properties}: ExtensionVersion): boolean =>
  properties?.some(({key, value}) => key === 'Microsoft.VisualStudio.Code.PreRelease' && value === 'true') === true;
export const targetOf = ({targetPlatform}: ExtensionVersion): string => targetPlatform ?? 'undefined';

/** What an ordinary install gets; the service lists the newest first. Undefined: nothing is validated. */
export const servedExtension = ({versions}: Extension): string | undefined =>
  versions.find((one) => isValidated(one) && !isPrerelease(one))?.version;

/** The addresses that show whose extension it is. */
export const extensionAddresses = ({versions}: Extension): readonly string[] =>
  versions.flatMap(({properties}) => (properties ?? []).filter(({key}) => key.includes('.Links.')).map(({value}) => value));

const validation: NextAction = {action: 'The marketplace scans and validates it.', whose: 'machine'};

const stateOfVersion = (all: readonly ExtensionVersion[], own: readonly ExtensionVersion[]): VersionState => {
  const refused = own.find(({validationResultMessage: message}) => message);
  if (refused?.validationResultMessage && !isValidated(refused)) return {kind: 'rejected', why: refused.validationResultMessage};
  const validated = own.filter(isValidated);
  const [first] = own;
  if (validated.length === 0)
    return {
      kind: 'waiting',
      for: 'the marketplace to validate it',
      ...(first?.lastUpdated ? {since: first.lastUpdated} : {}),
      next: validation,
    };
  // A version before tells which platforms people have come to expect.
  const before = all.find((one) => isValidated(one) && one.version !== first?.version)?.version;
  const wanted = new Set([...all.filter(({version}) => version === before), ...own].map(targetOf));
  const served = validated.map(targetOf);
  const missing =
    served.includes('undefined') || served.includes('universal')
      ? []
      : [...wanted].filter((target) => target !== 'undefined' && target !== 'universal' && !served.includes(target));
  if (missing.length > 0) return {kind: 'partial', missing};
  return validated.every(isPrerelease)
    ? {kind: 'published', note: 'It is a pre-release, which only those get who ask for it.'}
    : {kind: 'published'};
};

export const extensionState = (project: Project, {flags: words, versions}: Extension): VersionState => {
  const own = versions.filter(({version}) => version === project.version);
  if (/unpublished|disabled|locked/.test(words ?? ''))
    return {
      kind: 'withdrawn',
      why: `The marketplace calls the extension ${words}.`,
      back: /disabled|locked/.test(words ?? '')
        ? 'Only the marketplace’s support can lift that: write to it.'
        : `Open ${galleryOrigin}/manage and make it public again in the menu beside it.`,
    };
  if (words != null && !words.includes('public')) return {kind: 'not-visible', why: 'The extension is not public.'};
  return own.length === 0 ? {kind: 'absent'} : stateOfVersion(versions, own);
};
