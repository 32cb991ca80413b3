import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, afterEach, describe, expect, it} from 'vitest';
import type {InstallTest} from '../../src/model/install-test.ts';
import {findSeparation} from '../../src/tools/contained-command.ts';
import {findClient, findMachine, runInstallTest, type TrySetting} from '../../src/tools/install-test.ts';
import {projectOf} from '../support/project.ts';

// Temporary files of this file's own, so that what is left can be seen.
const temporary = await mkdtemp(path.join(tmpdir(), 'portcall-try-test-'));
process.env['TMPDIR'] = temporary;
afterAll(() => rm(temporary, {recursive: true, force: true}));

const machine = findMachine();
const separation = await findSeparation(process.env);
const wanted = {project: projectOf(), name: 'tool', spelling: '1.2.3', machine, client: '', registry: ''};

const setting = (over: Partial<TrySetting> = {}): TrySetting => ({
  env: process.env,
  signal: new AbortController().signal,
  fetch: async () => undefined,
  ...over,
});

/** Writes a shell script as the installed program. */
const testOf = (script: string, over: Partial<InstallTest> = {}): InstallTest => ({
  reaches: {kind: 'own-hosts'},
  install: ({folder}) => [
    {kind: 'run', program: 'sh', args: ['-c', 'mkdir bin && printf "%s" "$0" > bin/tool && chmod +x bin/tool', `#!/bin/sh\n${script}`]},
    {kind: 'run', program: 'test', args: ['-x', `${folder}/bin/tool`]},
  ],
  program: ({folder}) => ({kind: 'file', folder: `${folder}/bin`, names: ['tool']}),
  ...over,
});

const remains = async () => (await readdir(temporary)).filter((name) => name.startsWith('portcall-install-'));
const isAlive = async (word: string) => (await execa('ps', ['axww', '-o', 'args'])).stdout.includes(word);

afterEach(async () => {
  expect(await remains()).toEqual([]);
});

describe('a try', () => {
  it('works where the program says the version of the tag, and leaves no folder', async () => {
    const said: string[] = [];
    const outcome = await runInstallTest(
      testOf('echo "tool v1.2.3 (abc) linux/amd64"'),
      wanted,
      setting({onCommand: (text) => said.push(text)}),
    );
    expect(outcome).toEqual({kind: 'works', printed: 'tool v1.2.3 (abc) linux/amd64'});
    expect(said.at(-1)).toMatch(/work\/bin\/tool --version$/);
  });

  it('asks with the word version where the option is unknown', async () => {
    const outcome = await runInstallTest(
      testOf('[ "$1" = version ] && echo 1.2.3 || { echo "unknown flag $1" >&2; exit 2; }'),
      wanted,
      setting(),
    );
    expect(outcome).toEqual({kind: 'works', printed: '1.2.3'});
  });

  it('tells another version, none, and a program that fails apart', async () => {
    expect(await runInstallTest(testOf('echo tool 1.2.2'), wanted, setting())).toEqual({kind: 'other-version', printed: 'tool 1.2.2'});
    expect(await runInstallTest(testOf('echo tool dev build'), wanted, setting())).toEqual({kind: 'no-version', printed: 'tool dev build'});
    expect(await runInstallTest(testOf('echo broken 1.2 >&2; exit 3'), wanted, setting())).toMatchObject({
      kind: 'fails',
      lines: ['broken 1.2'],
    });
  });

  it('tells a failing install with the last lines of its output, and excuses the machine where that is why', async () => {
    const failing = (text: string) =>
      testOf('', {install: () => [{kind: 'run', program: 'sh', args: ['-c', `echo "${text}" >&2; exit 1`]}]});
    expect(await runInstallTest(failing('404 no such package'), wanted, setting())).toMatchObject({
      kind: 'fails',
      lines: ['404 no such package'],
    });
    expect(await runInstallTest(failing('getaddrinfo ENOTFOUND registry.example'), wanted, setting())).toMatchObject({kind: 'left-out'});
    const excused = {...failing('linker `cc` missing'), excuses: [{pattern: /linker/, why: 'There is no linker.'}]};
    expect(await runInstallTest(excused, wanted, setting())).toEqual({kind: 'left-out', why: 'There is no linker.'});
  });

  it('takes the only program that was installed, and says so where several are and none has the name', async () => {
    const one = testOf('echo 1.2.3', {program: ({folder}) => ({kind: 'file', folder: `${folder}/bin`, names: ['other']})});
    expect(await runInstallTest(one, wanted, setting())).toMatchObject({kind: 'works'});
    const two = {
      ...one,
      install: (trial: never) => [...one.install(trial), {kind: 'run' as const, program: 'cp', args: ['bin/tool', 'bin/helper']}],
    };
    expect(await runInstallTest(two, wanted, setting())).toEqual({
      kind: 'left-out',
      why: 'It installs helper, tool, and which of them is the program can’t be told.',
    });
  });

  it('does not take a link that leads out of the folder for what was installed', async () => {
    const linked = testOf('', {install: () => [{kind: 'run', program: 'sh', args: ['-c', 'mkdir bin && ln -s /bin/sh bin/tool']}]});
    expect(await runInstallTest(linked, wanted, setting())).toMatchObject({
      kind: 'fails',
      lines: ['It installs, and no program is there.'],
    });
  });

  it('takes away what is read-only, as a store is', async () => {
    const stored = testOf('echo 1.2.3; mkdir -p "$HOME/store/a"; touch "$HOME/store/a/b"; chmod -R a-w "$HOME/store"');
    expect(await runInstallTest(stored, wanted, setting())).toMatchObject({kind: 'works'});
  });
});

