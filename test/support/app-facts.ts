import type {ProgramFacts} from '../../src/model/first-package.ts';
import {hostileFacts, programFacts} from './program-facts.ts';

export const appId = 'io.github.harbor_tools.harbor';

/** What a repository of an app with windows holds besides. */
export const appPaths = [
  'LICENSE',
  `data/${appId}.desktop`,
  `data/icons/${appId}.svg`,
  `data/${appId}.metainfo.xml`,
  'docs/screenshot-main.png',
  'go.mod',
];

const named = (facts: ProgramFacts): ProgramFacts => ({
  ...facts,
  project: {...facts.project, packages: {flathub: {name: appId, from: 'file', path: `data/${appId}.desktop`}}},
});

/** Harbor with windows. */
export const appFacts = (over: Partial<ProgramFacts> = {}): ProgramFacts => named(programFacts({paths: appPaths, ...over}));

export const hostileAppFacts = (text: string): ProgramFacts => named(hostileFacts(text, {paths: appPaths, description: `Shows ${text}`}));
