import {describe, expect, it} from 'vitest';
import {chocolatey} from '../../checks/chocolatey.ts';
import type {TaskProof} from '../../src/model/task.ts';
import type {FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {publicationOf} from '../support/survey.ts';
import {proofOf, stateOf, taskOf, taskSettingOf} from '../support/tasks.ts';

const api = 'https://community.chocolatey.org/api/v2';
const page = 'HEAD https://community.chocolatey.org/packages/tool';
const single = `${api}/Packages(Id='tool',Version='1.2.3')`;
const feed = `${api}/FindPackagesById()?id='tool'&semVerLevel=2.0.0`;
const submitted = `${api}/submitted/FindPackagesById()?id='tool'`;
const project = projectOf({packages: {chocolatey: {name: 'tool', from: 'file', path: 'tool.nuspec'}}});
const setting = taskSettingOf({project});

type Fields = Readonly<Record<string, string>>;
const own = {ProjectSourceUrl: 'https://github.com/octo/tool'};
const approved: Fields = {PackageStatus: 'Approved', IsApproved: 'true', Published: '2026-11-01T10:00:00'};
const waiting: Fields = {
  PackageStatus: 'Submitted',
  PackageSubmittedStatus: 'Waiting',
  IsApproved: 'false',
  Published: '1900-01-01T00:00:00',
};
const entry = (version: string, fields: Fields): string =>
  `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="d" xmlns:m="m"><title type="text">tool</title><m:properties><d:Version>${version}</d:Version>${Object.entries(
    fields,
  )
    .map(([name, value]) => `<d:${name}>${value}</d:${name}>`)
    .join('')}</m:properties></entry>`;
const many = (...entries: readonly string[]): FakeReply => ({
  body: `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Packages</title>${entries.join('')}</feed>`,
});
const one = (version: string, fields: Fields): FakeReply => ({body: `<?xml version="1.0"?>${entry(version, fields)}`});
const gone: FakeReply = {status: 404};
const nothing = {[single]: gone, [feed]: many(), [submitted]: gone, [page]: gone};

type Case = readonly [string, Readonly<Record<string, FakeReply>>, TaskProof['state'], string];

describe('the package id', () => {
  const task = taskOf(chocolatey, 'check-name');
  const cases: readonly Case[] = [
    ['is free', nothing, 'done', 'free'],
    ['is yours', {[single]: one('1.2.3', {...approved, ...own}), [feed]: many(), [submitted]: gone}, 'done', 'is yours'],
    [
      'is another project’s',
      {[single]: one('1.2.3', {...approved, ProjectSourceUrl: 'https://github.com/jane/gadget'}), [feed]: many(), [submitted]: gone},
      'to-do',
      'another project',
    ],
    ['is somebody’s', {[single]: one('1.2.3', approved), [feed]: many(), [submitted]: gone}, 'unknown', 'nothing in it says'],
    ['may be that of a rejected one', {...nothing, [page]: {status: 403}}, 'unknown', 'behind a check'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(task, setting, replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is yours where the key’s account owns it', async () => {
    const facts = {token: {verdict: 'valid', note: ''}} as const;
    const replies = {[single]: one('1.2.3', approved), [feed]: many(), [submitted]: gone};
    expect((await proofOf(task, taskSettingOf({project, facts}), replies)).state).toBe('done');
  });
});

describe('the first package', () => {
  const task = taskOf(chocolatey, 'first-package');
  const cases: readonly Case[] = [
    ['is to be pushed', nothing, 'to-do', 'no package tool'],
    [
      'waits for its maintainer',
      {[single]: one('1.2.3', {...waiting, ...own}), [feed]: many(), [submitted]: many(entry('1.2.3', {...waiting, ...own}))},
      'waiting',
      'the maintainer, who must act within 35 days',
    ],
    [
      'waits under an earlier version',
      {[single]: gone, [feed]: many(), [submitted]: many(entry('1.2.2', {...waiting, ...own})), [`${page}/1.2.3`]: gone},
      'waiting',
      'tool 1.2.2 is in moderation',
    ],
    [
      'was rejected',
      {[single]: one('1.2.3', {PackageStatus: 'Rejected', IsApproved: 'false', ...own}), [feed]: many(), [submitted]: gone},
      'to-do',
      'rejected it',
    ],
    ['was rejected out of the feed', {...nothing, [page]: {}, [`${page}/1.2.3`]: {}}, 'to-do', 'as it does with rejected versions'],
    ['is served', {[single]: one('1.2.3', {...approved, ...own}), [feed]: many(), [submitted]: gone}, 'done', 'serves tool 1.2.3'],
  ];
  it.each(cases)('%s', async (_, replies, state, note) => {
    const proof = await proofOf(task, setting, replies);
    expect(proof.state).toBe(state);
    expect(proof.note).toContain(note);
  });
  it('is pushed with a command that names it', () => {
    const commands = task.instructions(setting).map(({command}) => command);
    expect(commands).toContain('choco push tool.1.2.3.nupkg --source https://push.chocolatey.org/ --api-key KEY');
  });
});

describe('the account', () => {
  const task = taskOf(chocolatey, 'create-account');
  it('is there where its key, its secret or its package is', () => {
    expect(stateOf(task, {token: {verdict: 'lacks-right', note: ''}})).toBe('done');
    expect(stateOf(task, {publication: publicationOf({serves: '1.0.0', belongsTo: 'this-project'})})).toBe('done');
    const secrets = [{name: 'CHOCOLATEY_API_KEY', updatedAt: '2026-02-27T14:00:00Z', level: 'repository'}] as const;
    expect(stateOf(task, {tokenNames: ['CHOCOLATEY_API_KEY'], secrets})).toBe('done');
  });
  it('is not known otherwise', () => {
    expect(stateOf(task, {token: {verdict: 'refused', note: ''}})).toBeUndefined();
    expect(stateOf(task, {})).toBeUndefined();
  });
});
