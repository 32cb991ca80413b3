import {describe, expect, it} from 'vitest';
import {homebrew} from '../../checks/homebrew.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {repositoryReplies} from '../support/fake-repository.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const [arm, intel, linux] = ['a1'.repeat(32), 'b2'.repeat(32), 'c3'.repeat(32)];
const errorPage = '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5';
const release = releaseOf([
  assetOf('tool-darwin-arm64.tar.gz', {sha256: arm}),
  assetOf('tool-darwin-amd64.tar.gz', {sha256: intel}),
  assetOf('tool-linux-amd64.tar.gz', {sha256: linux}),
  assetOf('tool-darwin-arm64.tar.gz.sha256'),
]);
const project = projectOf({release, packages: {homebrew: {name: 'tool', from: 'file', path: 'Formula/tool.rb'}}});
const base = 'https://github.com/octo/tool/releases/download/v1.2.3';

type Digests = {readonly arm?: string; readonly intel?: string; readonly linux?: string};
const formula = (digests: Digests, version = '1.2.3', more = '') => `class Tool < Formula
  desc "Does it"
  homepage "https://github.com/octo/tool"
  version "${version}"
  ${more}
  on_macos do
    ${digests.arm === undefined ? '' : `on_arm do\n      url "${base}/tool-darwin-arm64.tar.gz"\n      sha256 "${digests.arm}"\n    end`}
    ${digests.intel === undefined ? '' : `on_intel do\n      url "https://github.com/octo/tool/releases/download/v#{version}/tool-darwin-amd64.tar.gz"\n      sha256 "${digests.intel}"\n    end`}
  end
  ${digests.linux === undefined ? '' : `on_linux do\n    url "${base}/tool-linux-amd64.tar.gz"\n    sha256 "${digests.linux}"\n  end`}
  resource "other" do
    url "https://example.org/other.tar.gz"
    sha256 "${'e'.repeat(64)}"
  end
  def install
    bin.install "tool" if OS.mac?
  end
end
`;

const core = 'https://formulae.brew.sh/api/formula/tool.json';
const noSecond = repositoryReplies('octo/homebrew-tool', undefined);
const inTap = (text: string | undefined) =>
  repositoryReplies('octo/homebrew-tap', text === undefined ? undefined : {files: {'Formula/tool.rb': text}});
const gone: FakeReply = {status: 404};
const search = `https://api.github.com/search/issues?q=${encodeURIComponent('repo:NixOS/nixpkgs repo:Homebrew/homebrew-core repo:ScoopInstaller/Main repo:ScoopInstaller/Extras is:pr in:title tool 1.2.3')}&per_page=30`;
const proposed = (...items: readonly object[]) => ({[search]: {body: {items}}});
const find = (text: string | undefined, over = project, inCore: FakeReply = gone, more: Readonly<Record<string, FakeReply>> = {}) =>
  against({[core]: inCore, ...inTap(text), ...noSecond, ...more}, (lookup) => homebrew.findPublication(lookup, over));

