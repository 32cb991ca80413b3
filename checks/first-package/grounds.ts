import type {FirstFiles, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {addressSegment, plainLine} from '../../src/model/quoting.ts';

export type Blocked = Extract<FirstFiles, {kind: 'blocked'}>;

export const blocked = (because: string, next: string): Blocked => ({kind: 'blocked', because, next});

/** Why nothing can point at the release's files; undefined: everybody can fetch them, by a tag and a version that every file can hold. */
export const releaseObstacle = ({project: {tag, version, release}}: ProgramFacts): Blocked | undefined => {
  const name = plainLine(tag);
  if (release === undefined) return blocked(`The tag ${name} has no release, so there is nothing to install.`, 'Publish a release first.');
  if (release.isDraft) return blocked(`The release ${name} is a draft, so nobody else can fetch its files.`, 'Publish the release first.');
  return /^[0-9][0-9A-Za-z.+~_-]*$/.test(version) && /^[\w./+@~-]+$/.test(tag)
    ? undefined
    : blocked(`The tag ${name} names no version that every package file can hold.`, 'Release a tag such as v1.2.3.');
};

/** Why a command can be spelt in no script; undefined: it is a plain word. */
export const commandObstacle = ({command}: ProgramFacts): Blocked | undefined =>
  /^[A-Za-z0-9_][\w.+-]*$/.test(command)
    ? undefined
    : blocked(
        `${JSON.stringify(command)} is no command that people can type in every shell.`,
        'Name the program with letters, digits, dots and hyphens.',
      );

const webAddress = (text: string): URL | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : undefined;
};

const percented = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** The project's page: the repository's where it names none that a browser opens. Only what means nothing in any language is left as it is. */
export const homepageOf = ({homepage, project}: ProgramFacts): string => {
  const {repository} = project;
  const written = webAddress(homepage)?.href.replace(/[^\w.~:/?#@!&*+,;=%-]/g, percented);
  return written ?? `https://github.com/${addressSegment(repository.owner)}/${addressSegment(repository.name)}`;
};

/** The licence as an SPDX expression; undefined: GitHub recognises none. */
export const spdxOf = ({license: {spdx}}: ProgramFacts): string | undefined =>
  spdx !== undefined &&
  !/^(?:NOASSERTION|NONE|OTHER)$/i.test(spdx) &&
  /^\(*[A-Za-z0-9.-]+\+?\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9.-]+\+?\)*)*$/.test(spdx)
    ? spdx
    : undefined;

/** Whether a released file has such a name and address as GitHub gives: of an uploaded file's name it writes every other character as a dot. */
export const hasPlainName = ({asset}: ReleasedProgram): boolean =>
  /^[A-Za-z0-9][\w.+@-]*$/.test(asset.name) && /^https?:\/\/[\w.~:/?#@!&*+,;=%-]+$/.test(asset.url);

/** The path of a program, or of another file beside it, once the archive's own folder is taken away. */
export const withoutFolder = (path: string, {folder}: Pick<ReleasedProgram, 'folder'>): string =>
  folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
