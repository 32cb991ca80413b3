import {describe, expect, it} from 'vitest';
import {findSecrets} from '../../../checks/repository/secrets.ts';
import {against, type FakeReply} from '../../support/fake-lookup.ts';

const api = 'https://api.github.com/repos/octo/tool';
const names = (...all: readonly string[]): FakeReply => ({
  body: {secrets: all.map((name) => ({name, updated_at: '2026-11-20T10:00:00Z'}))},
});
const environments = (count: number) => Array.from({length: count}, (_, at) => `place ${at + 1}`);
const repliesFor = (count: number, isRead = true): Record<string, FakeReply> => ({
  [`${api}/actions/secrets?per_page=100`]: names('NPM_TOKEN'),
  [`${api}/actions/organization-secrets?per_page=100`]: names(),
  [`${api}/environments?per_page=100`]: {body: {environments: environments(count).map((name) => ({name}))}},
  ...Object.fromEntries(
    (isRead ? environments(count) : []).map((name) => [
      `${api}/environments/${encodeURIComponent(name)}/secrets?per_page=30`,
      names(`OF ${name}`),
    ]),
  ),
});
const find = (replies: Record<string, FakeReply>) =>
  against(replies, (lookup) => findSecrets(lookup, {owner: 'octo', name: 'tool'}), {hasGitHubToken: true});

describe('the secrets of environments', () => {
  it('are read of every environment', async () => {
    const {names: found, unlisted} = await find(repliesFor(42));
    expect(found.at(41)).toMatchObject({name: 'OF place 42', level: 'environment', environment: 'place 42'});
    expect(found).toHaveLength(43);
    expect(unlisted).toEqual([]);
  });
  it('are not known where there are too many, so that none is called unset', async () => {
    const {names: found, unlisted} = await find(repliesFor(101, false));
    expect(found.map(({name}) => name)).toEqual(['NPM_TOKEN']);
    expect(unlisted).toEqual([{level: 'environment', why: expect.stringContaining('has 101 environments')}]);
  });
});

describe('a token that may see a part of the secrets', () => {
  const forbidden: FakeReply = {status: 403};
  const why = expect.stringContaining('answers 403');

  it.each([
    ['no environments', `${api}/environments?per_page=100`, {level: 'environment', why}, 1],
    [
      'not those of one environment',
      `${api}/environments/place%202/secrets?per_page=30`,
      {level: 'environment', environment: 'place 2', why},
      3,
    ],
    ["not the organization's", `${api}/actions/organization-secrets?per_page=100`, {level: 'organization', why}, 4],
  ])('lists the others where it may list %s, and says so', async (_, url, place, count) => {
    const all = {...repliesFor(3, !url.includes('/environments?')), [url]: forbidden};
    const {names: found, unlisted} = await find(all);
    expect(found).toContainEqual(expect.objectContaining({name: 'NPM_TOKEN', level: 'repository'}));
    expect(found).toHaveLength(count);
    expect(unlisted).toEqual([place]);
  });

  it('does not take an environment that hides its secrets for one without any', async () => {
    const {unlisted} = await find({...repliesFor(1), [`${api}/environments/place%201/secrets?per_page=30`]: {status: 404}});
    expect(unlisted).toEqual([expect.objectContaining({environment: 'place 1'})]);
  });

  it.each([
    ["the repository's own may not be listed", `${api}/actions/secrets?per_page=100`, forbidden],
    ['it can’t be asked now', `${api}/environments?per_page=100`, {status: 502}],
  ])('knows nothing where %s', async (_, url, reply) => {
    await expect(find({...repliesFor(1, !url.includes('/environments?')), [url]: reply})).rejects.toThrow('api.github.com');
  });
});
