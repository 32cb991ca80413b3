import {expect, test} from 'vitest';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {DispatchWay, NoDispatch} from '../../src/model/start.ts';
import type {WorkflowFile} from '../../src/model/workflow.ts';
import {findDispatches} from '../../src/workflow/select.ts';
import {fileOf, understand} from './world.ts';

const waysFor = (marketplace: MarketplaceId, files: string | readonly WorkflowFile[]): readonly (DispatchWay | NoDispatch)[] => {
  const given = typeof files === 'string' ? [fileOf(files)] : files;
  return findDispatches({
    marketplace,
    files: given,
    publishing: understand(given).jobs,
    repository: {owner: 'octo', name: 'tool'},
    defaultBranch: 'main',
    released: {tag: 'v1.2.3', version: '1.2.3'},
  });
};

const wayFor = (marketplace: MarketplaceId, text: string) => {
  const [way] = waysFor(marketplace, text);
  if (way?.kind !== 'dispatch') return way;
  return {ref: way.ref, inputs: way.inputs, also: way.alsoRuns.map(({name}) => name), isCertain: way.job.isCertain};
};

const jobs = (conditions: {readonly npm?: string; readonly choco?: string}) => `
jobs:
  npm:
    runs-on: x
    ${conditions.npm === undefined ? '' : `if: ${conditions.npm}`}
    steps: [{run: npm publish}]
  choco:
    runs-on: x
    ${conditions.choco === undefined ? '' : `if: ${conditions.choco}`}
    steps: [{run: choco push}]
`;
const dispatch = (inputs: string) => `on: {workflow_dispatch: {inputs: ${inputs}}}\n`;

test('a word in a list of words selects', () => {
  const text = `${dispatch('{version: {required: true}, platforms: {default: all}}')}${jobs({
    npm: "inputs.platforms == 'all' || contains(inputs.platforms, 'npm')",
    choco: "inputs.platforms == 'all' || contains(inputs.platforms, 'chocolatey')",
  })}`;
  expect(wayFor('npm', text)).toEqual({ref: 'main', inputs: {version: '1.2.3', platforms: 'npm'}, also: [], isCertain: true});
  expect(wayFor('chocolatey', text)).toMatchObject({inputs: {version: '1.2.3', platforms: 'chocolatey'}, also: []});
});

test('a word between separators, and one in a JSON list, are written as the condition asks for them', () => {
  const separated = "contains(format(',{0},', inputs.only), ',npm,')";
  expect(wayFor('npm', `${dispatch('{tag: {}, only: {default: all}}')}${jobs({npm: separated, choco: 'false'})}`)).toMatchObject({
    inputs: {tag: 'v1.2.3', only: 'npm'},
  });
  const listed = "contains(fromJSON(inputs.only), 'npm')";
  expect(wayFor('npm', `${dispatch('{tag: {}, only: {required: true}}')}${jobs({npm: listed, choco: 'false'})}`)).toMatchObject({
    inputs: {tag: 'v1.2.3', only: '["npm"]'},
  });
});

test('a choice and booleans select', () => {
  const choice = `${dispatch('{tag: {}, target: {type: choice, options: [all, npm, choco]}}')}${jobs({
    npm: "inputs.target == 'all' || inputs.target == 'npm'",
    choco: "inputs.target == 'all' || inputs.target == 'choco'",
  })}`;
  expect(wayFor('npm', choice)).toMatchObject({inputs: {tag: 'v1.2.3', target: 'npm'}, also: []});
  const booleans = `${dispatch('{tag: {}, npm: {type: boolean, default: true}, choco: {type: boolean, default: true}}')}${jobs({
    npm: 'inputs.npm',
    choco: 'inputs.choco',
  })}`;
  expect(wayFor('npm', booleans)).toMatchObject({inputs: {tag: 'v1.2.3', choco: 'false'}, also: []});
  expect(wayFor('chocolatey', booleans)).toMatchObject({inputs: {tag: 'v1.2.3', npm: 'false'}, also: []});
});

test('inputs under github.event are texts, as GitHub hands them', () => {
  const text = `${dispatch('{tag: {}, npm: {type: boolean}}')}${jobs({npm: "github.event.inputs.npm == 'true'", choco: 'false'})}`;
  expect(wayFor('npm', text)).toMatchObject({inputs: {tag: 'v1.2.3', npm: 'true'}});
});

test('what nothing turns off is said to run besides, with where it publishes', () => {
  const [way] = waysFor('npm', `${dispatch('{tag: {}}')}${jobs({})}`);
  expect(way).toMatchObject({alsoRuns: [{name: 'choco', isCertain: true, publishes: ['chocolatey']}]});
});