describe('what a foreign program gets to see', () => {
  const planted = 'npm_PLANTED0123456789abcdefghijklmnopqrstuv';
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NPM_TOKEN: planted,
    GITHUB_TOKEN: planted,
    npm_config__authToken: planted,
    HTTPS_PROXY: `http://me:${planted}@proxy.example:8080`,
    SOMETHING: planted,
  };

  it('is no token, neither in its environment nor in its arguments', async () => {
    const look = `{ env; echo "$0" "$@"; } | grep -c "${planted.slice(0, 11)}[0-9]"`;
    expect(await runInstallTest(testOf(`echo "found: $(${look})"`), wanted, setting({env}))).toEqual({
      kind: 'no-version',
      printed: 'found: 0',
    });
  });

  it.skipIf(separation.length === 0)('is not the environment of the program that started it, where Linux can hide it', async () => {
    expect(await readFile('/proc/self/environ', 'utf8')).toContain('VITEST');
    const look = 'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -c VITEST';
    expect(await runInstallTest(testOf(`echo "found: $(${look})"`), wanted, setting({env}))).toEqual({
      kind: 'no-version',
      printed: 'found: 0',
    });
  });

  it('is an empty home inside the folder, and nothing else by name', async () => {
    const names = 'env | cut -d= -f1 | sort | tr "\\n" " "';
    const outcome = await runInstallTest(testOf(`echo "$(${names}) $(ls -A "$HOME" | wc -l) $HOME"; exit 0`), wanted, setting({env}));
    const printed = 'printed' in outcome ? outcome.printed : '';
    expect(printed).not.toMatch(/TOKEN|PLANTED|SOMETHING|_authToken|HTTPS_PROXY/);
    expect(printed).toMatch(/\b0 \/.*portcall-install-\w+\/home$/);
  });

  it('keeps the variables that a client needs, and fills in the usual folder', async () => {
    const outcome = await runInstallTest(
      testOf('echo "$RUSTUP_HOME $DOCKER_HOST."', {keeps: {RUSTUP_HOME: '.rustup', DOCKER_HOST: ''}}),
      wanted,
      setting({env: {...env, HOME: '/home/octo'}}),
    );
    expect(outcome).toEqual({kind: 'no-version', printed: '/home/octo/.rustup .'});
  });

  it('finds the way out closed where requests may go nowhere else', async () => {
    const outcome = await runInstallTest(testOf('echo "$https_proxy $NO_PROXY"'), wanted, setting({env, onlyHost: '127.0.0.1'}));
    expect(outcome).toMatchObject({printed: 'http://127.0.0.1:9 127.0.0.1'});
  });
});

