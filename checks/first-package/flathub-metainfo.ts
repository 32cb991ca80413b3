import type {ProgramFacts} from '../../src/model/first-package.ts';
import {repositoryText} from '../../src/model/project.ts';
import {plainLine, shortened, xmlText} from '../../src/model/quoting.ts';
import type {FlathubApp} from './flathub-app.ts';
import {homepageOf, spdxOf} from './grounds.ts';

const longest = 90;

/** One line with a capital and without a full stop. */
export const summaryOf = ({description}: ProgramFacts): string => {
  const bare = plainLine(description).replace(/[.\s]+$/, '');
  return shortened(`${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}`, longest);
};

/** A picture of the app in the repository; undefined: none is named so. */
export const screenshotIn = ({paths}: ProgramFacts): string | undefined =>
  paths.filter((path) => /(?:^|\/)[^/]*screen-?shot[^/]*\.(?:png|jpe?g|webp)$/i.test(path)).toSorted()[0];

const element = (name: string, text: string, attributes = ''): string => `<${name}${attributes}>${xmlText(text)}</${name}>`;

const screenshotLines = (facts: ProgramFacts): readonly string[] => {
  const {project} = facts;
  const screenshot = screenshotIn(facts);
  if (screenshot === undefined) return [];
  const picture = `https://raw.githubusercontent.com/${repositoryText(project.repository)}/${encodeURIComponent(project.tag)}/`;
  return [
    '  <screenshots>',
    '    <screenshot type="default">',
    `      ${element('image', `${picture}${screenshot.split('/').map(encodeURIComponent).join('/')}`)}`,
    '    </screenshot>',
    '  </screenshots>',
  ];
};

const developerOf = ({project}: ProgramFacts): string =>
  `io.github.${project.repository.owner
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_')}`;

/** What software centres show of the app. */
export const metainfoOf = (facts: ProgramFacts, {id}: FlathubApp): string => {
  const {project, author} = facts;
  const page = `https://github.com/${repositoryText(project.repository)}`;
  const date = project.release?.publishedAt?.slice(0, 10);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<component type="desktop-application">',
    `  ${element('id', id)}`,
    '  <metadata_license>CC0-1.0</metadata_license>',
    `  ${element('project_license', spdxOf(facts) ?? '')}`,
    `  ${element('name', project.repository.name)}`,
    `  ${element('summary', summaryOf(facts))}`,
    `  <developer id="${xmlText(developerOf(facts))}">`,
    `    ${element('name', plainLine(author) || project.repository.owner)}`,
    '  </developer>',
    '  <description>',
    `    ${element('p', plainLine(facts.description))}`,
    '  </description>',
    `  ${element('launchable', `${id}.desktop`, ' type="desktop-id"')}`,
    `  ${element('url', plainLine(homepageOf(facts)), ' type="homepage"')}`,
    `  ${element('url', `${page}/issues`, ' type="bugtracker"')}`,
    `  ${element('url', page, ' type="vcs-browser"')}`,
    '  <provides>',
    `    ${element('binary', facts.command)}`,
    '  </provides>',
    '  <content_rating type="oars-1.1"/>',
    ...screenshotLines(facts),
    '  <releases>',
    `    <release version="${xmlText(project.version)}"${date === undefined ? '' : ` date="${xmlText(date)}"`}/>`,
    '  </releases>',
    '</component>',
    '',
  ].join('\n');
};
