import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {plainLine, shortened, yamlString} from '../../src/model/quoting.ts';
import {homepageOf, spdxOf} from './grounds.ts';

/** The schema that winget-pkgs asks for. */
const schemaVersion = '1.12.0';
const locale = 'en-US';
const limits = {short: 256, long: 10_000, publisher: 256, license: 512, tags: 16, tag: 40} as const;

export type Manifests = {readonly version: string; readonly installer: string; readonly locale: string};

const architectures: Readonly<Record<ReleasedProgram['architecture'], string>> = {amd64: 'x64', arm64: 'arm64', '386': 'x86'};

const plainWords = /^[A-Za-z][A-Za-z0-9 ._/-]*[A-Za-z0-9]$/;
const readOtherwise = /^(?:true|false|yes|no|on|off|null|nan|y|n)$/i;
const plainVersion = /^\d+\.\d+\.\d+$/;
const plainAddress = /^https?:\/\/[\w./@%+~-]+$/;

/** As it stands where every reader of YAML takes it for the same text. */
const scalar = (text: string): string => {
  const isPlain = (plainWords.test(text) && !readOtherwise.test(text)) || plainVersion.test(text) || plainAddress.test(text);
  return isPlain ? text : yamlString(text);
};

const line = (key: string, value: string | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [`${key}: ${scalar(value)}`];

const headOf = (type: string): string =>
  `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${type}.${schemaVersion}.schema.json`;
const endOf = (type: string): readonly string[] => [`ManifestType: ${type}`, `ManifestVersion: ${schemaVersion}`, ''];

/** What the installers share is said once. */
type Installer = {readonly architecture: string; readonly url: string; readonly sha256: string; readonly kind: readonly string[]};

const kindOf = ({format, path}: ReleasedProgram, command: string): readonly string[] =>
  format === 'zip'
    ? [
        'InstallerType: zip',
        'NestedInstallerType: portable',
        'NestedInstallerFiles:',
        `- RelativeFilePath: ${scalar(path.replaceAll('/', '\\'))}`,
        `  PortableCommandAlias: ${scalar(command)}`,
      ]
    : ['InstallerType: portable', 'Commands:', `- ${scalar(command)}`];

const installerOf = (program: ReleasedProgram, command: string): Installer => ({
  architecture: architectures[program.architecture],
  url: program.asset.url,
  sha256: program.sha256.toUpperCase(),
  kind: kindOf(program, command),
});

const installerText = (facts: ProgramFacts, id: string, programs: readonly ReleasedProgram[]): string => {
  const {project, command} = facts;
  const installers = programs.map((program) => installerOf(program, command));
  const [first] = installers;
  const isShared = installers.every(({kind}) => kind.join('\n') === first?.kind.join('\n'));
  const released = project.release?.publishedAt?.slice(0, 10);
  return [
    headOf('installer'),
    ...line('PackageIdentifier', id),
    ...line('PackageVersion', project.version),
    ...(isShared ? (first?.kind ?? []) : []),
    'UpgradeBehavior: uninstallPrevious',
    ...(released === undefined || !/^\d{4}-\d\d-\d\d$/.test(released) ? [] : [`ReleaseDate: ${released}`]),
    'Installers:',
    ...installers.flatMap(({architecture, url, sha256, kind}) => [
      `- Architecture: ${architecture}`,
      ...(isShared ? [] : kind.map((one) => `  ${one}`)),
      `  InstallerUrl: ${scalar(url)}`,
      `  InstallerSha256: ${sha256}`,
    ]),
    ...endOf('installer'),
  ].join('\n');
};

/** The line with which the licence's own text begins to name its holder. */
const copyrightIn = (text: string | undefined): string | undefined => {
  const found = /^[ \t]*(copyright\b[^\r\n]*\d{4}[^\r\n]*)$/im.exec(text ?? '')?.[1];
  return found === undefined ? undefined : shortened(plainLine(found), limits.license);
};

const tagsOf = ({topics}: ProgramFacts): readonly string[] => {
  const words = topics.map((topic) => plainLine(topic).toLowerCase().replaceAll(' ', '-'));
  const tags = [...new Set(words)].filter((tag) => tag !== '' && [...tag].length <= limits.tag).slice(0, limits.tags);
  return tags.length === 0 ? [] : ['Tags:', ...tags.map((tag) => `- ${scalar(tag)}`)];
};

const addressed = (path: string): string => plainLine(path).split('/').map(encodeURIComponent).join('/');

/** Who publishes it, as winget shows it; undefined: the name is too short for winget. */
const publisherOf = ({author, project}: ProgramFacts): string => {
  const name = shortened(plainLine(author), limits.publisher);
  return name.length < 2 ? project.repository.owner : name;
};

const localeText = (facts: ProgramFacts, id: string): string => {
  const {project, license, command} = facts;
  const page = `https://github.com/${repositoryText(project.repository)}`;
  const atTag = `${page}/blob/${addressed(project.tag)}`;
  const about = plainLine(facts.description);
  const short = shortened(about, limits.short);
  return [
    headOf('defaultLocale'),
    ...line('PackageIdentifier', id),
    ...line('PackageVersion', project.version),
    `PackageLocale: ${locale}`,
    ...line('Publisher', publisherOf(facts)),
    ...line('PublisherUrl', `https://github.com/${project.repository.owner}`),
    ...line('PublisherSupportUrl', `${page}/issues`),
    ...line('PackageName', project.repository.name),
    ...line('PackageUrl', homepageOf(facts)),
    ...line('License', spdxOf(facts) ?? 'Own licence, see its page'),
    ...line('LicenseUrl', license.path === undefined ? undefined : `${atTag}/${addressed(license.path)}`),
    ...line('Copyright', copyrightIn(license.text)),
    ...line('ShortDescription', short),
    ...line('Description', short === about ? undefined : shortened(about, limits.long)),
    ...line('Moniker', command.length <= limits.tag ? command : undefined),
    ...tagsOf(facts),
    ...line('ReleaseNotesUrl', `${page}/releases/tag/${addressed(project.tag)}`),
    ...endOf('defaultLocale'),
  ].join('\n');
};

/** The three files that winget-pkgs wants for one version. */
export const manifestsOf = (facts: ProgramFacts, id: string, programs: readonly ReleasedProgram[]): Manifests => ({
  version: [
    headOf('version'),
    ...line('PackageIdentifier', id),
    ...line('PackageVersion', facts.project.version),
    `DefaultLocale: ${locale}`,
    ...endOf('version'),
  ].join('\n'),
  installer: installerText(facts, id, programs),
  locale: localeText(facts, id),
});
