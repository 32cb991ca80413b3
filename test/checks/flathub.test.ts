import {describe, expect, it} from 'vitest';
import {flathub} from '../../checks/flathub.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const id = 'io.github.octo.tool';
const url = `https://flathub.org/api/v2/appstream/${id}`;
const project = projectOf({packages: {flathub: {name: id, from: 'file', path: `data/${id}.metainfo.xml`}}});
const app = (over: object = {}): FakeReply => ({
  body: {
    id,
    releases: [
      {version: '1.2.2', timestamp: '1763000000'},
      {version: '1.2.3', timestamp: '1764000000'},
    ],
    urls: {homepage: 'https://github.com/octo/tool'},
    ...over,
  },
});
const submissions = `https://api.github.com/search/issues?q=${encodeURIComponent(`repo:flathub/flathub is:pr in:title ${id}`)}&per_page=30`;
const updates = `https://api.github.com/repos/flathub/${id}/pulls?state=open&per_page=30`;
const find = (reply: FakeReply, given = project, address = url, more: Readonly<Record<string, FakeReply>> = {}) =>
  against({[address]: reply, ...more}, (lookup) => flathub.findPublication(lookup, given));

describe('the states of an app', () => {
  it.each([
    ['the version of the tag', app(), 'published', '1.2.3', {}],
    ['an earlier version', app({releases: [{version: '1.2.2', timestamp: 1}]}), 'absent', '1.2.2', {[updates]: {status: 404}}],
    ['no version', app({releases: []}), 'not-visible', null, {}],
    ['the end of its life', app({is_eol: true}), 'withdrawn', '1.2.3', {}],
    ['nothing', {status: 404}, 'absent', null, {[submissions]: {body: {items: []}}}],
  ] as const)('%s', async (_, reply, kind, serves, more) => {
    const publication = await find(reply, project, url, more);
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  const pull = (title: string, over: object = {}) => ({
    title,
    state: 'open',
    html_url: 'https://github.com/flathub/flathub/pull/1',
    created_at: '2026-11-01T10:00:00Z',
    ...over,
  });
  it.each([
    ['open', pull(`Add ${id}`), 'waiting', 'theirs'],
    ['a draft', pull(`Add ${id}`, {draft: true}), 'waiting', 'yours'],
    ['closed, which tells nothing', pull(`Add ${id}`, {state: 'closed'}), 'absent', undefined],
    ['of another app', pull(`Add ${id}2`), 'absent', undefined],
  ] as const)('a submission that is %s', async (_, item, kind, whose) => {
    const {version} = await find({status: 404}, project, url, {[submissions]: {body: {items: [item]}}});
    expect([version.kind, version.kind === 'waiting' ? version.next?.whose : undefined]).toEqual([kind, whose]);
  });
  it('an update under review', async () => {
    const older = app({releases: [{version: '1.2.2', timestamp: 1}]});
    const found = await find(older, project, url, {[updates]: {body: [pull('Update to 1.2.4'), pull('Update tool to 1.2.3')]}});
    expect(found).toMatchObject({serves: '1.2.2', version: {kind: 'waiting', since: '2026-11-01T10:00:00Z'}});
  });
  it('makes an id of the repository’s name', async () => {
    expect(flathub.usualName?.({owner: 'Octo-Hub', name: '2tool-kit'})).toBe('io.github.octo_hub._2tool_kit');
  });
  it('takes no stranger’s app for a guessed one', async () => {
    const guessed = projectOf({packages: {flathub: {name: id, from: 'guess'}}});
    expect(await find(app({urls: {homepage: 'https://github.com/other/thing'}}), guessed)).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      belongsTo: 'another',
    });
  });
});

describe('console software', () => {
  it('is not taken, and says so with the rule', () => {
    expect(flathub.eligibility?.(projectOf())?.url).toContain('requirements');
    expect(flathub.eligibility?.(projectOf({packages: {flathub: {name: id, from: 'workflow'}}}))).toBeDefined();
    expect(flathub.eligibility?.(project)).toBeUndefined();
    expect(flathub.eligibility?.(projectOf({packages: {flathub: {name: id, from: 'configuration'}}}))).toBeUndefined();
  });
});