describe('a formula in the own tap', () => {
  const good = {arm, intel, linux};
  const states: readonly (readonly [string, string, string, string | null, string])[] = [
    ['every checksum is the release’s', formula(good), 'published', '1.2.3', ''],
    ['an earlier version', formula(good, '1.2.2').replaceAll('v1.2.3', 'v1.2.2'), 'absent', '1.2.2', ''],
    ['the checksum of an error page', formula({...good, intel: errorPage}), 'wrong', '1.2.3', 'Not Found'],
    ['an error page in an earlier version', formula({...good, intel: errorPage}, '1.2.2'), 'wrong', '1.2.2', 'Not Found'],
    ['one checksum twice', formula({arm, intel: arm, linux}), 'wrong', '1.2.3', 'tool-darwin'],
    ['checksums of each other', formula({arm: intel, intel: arm, linux}), 'wrong', '1.2.3', 'that of tool-darwin-amd64.tar.gz'],
    ['a checksum of nothing released', formula({...good, linux: 'f'.repeat(64)}), 'wrong', '1.2.3', 'not that of'],
    ['a file that the release lacks', formula(good).replace('tool-linux-amd64', 'tool-linux-x64'), 'wrong', '1.2.3', 'does not have'],
    ['the repository’s former name', formula(good).replaceAll('octo/tool/releases', 'old/name/releases'), 'published', '1.2.3', ''],
    [
      'another repository’s file',
      formula({...good, linux: 'f'.repeat(64)}).replaceAll('octo/tool/releases', 'other/tool/releases'),
      'wrong',
      '1.2.3',
      'other/tool',
    ],
    [
      'an earlier version under a former name',
      formula(good, '1.2.2').replaceAll('v1.2.3', 'v1.2.2').replaceAll('octo/tool/releases', 'old/tool/releases'),
      'absent',
      '1.2.2',
      '',
    ],
    [
      'an address elsewhere',
      formula(good).replace(`${base}/tool-linux`, 'https://example.org/tool-linux').replace(linux, 'd'.repeat(64)),
      'wrong',
      '1.2.3',
      'example.org',
    ],
    ['a placeholder for a checksum', formula({...good, arm: 'PLACEHOLDER'}), 'wrong', '1.2.3', ''],
    ['an architecture left out', formula({arm, linux}), 'partial', '1.2.3', ''],
    ['an address that only Ruby can tell', formula(good).replace('tool-linux-amd64', 'tool-#{os}-amd64'), 'not-visible', '1.2.3', 'read'],
    ['something that is no formula', '<html>busy</html>', 'not-visible', null, 'version'],
    ['deprecation', formula(good, '1.2.3', 'deprecate! date: "2026-01-01", because: :unmaintained'), 'withdrawn', '1.2.3', 'deprecated'],
  ];
  it.each(states)('%s', async (_, text, kind, serves, why) => {
    const publication = await find(text);
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
    expect(JSON.stringify(publication.version)).toContain(why);
  });
  it('is not green without the release, or without its digests', async () => {
    const bare = releaseOf(release.assets.map(({sha256: _, ...asset}) => asset));
    const {release: _, ...unread} = project;
    expect([
      (await find(formula(good), unread)).version.kind,
      (await find(formula(good), {...project, release: bare})).version.kind,
    ]).toEqual(['not-visible', 'not-visible']);
  });
  it('names the architectures that are left out', async () => {
    expect((await find(formula({arm, linux}))).version).toEqual({kind: 'partial', missing: ['macos amd64']});
  });
  it('is published for nobody while the tap is private', async () => {
    const replies = {
      [core]: gone,
      ...noSecond,
      ...repositoryReplies('octo/homebrew-tap', {files: {'tool.rb': formula(good)}, isPrivate: true}),
    };
    expect(await against(replies, (lookup) => homebrew.findPublication(lookup, project))).toMatchObject({
      serves: null,
      version: {kind: 'waiting', for: expect.stringContaining('octo/homebrew-tap public')},
    });
  });
  it('is found in a tap that the configuration names', async () => {
    const replies = {
      ...inTap(undefined),
      ...noSecond,
      ...repositoryReplies('kit/homebrew-apps', {files: {'Formula/t/tool.rb': formula(good)}}),
    };
    const given = {...project, places: [{owner: 'kit', name: 'homebrew-apps'}]};
    expect(await against({[core]: gone, ...replies}, (lookup) => homebrew.findPublication(lookup, given))).toMatchObject({
      name: 'kit/apps/tool',
      version: {kind: 'published'},
    });
  });
  it('may build from the tag’s source', async () => {
    const text = `class Tool < Formula\n  url "https://github.com/octo/tool/archive/refs/tags/v1.2.3.tar.gz"\n  sha256 "${'e'.repeat(64)}"\nend\n`;
    expect((await find(text)).version).toMatchObject({kind: 'published', note: expect.stringContaining('source')});
    expect((await find(text.replaceAll('octo', 'other'))).version.kind).toBe('wrong');
  });
});

