import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import registryUrl from 'registry-url';
import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {serveRecording} from '../support/recording-proxy.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const secretsIn = (tokens: Readonly<Record<string, string>>) => Object.entries(tokens).filter(([name]) => !name.endsWith('USERNAME'));

/** Every form in which a token could be written down: itself, encoded, as part of a Basic header, and what it is made of. */
const formsOf = (token: string, user: string): readonly string[] => {
  const basic = [`${user}:${token}`, `__token__:${token}`, `:${token}`, `pat:${token}`].map((one) => Buffer.from(one).toString('base64'));
  const lines = token.split('\n').filter((line) => line.length > 30 && !line.startsWith('-----'));
  const macaroons = /^[A-Za-z0-9+/]+=*$/.test(token)
    ? [
        ...Buffer.from(token, 'base64')
          .toString()
          .matchAll(/"([\w-]{60,})"/g),
      ]
    : [];
  const plain = token.includes('\n') ? lines : [token];
  return [
    ...plain,
    ...macaroons.map(([, part = '']) => part),
    ...basic,
    ...plain.map(encodeURIComponent),
    Buffer.from(token).toString('base64'),
  ];
};

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')));
};

/** Hosts that the marketplaces which know a token by this name declare for it. */
const declaredFor = (name: string): readonly string[] => {
  const knowing = marketplaces.filter(({token}) => token?.names.includes(name));
  const declared = knowing.flatMap(({token}) => token?.origins ?? []).map((origin) => (origin === 'npm' ? registryUrl() : origin));
  return declared.map((origin) => new URL(origin).host);
};

describe('with every token in the environment', () => {
  it.each(['status', 'verify'])('%s shows none, keeps none, and sends each where it belongs', async (command) => {
    stage = await openStage();
    const proxy = await serveRecording(stage.served.origin);
    const {tokens} = stage.world.setting;
    const env = {...tokens, PORTCALL_HOSTS: `*=${proxy.origin}`};
    const printed: string[] = [];
    for (const form of [[], ['--json'], ['--only', 'npm,pypi']]) {
      const {out, told} = await stage.portcall([command, '--tag', 'v1.0.35', ...form], env);
      printed.push(out, told);
    }
    await stage.portcall(['init'], env).then(({out, told}) => printed.push(out, told));
    await proxy.close();
    const kept = await filesBelow(stage.home);
    expect(kept.length).toBeGreaterThan(20);
    const sent = new Set<string>();
    for (const [name, token] of secretsIn(tokens)) {
      for (const form of formsOf(token, tokens.DOCKERHUB_USERNAME ?? '')) {
        expect(
          printed.some((text) => text.includes(form)),
          `${name} is shown`,
        ).toBe(false);
        expect(
          kept.some((text) => text.includes(form)),
          `${name} is kept`,
        ).toBe(false);
        for (const {host, text} of proxy.recorded.filter((one) => one.text.includes(form))) {
          sent.add(name);
          const mayGo = declaredFor(name).includes(host);
          expect(mayGo, `${name} goes to ${host}: ${text.slice(0, 80)}`).toBe(true);
        }
      }
    }
    expect([...sent]).toEqual(expect.arrayContaining(['GITHUB_TOKEN', 'NPM_TOKEN', 'DOCKERHUB_TOKEN', 'CARGO_REGISTRY_TOKEN']));
    expect(sent.has('AUR_SSH_KEY')).toBe(false);
  });

  it('a redirect to another host takes none along', async () => {
    stage = await openStage();
    const proxy = await serveRecording(stage.served.origin);
    for (const host of ['api.github.com', 'hub.docker.com', 'crates.io', 'dashboard.snapcraft.io', 'marketplace.visualstudio.com']) {
      stage.world.faults.add({host, effect: {kind: 'redirect', to: 'https://elsewhere.example'}});
    }
    const {tokens} = stage.world.setting;
    await stage.portcall(['status', '--tag', 'v1.0.35'], {...tokens, PORTCALL_HOSTS: `*=${proxy.origin}`});
    await proxy.close();
    const elsewhere = proxy.recorded.filter(({host}) => host === 'elsewhere.example');
    expect(elsewhere.length).toBeGreaterThan(5);
    for (const [name, token] of secretsIn(tokens)) {
      for (const form of formsOf(token, tokens.DOCKERHUB_USERNAME ?? '')) {
        expect(
          elsewhere.some(({text}) => text.includes(form)),
          name,
        ).toBe(false);
      }
    }
    expect(elsewhere.some(({text}) => /^authorization$/im.test(text))).toBe(false);
  });
});