describe('files', () => {
  const read = (path: string, text: string) => flathub.packageFiles?.read(path, text);
  const metainfo = (type: string, more = '') =>
    `<?xml version="1.0"?><component type="${type}"><id>${id}</id><metadata_license>CC0-1.0</metadata_license><project_license>MIT</project_license><name>Tool</name><summary>Does it</summary><developer id="octo"><name>Octo</name></developer><description><p>Well.</p></description>${more}<releases><release version="1.2.3" date="2026-11-20"/></releases></component>`;
  it('reads metadata of a graphical program', () => {
    const path = `data/${id}.metainfo.xml`;
    expect(read(path, metainfo('desktop-application'))?.faults.map(({what}) => what)).toEqual([
      'It has no content_rating, which Flathub wants.',
    ]);
    expect(read(path, metainfo('desktop-application', '<content_rating type="oars-1.1"/>'))).toEqual({
      path,
      name: id,
      version: '1.2.3',
      faults: [],
    });
    expect(read(path, metainfo('console-application'))).toBeUndefined();
    expect(read(path, '<component>')?.faults).toHaveLength(1);
  });
  it('reads a desktop entry', () => {
    expect(read(`data/${id}.desktop`, '[Desktop Entry]\nName=Tool\n')?.name).toBe(id);
    expect(read(`data/${id}.desktop`, '[Desktop Entry]\nTerminal=true\n')).toBeUndefined();
  });
  it('reads a manifest, which names an app only where it asks for a display', () => {
    const manifest = (socket: string) =>
      `id: ${id}\nruntime: org.freedesktop.Platform\nruntime-version: "25.08"\nsdk: org.freedesktop.Sdk\ncommand: tool\nfinish-args:\n  - --socket=${socket}\nmodules: []\n`;
    expect(read(`flatpak/${id}.yml`, manifest('wayland'))).toEqual({path: `flatpak/${id}.yml`, name: id, faults: []});
    const console = read(`flatpak/${id}.yml`, manifest('pulseaudio'));
    expect([console?.name, console?.faults.length]).toEqual([undefined, 1]);
    expect(read('flatpak/other.yml', 'a: 1')).toBeUndefined();
  });
  it.each([
    [`${id}.yml`, true],
    ['flatpak/app.json', true],
    ['data/tool.desktop', true],
    ['package.json', false],
    ['.github/workflows/ci.yml', false],
    ['tsconfig.build.json', false],
  ])('%s', (path, isOne) => expect(flathub.packageFiles?.matches(path)).toBe(isOne));
});

describe('everything else', () => {
  const repository = `https://api.github.com/repos/flathub/${id}`;
  it('knows an accepted app by its repository', async () => {
    expect(
      (await against({[repository]: {body: {full_name: `flathub/${id}`}}}, async (lookup) => flathub.findAccount?.(lookup, project)))?.kind,
    ).toBe('exists');
    expect((await against({[repository]: {status: 404}}, async (lookup) => flathub.findAccount?.(lookup, project)))?.kind).toBe('absent');
    expect((await against({}, async (lookup) => flathub.findAccount?.(lookup, projectOf())))?.kind).toBe('not-told');
  });
  it('knows what publishes', () => {
    const steps = [stepOf({uses: 'actions/checkout', with: {repository: `flathub/${id}`}}), stepOf({run: 'git push', line: 2})];
    expect(flathub.publishedBy?.publishes(steps[1]!, jobOf(steps))).toBe('pushes to a repository of flathub');
    expect(flathub.publishedBy?.publishes(stepOf({uses: 'flatpak/flatpak-github-actions/flatpak-builder'}), jobOf([]))).toBeUndefined();
  });
  it('tells the two kinds of token apart', () => {
    expect(flathub.token?.readLocally?.('eyJhbGci.eyJqdGkiOiJiYWNrZW5kXzEifQ.c2ln')?.verdict).toBe('untestable');
    expect(flathub.token?.readLocally?.('ghp_abc')).toBeUndefined();
  });
  it('knows a rule of the linter by the log', () =>
    expect(causesOf(flathub, '"errors": ["appid-filename-mismatch"]')).toEqual(['flathub-lint']));
});
