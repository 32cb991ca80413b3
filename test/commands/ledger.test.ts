import {mkdir, writeFile} from 'node:fs/promises';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {runLedger} from '../../src/commands/ledger.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import type {LedgerEntry} from '../../src/model/ledger-entry.ts';
import {appendToLedger} from '../../src/tools/ledger.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const entries: readonly LedgerEntry[] = [
  {
    at: '2026-11-21T06:52:47.123Z',
    who: 'someone',
    what: 'set the secret NPM_TOKEN',
    marketplace: 'npm',
    repository: 'o/tool',
    result: 'done',
  },
  {at: '2026-11-22T07:00:00.000Z', who: 'someone', what: 'signed in', repository: 'o/other', result: 'done'},
];
const write = async () => {
  for (const entry of entries) await appendToLedger(`${stage.home}/state`, entry);
};
/** The stage names the demo's repository for every command that names none. */
const ledgerOf = async (repository: string, ...args: readonly string[]) => stage.portcall(['ledger', '--repo', repository, ...args]);
/** Of every repository. */
const ledger = async (...args: readonly string[]) => {
  let out = '';
  const surroundings = {env: {PORTCALL_HOME: stage.home}, print: (text: string) => (out += text)} as unknown as Surroundings;
  const code = await runLedger(optionsOf(['ledger', ...args]), surroundings);
  return {code, out};
};

it('says so when nothing was done yet', async () => {
  expect(await ledger()).toEqual({code: 0, out: 'Nothing was done yet.\n'});
  expect(JSON.parse((await ledger('--json')).out)).toEqual({formatVersion: 1, entries: []});
});

it('prints what was done, newest first', async () => {
  await write();
  expect(await ledger()).toEqual({
    code: 0,
    out: '2026-11-22 07:00 UTC  someone on o/other: signed in: done\n2026-11-21 06:52 UTC  someone on o/tool, npm: set the secret NPM_TOKEN: done\n',
  });
});

it('prints it for machines', async () => {
  await write();
  expect(JSON.parse((await ledger('--json')).out)).toEqual({formatVersion: 1, entries: entries.toReversed()});
});

it('prints what concerns one repository, or some marketplaces', async () => {
  await write();
  expect(await ledgerOf('O/Tool')).toMatchObject({code: 0, out: expect.stringMatching(/^[^\n]*NPM_TOKEN[^\n]*\n$/), told: ''});
  const count = async (...args: readonly string[]) => JSON.parse((await ledger('--json', ...args)).out).entries.length;
  expect([await count('--only', 'npm'), await count('--except', 'npm'), await count('--only', 'pypi')]).toEqual([1, 1, 0]);
});

it('prints nothing that a terminal obeys', async () => {
  await mkdir(`${stage.home}/state`, {recursive: true});
  await writeFile(`${stage.home}/state/ledger.jsonl`, `${JSON.stringify({...entries[0], what: 'a\u001b[2J\nb', at: '\u001b]0;x'})}\n`);
  expect((await ledger()).out).toMatch(/^[^\u0000-\u001f]*\n$/);
});
