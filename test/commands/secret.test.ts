import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';
import type {Questions} from '../../src/commands/questions.ts';
import {runSecret} from '../../src/commands/secret.ts';
import type {SecretTools} from '../../src/commands/secret-work.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {addRepository} from '../../src/demo/github/new-repository.ts';
import {findRepository, type Repository, timeText} from '../../src/demo/github/state.ts';
import type {DemoRequest} from '../../src/demo/service.ts';
import {Secret} from '../../src/model/secret.ts';
import {atTerminal} from '../support/at-terminal.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {openedBy, watchRequests} from '../support/watched-world.ts';

const owner = 'Michael-A-Kuykendall';
const canary = 'npm_cAnArY0123456789abcdefghijklmnopqrstuv';
const then = timeText(Date.now() - 3 * 86_400_000);

type Scene = {readonly stage: Stage; readonly repository: Repository; readonly seen: readonly DemoRequest[]};
const scenes: Stage[] = [];
afterEach(() => Promise.all(scenes.splice(0).map((stage) => stage.end())));

const openScene = async (): Promise<Scene> => {
  const stage = await openStage();
  scenes.push(stage);
  const repository = findRepository(stage.world.github, owner, 'contextlite');
  if (!repository) throw new Error('The world lacks its repository.');
  return {stage, repository, seen: watchRequests(stage.world)};
};

const say = (text: string): Partial<Surroundings> => ({readInput: async () => text});
const heldBy = (repository: Repository, name: string) => openedBy(repository.secrets.find((one) => one.name === name)?.sealed);
const writesOf = (seen: readonly DemoRequest[]) =>
  seen.filter(({method}) => method !== 'GET').map(({method, path: at}) => `${method} ${at.split('/').at(-1)}`);