describe('what does not end', () => {
  it('is ended with everything that it started when its time is over', async () => {
    const word = `portcall-sleeper-${process.pid}`;
    const slow = testOf('', {
      install: () => [
        {kind: 'run', program: 'sh', args: ['-c', `(trap "" TERM; exec -a ${word} sleep 60 || sleep 60) & trap "" TERM; sleep 61`]},
      ],
    });
    const began = Date.now();
    expect(await runInstallTest(slow, wanted, setting({patience: 300}))).toMatchObject({kind: 'left-out'});
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(await isAlive(word)).toBe(false);
    expect(await isAlive('sleep 61')).toBe(false);
  });

  it('is ended when the person leaves, and what lies outside the folder is taken away all the same', async () => {
    const mark = path.join(tmpdir(), `portcall-outside-${process.pid}`);
    await mkdir(mark);
    const leave = new AbortController();
    const slow = testOf('sleep 62', {remove: () => [{program: 'rm', args: ['-r', mark]}]});
    const outcome = runInstallTest(
      slow,
      wanted,
      setting({signal: leave.signal, onCommand: (text) => text.endsWith('--version') && leave.abort()}),
    );
    expect(await outcome).toEqual({kind: 'left-out', why: 'It was interrupted.'});
    expect(await isAlive('sleep 62')).toBe(false);
    await expect(readdir(mark)).rejects.toThrow();
  });

  it('leaves nothing running in the background and does not wait for it', async () => {
    const outcome = await runInstallTest(testOf('sleep 63 & echo 1.2.3'), wanted, setting());
    expect(outcome).toMatchObject({kind: 'works'});
    expect(await isAlive('sleep 63')).toBe(false);
  });

  it('is kept short in what it prints', async () => {
    const outcome = await runInstallTest(testOf('yes 1.2.30 | head -n 3000000; echo 1.2.3'), wanted, setting());
    expect(outcome).toMatchObject({kind: 'works'});
  });
});

describe('what is there already', () => {
  it('is left alone, and nothing of it is removed', async () => {
    const file = path.join(tmpdir(), `portcall-here-${process.pid}`);
    await writeFile(file, 'mine');
    const test = testOf('echo 1.2.3', {
      isHere: () => ({program: 'test', args: ['-e', file]}),
      remove: () => [{program: 'rm', args: [file]}],
    });
    expect(await runInstallTest(test, wanted, setting())).toMatchObject({kind: 'left-out'});
    expect(await readFile(file, 'utf8')).toBe('mine');
    await rm(file);
  });
});

describe('a client', () => {
  it('is the first that is there, or is named as missing', async () => {
    const env = {PATH: process.env['PATH']};
    const one = (clients: [string, ...string[]]) => findClient({...testOf(''), clients}, wanted, env);
    expect(await one(['no-such-client', 'sh'])).toEqual({client: 'sh'});
    expect(await one(['no-such-client', 'nor-this'])).toEqual({missing: 'no-such-client and no nor-this'});
    expect(await findClient({...testOf(''), alsoNeeds: () => ['no-such-unpacker']}, wanted, env)).toEqual({missing: 'no-such-unpacker'});
  });

  it('is not looked for in folders that depend on where Portcall stands', async () => {
    expect(await findClient({...testOf(''), clients: ['sh']}, wanted, {PATH: '.:bin:'})).toEqual({missing: 'sh'});
  });

  it('that does not run with an empty home is left out, since the package is not to blame', async () => {
    expect(await runInstallTest({...testOf('echo 1.2.3')}, {...wanted, client: 'false'}, setting())).toMatchObject({kind: 'left-out'});
  });
});
