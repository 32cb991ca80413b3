import {createHash} from 'node:crypto';
import type {ProgramArchitecture, ProgramFacts, ProgramSystem, ReleasedProgram} from '../../src/model/first-package.ts';
import type {Asset, Release} from '../../src/model/project.ts';

export const mitText = `MIT License

Copyright (c) 2026 Harbor Tools

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction.
`;

const repository = {owner: 'harbor-tools', name: 'harbor'} as const;
const platforms: readonly (readonly [ProgramSystem, ProgramArchitecture])[] = [
  ['linux', 'amd64'],
  ['linux', 'arm64'],
  ['macos', 'amd64'],
  ['macos', 'arm64'],
  ['windows', 'amd64'],
  ['windows', 'arm64'],
];

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An asset of the release of harbor 1.2.3. */
export const harborAsset = (name: string): Asset => ({
  name,
  size: 4_200_000,
  isUploaded: true,
  sha256: sha256Of(name),
  url: `https://github.com/harbor-tools/harbor/releases/download/v1.2.3/${name}`,
});

/** The program of one platform as a usual release has it: in an archive without a wrapping folder, static on Linux. */
export const harborProgram = (
  system: ProgramSystem,
  architecture: ProgramArchitecture,
  over: Partial<ReleasedProgram> = {},
): ReleasedProgram => {
  const isWindows = system === 'windows';
  const asset = harborAsset(`harbor-1.2.3-${system === 'macos' ? 'darwin' : system}-${architecture}.${isWindows ? 'zip' : 'tar.gz'}`);
  return {
    system,
    architecture,
    asset,
    sha256: over.asset?.sha256 ?? asset.sha256 ?? '',
    format: isWindows ? 'zip' : 'tar.gz',
    path: isWindows ? 'harbor.exe' : 'harbor',
    folder: '',
    isExecutable: !isWindows,
    ...(system === 'linux' ? {library: {kind: 'static'} as const} : {}),
    besides: ['LICENSE', 'README.md'],
    ...over,
  };
};

export const harborPrograms: readonly ReleasedProgram[] = platforms.map(([system, architecture]) => harborProgram(system, architecture));

const releaseWith = (programs: readonly ReleasedProgram[]): Release => ({
  id: 1203,
  tag: 'v1.2.3',
  url: 'https://github.com/harbor-tools/harbor/releases/tag/v1.2.3',
  isDraft: false,
  isPrerelease: false,
  isImmutable: false,
  publishedAt: '2026-03-02T09:00:00Z',
  assets: [...new Map(programs.map(({asset}) => [asset.name, asset])).values(), harborAsset('checksums.txt')],
});

/** What is known of a Go program "harbor" 1.2.3 that is released for six platforms. `over.programs` also makes the release's assets. */
export const programFacts = (over: Partial<ProgramFacts> = {}): ProgramFacts => ({
  project: {repository, tag: 'v1.2.3', version: '1.2.3', packages: {}, release: releaseWith(over.programs ?? harborPrograms)},
  command: 'harbor',
  description: 'Moves files between object stores',
  homepage: 'https://harbor.example',
  license: {spdx: 'MIT', path: 'LICENSE', text: mitText},
  author: 'Harbor Tools',
  topics: ['cli', 'storage'],
  defaultBranch: 'main',
  programs: harborPrograms,
  faults: [],
  language: 'go',
  source: {
    url: 'https://github.com/harbor-tools/harbor/archive/refs/tags/v1.2.3.tar.gz',
    sha256: sha256Of('harbor 1.2.3 source'),
  },
  paths: ['.gitignore', 'LICENSE', 'README.md', 'cmd/harbor/main.go', 'go.mod', 'go.sum'],
  ...over,
});

/** Texts that break out of one language or another; `canary` is what an injection would leave behind. */
export const hostileTexts: readonly string[] = [
  'a "quoted" \'text\' with \\ and \\" and \\\' in it',
  '$(touch canary) `touch canary` $HOME ${HOME} $env:PATH %PATH%',
  '#{system("touch canary")} #$0 #@a',
  '${{ secrets.GITHUB_TOKEN }} ${{github.event.issue.title}}',
  "${builtins.readFile ./canary} ''${x} ''' $$",
  'first line\nsecond: line\r\n- third # line\n\n---\n...\n%YAML',
  '\u202Egnp.exe\u202C \u2066x\u2069 \u200Fאב',
  '🚢👩‍👩‍👧 ﷽ \u{1F3F4}\u{E0067}\u{E007F}',
  '<a href="x">&amp;</a> ]]> <!-- --> <?x?> &#0;',
  '@"\n"@ `n `" \'\' ; Remove-Item canary | & canary',
  '\u0000\u0007\u001b[31m\u2028\u2029\ufeff',
  ': - ? [a] {b: c} *d &e !f |g >h @i',
  '"""\n\'\'\'\n"""\\',
  'EOF\nEOT\nHERE',
];

/** The same program, with a text from outside wherever a text can come from outside. Names of assets and paths keep what GitHub and archives allow. */
export const hostileFacts = (text: string, over: Partial<ProgramFacts> = {}): ProgramFacts => {
  const inName = text.replace(/[/\\\0\r\n]/g, '_');
  const besides = [`docs/${inName}.md`, 'LICENSE'];
  const programs = harborPrograms.map((one) => ({...one, besides}));
  return programFacts({
    description: text,
    homepage: `https://harbor.example/${text}`,
    author: text,
    license: {spdx: 'MIT', path: 'LICENSE', text: `${mitText}\n${text}\n`},
    topics: ['cli', text],
    programs,
    paths: ['LICENSE', 'go.mod', inName],
    ...over,
  });
};