const filesUnder = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const texts = entries.filter((one) => one.isFile()).map((one) => readFile(path.join(one.parentPath, one.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
};

/** The same with a person at the terminal. */
const withPerson = async ({stage}: Scene, args: readonly string[], answers: Partial<Questions>, tools: Partial<SecretTools> = {}) => {
  const nobody = async () => {
    throw new Error('Nobody is to be asked.');
  };
  const {surroundings, printed} = atTerminal(stage);
  const questions: Questions = {choose: nobody, confirm: nobody, secret: nobody, ...answers};
  const named = args.includes('--repo') ? args : [...args, '--repo', `${owner}/contextlite`];
  const code = await runSecret(optionsOf(['secret', ...named]), surroundings, {questions, pause: 1, ...tools});
  return {code, ...printed};
};

describe('portcall secret set', () => {
  it('sets what standard input holds, under the name that the job reads, and tells how it went', async () => {
    const {stage, repository} = await openScene();
    const {code, out, told} = await stage.portcall(['secret', 'set', 'npm', '--yes'], {}, say(`"${canary}"\n`));
    expect([code, told]).toEqual([0, '']);
    expect(out).toContain('publish-packages.yml (publish-npm) publishes to npm and reads NPM_TOKEN.');
    expect(out).toContain('NPM_TOKEN: The quotes around it were taken away.');
    expect(out).toContain(
      `1. Set secret NPM_TOKEN of repository ${owner}/contextlite, from standard input; it overwrites the one set 2 d ago.`,
    );
    expect(out).toContain('Overwritten: GitHub shows it as set at 20');
    expect(await heldBy(repository, 'NPM_TOKEN')).toBe(canary);
  });

  it('says the name, the level and the repository before it asks a person for the value', async () => {
    const scene = await openScene();
    const {surroundings, printed} = atTerminal(scene.stage);
    let before = '';
    const questions: Questions = {
      choose: async () => '',
      confirm: async () => true,
      secret: async () => {
        before = printed.out;
        return canary;
      },
    };
    const options = optionsOf(['secret', 'set', 'npm', '--repo', `${owner}/contextlite`]);
    expect(await runSecret(options, surroundings, {questions, pause: 1})).toBe(0);
    expect(before).toContain('(publish-npm) publishes to npm and reads NPM_TOKEN.');
    expect(before).toContain(`This sets secret NPM_TOKEN of repository ${owner}/contextlite; it overwrites the one that is there.`);
    expect(printed.out.split('publishes to npm and reads NPM_TOKEN.')).toHaveLength(2);
  });

  it('leaves the value nowhere but sealed', async () => {
    const {stage, seen, repository} = await openScene();
    const ended = [
      await stage.portcall(['secret', 'set', 'NPM_TOKEN', '--yes', '--json'], {}, say(canary)),
      await stage.portcall(['secret', 'set', 'no-name', '--yes'], {}, say(canary)),
      await stage.portcall(['secret', 'set', 'NPM_TOKEN', '--env', 'missing', '--yes'], {}, say(canary)),
    ];
    stage.world.faults.add({host: 'api.github.com', method: 'PUT', effect: {kind: 'reset'}});
    ended.push(await stage.portcall(['secret', 'set', 'X', '--yes'], {}, say(canary)));
    ended.push(await stage.portcall(['ledger', '--json']));
    stage.world.faults.set([{host: 'api.github.com', method: 'PUT', effect: {kind: 'other-json'}}]);
    ended.push(await stage.portcall(['secret', 'set', 'Y', '--yes'], {}, say(canary)));
    expect(await heldBy(repository, 'NPM_TOKEN')).toBe(canary);
    const bodies = seen
      .map(({body, headers, path: at, query}) => `${at} ${query} ${JSON.stringify(headers)} ${body.toString('utf8')}`)
      .join('\n');
    const everything = [JSON.stringify(ended), bodies, await filesUnder(stage.home)].join('\n');
    expect(everything).toContain('encrypted_value');
    for (const part of [canary, canary.slice(4, 20), Buffer.from(canary).toString('base64').slice(0, 24)])
      expect(everything).not.toContain(part);
    expect(everything).toContain('Set secret NPM_TOKEN of repository');
  });

  it('prints the plan and the outcomes as one document', async () => {
    const {stage} = await openScene();
    const {out} = await stage.portcall(['secret', 'set', 'npm', '--yes', '--json'], {}, say(canary));
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      plan: {steps: [{kind: 'set-secret', name: 'NPM_TOKEN', value: 'NPM_TOKEN from standard input', overwrites: true}]},
      outcomes: [{result: 'done'}],
    });
    const {entries} = JSON.parse((await stage.portcall(['ledger', '--json'])).out);
    expect(entries).toMatchObject([
      {who: owner, what: expect.stringContaining('Set secret NPM_TOKEN'), marketplace: 'npm', repository: `${owner}/contextlite`},
    ]);
  });

  it('writes nothing in a dry run, and nothing where nobody can agree', async () => {
    const {stage, seen} = await openScene();
    const refuse: Partial<Surroundings> = {
      readInput: async () => {
        throw new Error('Nothing is to be read.');
      },
    };
    expect((await stage.portcall(['secret', 'set', 'npm', '--dry-run'], {}, refuse)).code).toBe(0);
    const {code, out, told} = await stage.portcall(['secret', 'set', 'npm'], {}, refuse);
    expect(code).toBe(2);
    expect(out).toContain('1. Set secret NPM_TOKEN');
    expect(told).toContain('would have asked: Do this?');
    expect(writesOf(seen)).toEqual([]);
  });

  it('names the near miss, and forbids what GitHub forbids', async () => {
    const {stage, seen} = await openScene();
    const {out} = await stage.portcall(['secret', 'set', 'NPM_TOKN', '--dry-run']);
    expect(out).toContain('No workflow reads NPM_TOKN; publish-packages.yml (publish-npm) reads NPM_TOKEN.');
    expect((await stage.portcall(['secret', 'set', 'GITHUB_TOKEN', '--yes'], {}, say('x'))).code).toBe(2);
    expect((await stage.portcall(['secret', 'set', 'NPM_TOKEN', '--yes'], {}, say(' \n'))).told).toContain('The value is empty.');
    expect((await stage.portcall(['secret', 'set', 'NPM_TOKEN', '--yes'], {}, say('x'.repeat(49_153)))).told).toContain('49153 bytes');
    expect((await stage.portcall(['secret', 'set'])).code).toBe(2);
    expect((await stage.portcall(['secret', 'set', 'github-releases'])).told).toContain('which GitHub gives to every run');
    expect(writesOf(seen)).toEqual([]);
  });

  it('refuses the hundred and first', async () => {
    const {stage, repository, seen} = await openScene();
    while (repository.secrets.length < 100)
      repository.secrets.push({name: `S_${repository.secrets.length}`, createdAt: then, updatedAt: then});
    const {code, told} = await stage.portcall(['secret', 'set', 'ONE_MORE', '--yes'], {}, say('x'));
    expect([code, told]).toEqual([2, expect.stringContaining('100 secrets stand there already')]);
    expect(writesOf(seen)).toEqual([]);
  });

  it('tells a refusal by the right that is missing, and wants a sign-in', async () => {
    const {stage} = await openScene();
    const repositories = [`${owner}/contextlite`.toLowerCase()];
    stage.world.github.tokens.set('weak', {
      kind: 'fine-grained',
      login: owner,
      permissions: {secrets: 'read', environments: 'read'},
      repositories,
    });
    const refused = await stage.portcall(['secret', 'set', 'npm', '--yes'], {GITHUB_TOKEN: 'weak'}, say(canary));
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('Give the token secrets=write.')]);
    const {entries} = JSON.parse((await stage.portcall(['ledger', '--json'])).out);
    expect(entries[0].result).toContain('refused: ');
    expect((await stage.portcall(['secret', 'set', 'npm', '--yes'], {GITHUB_TOKEN: undefined}, say(canary))).code).toBe(4);
  });

  it('goes to the environment that the job reads from', async () => {
    const {stage, repository} = await openScene();
    repository.environments.push({
      id: 71,
      name: 'release',
      createdAt: then,
      secrets: [{name: 'NPM_TOKEN', createdAt: then, updatedAt: then}],
    });
    const asked = await stage.portcall(['secret', 'set', 'NPM_TOKEN', '--env', 'release', '--yes'], {}, say(canary));
    expect(asked.out).toContain(`environment release of ${owner}/contextlite, from standard input; it overwrites the one set 3 d ago.`);
    expect(await openedBy(repository.environments[0]?.secrets[0]?.sealed)).toBe(canary);
  });
});

