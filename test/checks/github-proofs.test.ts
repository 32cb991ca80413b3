import {describe, expect, it} from 'vitest';
import {describeProofs, lookAt, type ProofCase} from '../support/proofs.ts';
import {publicationOf, runJobOf} from '../support/survey.ts';

const api = 'https://api.github.com';
const signedIn = {lookup: {hasGitHubToken: true}};
const about = `${api}/repos/octo/tool`;
const immutable = `${about}/immutable-releases`;

const releases: readonly ProofCase[] = [
  [
    'a second factor',
    'secure-account',
    {[`${api}/user`]: {body: {login: 'octo', two_factor_authentication: true}}},
    'done',
    /octo has a second factor/,
    signedIn,
  ],
  [
    'a missing second factor',
    'secure-account',
    {[`${api}/user`]: {body: {login: 'octo', two_factor_authentication: false}}},
    'to-do',
    /no second factor/,
    signedIn,
  ],
  ['what the token is not told', 'secure-account', {[`${api}/user`]: {body: {login: 'octo'}}}, 'unknown', /scope user/, signedIn],
  ['nobody', 'secure-account', {}, 'unknown', /Nobody is signed in/],
  ['releases that stay', 'make-immutable', {}, 'done', /no longer/, {hasImmutableReleases: true}],
  ['releases that stay, by a look', 'make-immutable', {[immutable]: {body: {enabled: true}}}, 'done', /no longer/],
  ['releases that can change', 'make-immutable', {[immutable]: {body: {enabled: false}}}, 'to-do', /still be changed/],
  [
    'a 404 to an administrator',
    'make-immutable',
    {[immutable]: {status: 404}, [about]: {body: {permissions: {admin: true}}}},
    'to-do',
    /still be changed/,
  ],
  [
    'a 404 to anybody else',
    'make-immutable',
    {[immutable]: {status: 404}, [about]: {body: {permissions: {admin: false}}}},
    'unknown',
    /administer/,
  ],
];

const pull = `https://ghcr.io/token?service=ghcr.io&scope=${encodeURIComponent('repository:octo/tool:pull')}`;
const tags = 'https://ghcr.io/v2/octo/tool/tags/list?n=1000';
const pullable = {[pull]: {body: {token: 't'}}, [tags]: {body: {tags: ['1.2.3']}}};
const hidden = {[pull]: {status: 403, body: {}}};
const owned = (level: string) => `${api}/${level}/octo/packages/container/tool`;
const shown = (visibility: string, full_name: string) => ({[owned('users')]: {body: {visibility, repository: {full_name}}}});
const unseen = {[owned('users')]: {status: 404}, [owned('orgs')]: {status: 404}};
const named = {name: 'octo/tool'};
const packages: readonly ProofCase[] = [
  ['an image for everybody', 'make-public', pullable, 'done', /without an account/, named],
  ['a private image', 'make-public', {...hidden, ...shown('private', 'octo/tool')}, 'to-do', /private/, {...named, ...signedIn}],
  ['a pull token that gives nothing', 'make-public', {...pullable, [tags]: {status: 404}}, 'unknown', /nothing was pushed/, named],
  [
    'an image that is hidden from the token too',
    'make-public',
    {...hidden, ...unseen},
    'unknown',
    /read:packages/,
    {...named, ...signedIn},
  ],
  [
    'a public npm package',
    'make-public',
    {[`${api}/users/octo/packages/npm/tool`]: {body: {visibility: 'public'}}},
    'done',
    /public/,
    {name: '@octo/tool', ...signedIn},
  ],
  [
    'a push of this version',
    'link-repository',
    {},
    'done',
    /has pushed/,
    {...named, facts: {run: runJobOf(), publication: publicationOf({serves: '1.2.3', version: {kind: 'published'}})}},
  ],
  [
    "another repository's package",
    'link-repository',
    shown('public', 'octo/other'),
    'to-do',
    /linked to octo\/other/,
    {...named, ...signedIn},
  ],
  ['a link alone', 'link-repository', shown('public', 'Octo/Tool'), 'unknown', /when one pushes/, {...named, ...signedIn}],
  ['no link', 'link-repository', {}, 'unknown', /no link/, named],
  ['public packages that are there', 'allow-packages', pullable, 'done', /public already/, named],
  ["a person's packages", 'allow-packages', {...hidden, [about]: {body: {owner: {login: 'octo', type: 'User'}}}}, 'done', /person/, named],
  [
    "an organization's packages",
    'allow-packages',
    {...hidden, [about]: {body: {owner: {login: 'octo', type: 'Organization'}}}},
    'unknown',
    /tells nobody/,
    named,
  ],
];

describeProofs('github-releases', releases);
describeProofs('github-packages', packages);

describe('a look that fails', () => {
  it.each([
    ['github-releases', ['an outage', 'secure-account', {[`${api}/user`]: {status: 500}}, 'unknown', /./, signedIn]],
    ['github-packages', ['an outage', 'make-public', {[pull]: {status: 500}}, 'unknown', /./, named]],
  ] as const satisfies readonly (readonly ['github-releases' | 'github-packages', ProofCase])[])(
    'at %s is handed to whoever asks',
    async (id, failing) => {
      await expect(lookAt(id, failing)).rejects.toMatchObject({kind: 'unreachable'});
    },
  );
});
