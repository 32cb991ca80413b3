import {describe, expect, test} from 'vitest';
import {decide} from '../../src/flow/decide.ts';
import type {Situation} from '../../src/model/diagnosis.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {VersionState} from '../../src/model/publication.ts';
import {project, publicationOf, runJobOf} from '../support/survey.ts';

const released = {
  kind: 'released',
  release: {id: 1, tag: 'v1.2.3', url: 'https://github.example/r', isDraft: false, isPrerelease: false, isImmutable: false, assets: []},
} as const;

const situation = (parts: Partial<Situation> = {}, id: MarketplaceId = 'npm'): Situation => ({
  marketplace: {id, title: id},
  project,
  release: released,
  publication: publicationOf({}),
  ...parts,
});

const at = (version: VersionState, parts: Partial<Situation> = {}, id: MarketplaceId = 'npm') =>
  decide(situation({publication: publicationOf({serves: '1.2.3', version}), ...parts}, id));

const integrity = (...results: ('same' | 'different' | 'not-comparable')[]) => ({
  version: '1.2.3',
  files: results.map((result, index) => ({name: `file-${index}`, result})),
  evidence: [],
});

test('missing is published', () => {
  expect(decide(situation())).toEqual({kind: 'publish', because: 'npm has no 1.2.3; people get nothing.'});
});

test('there and the same is nothing to do; there and different stops and says what differs', () => {
  expect(at({kind: 'published'}, {integrity: integrity('same', 'same')})).toMatchObject({
    kind: 'nothing-to-do',
    because: 'npm serves 1.2.3, and every file is what was released.',
  });
  expect(at({kind: 'published'}, {integrity: integrity('same', 'different')})).toMatchObject({
    kind: 'blocked',
    because: 'npm serves 1.2.3, and not what was released: file-1.',
  });
});

test('there without a proof is not sent again, and is not called the same', () => {
  expect(at({kind: 'published'}).because).toContain('were not compared');
  expect(at({kind: 'published'}, {integrity: integrity('not-comparable')}).because).toBe(
    'npm serves 1.2.3; its files could not be compared with the release.',
  );
});

test('in moderation waits, with the page', () => {
  expect(at({kind: 'waiting', for: 'moderation', url: 'https://q.example', since: '2026-03-01'}, {}, 'chocolatey')).toMatchObject({
    kind: 'wait',
    url: 'https://q.example',
    since: '2026-03-01',
  });
});

test('in part: only what is missing where more is taken, else a new version', () => {
  expect(at({kind: 'partial', missing: ['linux/arm64']}, {}, 'docker-hub')).toMatchObject({kind: 'publish', missing: ['linux/arm64']});
  expect(at({kind: 'partial', missing: ['linux/arm64']}, {}, 'crates-io')).toMatchObject({kind: 'blocked', next: 'Release a new version.'});
});

describe('a number that is gone wants a new version, and why', () => {
  test.each([
    ['npm', {kind: 'withdrawn', why: 'unpublished'}, 'npm never takes a version number twice'],
    ['chocolatey', {kind: 'rejected', why: 'by a moderator'}, 'rejected version’s number'],
  ] as const)('%s', (id, version, said) => {
    const decision = at(version, {}, id);
    expect(decision.kind === 'blocked' && decision.next).toContain(said);
  });
});

test('what is there and was taken back is brought back, or replaced by a new version', () => {
  expect(at({kind: 'withdrawn', why: 'It was yanked.', back: '`cargo yank --undo` un-yanks it.'}, {}, 'crates-io')).toEqual({
    kind: 'blocked',
    because: 'crates-io still has 1.2.3, and it was taken back: It was yanked.',
    next: '`cargo yank --undo` un-yanks it. Or release a new version.',
  });
  expect(at({kind: 'published', note: 'An ordinary install gives 1.2.2.'}).because).toContain('install gives 1.2.2.');
});

describe('what is not known is neither a yes nor a no', () => {
  test.each([
    ['no look at the marketplace', {publication: undefined}],
    ['it can’t be seen', {publication: publicationOf({version: {kind: 'not-visible', why: 'private.'}})}],
    ['no look at the release', {release: undefined}],
  ])('%s', (_, parts) => {
    const {publication, release, ...rest} = situation();
    const given = {...rest, ...('publication' in parts ? {} : {publication}), ...('release' in parts ? {} : {release}), ...parts};
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Situation;
    expect(decide(known)).toMatchObject({kind: 'blocked', isUnknown: true});
  });
});

describe('what stands in the way', () => {
  test.each([
    ['no tag', {release: {kind: 'no-tag'}}, 'There is no tag'],
    ['no release', {release: {kind: 'tag-only'}}, 'has no release'],
    ['a draft', {release: {...released, release: {...released.release, isDraft: true}}}, 'is a draft'],
    ['a refused token', {token: {verdict: 'refused', note: 'npm refuses it.'}}, 'won’t do'],
    ['somebody else’s name', {publication: publicationOf({belongsTo: 'another'})}, 'somebody else’s'],
  ] as const)('%s', (_, parts, said) => {
    expect(decide(situation(parts as Partial<Situation>))).toMatchObject({kind: 'blocked', because: expect.stringContaining(said)});
  });
});

test('a run under way is waited for', () => {
  expect(decide(situation({run: runJobOf({status: 'in_progress', conclusion: null})}))).toMatchObject({kind: 'wait'});
});