describe('with a person at the terminal', () => {
  it('asks for the value behind a mask, shows the plan, and asks again', async () => {
    const scene = await openScene();
    const asked: string[] = [];
    const {code, out} = await withPerson(scene, ['set', 'npm'], {
      secret: async (question) => {
        asked.push(question);
        return `${canary}\n`;
      },
      confirm: async (question) => {
        asked.push(question);
        return true;
      },
    });
    expect(code).toBe(0);
    expect(asked).toEqual(['Paste the value of NPM_TOKEN:', 'Do this?']);
    expect(out).not.toContain(canary);
    expect(await heldBy(scene.repository, 'NPM_TOKEN')).toBe(canary);
  });

  it('changes nothing after a no or Ctrl-C', async () => {
    const scene = await openScene();
    const no = await withPerson(scene, ['set', 'npm'], {secret: async () => canary, confirm: async () => false});
    expect([no.code, no.told]).toEqual([2, 'Nothing was changed.\n']);
    const leave = async () => {
      throw Object.assign(new Error('left'), {name: 'ExitPromptError'});
    };
    expect((await withPerson(scene, ['set', 'npm'], {secret: leave})).code).toBe(130);
    expect((await withPerson(scene, ['set', 'npm'], {secret: async () => canary, confirm: leave})).code).toBe(130);
    expect(writesOf(scene.seen)).toEqual([]);
  });

  it('offers what the vault holds', async () => {
    const scene = await openScene();
    const asked: string[] = [];
    const confirm = async (question: string) => asked.push(question) > 0;
    const kept = {find: async (name: string) => (name === 'NPM_TOKEN' ? new Secret(canary) : undefined)};
    const {out} = await withPerson(scene, ['set', 'npm'], {confirm}, {kept});
    expect(asked[0]).toBe('The vault holds NPM_TOKEN (…stuv). Set that one?');
    expect(out).toContain('from the vault');
    expect(await heldBy(scene.repository, 'NPM_TOKEN')).toBe(canary);
  });
});

