import {afterEach, it} from 'vitest';
import {appendFileSync} from 'node:fs';
import type {Stage} from '../support/run-portcall.ts';
import {openStage} from '../support/run-portcall.ts';
import {findRepository} from '../../src/demo/github/state.ts';
let stage: Stage;
afterEach(() => stage.end());
const show = (name: string, r: {code: number; out: string; told: string}) => {
  let rows = '';
  try {
    const d = JSON.parse(r.out);
    rows = `${JSON.stringify(d.project)}\n` + d.marketplaces.map((m: any) => `  ${m.id} ${m.verdict} ${m.version} | ` + Object.entries(m.cells).map(([c, x]: any) => `${c}:${x.state}${x.problem ? `(${x.problem.kind}: ${x.problem.what} ${x.problem.next})` : ''}`).join(' ')).join('\n');
  } catch { rows = r.out; }
  appendFileSync('/tmp/bi/out.txt', `=== ${name}\ncode ${r.code}\ntold: ${r.told}\n${rows}\n\n`);
};
const repo = () => findRepository(stage.world.github, 'Michael-A-Kuykendall', 'contextlite') as any;
const scenario = (name: string, setup: () => void, args: string[] = ['status', '--json'], env: any = {}) =>
  it(name, async () => {
    stage = await openStage();
    setup();
    const t = Date.now();
    const r = await stage.portcall(args, env);
    show(`${name} (${Date.now() - t} ms, ${stage.served.log.count()} requests)`, r);
    show(`${name} (plain)`, await stage.portcall(args.filter((a) => a !== '--json'), env));
  }, 120000);
const fault = (host: string, effect: any, path?: string) => stage.world.faults.add({host, effect, ...(path ? {path} : {})});
scenario('no tag', () => { repo().tags.clear(); repo().releases.length = 0; });
scenario('tag without release', () => { repo().releases.length = 0; });
scenario('draft', () => { const r = repo().releases.at(-1); r.isDraft = true; r.publishedAt = null; }, ['status', '--json', '--tag', 'v1.0.35']);
scenario('private with token', () => { const r = repo(); stage.world.github.repositories.set(`${r.owner}/${r.name}`.toLowerCase(), {...r, isPrivate: true}); }, ['verify', '--json']);
scenario('private without', () => { const r = repo(); stage.world.github.repositories.set(`${r.owner}/${r.name}`.toLowerCase(), {...r, isPrivate: true}); }, ['status', '--json'], {GITHUB_TOKEN: undefined});
scenario('private without, tag', () => { const r = repo(); stage.world.github.repositories.set(`${r.owner}/${r.name}`.toLowerCase(), {...r, isPrivate: true}); }, ['status', '--json', '--tag', 'v1.0.35'], {GITHUB_TOKEN: undefined});
scenario('no network', () => {}, ['status', '--json'], {PORTCALL_HOSTS: '*=http://127.0.0.1:9'});
scenario('no network tag', () => {}, ['status', '--json', '--tag', 'v1.0.35'], {PORTCALL_HOSTS: '*=http://127.0.0.1:9'});
scenario('refused', () => {}, ['status', '--json'], {GITHUB_TOKEN: 'ghp_wrong'});
scenario('refused tag', () => {}, ['status', '--json', '--tag', 'v1.0.35'], {GITHUB_TOKEN: 'ghp_wrong'});
scenario('secondary', () => fault('api.github.com', {kind: 'secondary-limit', retryAfter: 90}), ['status', '--json', '--tag', 'v1.0.35']);
scenario('secondary notag', () => fault('api.github.com', {kind: 'secondary-limit', retryAfter: 90}), ['status', '--json']);
scenario('primary', () => stage.world.github.usage.set('Michael-A-Kuykendall core', {used: 5000, resetsAt: Date.now() + 1800000}), ['status', '--json', '--tag', 'v1.0.35']);
scenario('primary midway', () => stage.world.github.usage.set('Michael-A-Kuykendall core', {used: 4990, resetsAt: Date.now() + 1800000}), ['status', '--json', '--tag', 'v1.0.35']);
for (const kind of ['html', 'other-json', 'cut-off', 'reset', 'redirect']) scenario(`github ${kind}`, () => fault('api.github.com', kind === 'redirect' ? {kind, to: 'https://elsewhere.example'} : {kind}), ['status', '--json', '--tag', 'v1.0.35']);
scenario('gone log', () => { for (const run of repo().runs) for (const j of run.jobs) (j as any).log = null; });
