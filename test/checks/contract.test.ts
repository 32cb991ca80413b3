import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import {marketplaceIds} from '../../src/model/marketplace-id.ts';
import {type ProblemKind, toProblem} from '../../src/model/problem.ts';
import type {PackageName, Project} from '../../src/model/project.ts';
import {createHttp} from '../../src/tools/http.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type BadReply, badReplies, startBadService} from '../support/bad-service.ts';
import {projectOf} from '../support/project.ts';

const repository = {owner: 'octo', name: 'tool'};
const nameAt = ({usualName}: Marketplace): PackageName => ({name: usualName?.(repository) ?? 'tool', from: 'file', path: 'package.json'});
const named: Project = projectOf({packages: Object.fromEntries(marketplaces.map((marketplace) => [marketplace.id, nameAt(marketplace)]))});

const lookupAt = (origin: string, timeout = 5000): Lookup =>
  createLookup(
    {
      http: createHttp({hosts: {own: {'*': origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout, pause: 1}),
      cache: noCache,
      npmRegistry: 'https://registry.example',
      believesAbsenceFor: 0,
      gitHubToken: 'ghp_test',
    },
    new Map(),
  );

/** The kinds of problem that each bad reply may end in. */
const expected: Readonly<Record<BadReply, readonly ProblemKind[]>> = {
  missing: ['refused'],
  unauthorized: ['unauthorized'],
  forbidden: ['forbidden'],
  limited: ['rate-limited'],
  broken: ['unreachable'],
  'not JSON': ['unexpected-answer'],
  'other JSON': ['unexpected-answer'],
  'cut off': ['unreachable', 'unexpected-answer'],
  'no answer': ['unreachable'],
  'no network': ['unreachable'],
};

type Outcome = {readonly problem?: string; readonly says?: string};

const outcomeOf = async (answer: Promise<{readonly says: string}>): Promise<Outcome> =>
  answer.catch((thrown: unknown) => {
    const {kind, message} = toProblem(thrown);
    return {problem: kind === 'bug' ? `bug: ${message}` : kind};
  });

const publicationOf = (marketplace: Marketplace, lookup: Lookup, project: Project) =>
  outcomeOf(marketplace.findPublication(lookup, project).then(({version}) => ({says: version.kind})));

const accountOf = (marketplace: Marketplace, lookup: Lookup, project: Project) =>
  outcomeOf(marketplace.findAccount?.(lookup, project).then(({kind}) => ({says: kind})) ?? Promise.resolve({says: 'not-told'}));

/** No bad reply proves that something is served; only a 404 proves that it isn't. */
const isFairPublication = (reply: BadReply, {problem, says}: Outcome): boolean =>
  problem === undefined
    ? says === 'not-visible' || (reply === 'missing' && says === 'absent')
    : (expected[reply] as readonly string[]).includes(problem);

const isFairAccount = (reply: BadReply, wasAsked: boolean, {problem, says}: Outcome): boolean => {
  if (problem !== undefined) return (expected[reply] as readonly string[]).includes(problem);
  return says === 'not-told' || !wasAsked || (reply === 'missing' && says === 'absent');
};

/** Hears whether a lookup was asked for what a service says; that something answers at all is enough for `exists`. */
const overheard = (lookup: Lookup): {readonly lookup: Lookup; readonly wasAsked: () => boolean} => {
  let wasAsked = false;
  const watched = new Proxy(lookup, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        wasAsked ||= key !== 'exists';
        return (member as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
  return {lookup: watched, wasAsked: () => wasAsked};
};

describe('every marketplace', () => {
  it('stands in the one list, in order', () => expect(marketplaces.map(({id}) => id)).toEqual(marketplaceIds));

  const projects: readonly (readonly [string, Project])[] = [
    ['a named package', named],
    ['a guessed name', projectOf()],
  ];
  for (const reply of Object.keys(badReplies) as BadReply[]) {
    // Waiting is slow, and no name makes it otherwise.
    it.each(reply === 'no answer' ? projects.slice(0, 1) : projects)(
      `takes a reply that is ${reply} for what it is, with %s`,
      async (_, project) => {
        const service = await startBadService(reply);
        const at = () => lookupAt(service.origin, reply === 'no answer' ? 60 : undefined);
        const outcomes = await Promise.all(
          marketplaces.map(async (marketplace) => {
            const account = overheard(at());
            const publication = await publicationOf(marketplace, at(), project);
            const answer = await accountOf(marketplace, account.lookup, project);
            return {
              id: marketplace.id,
              publication: isFairPublication(reply, publication) ? 'fair' : publication,
              account: isFairAccount(reply, account.wasAsked(), answer) ? 'fair' : answer,
            };
          }),
        );
        await service.stop();
        expect(outcomes).toEqual(marketplaces.map(({id}) => ({id, publication: 'fair', account: 'fair'})));
      },
    );
  }
});

describe('a marketplace', () => {
  it.each(marketplaces.map((marketplace) => [marketplace.id, marketplace] as const))(
    '%s says what it is',
    (_, {title, docs, tasks, token, verifyPublication, noIntegrity}) => {
      expect(title).not.toBe('');
      expect(docs).toMatch(/^https:\/\//);
      expect(new Set(tasks.map(({id}) => id)).size).toBe(tasks.length);
      for (const task of tasks) expect(new URL(task.url(named)).protocol).toBe('https:');
      expect((verifyPublication === undefined) !== (noIntegrity === undefined)).toBe(true);
      if (token !== undefined) {
        expect((token.test === undefined) !== (token.untestable === undefined)).toBe(true);
        expect(token.makeAt).toMatch(/^https:\/\//);
        for (const origin of token.origins) expect(origin === 'npm' || new URL(origin).origin === origin).toBe(true);
        expect(token.readLocally?.('')?.verdict ?? 'missing').toBe('missing');
      }
    },
  );
});