describe('portcall secret list', () => {
  it('says who reads each secret, and what is read and not set', async () => {
    const {stage, repository} = await openScene();
    const at = repository.secrets.findIndex(({name}) => name === 'NPM_TOKEN');
    repository.secrets.splice(at, 1, {name: 'NPM_TOKN', createdAt: then, updatedAt: then});
    const {code, out} = await stage.portcall(['secret', 'list']);
    expect(code).toBe(0);
    expect(out).toMatch(/^PYPI_TOKEN +repository +1 d +read by publish-packages.yml \(publish-pypi\)$/m);
    expect(out).toMatch(/^NPM_TOKN +repository +3 d +read by nobody$/m);
    expect(out).toContain('NPM_TOKEN is not set, and publish-packages.yml (publish-npm) reads it; NPM_TOKN is set and read by nobody');
    const listed = JSON.parse((await stage.portcall(['secret', 'list', '--json'])).out);
    expect(listed).toMatchObject({formatVersion: 1, missing: [{name: 'NPM_TOKEN', near: 'NPM_TOKN'}]});
    expect(listed.secrets.find((one: {name: string}) => one.name === 'NPM_TOKN')).toMatchObject({isUnread: true, readBy: []});
  });
});

describe('a token that may not list the secrets of environments', () => {
  const hide = (stage: Stage) =>
    stage.world.faults.add({host: 'api.github.com', path: '/environments', effect: {kind: 'status', status: 403}});

  it('lists the others, and says what it could not', async () => {
    const {stage} = await openScene();
    hide(stage);
    const {code, out} = await stage.portcall(['secret', 'list']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^NPM_TOKEN +repository /m)]);
    expect(out).toContain(
      'The secrets of the environments could not be listed, so more may stand there: api.github.com refuses access (403)',
    );
    const {unlisted} = JSON.parse((await stage.portcall(['secret', 'list', '--json'])).out);
    expect(unlisted).toMatchObject([{level: 'environment', why: expect.stringContaining('403')}]);
  });

  it('sets a secret all the same', async () => {
    const {stage, repository} = await openScene();
    hide(stage);
    const {code} = await stage.portcall(['secret', 'set', 'npm', '--yes'], {}, say(canary));
    expect([code, await heldBy(repository, 'NPM_TOKEN')]).toEqual([0, canary]);
  });

  it('is told of what may be overwritten unseen, and calls no secret absent', async () => {
    const {stage} = await openScene();
    hide(stage);
    const {out} = await stage.portcall(['secret', 'set', 'OTHER', '--env', 'production', '--dry-run']);
    expect(out).toContain('so any OTHER there would be overwritten unseen');
    const {told} = await stage.portcall(['secret', 'delete', 'OTHER', '--yes']);
    expect(told).toContain('There is no secret OTHER where secrets could be listed.');
    expect(told).toContain('Name the place with --env ENVIRONMENT');
  });

  it('is told of it by the calendar and by a copy', async () => {
    const {stage} = await openScene();
    hide(stage);
    expect((await stage.portcall(['tokens', '--calendar'])).told).toContain('The secrets of the environments could not be listed');
    addRepository(stage.world.github, {id: 78, owner, name: 'other', createdAt: then, pushedAt: then});
    const {out} = await stage.portcall(['secret', 'copy', '--to', `${owner}/other`, '--dry-run', '--json']);
    expect(JSON.parse(out).said).toEqual([
      expect.stringContaining(`${owner}/contextlite: The secrets of the environments`),
      expect.stringContaining(`${owner}/other: `),
    ]);
  });
});

