import {describe, expect, it} from 'vitest';
import {aur} from '../../checks/aur.ts';
import {Problem} from '../../src/model/problem.ts';
import {against, createFakeLookup, type FakeReply} from '../support/fake-lookup.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const [amd, arm] = ['a1'.repeat(32), 'b2'.repeat(32)];
const release = releaseOf([
  assetOf('tool-linux-amd64.tar.gz', {sha256: amd}),
  assetOf('tool-linux-arm64.tar.gz', {sha256: arm}),
  assetOf('tool-windows-amd64.zip'),
]);
const project = projectOf({release, packages: {aur: {name: 'tool', from: 'workflow'}}});
const rpc = 'https://aur.archlinux.org/rpc/v5/info?arg%5B%5D=tool&arg%5B%5D=tool-bin';
const raw = (base: string) => `https://aur.archlinux.org/cgit/aur.git/plain/.SRCINFO?h=${base}`;

const found = (over: object = {}): FakeReply => ({
  body: {
    type: 'multiinfo',
    resultcount: 1,
    results: [
      {
        Name: 'tool-bin',
        PackageBase: 'tool-bin',
        Version: '1.2.3-1',
        URL: 'https://github.com/octo/tool',
        Maintainer: 'octo',
        OutOfDate: null,
        ...over,
      },
    ],
  },
});
const srcinfo = (sums: readonly (string | undefined)[], version = '1.2.3', algorithm = 'sha256'): FakeReply => ({
  body: `pkgbase = tool-bin\n\tpkgver = ${version}\n\tpkgrel = 1\n\tarch = x86_64\n${['x86_64', 'aarch64']
    .map((one, at) =>
      sums[at] === undefined
        ? ''
        : `\tsource_${one} = tool-${one}.tar.gz::https://github.com/octo/tool/releases/download/v1.2.3/tool-linux-${at === 0 ? 'amd64' : 'arm64'}.tar.gz\n\t${algorithm}sums_${one} = ${sums[at]}\n`,
    )
    .join('')}\npkgname = tool-bin\n`,
});
const find = (reply: FakeReply, file?: FakeReply, given = project) =>
  against({[rpc]: reply, ...(file === undefined ? {} : {[raw('tool-bin')]: file})}, (lookup) => aur.findPublication(lookup, given));

describe('the states of a package', () => {
  const states: readonly (readonly [string, FakeReply, FakeReply | undefined, string, string | null])[] = [
    ['every checksum is the release’s', found(), srcinfo([amd, arm]), 'published', '1.2.3'],
    ['epoch and release don’t count', found({Version: '1:1.2.3-4'}), srcinfo([amd, arm]), 'published', '1.2.3'],
    ['an earlier version', found({Version: '1.2.2-1'}), undefined, 'absent', '1.2.2'],
    [
      'a checksum of an error page',
      found(),
      srcinfo([amd, '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5']),
      'wrong',
      '1.2.3',
    ],
    ['one checksum twice', found(), srcinfo([amd, amd]), 'wrong', '1.2.3'],
    ['checksums of each other', found(), srcinfo([arm, amd]), 'wrong', '1.2.3'],
    ['SKIP for a checksum', found(), srcinfo([amd, 'SKIP']), 'wrong', '1.2.3'],
    ['an architecture left out', found(), srcinfo([amd]), 'partial', '1.2.3'],
    ['another algorithm', found(), srcinfo(['f'.repeat(128), 'e'.repeat(128)], '1.2.3', 'sha512'), 'not-visible', '1.2.3'],
    ['a page for browsers instead of the file', found(), {body: '<html>Making sure you are not a bot</html>'}, 'not-visible', '1.2.3'],
    ['no way to the file', found(), {status: 403}, 'not-visible', '1.2.3'],
    ['nothing', {body: {version: 5, type: 'multiinfo', resultcount: 0, results: []}}, undefined, 'absent', null],
  ];
  it.each(states)('%s', async (_, reply, file, kind, serves) => {
    const publication = await find(reply, file);
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it('writes a hyphen as an underscore', async () => {
    const given = {...project, version: '1.2.3-rc1', tag: 'v1.2.3'};
    expect((await find(found({Version: '1.2.3_rc1-1'}), srcinfo([amd, arm], '1.2.3_rc1'), given)).version.kind).toBe('published');
  });
  it('takes no stranger’s package for a guessed one', async () => {
    const guessed = projectOf({release});
    expect(await find(found({URL: 'https://github.com/other/thing'}), undefined, guessed)).toMatchObject({
      serves: null,
      version: {kind: 'absent'},
      belongsTo: 'another',
    });
    expect((await find(found({URL: 'https://tool.example'}), srcinfo([amd, arm]), guessed)).version.kind).toBe('not-visible');
    expect((await find(found(), srcinfo([amd, arm]), guessed)).version.kind).toBe('published');
  });
  it('does not take the AUR’s own error for an answer', async () => {
    const lookup = createFakeLookup({[rpc]: {body: {type: 'error', error: 'Query arg too small.', results: []}}});
    await expect(aur.findPublication(lookup, project)).rejects.toSatisfy(
      (thrown) => thrown instanceof Problem && thrown.kind === 'unexpected-answer',
    );
  });
  it.each([
    [found(), 'exists'],
    [found({URL: 'https://github.com/other/thing'}), 'taken'],
    [found({Maintainer: null}), 'not-told'],
  ])('tells the maintainer', async (reply, kind) => {
    expect((await against({[rpc]: reply}, async (lookup) => aur.findAccount?.(lookup, project)))?.kind).toBe(kind);
  });
});

describe('the key', () => {
  const body = (cipher: string) =>
    Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.from([0, 0, 0, cipher.length]), Buffer.from(cipher), Buffer.alloc(80)]).toString(
      'base64',
    );
  const key = (cipher: string) =>
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${body(cipher).replace(/(.{70})/g, '$1\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  it.each([
    ['whole', key('none'), undefined],
    ['without its last line break', key('none').trimEnd(), 'untestable'],
    ['with a passphrase', key('aes256-ctr'), 'refused'],
    ['with line ends of Windows', key('none').replaceAll('\n', '\r\n'), 'refused'],
    ['cut off', key('none').slice(0, 90), 'refused'],
    ['public', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 someone', 'refused'],
    ['GitHub’s', 'ghp_abcdef', 'wrong-marketplace'],
    ['empty', ' ', 'missing'],
  ])('%s', (_, secret, verdict) => expect(aur.token?.readLocally?.(secret)?.verdict).toBe(verdict));
  it('is sent nowhere', () => expect([aur.token?.origins, aur.token?.authorize('x', {})]).toEqual([[], {}]));
});

describe('what publishes there', () => {
  const publishes = (step: Parameters<typeof stepOf>[0]) => aur.publishedBy?.publishes(stepOf(step), jobOf([stepOf(step)]));
  const name = (step: Parameters<typeof stepOf>[0]) => aur.publishedBy?.packageName?.(stepOf(step));
  it('is the action, or a push', () => {
    const action = {uses: 'ksxgithub/github-actions-deploy-aur', with: {pkgname: 'tool'}};
    const push = {run: 'git clone ssh://aur@aur.archlinux.org/tool-bin.git\ncd tool-bin\ngit push origin HEAD:master'};
    expect([publishes(action), name(action)]).toEqual(['uses ksxgithub/github-actions-deploy-aur', 'tool']);
    expect([publishes(push), name(push)]).toEqual(['pushes to aur.archlinux.org', 'tool-bin']);
    expect(publishes({run: 'git clone https://aur.archlinux.org/yay.git'})).toBeUndefined();
    expect(name({uses: action.uses, with: {pkgname: '${{ inputs.name }}'}})).toBeUndefined();
  });
  it.each([
    ['publish-aur', true],
    ['AUR', true],
    ['restaurant', false],
  ])('%s', (job, isOne) => expect(aur.publishedBy?.jobNames.test(job)).toBe(isOne));
  it.each([
    ['aur@aur.archlinux.org: Permission denied (publickey).', 'ssh-key-refused'],
    ['remote: warning: .SRCINFO unchanged. The package database will not be updated!', 'srcinfo-unchanged'],
  ])('%s', (line, id) => expect(causesOf(aur, line)).toEqual([id]));
});

describe('a PKGBUILD', () => {
  const pkgbuild = (sum: string) => `# Maintainer: someone
