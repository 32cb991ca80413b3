import {describe, expect, it} from 'vitest';
import {type Execution, executePlan} from '../../src/flow/execute-plan.ts';
import type {Hands} from '../../src/model/hands.ts';
import type {LedgerEntry} from '../../src/model/ledger-entry.ts';
import {confirmPlan, type Plan, type Step, type StepOutcome} from '../../src/model/plan.ts';
import {Problem} from '../../src/model/problem.ts';

const repository = {owner: 'octo', name: 'tool'};
const step = (name: string): Step => ({
  kind: 'set-secret',
  place: {level: 'repository', repository},
  name,
  value: `${name} from the prompt`,
  overwrites: false,
});
const plan: Plan = {title: 'Set three', repository, steps: [step('A'), step('B'), step('C')]};

const run = async (hands: Partial<Hands>, more: Partial<Execution> = {}) => {
  const entries: LedgerEntry[] = [];
  const heard: StepOutcome[] = [];
  const nobody = async () => {
    throw new Error('Nobody expected this step.');
  };
  const outcomes = await executePlan(confirmPlan(plan), {'set-secret': nobody, 'delete-secret': nobody, ...hands} as Hands, {
    ledger: {
      record: async (entry) => {
        entries.push(entry);
      },
    },
    who: 'octo',
    now: () => '2026-11-21T10:00:00.000Z',
    onOutcome: (outcome) => heard.push(outcome),
    ...more,
  });
  return {outcomes, entries, heard};
};

const stopAt = (name: string, failure: unknown): Partial<Hands> => ({
  'set-secret': async (one) => {
    if (one.name === name) throw failure;
    return {note: 'Created.'};
  },
});

describe('carrying out a plan', () => {
  it('does one step after the other, tells each and writes each down', async () => {
    const order: string[] = [];
    const {outcomes, entries, heard} = await run(
      {
        'set-secret': async ({name}) => {
          order.push(`begin ${name}`);
          await new Promise((resolve) => setTimeout(resolve, 1));
          order.push(`end ${name}`);
          return {note: 'Created.'};
        },
      },
      {marketplace: 'npm'},
    );
    expect(order).toEqual(['begin A', 'end A', 'begin B', 'end B', 'begin C', 'end C']);
    expect(outcomes.map(({result}) => result)).toEqual(['done', 'done', 'done']);
    expect(heard).toEqual(outcomes);
    expect(entries[0]).toEqual({
      at: '2026-11-21T10:00:00.000Z',
      who: 'octo',
      what: 'Set secret A of repository octo/tool',
      marketplace: 'npm',
      repository: 'octo/tool',
      result: 'done: Created.',
    });
  });

  it('stops at a refusal and leaves the rest out', async () => {
    const {outcomes, entries} = await run(stopAt('B', new Problem('forbidden', 'GitHub refuses this token.', 'Give it secrets=write.')));
    expect(outcomes.map(({result}) => result)).toEqual(['done', 'refused', 'left-out']);
    expect(outcomes[1]?.note).toBe('GitHub refuses this token. Give it secrets=write.');
    expect(outcomes[2]?.note).toContain('earlier step');
    expect(entries.map(({result}) => result)).toEqual(['done: Created.', 'refused: GitHub refuses this token. Give it secrets=write.']);
  });

  it('calls what nobody answered a failure, and what nobody foresaw a mistake of its own', async () => {
    expect((await run(stopAt('A', new Problem('unreachable', 'It is down.', 'Wait.')))).outcomes[0]?.result).toBe('failed');
    const {outcomes} = await run(stopAt('A', new TypeError('x is not a function')));
    expect(outcomes[0]).toMatchObject({result: 'failed', note: expect.stringContaining('Portcall made a mistake')});
  });

  it('leaves the rest out when what was done cannot be written down, and says so', async () => {
    const record = async () => {
      throw new Problem('refused', 'The disk is full.', 'Make room.');
    };
    const {outcomes} = await run({'set-secret': async () => ({note: 'Created.'})}, {ledger: {record}});
    expect(outcomes.map(({result}) => result)).toEqual(['done', 'left-out', 'left-out']);
    expect(outcomes[0]?.note).toBe('Created. The ledger could not be written: The disk is full.');
  });

  it('lets nothing that a terminal obeys through', async () => {
    const {outcomes} = await run(stopAt('A', new Problem('refused', 'Bad \u001b[2J thing.', 'Next.')));
    expect(outcomes[0]?.note).not.toContain('\u001b');
  });
});
