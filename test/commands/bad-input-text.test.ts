import {afterEach, describe, expect, it} from 'vitest';
import type {DemoReply} from '../../src/demo/service.ts';
import {addFiles, addWorkflow, alter, obeyed, repositoryOf} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

/** A link, colours in both ways of writing them, overrides of direction, a mark, line breaks of every kind, a bell. */
const nasty = ' \u001b]8;;https://x.example\u0007here\u001b]8;;\u0007\u001b[2J\u009b31m\u202egnp.exe\u2066\u200f\r\n\u0085\u2028\u0007 end';

const poisoned = (value: unknown, isPoisoned: (key: string) => boolean, key = ''): unknown => {
  if (typeof value === 'string') return isPoisoned(key) ? value + nasty : value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, isPoisoned, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, isPoisoned, name)]));
};

/** Poisons every reply of every host that is JSON. */
const poison = (isPoisoned: (key: string) => boolean) => {
  const change = (reply: DemoReply | undefined): DemoReply | undefined =>
    typeof reply?.body === 'object' && !Buffer.isBuffer(reply.body) ? {...reply, body: poisoned(reply.body, isPoisoned) as object} : reply;
  for (const host of new Set(stage.world.services.flatMap(({hosts}) => hosts))) alter(stage, host, (_, reply) => change(reply));
};

const expectNothingObeyed = async (args: readonly string[] = ['--tag', 'v1.0.35']) => {
  for (const form of [[], ['--json']]) {
    const {out, told} = await stage.portcall(['verify', ...form, ...args]);
    const found = obeyed.exec(out + told);
    expect(found === null ? '' : JSON.stringify((out + told).slice(Math.max(0, found.index - 120), found.index + 40))).toBe('');
    expect(`${out}${told}`).not.toMatch(/^\s*end/m);
    expect(`${out}${told}`.match(/.{0,80}Portcall made a mistake.{0,200}/)?.[0] ?? '').toBe('');
    if (form.length > 0 && out !== '') expect(() => JSON.parse(out)).not.toThrow();
  }
};

describe('text from outside is shown and not obeyed', () => {
  it.each([
    'name',
    'title',
    'description',
    'message',
    'body',
    'login',
    'state',
    'status',
    'conclusion',
    'event',
    'version',
    'latest',
    'tag_name',
    'html_url',
    'browser_download_url',
    'full_name',
    'updated_at',
    'detail',
    'what',
  ])('where it stands as “%s”', async (key) => {
    stage = await openStage();
    poison((name) => name === key);
    await expectNothingObeyed();
  });

  it('wherever it stands', async () => {
    stage = await openStage();
    poison(() => true);
    await expectNothingObeyed();
    await expectNothingObeyed([]);
  });

  it('in what every service says when it refuses', async () => {
    stage = await openStage();
    const refusal = (status: number): DemoReply => ({status, body: {message: nasty, detail: nasty, error: nasty}});
    for (const host of new Set(stage.world.services.flatMap(({hosts}) => hosts))) alter(stage, host, () => refusal(422));
    await expectNothingObeyed();
  });

  it('in jobs, steps, logs, secrets, assets, releases and pull requests', async () => {
    stage = await openStage();
    const repository = repositoryOf(stage);
    for (const {jobs} of repository.runs) {
      for (const job of jobs) {
        const steps = job.steps.map((step) => ({...step, name: step.name + nasty}));
        Object.assign(job, {
          name: `${job.name} (${nasty.replace(/[\r\n\u2028]/g, '')})`,
          steps,
          log: job.log?.replaceAll('curl', `${nasty}curl`),
        });
      }
    }
    repository.description = nasty;
    repository.secrets.push({name: `NPM_TOKENS${nasty}`, createdAt: '2026-01-01T00:00:00Z', updatedAt: nasty});
    for (const release of repository.releases) {
      Object.assign(release, {name: nasty, body: nasty});
      for (const asset of release.assets) Object.assign(asset, {name: asset.name + nasty});
    }
    await expectNothingObeyed();
    expect((await stage.portcall(['status', '--tag', 'v1.0.35'])).out).toContain('\\e]8;;https://x.example\\x07');
  });

  it('in package files and workflows', async () => {
    stage = await openStage();
    const json = JSON.stringify({name: `tool${nasty}`, version: `1.0.0${nasty}`, description: nasty, repository: nasty, publisher: nasty});
    addFiles(stage, {
      'npm/package.json': json,
      'package.json': json,
      'Cargo.toml': `[package]\nname = ${JSON.stringify(`tool${nasty}`).replaceAll('\u2028', '')}\nversion = "1"\n`,
      'snap/snapcraft.yaml': `name: ${JSON.stringify(nasty)}\nversion: ${JSON.stringify(nasty)}\n`,
      'tool.nuspec': `<package><metadata><id>tool${nasty.replace(/[\u0000-\u001f]/g, '')}</id></metadata></package>`,
      [`Formula/tool\u202e.rb`]: `class Tool < Formula\n  url "${nasty}"\nend\n`,
      PKGBUILD: `pkgname=${nasty}\npkgver=1\n`,
    });
    addWorkflow(
      stage,
      `.github/workflows/publish\u202e.yml`,
      `name: ${JSON.stringify(nasty)}\non: push\njobs:\n  snap:\n    name: ${JSON.stringify(nasty)}\n    runs-on: x\n    steps:\n      - name: ${JSON.stringify(nasty)}\n        run: snapcraft upload \${{ secrets.A_B }}\n`,
    );
    addWorkflow(stage, `.github/workflows/broken\u009b31m.yml`, `jobs: ${nasty} [\n  cargo publish`);
    await expectNothingObeyed();
  });

  it('in a tag, which git lets hold almost anything', async () => {
    stage = await openStage();
    const tag = 'v1.0.35\u009b31m\u202e';
    const repository = repositoryOf(stage);
    repository.tags.set(tag, repository.tags.get('v1.0.35') ?? '');
    Object.assign(repository.releases.at(-1) ?? {}, {tag});
    await expectNothingObeyed(['--tag', tag]);
    await expectNothingObeyed([]);
    await expectNothingObeyed(['--tag', `${tag}x`]);
  });

  it('where init writes it', async () => {
    stage = await openStage();
    addFiles(stage, {'package.json': JSON.stringify({name: `tool${nasty}`, version: '1.0.0'})});
    for (const args of [['init', '--dry-run'], ['init'], ['init']]) {
      const {out, told} = await stage.portcall(args);
      expect(out + told, args.join(' ')).not.toMatch(obeyed);
    }
  });
});
