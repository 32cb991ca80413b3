import {stringify} from 'yaml';
import type {Configuration, ConfiguredPackage} from '../model/configuration.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type PackageName, type Project, type RepositoryName, repositoryText} from '../model/project.ts';

/** What was found, to be written down. */
export type Found = {
  readonly repository: RepositoryName;
  readonly packages: Project['packages'];
  readonly marketplaces: readonly Marketplace[];
  /** What stands in the file already and can't be found again. */
  readonly configuration: Configuration;
};

/** One value as YAML writes it on one line, in quotes where it needs them. */
const inline = (value: unknown): string => stringify(value, {collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false}).trim();

/** In a comment a line break would end the comment. */
const asComment = (text: string): string => text.replace(/[^\P{C}]+/gu, ' ').trim();

const sources: Readonly<Record<PackageName['from'], string>> = {
  configuration: 'as it was written here',
  file: 'found in',
  workflow: 'found in',
  guess: 'a guess from the repository’s name: nothing names it',
};

const entryOf = ({from, name, path}: PackageName): ConfiguredPackage => (from === 'file' && path !== undefined ? {name, path} : {name});

/** What stood in the file stays as it was, whether or not it can be found again. */
const packageLines = ({id, title}: Marketplace, {packages, configuration}: Found): readonly string[] => {
  const name = packages[id];
  const configured = configuration.packages?.[id];
  const entry = configured ?? (name && entryOf(name));
  if (entry === undefined) return [];
  const from = configured !== undefined && name?.from === 'guess' ? 'configuration' : (name?.from ?? 'configuration');
  const where = name?.path !== undefined && from !== 'configuration' ? ` ${name.path}` : '';
  const line = `${id}: ${inline(entry)}`;
  return [`  # ${asComment(`${title}: ${sources[from]}${where}`)}.`, from === 'guess' ? `  # ${line}` : `  ${line}`];
};

const packagesText = (found: Found): readonly string[] => {
  const lines = found.marketplaces.flatMap((marketplace) => packageLines(marketplace, found));
  const isNamed = lines.some((line) => !line.startsWith('  #'));
  return ['# What the project is called at each marketplace, and the file that says so.', isNamed ? 'packages:' : '# packages:', ...lines];
};

const settingText = (comment: string, key: string, value: unknown, example: string): readonly string[] => [
  `# ${comment}`,
  value === undefined ? `# ${key}: ${example}` : `${key}: ${inline(value)}`,
  '',
];

/** A commented `portcall.yaml`: what was found stands as it is, what may be added as a comment. Pure. */
export const configurationText = (found: Found): string => {
  const {repository, configuration} = found;
  const {tag, only, except, hosts, repositories, github_client_id: clientId} = configuration;
  return [
    '# What Portcall is to look at. Everything here can be found without this file; what stands here counts before what is found.',
    '',
    '# The repository at GitHub whose releases are looked at.',
    `repository: ${inline(repositoryText(repository))}`,
    '',
    ...settingText('The release to look at; without this line the newest.', 'tag', tag, 'v1.0.0'),
    ...packagesText(found),
    '',
    ...settingText('The marketplaces to look at; without this line all of them.', 'only', only, '[npm, pypi]'),
    ...settingText('The marketplaces to leave out.', 'except', except, '[flathub]'),
    ...settingText(
      'Where requests for a public host go instead, such as a mirror.',
      'hosts',
      hosts,
      '{api.github.com: http://127.0.0.1:8080}',
    ),
    ...settingText(
      'Further repositories of the project, such as its tap or bucket.',
      'repositories',
      repositories?.map(repositoryText),
      '[OWNER/homebrew-tap]',
    ),
    ...settingText('An app of your own, by which people sign in to GitHub with a code.', 'github_client_id', clientId, 'Ov23example'),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
};
