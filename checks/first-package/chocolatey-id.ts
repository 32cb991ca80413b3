import type {ProgramFacts} from '../../src/model/first-package.ts';
import {packageNameOf} from '../../src/model/project.ts';
import {normalizedVersion} from '../family/nuget-feed.ts';

/** What a package is called, and what moderators may say about it; or why Chocolatey takes no such name. */
export type NamedPackage =
  | {readonly kind: 'named'; readonly id: string; readonly version: string; readonly notes: readonly string[]}
  | {readonly kind: 'blocked'; readonly because: string; readonly next: string};

const mostCharacters = 100;
const longFromHere = 20;
const reservedEnding = /\.(?:install|portable|extension|template|hook)$/;
const rename = 'Choose another id and write it into the .nuspec file, or into portcall.yaml.';

/** Words with hyphens between them, as Chocolatey wants ids to be. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const refusalOf = (id: string): string | undefined => {
  if (!/^\w+(?:[.-]\w+)*$/.test(id)) return `Chocolatey takes no id “${id}”: an id is made of words with a dot or a hyphen between them.`;
  if (id.length > mostCharacters) return `Chocolatey takes no id of more than ${mostCharacters} characters.`;
  if (/chocolatey/i.test(id)) return 'Chocolatey’s moderators take no id with “chocolatey” in it.';
  if (/(?:^|[._-])(?:alpha|beta|prerelease)\d*(?:$|[._-])/i.test(id)) return 'Chocolatey takes no id with the name of a pre-release in it.';
  return /\.config$/i.test(id) ? 'Chocolatey takes no id that ends in “.config”.' : undefined;
};

const notesOn = (id: string): readonly string[] => [
  ...(/[A-Z]/.test(id)
    ? ['The id has capitals, which moderators ask to avoid; its spelling stays for ever as the first version has it.']
    : []),
  ...(id.includes('_') ? ['The id has an underscore, which moderators ask to avoid.'] : []),
  ...(id.includes('.') && !reservedEnding.test(id) ? ['The id has a dot, which moderators ask to avoid.'] : []),
  ...(id.length > longFromHere && !id.includes('.') ? ['The id is long; moderators may ask for a shorter one.'] : []),
  ...(/choco/i.test(id) ? ['The id has “choco” in it, so its title has to say that it is unofficial.'] : []),
];

const numbers = /^\d+(?:\.\d+){2,3}(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?$/;

/** The package's id and its version as NuGet writes it. */
export const namedPackageOf = ({project}: ProgramFacts): NamedPackage => {
  const {name, from} = packageNameOf(project, 'chocolatey');
  const id = from === 'guess' ? slugOf(name) : name;
  const refusal = refusalOf(id);
  if (refusal !== undefined) return {kind: 'blocked', because: refusal, next: rename};
  const version = normalizedVersion(project.version);
  if (!numbers.test(version) || version.length > 64)
    return {
      kind: 'blocked',
      because: `Chocolatey takes no version “${project.version}”: it is made of two to four numbers.`,
      next: 'Release a version such as 1.2.3.',
    };
  const isOther = version !== project.version;
  return {
    kind: 'named',
    id,
    version,
    notes: [
      ...(id === name ? [] : [`The package is called ${id}, because Chocolatey’s ids are words with hyphens between them.`]),
      ...notesOn(id),
      ...(isOther ? [`Chocolatey writes this version ${version}.`] : []),
    ],
  };
};