describe('portcall secret delete', () => {
  it('warns of who reads it, deletes it and sees that it is gone', async () => {
    const {stage, repository} = await openScene();
    const {code, out} = await stage.portcall(['secret', 'delete', 'npm_token', '--yes']);
    expect([code, out]).toEqual([0, expect.stringContaining('publish-packages.yml (publish-npm) reads NPM_TOKEN, and fails without it.')]);
    expect(repository.secrets.some(({name}) => name === 'NPM_TOKEN')).toBe(false);
    expect((await stage.portcall(['secret', 'delete', 'NPM_TOKEN', '--yes'])).told).toContain('There is no secret NPM_TOKEN.');
  });

  it('deletes all that nothing reads, and nothing else', async () => {
    const scene = await openScene();
    const before = scene.repository.secrets.map(({name}) => name);
    const {code, out} = await withPerson(scene, ['delete', '--unread', '--yes'], {});
    const gone = before.filter((name) => !scene.repository.secrets.some((one) => one.name === name));
    expect([code, gone.sort()]).toEqual([0, ['AUR_SSH_KEY', 'CARGO_REGISTRY_TOKEN', 'SNAPCRAFT_STORE_CREDENTIALS']]);
    expect(out).toContain('on the default branch alone');
    expect((await scene.stage.portcall(['secret', 'delete', '--unread', '--yes'])).out).toBe('Every secret is read.\n');
  });

  it('stops at the first that fails and leaves the rest out', async () => {
    const scene = await openScene();
    scene.stage.world.faults.add({host: 'api.github.com', method: 'DELETE', path: 'CARGO', effect: {kind: 'status', status: 403}});
    const {code, out} = await withPerson(scene, ['delete', '--unread', '--yes'], {});
    expect(code).toBe(1);
    expect(out).toMatch(/Done: Delete secret AUR_SSH_KEY[\s\S]+Refused: Delete secret CARGO[\s\S]+Not tried: Delete secret SNAPCRAFT/);
    expect(writesOf(scene.seen)).toEqual(['DELETE AUR_SSH_KEY']);
  });
});

describe('portcall secret copy', () => {
  it('copies what is at hand and says what has to be pasted', async () => {
    const scene = await openScene();
    const {stage} = scene;
    const other = addRepository(stage.world.github, {id: 77, owner, name: 'other', createdAt: then, pushedAt: then});
    const kept = {find: async (name: string) => (name === 'NPM_TOKEN' ? new Secret(canary) : undefined)};
    const {code, out} = await withPerson(scene, ['copy', '--to', `${owner}/other`, '--yes'], {}, {kept});
    expect(code).toBe(8);
    expect(await heldBy(other, 'NPM_TOKEN')).toBe(canary);
    expect(other.secrets).toHaveLength(1);
    expect(out).toContain('It can be undone at any time');
    expect(out).toContain(
      `PYPI_TOKEN: Its value is neither in the vault nor in the environment, and GitHub shows it to nobody. Run “portcall secret set PYPI_TOKEN --repo ${owner}/other”.`,
    );
    const {code: again, out: printed} = await stage.portcall(['secret', 'copy', '--to', `${owner}/other`, '--json', '--dry-run'], {
      PYPI_TOKEN: 'pypi-x',
    });
    expect(again).toBe(8);
    expect(JSON.parse(printed)).toMatchObject({
      plan: {steps: [{name: 'PYPI_TOKEN', value: 'PYPI_TOKEN from the environment'}]},
      outcomes: [],
    });
    expect((await stage.portcall(['secret', 'copy', '--to', `${owner}/contextlite`])).code).toBe(2);
    expect((await stage.portcall(['secret', 'copy'])).code).toBe(2);
  });
});
