import {stringify} from 'yaml';
import type {PackageChoice} from '../flow/package-names.ts';
import type {Configuration, ConfiguredPackage} from '../model/configuration.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {type PackageName, type Project, type RepositoryName, repositoryText} from '../model/project.ts';

/** What was found, to be written down. */
export type Found = {
  readonly repository: RepositoryName;
  readonly packages: Project['packages'];
  /** Packages of a kind among which a person has to choose. */
  readonly choices: readonly PackageChoice[];
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

const choiceLines = ({marketplace, title, packages}: PackageChoice): readonly string[] => [
  `  # ${asComment(`${title}: several packages here; take the line that is meant:`)}`,
  ...packages.map(({name, path}) => `  # ${marketplace}: ${inline({name, path})}`),
];

/** Where neither a file nor a workflow can name the package, a guess tells nothing. */
const isPointlessGuess = ({packageFiles, publishedBy}: Marketplace, name: PackageName | undefined): boolean =>
  name?.from === 'guess' && packageFiles === undefined && publishedBy?.packageName === undefined;

/** What stood in the file stays as it was, whether or not it can be found again. */
const packageLines = (marketplace: Marketplace, {packages, choices, configuration}: Found): readonly string[] => {
  const {id, title} = marketplace;
  const name = packages[id];
  const configured = configuration.packages?.[id];
  const choice = choices.find((one) => one.marketplace === id);
  if (configured === undefined && choice !== undefined) return choiceLines(choice);
  const entry = configured ?? (name && entryOf(name));
  if (entry === undefined || (configured === undefined && isPointlessGuess(marketplace, name))) return [];
  const from = configured !== undefined && name?.from === 'guess' ? 'configuration' : (name?.from ?? 'configuration');
  const where = name?.path !== undefined && from !== 'configuration' ? ` ${name.path}` : '';
  const line = `${id}: ${inline(entry)}`;
  return [`  # ${asComment(`${title}: ${sources[from]}${where}`)}.`, from === 'guess' ? `  # ${line}` : `  ${line}`];
};

const packagesText = (found: Found): readonly string[] => {
  const lines = found.marketplaces.flatMap((marketplace) => packageLines(marketplace, found));
  const isNamed = lines.some((line) => !line.startsWith('  #'));
  return [
    '# What the project is called at each marketplace, and the file that says so.',
    ...(isNamed ? ['packages:'] : ['# Take the # away from the next line too once you take it from one below it.', '# packages:']),
    ...lines,
  ];
};

const settingText = (comment: string, key: string, value: unknown, example: string): readonly string[] => [
  `# ${comment}`,
  value === undefined ? `# ${key}: ${example}` : `${key}: ${inline(value)}`,
  '',
];

/** A commented `portcall.yaml`: what was found stands as it is, what may be added as a comment. Pure. */
export const configurationText = (found: Found): string => {
  const {repository, configuration} = found;
  const {tag, only, except, hosts, places, repositories, github_client_id: clientId} = configuration;
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
      'Further repositories that the project publishes in, such as its tap or bucket.',
      'places',
      places?.map(repositoryText),
      '[OWNER/homebrew-tap]',
    ),
    ...settingText(
      'Repositories that “portcall status” shows in one grid.',
      'repositories',
      repositories?.map(repositoryText),
      '[OWNER/NAME, OWNER/OTHER]',
    ),
    ...settingText('An app of your own, by which people sign in to GitHub with a code.', 'github_client_id', clientId, 'Ov23example'),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
};
