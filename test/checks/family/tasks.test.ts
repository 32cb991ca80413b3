import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../../checks/index.ts';
import type {MarketplaceId} from '../../../src/model/marketplace-id.ts';
import type {SecretName} from '../../../src/model/repository.ts';
import type {TaskFacts} from '../../../src/model/task.ts';
import {publicationOf, publishingJobOf} from '../../support/survey.ts';

const secret = (name: string): SecretName => ({name, updatedAt: '2026-02-27T14:00:00Z', level: 'repository'});

/** The state of a task as the facts alone tell it, and its title. */
const taskOf = (id: MarketplaceId, taskId: string, facts: Omit<TaskFacts, 'tokenNames'>) => {
  const marketplace = marketplaces.find((one) => one.id === id);
  const task = marketplace?.tasks.find((one) => one.id === taskId);
  const all = {...facts, tokenNames: marketplace?.token?.names ?? []};
  return {state: task?.state?.(all), title: typeof task?.title === 'function' ? task.title(all) : task?.title};
};

const earlier = publicationOf({serves: '1.0.34'});
const queued = publicationOf({queued: [{version: '1.0.35', state: 'Submitted'}]});

describe('what a person has to do', () => {
  it.each([
    ['npm', 'publish-first'],
    ['docker-hub', 'create-repository'],
    ['crates-io', 'publish-first'],
    ['winget', 'first-submission'],
  ] as const)('once at %s is done when anything is served: %s', (id, task) => {
    expect(taskOf(id, task, {publication: earlier}).state).toBe('done');
    expect(taskOf(id, task, {publication: queued}).state).toBe('done');
    expect(taskOf(id, task, {publication: publicationOf({})}).state).toBe('to-do');
    expect(taskOf(id, task, {publication: publicationOf({version: {kind: 'not-visible', why: 'Private.'}})}).state).toBe('unknown');
    expect(taskOf(id, task, {}).state).toBe('unknown');
  });

  it('in moderation is due only while something waits there', () => {
    expect(taskOf('chocolatey', 'answer-moderators', {publication: publicationOf({})}).state).toBe('not-due');
    expect(taskOf('chocolatey', 'answer-moderators', {publication: queued}).state).toBe('to-do');
  });

  it('with a secret is done once it is set, under the name that it has', () => {
    expect(taskOf('crates-io', 'make-token', {secrets: [secret('CARGO_REGISTRY_TOKEN')]}).state).toBe('done');
    expect(taskOf('pypi', 'make-token', {secrets: [secret('PYPI_TOKEN')]})).toEqual({
      state: 'done',
      title: 'Or make a token and set it as PYPI_TOKEN.',
    });
    expect(taskOf('aur', 'set-secret', {secrets: [secret('AUR_SSH_KEY')]}).title).toContain('AUR_SSH_KEY');
    expect(taskOf('aur', 'set-secret', {secrets: []})).toEqual({state: undefined, title: 'Set the private key as AUR_SSH_PRIVATE_KEY.'});
  });

  it('with a secret counts the name that the job reads, and nothing where the job needs none', () => {
    const job = publishingJobOf({marketplace: 'pypi', secrets: ['PYPI_TOKEN']});
    expect(taskOf('pypi', 'make-token', {job, secrets: [secret('PYPI_API_TOKEN')]})).toEqual({
      state: undefined,
      title: 'Or make a token and set it as PYPI_TOKEN.',
    });
    expect(taskOf('pypi', 'make-token', {job: publishingJobOf({secrets: []}), secrets: []}).state).toBe('not-due');
  });

  it('with a secret is not done where the token is refused', () => {
    const refused = {verdict: 'refused', note: 'npm refuses it.'} as const;
    expect(taskOf('npm', 'renew-token', {secrets: [secret('NPM_TOKEN')], token: refused}).state).toBe('to-do');
  });
});
