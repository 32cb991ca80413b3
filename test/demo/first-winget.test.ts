import {expect, it} from 'vitest';
import {wingetFirstPackage as first} from '../../checks/first-package/winget.ts';
import {winget} from '../../checks/winget.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {writtenFiles} from '../support/first-files.ts';
import {openHands, owner} from '../support/hands-world.ts';
import {harborAsset, harborProgram, programFacts} from '../support/program-facts.ts';
import {realSources} from '../support/real-sources.ts';

const upstream = {owner: 'microsoft', name: 'winget-pkgs'} as const;
const repository = {owner, name: 'contextlite'} as const;

it('the first version waits for people once its pull request is open', async () => {
  const {run, served, world} = await openHands();
  const base = programFacts({programs: [harborProgram('windows', 'amd64', {asset: harborAsset('contextlite-1.0.35-windows-amd64.zip')})]});
  const facts = {...base, command: 'contextlite', project: {...base.project, repository, tag: 'v1.0.35', version: '1.0.35'}};
  const {files, place} = writtenFiles(first, facts);
  if (place.kind !== 'upstream') throw new Error(`It goes to ${place.kind}.`);
  const token = world.setting.tokens['GITHUB_TOKEN'] ?? '';
  const find = async () => {
    const lookup = createLookup({...realSources(undefined, `*=${served.origin}`), gitHubToken: token}, new Map());
    const packages = {winget: {name: `${owner}.contextlite`, from: 'guess'}} as const;
    return (await winget.findPublication(lookup, {...facts.project, packages})).version;
  };
  expect(await find()).toMatchObject({kind: 'absent'});
  await run({kind: 'fork-repository', upstream, branch: place.base, owner, isOrganization: false});
  const [one, ...others] = files.map(({path, contents}) => ({path, after: contents}));
  if (one === undefined) throw new Error('no files');
  await run({
    kind: 'propose-change',
    repository: upstream,
    from: {owner, name: upstream.name},
    base: place.base,
    branch: place.branch,
    title: place.title,
    body: 'Answered by the person.',
    files: [one, ...others],
  });
  expect(await find()).toMatchObject({kind: 'waiting'});
});
