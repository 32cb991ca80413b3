import {expect} from 'vitest';
import {keyIdOf, publicKeyOf} from '../../src/demo/github/secret-key.ts';
import type {ProgramFacts, ProgramSystem} from '../../src/model/first-package.ts';
import {sealedFor} from '../../src/tools/sealed-box.ts';
import {harborProgram, programFacts} from './program-facts.ts';
import type {RunnerWorld} from './runner-world.ts';

const repository = {owner: 'Michael-A-Kuykendall', name: 'contextlite'} as const;
const address = 'https://github.com/Michael-A-Kuykendall/contextlite/releases/download';
const systems: Readonly<Record<string, ProgramSystem>> = {linux: 'linux', darwin: 'macos', windows: 'windows'};

/** What is known of the newest release of the simulated world. */
export const newestFacts = ({repository: {releases}}: RunnerWorld, names: ProgramFacts['project']['packages']): ProgramFacts => {
  const {assets = [], tag = ''} = releases.findLast((one) => one.assets.length > 0) ?? {};
  const programs = assets.flatMap(({name, sha256, contents}) => {
    const [, system = '', architecture = ''] = /-(linux|darwin|windows)-(amd64|arm64)\./.exec(name) ?? [];
    if (systems[system] === undefined) return [];
    const asset = {name, size: contents.length, isUploaded: true, sha256: sha256 ?? '', url: `${address}/${tag}/${name}`};
    return [
      harborProgram(systems[system], architecture as 'amd64', {asset, path: system === 'windows' ? 'contextlite.exe' : 'contextlite'}),
    ];
  });
  const usual = programFacts({programs});
  return {...usual, command: 'contextlite', project: {...usual.project, repository, tag, version: tag.slice(1), packages: names}};
};

/** Commits a file to the default branch. */
export const put = async ({json}: RunnerWorld, path: string, contents: string): Promise<void> => {
  const {body} = await json<{sha?: string}>('GET', `/contents/${path}`);
  const content = Buffer.from(contents).toString('base64');
  const sent = {message: `Add ${path}`, content, ...(body.sha === undefined ? {} : {sha: body.sha})};
  expect([200, 201]).toContain((await json('PUT', `/contents/${path}`, sent)).status);
};

export const setSecret = async ({json, repository: {id}}: RunnerWorld, name: string, value: string): Promise<void> => {
  const sent = {encrypted_value: await sealedFor(publicKeyOf(String(id)).key, value), key_id: keyIdOf(String(id))};
  expect([201, 204]).toContain((await json('PUT', `/actions/secrets/${name}`, sent)).status);
};
