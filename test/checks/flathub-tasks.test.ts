import {describe, expect, it} from 'vitest';
import {flathub} from '../../checks/flathub.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {TaskProof} from '../../src/model/task.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {publishingJobOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';

const project = projectOf({packages: {flathub: {name: 'io.github.octo.tool', from: 'file', path: 'io.github.octo.tool.yml'}}});
const setting = taskSettingOf({project});
const {name} = packageNameOf(project, 'flathub');
const gone: FakeReply = {status: 404};
const repository = `https://api.github.com/repos/flathub/${name}`;
const status = `https://flathub.org/api/v2/verification/${name}/status`;
const app = (permissions?: object): FakeReply => ({
  body: {full_name: `flathub/${name}`, ...(permissions === undefined ? {} : {permissions})},
});

type Case = readonly [string, string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string];

describe('an app at Flathub', () => {
  const cases: readonly Case[] = [
    [
      'two factors',
      'two-factor',
      {'https://api.github.com/user': {body: {login: 'octo', two_factor_authentication: true}}},
      'done',
      'octo signs in',
    ],
    [
      'one factor',
      'two-factor',
      {'https://api.github.com/user': {body: {login: 'octo', two_factor_authentication: false}}},
      'to-do',
      'password alone',
    ],
    ['factors that are not told', 'two-factor', {'https://api.github.com/user': {body: {login: 'octo'}}}, 'unknown', 'scope user'],
    ['no invitation yet', 'accept-invitation', {[repository]: gone}, 'waiting', 'comes with it'],
    ['an invitation that was accepted', 'accept-invitation', {[repository]: app({push: true})}, 'done', 'You may write'],
    ['an invitation that waits', 'accept-invitation', {[repository]: app({push: false})}, 'to-do', 'accept the invitation'],
    ['an invitation of nobody known', 'accept-invitation', {[repository]: app()}, 'unknown', 'Nobody is signed in'],
    ['no app', 'verify', {[status]: gone}, 'waiting', 'no app'],
    ['an app as verified', 'verify', {[status]: {body: {verified: true}}}, 'done', 'as verified'],
    ['an app as unverified', 'verify', {[status]: {body: {verified: false}}}, 'to-do', 'as unverified'],
  ];
  it.each(cases)('has %s', async (_, id, replies, state, note) => {
    const proof = await proofOf(taskOf(flathub, id), setting, replies, {hasGitHubToken: true});
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is asked of nobody who is not signed in', async () => {
    expect((await proofOf(taskOf(flathub, 'two-factor'), setting, {})).state).toBe('unknown');
  });
});

describe('what Portcall does for Flathub', () => {
  it('is nothing, ever', () => {
    expect(flathub.tasks.filter(({planSteps}) => planSteps !== undefined)).toEqual([]);
    expect(taskOf(flathub, 'submit').why).toContain('Portcall sends nothing here');
    expect(taskOf(flathub, 'check-rules').why).toContain('no console programs');
  });
  it('asks for no token and no job where no job is there', () => {
    for (const id of ['make-token', 'add-job']) expect(stateOf(taskOf(flathub, id), {})).toBe('not-due');
    const job = publishingJobOf({marketplace: 'flathub', secrets: ['FLATHUB_TOKEN']});
    for (const id of ['make-token', 'add-job']) expect(stateOf(taskOf(flathub, id), {job})).not.toBe('not-due');
  });
});
