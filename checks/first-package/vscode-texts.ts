import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {jsonString, plainLine} from '../../src/model/quoting.ts';
import {homepageOf, spdxOf} from './grounds.ts';

/** What an extension is called: `publisher.name`. */
export type ExtensionName = {readonly publisher: string; readonly name: string};

const nodeSystems = {linux: 'linux', macos: 'darwin', windows: 'win32'} as const;
const nodeArchitectures = {amd64: 'x64', arm64: 'arm64', '386': 'ia32'} as const;

/** A platform as Node names it, such as `linux-x64`. */
export const nodePlatform = ({system, architecture}: ReleasedProgram): string =>
  `${nodeSystems[system]}-${nodeArchitectures[architecture]}`;

/** `programs.json`, which the job writes anew for each version in just this form. */
export const programsText = ({command}: ProgramFacts, programs: readonly ReleasedProgram[]): string => {
  const entries = programs.map(
    (one) =>
      `    "${nodePlatform(one)}": {"url": ${jsonString(one.asset.url)}, "sha256": "${one.sha256}", "format": "${one.format}", "path": ${jsonString(one.path)}}`,
  );
  return `{\n  "command": "${command}",\n  "programs": {\n${entries.join(',\n')}\n  }\n}\n`;
};

const setting = (facts: ProgramFacts) => ({
  type: 'string',
  scope: 'machine',
  default: '',
  markdownDescription: `Where \`${facts.command}\` lies. Empty: it is looked for on PATH, and then offered for download.`,
});

const contributionsOf = (facts: ProgramFacts, name: string) => ({
  commands: [
    {command: `${name}.showVersion`, title: 'Show Version', category: facts.command},
    {command: `${name}.runInTerminal`, title: 'Run in Terminal', category: facts.command},
  ],
  configuration: {title: facts.command, properties: {[`${name}.path`]: setting(facts)}},
});

/** `package.json` of the extension; nothing in it needs a build. */
export const manifestText = (facts: ProgramFacts, {publisher, name}: ExtensionName): string => {
  const {project, command, description, license, topics} = facts;
  const repository = `https://github.com/${repositoryText(project.repository)}`;
  const keywords = topics.filter((one) => /^[a-z0-9][a-z0-9-]*$/.test(one)).slice(0, 30);
  const manifest = {
    name,
    displayName: command,
    description: plainLine(description),
    version: project.version,
    publisher,
    private: true,
    license: spdxOf(facts) ?? (license.text === undefined ? 'UNLICENSED' : 'SEE LICENSE IN LICENSE'),
    homepage: homepageOf(facts),
    repository: {type: 'git', url: `${repository}.git`, directory: 'packaging/vscode'},
    bugs: {url: `${repository}/issues`},
    engines: {vscode: '^1.90.0'},
    categories: ['Other'],
    ...(keywords.length === 0 ? {} : {keywords}),
    main: './extension.js',
    // The program is wanted where the files are, which may be another machine.
    extensionKind: ['workspace'],
    capabilities: {untrustedWorkspaces: {supported: true}, virtualWorkspaces: true},
    contributes: contributionsOf(facts, name),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
};

/** Text that Markdown shows as it is. */
const markdownText = (text: string): string =>
  plainLine(text)
    .replace(/[\\`*_[\]<>&#|~!:]/g, (character) => (character === ':' ? '&#58;' : `\\${character}`))
    .replace(/^([-+=]|\d+[.)])/, '\\$1');

/** The page that the marketplace shows. */
export const readmeText = (facts: ProgramFacts, {name}: ExtensionName, programs: readonly ReleasedProgram[]): string => {
  const {command, description, project} = facts;
  const repository = `https://github.com/${repositoryText(project.repository)}`;
  return `# ${command}

${markdownText(description) || `Runs \`${command}\` from VS Code.`}

This extension finds \`${command}\` on this machine, or downloads it, and runs it in VS Code's terminal.

## Commands

| Command | What it does |
|---|---|
| \`${command}: Show Version\` | Shows which version is there, and where it lies. |
| \`${command}: Run in Terminal\` | Opens a terminal that knows \`${command}\`, with its name typed and nothing run. |

## Where the program comes from

1. The setting \`${name}.path\`, if it names a file.
2. The folders of \`PATH\`.
3. A download from [the project's releases](${repository}/releases). The extension asks before it downloads, takes the version that has its own
   number, and throws away whatever does not have the SHA-256 that it was published with.

Downloads are there for ${programs.map((one) => `\`${nodePlatform(one)}\``).join(', ')}. The extension sends nothing to anybody.

More about the program stands on [its page](${homepageOf(facts)}); [questions and faults](${repository}/issues) are welcome.
`;
};

/** Every version of the extension is a version of the program, so that no list of its own grows old. */
export const changelogText = ({command, project}: ProgramFacts): string => `# Changelog

The extension has the version of the \`${command}\` that it downloads. What is new in each stands in
[the project's releases](https://github.com/${repositoryText(project.repository)}/releases).

The first version of the extension is ${project.version}.
`;
