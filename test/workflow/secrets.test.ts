import {expect, test} from 'vitest';
import type {UnlistedSecrets} from '../../src/model/repository.ts';
import {nearSecretOf, setAndNeverRead} from '../../src/model/secret-likeness.ts';
import {jobFor, npmJob, onTag, secret, understand} from './world.ts';

test('near misses are seen', () => {
  const cases: readonly [string, readonly string[], string | undefined][] = [
    ['SNAP_STORE_CREDENTIALS', ['SNAPCRAFT_STORE_CREDENTIALS', 'NPM_TOKEN'], 'SNAPCRAFT_STORE_CREDENTIALS'],
    ['AUR_SSH_PRIVATE_KEY', ['AUR_SSH_KEY', 'PYPI_TOKEN'], 'AUR_SSH_KEY'],
    ['NPM_TOKEN', ['NPM_TOKN'], 'NPM_TOKN'],
    ['NPM_TOKEN', ['NPMTOKEN'], 'NPMTOKEN'],
    ['NPM_TOKEN', ['NPM_AUTH_TOKEN'], 'NPM_AUTH_TOKEN'],
    ['DOCKERHUB_TOKEN', ['DOCKERHUB_PASSWORD', 'DOCKERHUB_USERNAME'], 'DOCKERHUB_PASSWORD'],
    ['CARGO_REGISTRY_TOKEN', ['CARGO_TOKEN'], 'CARGO_TOKEN'],
    ['NPM_TOKEN', ['PYPI_TOKEN', 'TOKEN', 'CODECOV_TOKEN', 'VSCE_TOKEN', 'GPG_KEY'], undefined],
    ['DOCKERHUB_TOKEN', ['DOCKERHUB_USERNAME'], undefined],
    ['NPM_TOKEN', ['GITHUB_TOKEN', 'npm_token'], undefined],
    ['X', [], undefined],
  ];
  for (const [wanted, set, meant] of cases) expect([wanted, nearSecretOf(wanted, set)]).toEqual([wanted, meant]);
});

test('another name for the same thing comes before one that looks alike', () => {
  const aliases = [['NPM_TOKEN', 'NODE_AUTH_TOKEN']];
  expect(nearSecretOf('NPM_TOKEN', ['NPM_TOKENS', 'NODE_AUTH_TOKEN'], aliases)).toBe('NODE_AUTH_TOKEN');
  expect(nearSecretOf('NPM_TOKEN', ['NODE_AUTH_TOKEN'])).toBeUndefined();
});

test('near misses are found among three thousand', () => {
  const set = Array.from({length: 3000}, (_, index) => `SERVICE_${index}_TOKEN`);
  expect(nearSecretOf('AUR_SSH_PRIVATE_KEY', [...set, 'AUR_SSH_KEY'])).toBe('AUR_SSH_KEY');
});

test('what is set and never read, unless a workflow can read anything', () => {
  const secrets = [secret('NPM_TOKEN'), secret('HOMEBREW_GITHUB_API_TOKEN'), secret('GITHUB_TOKEN')];
  const understanding = understand(npmJob('npm publish'));
  expect(setAndNeverRead(secrets, understanding).map(({name}) => name)).toEqual(['HOMEBREW_GITHUB_API_TOKEN']);
  expect(setAndNeverRead(secrets, {...understanding, readsAnySecret: true})).toEqual([]);
});

const findingsWith = (names: readonly ReturnType<typeof secret>[], more = '') =>
  jobFor('npm', understand(npmJob('npm publish', more), {secrets: names})).findings.map(({kind, text}) => `${kind}: ${text}`);

test('a secret that is read and not set, or set under another name, or in an environment where the job does not run', () => {
  expect(findingsWith([secret('NPM_TOKEN')])).toEqual([]);
  expect(findingsWith([secret('npm_token')])).toEqual([]);
  expect(findingsWith([secret('OTHER')])).toEqual(['secret-not-set: The job reads the secret NPM_TOKEN, which is not set.']);
  expect(findingsWith([secret('NODE_AUTH_TOKEN')])).toEqual([
    'secret-near-miss: The job reads the secret NPM_TOKEN, which is not set; NODE_AUTH_TOKEN is.',
  ]);
  expect(findingsWith([secret('NPM_TOKEN', 'prod')])).toEqual([
    expect.stringContaining("set in the environment prod, where the job doesn't run"),
  ]);
  expect(findingsWith([secret('NPM_TOKEN', 'Prod')], '    environment: prod\n')).toEqual([]);
  expect(findingsWith([secret('NPM_TOKEN', 'Prod')], '    environment: {name: "${{ inputs.where }}"}\n')).toEqual([]);
});

test('a secret that may stand where nobody could look is not called missing', () => {
  const found = (unlistedSecrets: readonly UnlistedSecrets[], more = '', names = [secret('NODE_AUTH_TOKEN')]) =>
    jobFor('npm', understand(npmJob('npm publish', more), {secrets: names, unlistedSecrets})).findings.map(({kind}) => kind);
  const inProd = '    environment: prod\n';
  const every: UnlistedSecrets = {level: 'environment', why: 'No.'};
  expect(found([every], inProd)).toEqual(['secret-not-seen']);
  expect(found([{...every, environment: 'Prod'}], inProd)).toEqual(['secret-not-seen']);
  expect(found([{...every, environment: 'test'}], '    environment: "${{ inputs.where }}"\n')).toEqual(['secret-not-seen']);
  expect(found([{level: 'organization', why: 'No.'}])).toEqual(['secret-not-seen']);
  expect(found([{...every, environment: 'test'}], inProd)).toEqual(['secret-near-miss']);
  expect(found([every])).toEqual(['secret-near-miss']);
  expect(found([every], inProd, [secret('NPM_TOKEN')])).toEqual([]);
});

test('without the list of secrets nothing is called missing', () => {
  expect(jobFor('npm', understand(npmJob('npm publish'))).findings).toEqual([]);
});

test('one of several that stand in for each other is enough', () => {
  const workflow = (expression: string) =>
    onTag(`  a:\n    runs-on: x\n    steps: [{run: npm publish, env: {T: "\${{ ${expression} }}"}}]\n`);
  const kinds = (expression: string) =>
    jobFor('npm', understand(workflow(expression), {secrets: [secret('NODE_AUTH_TOKEN')]})).findings.length;
  expect(kinds('secrets.NPM_TOKEN || secrets.NODE_AUTH_TOKEN')).toBe(0);
  expect(kinds('secrets.NPM_TOKEN || github.token')).toBe(0);
  expect(kinds('secrets.NPM_TOKEN || secrets.ANOTHER')).toBe(1);
});
