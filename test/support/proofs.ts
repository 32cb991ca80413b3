import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import {against, type FakeReply, type FakeSetting} from './fake-lookup.ts';
import {projectOf} from './project.ts';

/** One look: which task, what answers, what is told. The note is part of what people read, so a piece of it is held too. */
export type ProofCase = readonly [
  what: string,
  task: string,
  replies: Readonly<Record<string, FakeReply>>,
  state: TaskProof['state'],
  note: RegExp,
  more?: {
    readonly facts?: Partial<TaskFacts>;
    readonly name?: string;
    readonly login?: string;
    readonly lookup?: FakeSetting;
    readonly hasImmutableReleases?: true;
  },
];

/** Takes one look of a task against strict replies; every one of them has to be asked for. */
export const lookAt = (id: MarketplaceId, [, task, replies, , , more = {}]: ProofCase): Promise<TaskProof | undefined> => {
  const marketplace = marketplaces.find((one) => one.id === id);
  const found = marketplace?.tasks.find((one) => one.id === task);
  const {facts, name = 'tool', login, lookup: setting, hasImmutableReleases} = more;
  const project = projectOf({
    packages: {[id]: {name, from: 'file', path: 'package.json'}},
    ...(hasImmutableReleases === undefined ? {} : {hasImmutableReleases}),
  });
  return against(
    replies,
    async (lookup) =>
      found?.prove?.(lookup, {
        project,
        facts: {tokenNames: marketplace?.token?.names ?? [], ...facts},
        ...(login === undefined ? {} : {login}),
      }),
    setting,
  );
};

/** One test for each look. */
export const describeProofs = (id: MarketplaceId, cases: readonly ProofCase[]): void => {
  describe(`a look at a task of ${id}`, () => {
    for (const one of cases) {
      const [what, , , state, note] = one;
      it(`tells of ${what}`, async () => {
        const proof = await lookAt(id, one);
        expect(proof?.state).toBe(state);
        expect(proof?.note).toMatch(note);
      });
    }
  });
};