describe('a cask', () => {
  const cask = (sha256: string) => `cask "tool" do
  arch arm: "arm64", intel: "amd64"
  version "1.2.3"
  sha256 arm:   "${sha256}",
         intel: "${intel}"
  url "https://github.com/octo/tool/releases/download/v#{version}/tool-darwin-#{arch}.tar.gz"
  binary "tool"
end
`;
  const named = {...project, packages: {homebrew: {name: 'octo/apps/tool', from: 'configuration'}}} as const;
  const findCask = (text: string) =>
    against(repositoryReplies('octo/homebrew-apps', {files: {'Casks/tool.rb': text}}), (lookup) => homebrew.findPublication(lookup, named));
  it('in a tap that is named is looked for there alone', async () => {
    expect(await findCask(cask(arm))).toMatchObject({name: 'octo/apps/tool', version: {kind: 'published'}, belongsTo: 'this-project'});
    expect((await findCask(cask(errorPage))).version.kind).toBe('wrong');
  });
  it('that moved its blocks around is read the same', async () => {
    const blocks = `cask "tool" do\n  version "1.2.3"\n  on_macos do\n    on_arm do\n      sha256 "${arm}"\n      url "${base}/tool-darwin-arm64.tar.gz", verified: "github.com/octo/tool"\n    end\n    on_intel do\n      sha256 "${intel}"\n      url "${base}/tool-darwin-amd64.tar.gz"\n    end\n  end\nend\n`;
    expect((await findCask(blocks)).version.kind).toBe('published');
  });
});

