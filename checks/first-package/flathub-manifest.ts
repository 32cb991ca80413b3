import type {ProgramFacts, ReleasedProgram, SourceArchive} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {jsonString, shellWord, yamlString} from '../../src/model/quoting.ts';
import type {FlathubApp} from './flathub-app.ts';
import {programFor} from './release-files.ts';

/** How the program comes into the app. */
export type FlathubBuild =
  | {readonly kind: 'source'; readonly extension: string; readonly tools: string; readonly commands: readonly string[]}
  | {readonly kind: 'released'; readonly programs: readonly FlathubProgram[]};

type FlathubProgram = {readonly architecture: 'x86_64' | 'aarch64'; readonly program: ReleasedProgram};

/** The line of Platform and Sdk that is supported now. */
const runtimeVersion = '25.08';

/** Flathub builds without the network, so that everything that is built in has to lie in the repository. */
const sourceBuildOf = ({language, paths, command}: ProgramFacts): FlathubBuild | undefined => {
  const has = (path: string): boolean => paths.includes(path);
  const main = has('main.go') ? '.' : has(`cmd/${command}/main.go`) ? `./cmd/${command}` : undefined;
  if (language === 'go' && main !== undefined && has('vendor/modules.txt'))
    return {
      kind: 'source',
      extension: 'org.freedesktop.Sdk.Extension.golang',
      tools: '/usr/lib/sdk/golang/bin',
      commands: [`go build -mod=vendor -trimpath -o ${shellWord(`/app/bin/${command}`)} ${shellWord(main)}`],
    };
  return language === 'rust' && has('Cargo.lock') && has('.cargo/config.toml') && paths.some((path) => path.startsWith('vendor/'))
    ? {
        kind: 'source',
        extension: 'org.freedesktop.Sdk.Extension.rust-stable',
        tools: '/usr/lib/sdk/rust-stable/bin',
        commands: ['cargo --offline build --release --locked', `install -Dm755 -t /app/bin ${shellWord(`target/release/${command}`)}`],
      }
    : undefined;
};

/** From source where it can be built offline, else as it was released; undefined: neither. */
export const flathubBuildOf = (facts: ProgramFacts): FlathubBuild | undefined => {
  const programs = (
    [
      ['x86_64', 'amd64'],
      ['aarch64', 'arm64'],
    ] as const
  ).flatMap(([architecture, ours]): FlathubProgram[] => {
    const program = programFor(facts, 'linux', ours);
    const isFit = program !== undefined && program.library?.kind !== 'musl' && program.format !== 'tar.zst';
    return isFit ? [{architecture, program}] : [];
  });
  return sourceBuildOf(facts) ?? (programs.length === 0 ? undefined : {kind: 'released', programs});
};

/** The processors that it can be built for, where they are not all. */
export const onlyArchitectures = (build: FlathubBuild): readonly string[] =>
  build.kind === 'source' || build.programs.length === 2 ? [] : build.programs.map(({architecture}) => architecture);

/** A text of jq in which the version stands open. */
const openQuery = (text: string, version: string): string => text.split(version).map(jsonString).join(' + $version + ');

const checkerLines = (facts: ProgramFacts, query: string, isMain: boolean): readonly string[] => {
  const {tag, version, repository} = facts.project;
  const prefix = tag.endsWith(version) ? tag.slice(0, -version.length) : '';
  return [
    'x-checker-data:',
    '  type: json',
    `  url: ${yamlString(`https://api.github.com/repos/${repositoryText(repository)}/releases/latest`)}`,
    `  version-query: ${yamlString(`.tag_name | ltrimstr(${jsonString(prefix)})`)}`,
    `  url-query: ${yamlString(query)}`,
    ...(isMain ? ['  is-main-source: true'] : []),
  ];
};

const sourceLines = (facts: ProgramFacts, {url, sha256}: SourceArchive): readonly string[] => [
  '- type: archive',
  `  url: ${yamlString(url)}`,
  `  sha256: ${sha256}`,
  ...checkerLines(facts, openQuery(url, facts.project.version), true).map((line) => `  ${line}`),
];

const programLines = (facts: ProgramFacts, {architecture, program}: FlathubProgram): readonly string[] => {
  const isBare = program.format === 'binary';
  return [
    `- type: ${isBare ? 'file' : 'archive'}`,
    `  only-arches: [${architecture}]`,
    `  url: ${yamlString(program.asset.url)}`,
    `  sha256: ${program.sha256}`,
    '  dest: released',
    isBare ? '  dest-filename: program' : '  strip-components: 0',
    ...checkerLines(facts, openQuery(program.asset.url, facts.project.version), false).map((line) => `  ${line}`),
  ];
};

/** Where an unpacked program lies; by processor where its folder tells it. */
const installLines = (programs: readonly FlathubProgram[], command: string): readonly string[] => {
  const target = shellWord(`/app/bin/${command}`);
  const placed = programs.map(({architecture, program}) => ({
    architecture,
    path: shellWord(`released/${program.format === 'binary' ? 'program' : program.path}`),
  }));
  const [first] = placed;
  if (first !== undefined && placed.every(({path}) => path === first.path)) return [`install -Dm755 ${first.path} ${target}`];
  return placed.map(({architecture, path}) => `if [ "$FLATPAK_ARCH" = ${architecture} ]; then install -Dm755 ${path} ${target}; fi`);
};

const ending = (path: string): string => path.slice(path.lastIndexOf('.'));

const listed = (key: string, texts: readonly string[]): readonly string[] => [`${key}:`, ...texts.map((text) => `  - ${yamlString(text)}`)];

/** The manifest by which Flathub builds the app. */
export const manifestOf = (
  facts: ProgramFacts,
  {id, desktop, icon, iconFolder, metainfo}: FlathubApp & {readonly metainfo: string},
  build: FlathubBuild,
  source: SourceArchive,
): string => {
  const {command} = facts;
  const shared: readonly (readonly [string, string])[] = [
    [desktop, `applications/${id}.desktop`],
    [icon, `icons/hicolor/${iconFolder}/apps/${id}${ending(icon)}`],
    [metainfo, `metainfo/${id}.metainfo.xml`],
  ];
  const commands = [
    ...(build.kind === 'source' ? build.commands : installLines(build.programs, command)),
    ...shared.map(([from, to]) => `install -Dm644 ${shellWord(from)} ${shellWord(`/app/share/${to}`)}`),
  ];
  const sources = [
    ...sourceLines(facts, source),
    ...(build.kind === 'source' ? [] : build.programs.flatMap((one) => programLines(facts, one))),
  ];
  return [
    `id: ${id}`,
    'runtime: org.freedesktop.Platform',
    `runtime-version: '${runtimeVersion}'`,
    'sdk: org.freedesktop.Sdk',
    ...(build.kind === 'source' ? ['sdk-extensions:', `  - ${build.extension}`] : []),
    `command: ${yamlString(command)}`,
    ...['finish-args:', '  - --share=ipc', '  - --socket=fallback-x11', '  - --socket=wayland', '  - --device=dri'],
    'modules:',
    `  - name: ${yamlString(command)}`,
    '    buildsystem: simple',
    ...(build.kind === 'source' ? ['    build-options:', `      append-path: ${build.tools}`] : []),
    ...listed('build-commands', commands).map((line) => `    ${line}`),
    '    sources:',
    ...sources.map((line) => `      ${line}`),
    '',
  ].join('\n');
};
