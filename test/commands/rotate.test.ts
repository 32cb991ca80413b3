import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {runTokens} from '../../src/commands/tokens-command.ts';
import {findRepository} from '../../src/demo/github/state.ts';
import {revealSecret, type Secret} from '../../src/model/secret.ts';
import {atTerminal, browserOf} from '../support/at-terminal.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {type Answer, scriptedPerson} from '../support/scripted-person.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.end();
  stage = undefined;
});

const openScene = async () => {
  stage = await openStage();
  const repository = findRepository(stage.world.github, 'Michael-A-Kuykendall', 'contextlite');
  if (repository === undefined) throw new Error('The world lacks its repository.');
  const secret = () => repository.secrets.find(({name}) => name === 'NPM_TOKEN');
  return {stage, secret, token: stage.world.setting.tokens.NPM_TOKEN ?? ''};
};

/** A person who rotates npm's token with these answers; `isReal`: pages open in a browser that gives nothing back. */
const rotating = async (
  stage: Stage,
  args: readonly string[],
  answers: readonly Answer[],
  {isReal = true, more = {}}: {readonly isReal?: boolean; readonly more?: Partial<Surroundings>} = {},
) => {
  const kept = new Map<string, Secret>();
  const person = scriptedPerson(...answers);
  const {surroundings, printed} = atTerminal(stage, {
    store: {
      find: async (name) => kept.get(name),
      keep: async (name, token) => {
        kept.set(name, token);
        return 'Kept for the test.';
      },
    },
    browse: isReal ? async () => undefined : browserOf(stage),
    ...more,
  });
  const options = optionsOf(['tokens', 'npm', '--rotate', '--repo', 'Michael-A-Kuykendall/contextlite', ...args]);
  const code = await runTokens(options, surroundings, person.questions);
  expect(person.left).toEqual([]);
  return {code, ...printed, kept};
};

const makes: Answer = {confirm: false, to: /^Open that page\?$/};
const keeps: Answer = {confirm: true, to: /^Keep it as NPM_TOKEN/};
const agrees: Answer = {confirm: true, to: /^Do this\?$/};

describe('portcall tokens npm --rotate', () => {
  it('shows the page, tests what is pasted, keeps it, sets the secret, reads it back and names the end of the old one', async () => {
    const {stage: here, secret, token} = await openScene();
    const before = secret()?.updatedAt;
    const {code, out, kept} = await rotating(here, [], [makes, {secret: `"${token}"\r\n`}, keeps, agrees]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Make a new token at https:\/\/www\.npmjs\.com\/settings\/~\/tokens\nIt needs: Granular/);
    expect(out).toContain('The quotes around it were taken away.');
    expect(out).toMatch(/NPM_TOKEN \(….{4}\): valid, rights unknown\./);
    expect(kept.get('NPM_TOKEN') && revealSecret(kept.get('NPM_TOKEN')!)).toBe(token);
    expect(await openedBy(secret()?.sealed)).toBe(token);
    expect(secret()?.updatedAt).not.toBe(before);
    expect(out).toContain(`GitHub lists NPM_TOKEN, written at ${secret()?.updatedAt}.`);
    expect(out).toMatch(/Revoke the old token at https:\/\/www\.npmjs\.com\/settings\/~\/tokens: no job reads it any more\.\n$/);
    expect(out).not.toContain(token.slice(4, 20));
  });

  it('asks for another paste after a refusal', async () => {
    const {stage: here, token} = await openScene();
    const {code, out} = await rotating(here, [], [makes, {secret: `npm_${'a1B2'.repeat(9)}`}, {secret: token}, {confirm: false}, agrees]);
    expect(code).toBe(0);
    expect(out).toMatch(/NPM_TOKEN \(….{4}\): refused\.[^\n]*\nIt will not do, and nothing was changed\./);
  });

  it('takes what the demo’s page made without a paste', async () => {
    const {stage: here, secret} = await openScene();
    const {code} = await rotating(here, [], [{confirm: true, to: /^Open that page/}, keeps, agrees], {isReal: false});
    expect(code).toBe(0);
    expect(await openedBy(secret()?.sealed)).toMatch(/^npm_/);
  });

  it('offers to test again in an outage, and goes on without where the person wants to', async () => {
    const {stage: here, token} = await openScene();
    const outage: Partial<Surroundings> = {
      browse: async () => {
        here.world.faults.set([{host: '*', path: '/-/whoami', effect: {kind: 'status', status: 503}}]);
        return undefined;
      },
    };
    const again = {confirm: true, to: /^It could not be told/} as const;
    const {code, out} = await rotating(
      here,
      [],
      [{confirm: true, to: /^Open/}, {secret: token}, again, {...again, confirm: false}, {confirm: false, to: /^Keep/}, agrees],
      {more: outage},
    );
    expect(out.match(/could not be told\./g)).toHaveLength(2);
    expect(code).toBe(0);
  });

  it.each<[string, readonly Answer[], number, string]>([
    ['nothing is pasted', [makes, {secret: ''}], 8, 'Nothing was pasted.'],
    ['the plan is declined', [makes, {secret: 'TOKEN'}, keeps, {confirm: false}], 8, 'The secret still holds the old token.'],
    ['the first question is left', [{leaves: 'confirm'}], 130, 'Make a new token at'],
    ['the paste is left', [makes, {leaves: 'secret'}], 130, 'Make a new token at'],
    ['the plan is left', [makes, {secret: 'TOKEN'}, keeps, {leaves: 'confirm'}], 130, 'Set secret NPM_TOKEN'],
  ])('changes nothing where %s', async (_, answers, code, text) => {
    const {stage: here, token} = await openScene();
    const seen = watchRequests(here.world);
    const own = answers.map((one) => ('secret' in one && one.secret === 'TOKEN' ? {secret: token} : one));
    const ended = await rotating(here, [], own);
    expect([ended.code, ended.out.includes(text)]).toEqual([code, true]);
    expect(ended.told.includes('The rotation was left.')).toBe(code === 130);
    expect(seen.filter(({method}) => method === 'PUT')).toEqual([]);
  });

  it('stops after the plan with --dry-run, and ends with 1 where GitHub refuses', async () => {
    const {stage: here, token} = await openScene();
    const seen = watchRequests(here.world);
    const dry = await rotating(here, ['--dry-run'], [makes, {secret: token}, {confirm: false}]);
    expect([dry.code, seen.filter(({method}) => method === 'PUT').length]).toEqual([0, 0]);
    here.world.faults.add({host: 'api.github.com', method: 'PUT', effect: {kind: 'status', status: 403}});
    const refused = await rotating(here, [], [makes, {secret: token}, {confirm: false}, agrees]);
    expect([refused.code, refused.out.includes('The secret still holds the old token.')]).toEqual([1, true]);
  });

  it('prints the steps where nobody can be asked, and is refused for several, for none and with --json', async () => {
    const {stage: here} = await openScene();
    const {code, out, told} = await here.portcall(['tokens', 'npm', '--rotate']);
    expect([code, told]).toEqual([2, expect.stringContaining('Portcall would have asked for the new token.')]);
    expect(out).toContain('1. Make it at https://www.npmjs.com/settings/~/tokens');
    for (const args of [
      ['tokens', '--rotate'],
      ['tokens', 'npm', 'pypi', '--rotate'],
      ['tokens', 'npm', '--rotate', '--json'],
    ])
      expect((await here.portcall(args)).code).toBe(2);
  });
});
