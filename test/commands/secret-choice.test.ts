import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {optionsOf} from '../../src/commands/options.ts';
import {planText} from '../../src/commands/plan-text.ts';
import {chooseSecret} from '../../src/commands/secret-choice.ts';
import type {SecretKnowledge} from '../../src/commands/secret-knowledge.ts';
import {detailsOf, planOf, setStepOf} from '../../src/commands/secret-plan.ts';
import type {SecretName} from '../../src/model/repository.ts';
import {understandWorkflows} from '../../src/workflow/understand.ts';

const repository = {owner: 'octo', name: 'tool'};
const npm = marketplaces.find(({id}) => id === 'npm');
const at = '2026-11-18T10:00:00Z';
const now = Date.parse('2026-11-21T10:00:00Z');
const secret = (name: string, more: Partial<SecretName> = {}): SecretName => ({name, updatedAt: at, level: 'repository', ...more});

const workflow = (secretName: string, environment = '') => `
on: {push: {tags: ['v*']}}
jobs:
  npm:
    runs-on: ubuntu-latest
    ${environment === '' ? '' : `environment: ${environment}`}
    steps:
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.${secretName} }}
`;

const knowledgeOf = (text: string, secrets: readonly SecretName[]): SecretKnowledge => {
  const file = {id: 1, name: 'Publish', path: '.github/workflows/publish.yml', state: 'active', url: '', text};
  const understanding = understandWorkflows([file], marketplaces, {repository, tag: 'v1.0.0', secrets});
  return {repository, secrets, unlisted: [], understanding, unseen: []};
};

const choose = (knowledge: SecretKnowledge, args: readonly string[] = []) =>
  chooseSecret('npm', npm, optionsOf(['secret', 'set', 'npm', ...args]), knowledge, marketplaces);

describe('where a secret is set', () => {
  it('is the environment that the job runs in, where it stands or where its like stand', () => {
    const standing = [secret('NPM_TOKEN', {level: 'environment', environment: 'release'}), secret('NPM_TOKEN')];
    const place = {level: 'environment', repository, environment: 'release'};
    expect(choose(knowledgeOf(workflow('NPM_TOKEN', 'release'), standing)).place).toEqual(place);
    const others = [secret('OTHER', {level: 'environment', environment: 'release'})];
    expect(choose(knowledgeOf(workflow('NPM_TOKEN', 'release'), others)).place).toEqual(place);
    expect(choose(knowledgeOf(workflow('NPM_TOKEN', 'release'), [...others, secret('NPM_TOKEN')])).place.level).toBe('repository');
    expect(choose(knowledgeOf(workflow('NPM_TOKEN', 'release'), [])).place.level).toBe('repository');
    expect(choose(knowledgeOf(workflow('NPM_TOKEN'), standing)).place.level).toBe('repository');
  });

  it("is never the organization's unless it is named, and that is said", () => {
    const knowledge = knowledgeOf(workflow('NPM_TOKEN'), [secret('NPM_TOKEN', {level: 'organization'})]);
    const {place, said} = choose(knowledge);
    expect([place.level, said.join(' ')]).toEqual(['repository', expect.stringContaining('--org octo')]);
    expect(choose(knowledge, ['--org', 'octo']).place).toEqual({level: 'organization', organization: 'octo', repositories: [repository]});
    expect(() => choose(knowledge, ['--org', 'octo', '--env', 'x'])).toThrow('exclude each other');
  });
});

describe('the name of a secret', () => {
  it('is the one the job reads, however strange, else the usual one', () => {
    expect(choose(knowledgeOf(workflow('MY_OWN_NAME'), [])).name).toBe('MY_OWN_NAME');
    const none = choose(knowledgeOf('on: push\njobs: {}\n', []));
    expect([none.name, none.said[0]]).toEqual(['NPM_TOKEN', expect.stringContaining('No job publishes to npm')]);
  });
});

it('a plan says in words what it does, and what of it can be undone', () => {
  const textOf = (secrets: readonly SecretName[]): string => {
    const step = setStepOf({level: 'repository', repository}, 'NPM_TOKEN', 'NPM_TOKEN from the prompt', secrets);
    const plan = planOf('set a secret', repository, [step]);
    return plan === undefined ? '' : planText(plan, detailsOf(secrets, now));
  };
  expect(textOf([secret('NPM_TOKEN')])).toBe(
    'octo/tool: set a secret:\n  1. Set secret NPM_TOKEN of repository octo/tool, from the prompt; it overwrites the one set 3 d ago.\nNothing of it can be undone: GitHub shows the old value of a secret to nobody.\n',
  );
  expect(textOf([])).toContain('from the prompt; none is there yet.\nIt can be undone at any time');
});
