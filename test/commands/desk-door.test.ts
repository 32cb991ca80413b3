import {describe, expect, it, vi} from 'vitest';
import type {LeavableDesk} from '../../src/commands/desk.ts';
import {createDeskDoor} from '../../src/commands/desk-door.ts';
import {createMaskedField} from '../../src/commands/masked-field.ts';
import type {DeskEvent} from '../../src/flow/desk.ts';

describe('the masked field', () => {
  const open = () => {
    const lengths: number[] = [];
    return {field: createMaskedField((length) => lengths.push(length)), lengths};
  };

  it('tells how many characters stand in it, as a person counts them, and nothing else', () => {
    const {field, lengths} = open();
    field.type('né👩‍👩‍👧');
    field.type('x');
    field.erase();
    field.erase();
    field.erase();
    expect(lengths).toEqual([3, 4, 3, 2, 1]);
    expect(field.take()).toBe('n');
    expect([field.take(), lengths.at(-1)]).toEqual(['', 0]);
    expect(JSON.stringify(field)).toBe('{}');
  });

  it('keeps line breaks, erases nothing from nothing, and takes no more than any key has', () => {
    const {field, lengths} = open();
    field.erase();
    field.type('a\nb\n');
    expect(field.take()).toBe('a\nb\n');
    field.type('x'.repeat(300_000));
    expect(lengths.at(-1)).toBe(200_000);
    field.clear();
    expect(lengths.at(-1)).toBe(0);
  });
});

describe('the door to the desk', () => {
  const openDoor = (open?: () => Promise<LeavableDesk>) => {
    const calls: unknown[][] = [];
    const called =
      (name: string) =>
      async (...given: unknown[]) =>
        void calls.push([name, ...given]);
    const held = Object.fromEntries(names.map((name) => [name, called(name)])) as unknown as LeavableDesk;
    const load = vi.fn(open ?? (async () => held));
    const events: DeskEvent[] = [];
    const failures: unknown[] = [];
    const door = createDeskDoor(
      load,
      (event) => events.push(event),
      (failure) => failures.push(failure),
    );
    return {door, load, calls, events, failures};
  };
  const names = [
    'prove',
    'choose',
    'findToken',
    'useToken',
    'keepToken',
    'planSecret',
    'planTask',
    'carryOut',
    'dropPlan',
    'browse',
    'end',
    'settled',
  ] as const;

  it('loads the desk with the first request, and not for what is typed', async () => {
    const {door, load, events, calls} = openDoor();
    door.obey({kind: 'type', text: 'secret text'});
    door.obey({kind: 'erase'});
    expect([load.mock.calls.length, events]).toEqual([
      0,
      [
        {kind: 'field-changed', length: 11},
        {kind: 'field-changed', length: 10},
      ],
    ]);
    door.obey({kind: 'use-field', id: 'npm'});
    door.obey({kind: 'type', text: 'later'});
    door.obey({kind: 'prove', id: 'npm'});
    await expect.poll(() => calls.length).toBe(2);
    expect(load).toHaveBeenCalledTimes(1);
    expect(calls).toEqual([
      ['useToken', 'npm', 'secret tex'],
      ['prove', 'npm'],
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('hands every request on', async () => {
    const {door, calls} = openDoor();
    door.obey({kind: 'choose', id: 'npm', task: 'x', choice: 'skipped'});
    door.obey({kind: 'find-token', id: 'npm'});
    door.obey({kind: 'keep-token', id: 'npm'});
    door.obey({kind: 'plan-secret', id: 'npm'});
    door.obey({kind: 'plan-task', id: 'npm', task: 'x'});
    door.obey({kind: 'carry-out'});
    door.obey({kind: 'drop-plan'});
    door.obey({kind: 'browse', url: 'https://example.org'});
    await expect
      .poll(() => calls.map(([name]) => name))
      .toEqual(['choose', 'findToken', 'keepToken', 'planSecret', 'planTask', 'carryOut', 'dropPlan', 'browse']);
  });

  it('empties the field at the end, obeys nothing after it, and loads nothing for it', async () => {
    const {door, load, events} = openDoor();
    door.obey({kind: 'type', text: 'secret'});
    expect(door.end()).toBeUndefined();
    expect(events.at(-1)).toEqual({kind: 'field-changed', length: 0});
    door.obey({kind: 'prove', id: 'npm'});
    expect(load).not.toHaveBeenCalled();
    const other = openDoor();
    other.door.obey({kind: 'carry-out'});
    await other.door.end();
    expect(other.calls.map(([name]) => name)).toEqual(['carryOut', 'end', 'settled']);
  });

  it('tells when the desk can’t be loaded, and tries again with the next request', async () => {
    const {door, load, failures} = openDoor(() => Promise.reject(new Error('no such file')));
    door.obey({kind: 'prove', id: 'npm'});
    await expect.poll(() => failures.length).toBe(1);
    door.obey({kind: 'prove', id: 'npm'});
    await expect.poll(() => failures.length).toBe(2);
    expect(load).toHaveBeenCalledTimes(2);
  });
});