test('a job that is needed runs besides; one that is skipped takes those after it along', () => {
  const needs = (condition: string) => `${dispatch('{tag: {}, only: {default: all}}')}
jobs:
  build: {runs-on: x, ${condition} steps: [{run: make}]}
  npm: {runs-on: x, needs: build, if: "contains(inputs.only, 'npm')", steps: [{run: npm publish}]}
`;
  expect(wayFor('npm', needs(''))).toMatchObject({also: ['build'], inputs: {only: 'npm'}});
  expect(wayFor('npm', needs('if: false,'))).toMatchObject({kind: 'none', why: 'never-publishes'});
});

test('a condition that only the run can answer makes it uncertain', () => {
  const text = `${dispatch('{tag: {}}')}${jobs({npm: "needs.x.outputs.y == 'z'", choco: 'false'})}`;
  expect(wayFor('npm', text)).toMatchObject({isCertain: false});
});

test('a step that is turned off publishes nothing', () => {
  const text = `${dispatch('{tag: {}, really: {type: boolean, default: false}}')}
jobs: {npm: {runs-on: x, steps: [{run: npm publish, if: inputs.really}]}}
`;
  expect(wayFor('npm', text)).toMatchObject({inputs: {tag: 'v1.2.3', really: 'true'}});
});

test('without an input that names the version it is dispatched on the tag', () => {
  expect(wayFor('npm', `on: workflow_dispatch\n${jobs({choco: 'false'})}`)).toEqual({ref: 'v1.2.3', inputs: {}, also: [], isCertain: true});
});

test('a version is given with its v or without, as the workflow writes it', () => {
  const version = (input: string, more = '') => wayFor('npm', `${dispatch(`{version: {${input}}}`)}${jobs({choco: 'false'})}${more}`);
  expect(version('')).toMatchObject({inputs: {version: '1.2.3'}});
  expect(version('default: v1.0.0')).toMatchObject({inputs: {version: 'v1.2.3'}});
  expect(version('description: Such as v1.0.0')).toMatchObject({inputs: {version: 'v1.2.3'}});
  expect(version('description: "Without the v, not v1.0.0"')).toMatchObject({inputs: {version: '1.2.3'}});
  expect(version('default: v1.0.0', '# v${{ inputs.version }}\n')).toMatchObject({inputs: {version: '1.2.3'}});
});

test('why there is no dispatch', () => {
  const none = (text: string, state = 'active') => waysFor('npm', [fileOf(text, 'publish.yml', state)])[0];
  expect(none(`on: push\n${jobs({})}`)).toMatchObject({kind: 'none', why: 'no-trigger'});
  expect(none(`on: workflow_dispatch\n${jobs({})}`, 'disabled_manually')).toMatchObject({why: 'disabled'});
  expect(none(`${dispatch('{tag: {}, channel: {required: true}}')}${jobs({})}`)).toMatchObject({
    why: 'input-not-known',
    text: 'The workflow publish.yml wants the input “channel”, and nothing tells what it may be.',
  });
  expect(waysFor('scoop', `on: workflow_dispatch\n${jobs({})}`)).toEqual([]);
});

test('of two workflows the one that runs fewer others comes first', () => {
  const all = fileOf(`${dispatch('{tag: {}}')}${jobs({})}`, 'all.yml');
  const own = fileOf(`${dispatch('{tag: {}}')}jobs: {npm: {runs-on: x, steps: [{run: npm publish}]}}\n`, 'npm.yml');
  expect(waysFor('npm', [all, own]).map((way) => (way.kind === 'dispatch' ? way.workflow.path : way.path))).toEqual([
    '.github/workflows/npm.yml',
    '.github/workflows/all.yml',
  ]);
});

test('many inputs end in bounded time, and the one that selects is found', () => {
  const booleans = (usual: boolean) => Array.from({length: 24}, (_, at) => `b${at}: {type: boolean, default: ${usual}}`).join(', ');
  const text = (usual: boolean) => `${dispatch(`{tag: {}, ${booleans(usual)}}`)}${jobs({npm: 'inputs.b0', choco: 'inputs.b23'})}`;
  expect(wayFor('npm', text(false))).toMatchObject({inputs: {tag: 'v1.2.3', b0: 'true'}, also: []});
  expect(wayFor('npm', text(true))).toMatchObject({inputs: {tag: 'v1.2.3', b23: 'false'}, also: []});
});
