import type {ProgramFacts} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {plainLine, shortened, xmlText} from '../../src/model/quoting.ts';
import {homepageOf} from './grounds.ts';
import {markdownText} from './markdown.ts';

type Written = {readonly text: string; readonly notes: readonly string[]};

/** Columns of the gallery's database hold no more: 4000 characters of a description, in which Markdown may need two for each. */
const limits = {title: 256, authors: 256, summary: 256, about: 1500, tags: 1000} as const;

const pageOf = ({project}: ProgramFacts): string => `https://github.com/${repositoryText(project.repository)}`;

/** A path as an address has it. */
const addressed = (path: string): string =>
  plainLine(path)
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/%40/g, '@').replace(/%2B/g, '+'))
    .join('/');

/** A file of the repository as it stood at the tag. */
export const fileAtTag = (facts: ProgramFacts, path: string): string =>
  `${pageOf(facts)}/blob/${addressed(`${facts.project.tag}/${path}`)}`;

/* `$word$` would be filled in by whoever packs the file. */
const element = (name: string, text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : [`    <${name}>${text.split('\n').map(xmlText).join('\n').replaceAll('$', '&#36;')}</${name}>`];

export const iconIn = (paths: readonly string[]): string | undefined =>
  paths.filter((path) => /(?:^|\/)(?:icon|logo)\.(?:png|svg)$/i.test(path)).sort((one, other) => one.length - other.length)[0];

const authorsOf = ({author, project}: ProgramFacts): {readonly authors: string; readonly isOther: boolean} => {
  const name = shortened(plainLine(author), limits.authors);
  const isUsable = name !== '' && !/\S@\S+\.\S/.test(name);
  return {authors: isUsable ? name : project.repository.owner, isOther: !isUsable};
};

const tagsOf = ({command, topics, license}: ProgramFacts): string => {
  const given = [command, 'cli', ...topics, ...(license.spdx === undefined ? [] : ['foss'])];
  const words = given.map((topic) =>
    plainLine(topic)
      .toLowerCase()
      .replace(/[\s,;|]+/g, '-'),
  );
  const tags = [...new Set(words)].filter((tag) => tag !== '' && tag.length <= 50 && !tag.includes('chocolatey'));
  return tags.reduce((line, tag) => (line.length + tag.length < limits.tags ? `${line} ${tag}` : line));
};

const descriptionOf = (facts: ProgramFacts, projectUrl: string): string => {
  const about = plainLine(facts.description).replace(/[.\s]+$/, '');
  const end = `\n\nIt is run as \`${facts.command}\`. More about it: <${projectUrl}>`;
  return `${markdownText(shortened(about, limits.about))}.${end}`;
};

const notesOn = (facts: ProgramFacts, isOtherAuthor: boolean, hasIcon: boolean): readonly string[] => [
  ...(isOtherAuthor ? ['The authors are named by the account at GitHub, because Chocolatey takes no e-mail address there.'] : []),
  ...(facts.license.path === undefined ? ['It names no licence, for which moderators ask.'] : []),
  ...(hasIcon ? [] : ['It has no icon, for which moderators ask: put an icon.png or icon.svg into the repository.']),
  ...([...plainLine(facts.description)].length > limits.about ? ['The description is shortened to what Chocolatey takes.'] : []),
];

/** The `.nuspec`; its description is there. */
export const nuspecOf = (facts: ProgramFacts, id: string, version: string, folder: string): Written => {
  const page = pageOf(facts);
  const projectUrl = homepageOf(facts);
  const isOwnSite = projectUrl.replace(/\/$/, '').toLowerCase() !== page.toLowerCase();
  const {authors, isOther} = authorsOf(facts);
  const {project, license, paths} = facts;
  const icon = iconIn(paths);
  const title = `${project.repository.name} (command line${/choco/i.test(id) ? ', unofficial' : ''})`;
  const cdn = `https://cdn.jsdelivr.net/gh/${repositoryText(project.repository)}@${addressed(`${project.tag}/${icon}`)}`;
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd">',
    '  <metadata>',
    ...element('id', id),
    ...element('version', version),
    ...element('title', shortened(title, limits.title)),
    ...element('authors', authors),
    ...element('owners', project.repository.owner),
    ...element('packageSourceUrl', `${page}/tree/${addressed(`${facts.defaultBranch}/${folder}`)}`),
    ...element('projectUrl', projectUrl),
    ...element('projectSourceUrl', isOwnSite ? page : undefined),
    ...element('licenseUrl', license.path === undefined ? undefined : fileAtTag(facts, license.path)),
    '    <requireLicenseAcceptance>false</requireLicenseAcceptance>',
    ...element('iconUrl', icon === undefined ? undefined : cdn),
    ...element('bugTrackerUrl', `${page}/issues`),
    ...element('docsUrl', `${page}#readme`),
    ...element('tags', tagsOf(facts)),
    ...element('summary', shortened(plainLine(facts.description), limits.summary)),
    ...element('description', descriptionOf(facts, projectUrl)),
    ...element('releaseNotes', `${page}/releases/tag/${addressed(project.tag)}`),
    '  </metadata>',
    '  <files>',
    '    <file src="tools\\**" target="tools" />',
    '  </files>',
    '</package>',
    '',
  ];
  return {text: lines.join('\n'), notes: notesOn(facts, isOther, icon !== undefined)};
};