pkgname=tool-bin
_name=tool
pkgver=1.2.3
pkgrel=1
arch=('x86_64' 'aarch64')
url="https://github.com/octo/tool"
source_x86_64=("$_name-$pkgver.tar.gz::$url/releases/download/v\${pkgver}/$_name-linux-amd64.tar.gz")
sha256sums_x86_64=('${sum}')

package() {
  pkgver=nonsense
  install -Dm755 tool "$pkgdir/usr/bin/tool"
}
`;
  const read = (text: string, path = 'aur/PKGBUILD') => aur.packageFiles?.read(path, text);
  it('names package and version', () => {
    expect(read(pkgbuild(amd))).toEqual({path: 'aur/PKGBUILD', name: 'tool-bin', version: '1.2.3', faults: []});
    expect(read(String(srcinfo([amd, arm]).body), 'aur/.SRCINFO')).toMatchObject({name: 'tool-bin', version: '1.2.3', faults: []});
    expect(read('echo')).toBeUndefined();
  });
  it('shows what was never filled in', () => {
    expect(read(pkgbuild('SKIP'))?.faults.map(({what}) => what)).toEqual([
      'It pins no checksum for https://github.com/octo/tool/releases/download/v1.2.3/tool-linux-amd64.tar.gz.',
    ]);
    expect(read(pkgbuild('PLACEHOLDER_SHA256'))?.faults).toHaveLength(1);
    expect(read(pkgbuild(amd).replace('pkgrel=1\n', ''))?.faults.map(({what}) => what)).toEqual(['It has no pkgrel, which the AUR wants.']);
  });
});
