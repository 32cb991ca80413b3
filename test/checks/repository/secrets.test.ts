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
    const found = await find(repliesFor(42));
    expect(found.at(41)).toMatchObject({name: 'OF place 42', level: 'environment', environment: 'place 42'});
    expect(found).toHaveLength(43);
  });
  it('are not known where there are too many, so that none is called unset', async () => {
    await expect(find(repliesFor(101, false))).rejects.toThrow('has 101 environments');
  });
});