describe('homebrew-core', () => {
  const formulaOf = (over: object = {}): FakeReply => ({
    body: {
      homepage: 'https://github.com/octo/tool',
      versions: {stable: '1.2.3', bottle: true},
      urls: {stable: {url: 'https://github.com/octo/tool/archive/v1.2.3.tar.gz'}},
      ...over,
    },
  });
  it.each([
    ['has it', formulaOf(), 'published', '1.2.3'],
    ['still bottles it', formulaOf({versions: {stable: '1.2.3', bottle: false}}), 'waiting', '1.2.3'],
    ['has an earlier one', formulaOf({versions: {stable: '1.2.2', bottle: true}}), 'absent', '1.2.2'],
    ['disabled it', formulaOf({disabled: true}), 'withdrawn', '1.2.3'],
    [
      'has a stranger’s formula of the name',
      formulaOf({homepage: '', urls: {stable: {url: 'https://github.com/other/x/archive/v1.tar.gz'}}}),
      'absent',
      null,
    ],
    ['has a formula that names nobody', formulaOf({homepage: '', urls: {}}), 'not-visible', '1.2.3'],
  ] as const)('%s', async (_, reply, kind, serves) => {
    const publication = await find(undefined, project, reply, serves === '1.2.2' ? proposed() : {});
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it.each([
    ['nothing', gone, null],
    ['an earlier version', formulaOf({versions: {stable: '1.2.2', bottle: true}}), '1.2.2'],
  ] as const)('may have a pull request, where it has %s', async (_, reply, serves) => {
    const open = {
      title: 'tool 1.2.3',
      state: 'open',
      html_url: 'https://github.com/Homebrew/homebrew-core/pull/7',
      created_at: '2026-11-01T10:00:00Z',
      user: {login: 'octo'},
    };
    const elsewhere = {...open, title: 'tool: init at 1.2.3', html_url: 'https://github.com/NixOS/nixpkgs/pull/8'};
    expect(await find(undefined, project, reply, proposed(elsewhere, open))).toMatchObject({
      serves,
      version: {kind: 'waiting', url: open.html_url, next: {whose: 'theirs', usually: 'a few days to a week'}},
    });
    expect((await find(undefined, project, reply, proposed(elsewhere))).version.kind).toBe('absent');
  });
  it('gives way to the tap where it lags behind', async () => {
    const publication = await find(formula({arm, intel, linux}), project, formulaOf({versions: {stable: '1.2.2', bottle: true}}));
    expect(publication).toMatchObject({name: 'octo/tap/tool', version: {kind: 'published'}});
  });
});

describe('the tap', () => {
  it('serves nothing where nothing is', async () => {
    expect(await find(undefined, project, gone, proposed())).toMatchObject({name: 'tool', serves: null, version: {kind: 'absent'}});
  });
  it.each([
    ['public', {body: {full_name: 'octo/homebrew-tap', private: false}}, 'owns'],
    ['private', {body: {full_name: 'octo/homebrew-tap', private: true}}, 'exists'],
    ['not there', gone, 'absent'],
  ] as const)('is an account: %s', async (_, reply, kind) => {
    const replies = {...noSecond, 'https://api.github.com/repos/octo/homebrew-tap': reply};
    expect((await against(replies, async (lookup) => homebrew.findAccount?.(lookup, project)))?.kind).toBe(kind);
  });
  it('is downloaded and compared', async () => {
    const replies = {
      ...inTap(formula({arm, linux})),
      ...noSecond,
      [`${base}/tool-darwin-arm64.tar.gz`]: {body: 'x'},
      [`${base}/tool-linux-amd64.tar.gz`]: gone,
    };
    const integrity = await against(replies, async (lookup) =>
      homebrew.verifyPublication?.(lookup, project, {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []}),
    );
    expect(integrity?.files.map(({result}) => result)).toEqual(['different', 'different']);
  });
});

describe('what publishes there', () => {
  const publishes = (step: Parameters<typeof stepOf>[0], others: readonly Parameters<typeof stepOf>[0][] = []) => {
    const steps = [...others, step].map((one, at) => stepOf({...one, line: at + 1}));
    return homebrew.publishedBy?.publishes(steps.at(-1)!, jobOf(steps));
  };
  it('is a push to a tap, and no commit to the own repository', () => {
    const checkout = {uses: 'actions/checkout', with: {repository: 'octo/homebrew-tap', path: 'tap'}};
    expect(publishes({run: 'cd tap && git commit -am x && git push'}, [checkout])).toBeDefined();
    expect(publishes({run: 'git clone https://x@github.com/octo/homebrew-tap\ncd homebrew-tap\ngit push'})).toBeDefined();
    expect(publishes({run: 'git commit -am "Update Homebrew formula" && git push'}, [{uses: 'actions/checkout'}])).toBeUndefined();
  });
  it('is a bump of a formula', () => {
    const step = {uses: 'mislav/bump-homebrew-formula-action', with: {'formula-name': 'tool', 'homebrew-tap': 'octo/tap'}};
    expect(publishes(step)).toContain('mislav');
    expect(homebrew.publishedBy?.packageName?.(stepOf(step))).toBe('octo/tap/tool');
    expect(publishes({run: 'brew bump-formula-pr --version=1 tool'})).toBeDefined();
    expect(homebrew.publishedBy?.jobNames.test('publish-homebrew')).toBe(true);
  });
});

describe('a formula of the own repository', () => {
  const read = (text: string) => homebrew.packageFiles?.read('homebrew/tool.rb', text);
  it('names package, version and faults', () => {
    expect(read(formula({arm, intel, linux}))).toEqual({path: 'homebrew/tool.rb', name: 'tool', version: '1.2.3', faults: []});
    expect(read(formula({arm: errorPage, intel, linux}))?.faults).toHaveLength(1);
    expect(read(formula({arm: 'PLACEHOLDER_SHA256', intel, linux}))?.faults).toHaveLength(1);
    expect(read('puts 1')).toBeUndefined();
  });
  it.each([
    ['Formula/tool.rb', true],
    ['homebrew/tool.rb', true],
    ['packaging/Casks/tool.rb', true],
    ['lib/tool.rb', false],
  ])('%s', (path, isOne) => expect(homebrew.packageFiles?.matches(path)).toBe(isOne));
  it('a denied push is known by the log', () => {
    expect(causesOf(homebrew, 'remote: Permission to octo/homebrew-tap.git denied to octo.')).toEqual(['tap-push-denied']);
  });
});
