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
    expect(taskOf('aur', 'set-secret', {secrets: []})).toEqual({state: undefined, title: 'Set the private key as AUR_SSH_KEY.'});
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

describe('what the workflow has to do with it', () => {
  const withRights = (permissions?: Readonly<Record<string, 'read' | 'write' | 'none'>>, secrets: readonly string[] = []) => {
    const job = publishingJobOf({secrets});
    return {...job, job: {...job.job, ...(permissions === undefined ? {} : {permissions})}};
  };
  const reading = {isEnabled: true, defaultPermission: 'read'} as const;

  it.each([
    ['no job', {}, 'not-due'],
    ['a job that says so itself', {job: withRights({contents: 'write'}), policy: reading}, 'done'],
    ['a job that leaves it out, of which its own task tells', {job: withRights({contents: 'read'})}, 'not-due'],
    ['a setting that lets it read alone', {job: withRights(), policy: reading}, 'to-do'],
    ['a setting that lets it write', {job: withRights(), policy: {isEnabled: true, defaultPermission: 'write'}}, 'done'],
    ['a setting that is not shown', {job: withRights()}, 'unknown'],
    ["a job with somebody's own token", {job: withRights(undefined, ['RELEASE_TOKEN']), policy: reading}, 'not-due'],
  ] as const)('lets the run write: %s', (_, facts, state) => {
    expect(taskOf('github-releases', 'allow-writing', facts).state).toBe(state);
  });

  it('wants a token of GitHub only where the job reads one', () => {
    expect(taskOf('github-releases', 'make-token', {}).state).toBe('not-due');
    expect(taskOf('github-releases', 'make-token', {job: withRights(undefined, ['GITHUB_TOKEN']), secrets: []}).state).toBe('not-due');
    const job = withRights(undefined, ['GITHUB_TOKEN', 'RELEASE_TOKEN']);
    expect(taskOf('github-releases', 'make-token', {job, secrets: []})).toEqual({
      state: undefined,
      title: 'Make a token for the job and set it as RELEASE_TOKEN.',
    });
    expect(taskOf('github-releases', 'make-token', {job, secrets: [secret('RELEASE_TOKEN')]}).state).toBe('done');
  });

  it('has a job that publishes and can', () => {
    const fault = (kind: 'missing-permission' | 'secret-not-set', severity: 'problem' | 'warning') => [
      {kind, severity, text: 'So it is.'} as const,
    ];
    expect(taskOf('npm', 'add-job', {}).state).toBeUndefined();
    expect(taskOf('npm', 'add-job', {job: publishingJobOf()}).state).toBe('done');
    expect(taskOf('npm', 'add-job', {job: publishingJobOf({isEnabled: false})}).state).toBeUndefined();
    expect(taskOf('npm', 'add-job', {job: publishingJobOf({findings: fault('missing-permission', 'problem')})}).state).toBeUndefined();
    expect(taskOf('npm', 'add-job', {job: publishingJobOf({findings: fault('missing-permission', 'warning')})}).state).toBe('done');
    expect(taskOf('npm', 'add-job', {job: publishingJobOf({findings: fault('secret-not-set', 'problem')})}).state).toBe('done');
    expect(taskOf('npm', 'add-job', {job: publishingJobOf(), policy: {isEnabled: false, defaultPermission: 'write'}}).state).toBe('to-do');
  });

  it('needs the name of the Docker account only where the job reads it', () => {
    const job = publishingJobOf({marketplace: 'docker-hub'});
    const reads = {...job, job: {...job.job, secrets: ['DOCKER_USERNAME', 'DOCKERHUB_TOKEN'], environment: 'release'}};
    expect(taskOf('docker-hub', 'set-username', {job, secrets: []}).state).toBe('not-due');
    expect(taskOf('docker-hub', 'set-username', {job: reads}).state).toBe('unknown');
    expect(taskOf('docker-hub', 'set-username', {job: reads, secrets: [secret('DOCKERHUB_USERNAME')]}).state).toBe('to-do');
    expect(taskOf('docker-hub', 'set-username', {job: reads, secrets: [secret('DOCKER_USERNAME')]})).toEqual({
      state: 'done',
      title: 'Set the name of your Docker account as the secret DOCKER_USERNAME.',
    });
    const elsewhere = {...secret('DOCKER_USERNAME'), level: 'environment', environment: 'other'} as const;
    expect(taskOf('docker-hub', 'set-username', {job: reads, secrets: [elsewhere]}).state).toBe('to-do');
  });
});

describe('what comes before what', () => {
  it('waits with a token for a package until npm has the package', () => {
    expect(taskOf('npm', 'renew-token', {publication: publicationOf({}), secrets: []}).state).toBe('not-due');
    expect(taskOf('npm', 'renew-token', {publication: earlier, secrets: []}).state).toBeUndefined();
    expect(taskOf('npm', 'trust-workflow', {publication: publicationOf({})}).state).toBe('not-due');
    expect(taskOf('pypi', 'trust-workflow', {publication: publicationOf({})}).state).not.toBe('not-due');
  });

  it('takes a name for nobody’s business until it is somebody else’s', () => {
    const name = (facts: Omit<TaskFacts, 'tokenNames'>) => taskOf('crates-io', 'choose-name', facts).state;
    expect(name({})).toBe('not-due');
    expect(name({publication: publicationOf({})})).toBe('not-due');
    expect(name({account: {kind: 'owns', name: 'octo'}})).toBe('done');
    expect(name({account: {kind: 'taken', note: 'It is another project’s.'}})).toBe('to-do');
    expect(name({publication: publicationOf({belongsTo: 'another'})})).toBe('to-do');
  });

  it('publishes a draft only where there is one', () => {
    const draft = publicationOf({version: {kind: 'waiting', for: 'somebody to publish the draft'}});
    expect(taskOf('github-releases', 'publish-draft', {publication: draft}).state).toBe('to-do');
    expect(taskOf('github-releases', 'publish-draft', {publication: earlier}).state).toBe('not-due');
  });

  it('knows that an address is confirmed once crates.io serves the owner’s crate', () => {
    expect(taskOf('crates-io', 'confirm-address', {publication: earlier, account: {kind: 'owns', name: 'octo'}}).state).toBe('done');
    expect(taskOf('crates-io', 'confirm-address', {publication: publicationOf({})}).state).toBe('unknown');
  });
});
