import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {findDecided} from '../../src/diagnosis/decide.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import type {Confidence, Situation} from '../../src/model/diagnosis.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {against, type FakeReply, type FakeSetting} from '../support/fake-lookup.ts';
import {job, log, publication, run, situation} from './situations.ts';

type Case = {
  readonly of: MarketplaceId;
  readonly says: string;
  readonly replies: Readonly<Record<string, FakeReply>>;
  readonly cause: string;
  /** Absent: the probe rules it out. */
  readonly confidence?: Confidence;
  readonly seen?: RegExp;
  readonly fix?: RegExp;
  readonly more?: Partial<Situation>;
  readonly setting?: FakeSetting;
};

const npmSays = 'npm error 404 Not Found - PUT https://registry.example/tool - Not found';
const npmTool = 'https://registry.example/tool';
const whoami = 'https://registry.example/-/whoami';
const collaborators = 'https://registry.example/-/package/tool/collaborators';
const chocoSays = 'Response status code does not indicate success: 403 (Forbidden).';
const chocoPage = 'HEAD https://community.chocolatey.org/packages/tool';
const conflict = 'Response status code does not indicate success: 409 (Conflict).';
const forkSays = 'octo does not have permission to CreateRef on octo/winget-pkgs';
const fork = 'https://api.github.com/repos/o/winget-pkgs';
const compare = `${fork}/compare/microsoft:master...o:master`;
const image = 'https://hub.docker.com/v2/namespaces/o/repositories/tool';
const release = 'https://api.github.com/repos/o/tool/releases/tags/v1.1.0';
const container = 'https://api.github.com/users/o/packages/container/tool';
const queued = (count: number) => Array.from({length: count}, (_, index) => ({version: `0.${index}.0`, state: 'moderation'}));
const gone: FakeReply = {status: 404};
const there: FakeReply = {body: {}};
const withToken = {hasToken: true};

const npm = {of: 'npm', says: npmSays, cause: 'may-not-publish'} as const;
const choco = {of: 'chocolatey', says: chocoSays, cause: 'push-forbidden'} as const;
const winget = {of: 'winget', says: forkSays, cause: 'fork-behind'} as const;
const releases = {of: 'github-releases', says: 'ReleaseAsset.name already_exists', cause: 'asset-already-there'} as const;
const packages = {of: 'github-packages', says: 'denied: permission_denied: write_package', cause: 'package-not-linked'} as const;
const docker = {of: 'docker-hub', says: 'denied: requested access to the resource is denied', cause: 'image-not-ours'} as const;
const aur = {of: 'aur', says: 'aur@aur.archlinux.org: Permission denied (publickey).', cause: 'ssh-key-refused'} as const;
const asset = 'https://github.com/o/tool/releases/download/v1.1.0/tool.zip';
const about = {url: 'https://github.com/o/tool', defaultBranch: 'main', isPrivate: false};
const fetched = {
  of: 'scoop',
  says: `curl: (22) The requested URL returned error: 404 ${asset}`,
  cause: 'asset-fetched-too-early',
} as const;

const cases: Readonly<Record<string, Case>> = {
  'npm: no package, and nothing but trusted publishing': {
    ...npm,
    replies: {[npmTool]: gone},
    confidence: 'confirmed',
    seen: /no package tool/,
    fix: /by hand/,
  },
  'npm: no package, and a token that may be dead too': {
    ...npm,
    replies: {[npmTool]: gone},
    more: {job: job({publishingSteps: ['Push'], secrets: ['NPM_TOKEN']})},
    confidence: 'likely',
  },
  'npm: the package is there and no token at hand': {
    ...npm,
    replies: {[npmTool]: there},
    confidence: 'confirmed',
    seen: /right to it is missing/,
  },
  'npm: a dead token': {
    ...npm,
    replies: {[npmTool]: there, [whoami]: {status: 401, body: {}}},
    setting: withToken,
    confidence: 'confirmed',
    seen: /refuses the token/,
    fix: /new token/,
  },
  'npm: an account without the right': {
    ...npm,
    replies: {[npmTool]: there, [whoami]: {body: {username: 'octo'}}, [collaborators]: {body: {octo: 'read-only'}}},
    setting: withToken,
    confidence: 'confirmed',
    seen: /octo may not write/,
  },
  'npm: an account with the right, so another token': {
    ...npm,
    replies: {[npmTool]: there, [whoami]: {body: {username: 'octo'}}, [collaborators]: {body: {octo: 'read-write'}}},
    setting: withToken,
    confidence: 'likely',
    seen: /octo may write/,
  },
  'npm: it can’t be asked': {...npm, replies: {[npmTool]: {status: 503}}, confidence: 'likely', seen: /could not be asked/},
  'chocolatey: somebody else’s id': {
    ...choco,
    replies: {},
    more: {publication: publication({belongsTo: 'another', serves: '1.0.0'})},
    confidence: 'confirmed',
    seen: /another project’s/,
  },
  'chocolatey: a full queue': {
    ...choco,
    replies: {},
    more: {publication: publication({serves: '1.0.0', queued: queued(10)})},
    confidence: 'confirmed',
    seen: /10 versions/,
  },
  'chocolatey: a key that is refused': {
    ...choco,
    replies: {},
    more: {publication: publication({serves: '1.0.0'}), token: {verdict: 'refused', note: 'Chocolatey does not know the key.'}},
    confidence: 'confirmed',
    fix: /Copy the key again/,
  },
  'chocolatey: a package of another account': {...choco, replies: {[chocoPage]: there}, confidence: 'likely', fix: /owner/},
  'chocolatey: no package at all': {...choco, replies: {[chocoPage]: gone}, confidence: 'likely', fix: /Copy the key/},
  'chocolatey: a conflict over a version that is there': {
    ...choco,
    says: conflict,
    cause: 'push-not-taken',
    replies: {[`${chocoPage}/1.1.0`]: there},
    confidence: 'confirmed',
    fix: /Do nothing/,
  },
  'chocolatey: a conflict over none': {
    ...choco,
    says: conflict,
    cause: 'push-not-taken',
    replies: {[`${chocoPage}/1.1.0`]: gone},
    confidence: 'likely',
    fix: /nuspec/,
  },
  'winget: no fork': {...winget, replies: {[fork]: gone}, confidence: 'likely', seen: /no o\/winget-pkgs/},
  'winget: a repository that is no fork': {
    ...winget,
    replies: {[fork]: {body: {fork: false, full_name: 'o/winget-pkgs'}}},
    confidence: 'confirmed',
    seen: /is no fork/,
  },
  'winget: a fork far behind': {
    ...winget,
    replies: {[fork]: {body: {fork: true, full_name: 'o/winget-pkgs'}}, [compare]: {body: {behind_by: 25_808}}},
    confidence: 'confirmed',
    seen: /25808 commits behind/,
    fix: /Sync the fork/,
  },
  'winget: a fork up to date': {
    ...winget,
    replies: {[fork]: {body: {fork: true, full_name: 'o/winget-pkgs'}}, [compare]: {body: {behind_by: 0}}},
    confidence: 'possible',
    fix: /scopes/,
  },
  'releases: an upload that broke off': {
    ...releases,
    replies: {[release]: {body: {draft: true, assets: [{name: 'tool.zip', state: 'starter', size: 0}]}}},
    confidence: 'confirmed',
    seen: /tool\.zip/,
    fix: /Delete tool\.zip/,
  },
  'releases: files that are all there': {
    ...releases,
    replies: {[release]: {body: {draft: false, assets: [{name: 'tool.zip', state: 'uploaded', size: 9}]}}},
    confidence: 'confirmed',
    fix: /leave out what is there/,
  },
  'releases: nothing that can be seen': {...releases, replies: {[release]: gone}, confidence: 'likely'},
  'packages: one that hangs on another repository': {
    ...packages,
    replies: {[container]: {body: {repository: {full_name: 'o/old'}}}},
    confidence: 'confirmed',
    seen: /hangs on o\/old/,
  },
  'packages: one that hangs on this': {
    ...packages,
    replies: {[container]: {body: {repository: {full_name: 'O/tool'}}}},
    confidence: 'possible',
    fix: /packages: write/,
  },
  'docker: no repository': {...docker, replies: {[image]: gone}, confidence: 'likely', fix: /Make the repository o\/tool/},
  'docker: a repository of others': {...docker, replies: {[image]: there}, confidence: 'confirmed', fix: /Read & Write/},
  'aur: whose the package is': {
    ...aur,
    replies: {'https://aur.archlinux.org/rpc/v5/info/tool': {body: {results: [{Maintainer: 'octo'}]}}},
    confidence: 'likely',
    seen: /octo maintains tool/,
  },
  'aur: a key that is accepted, so another in the secret': {
    ...aur,
    replies: {},
    more: {token: {verdict: 'valid', note: 'It works.'}},
    confidence: 'confirmed',
    seen: /secret holds another/,
  },
  'snap: a name that the store knows': {
    of: 'snapcraft',
    says: 'resource-not-found: Snap not found for name=tool',
    cause: 'snap-not-registered',
    replies: {'https://api.snapcraft.io/v2/snaps/info/tool?fields=version': there},
    confidence: 'confirmed',
    fix: /--snaps=tool/,
  },
  'an asset that is there now': {
    ...fetched,
    replies: {[`HEAD ${asset}`]: there},
    more: {about},
    confidence: 'confirmed',
    seen: /is there now/,
  },
  'an asset that is still missing from a release that is out': {
    ...fetched,
    replies: {[`HEAD ${asset}`]: gone},
    more: {
      about,
      release: {
        kind: 'released',
        release: {id: 1, tag: 'v1.1.0', url: '', isDraft: false, isPrerelease: false, isImmutable: false, assets: []},
      },
    },
  },
};

describe('what decides between causes', () => {
  it.each(Object.entries(cases))('%s', async (_, {of, says, replies, cause, confidence, seen, fix, more, setting}) => {
    const marketplace = marketplaces.find(({id}) => id === of);
    const causes = [...(marketplace?.causes ?? []), ...generalCauses];
    const known = situation({
      marketplace: {id: of, title: marketplace?.title ?? of},
      run: run('failure', 'Checkout', 'Push|failure'),
      job: job({marketplace: of, publishingSteps: ['Push']}),
      log: log(says),
      ...more,
    });
    const decided = await against(replies, (lookup) => findDecided(lookup, known, causes), setting);
    const found = diagnose({...known, decided}, causes).find((one) => one.cause === cause);
    expect(found?.confidence).toBe(confidence);
    if (seen) expect(found?.evidence.join('\n')).toMatch(seen);
    if (fix) expect(found?.fix).toMatch(fix);
  });

  it('asks nothing where the log confirms the cause, where nothing failed, and where there is no log', async () => {
    const causes = marketplaces.flatMap((one) => one.causes ?? []);
    const failed = {run: run('failure', 'Push|failure'), job: job()};
    await against({}, (lookup) => findDecided(lookup, situation({...failed, log: log('npm error code EOTP')}), causes));
    await against({}, (lookup) => findDecided(lookup, situation({run: run('success', 'Push'), log: log(npmSays)}), causes));
    await against({}, (lookup) => findDecided(lookup, situation(failed), causes));
  });

  it('is not kept for a cause that the facts no longer point to', () => {
    const causes = marketplaces.find(({id}) => id === 'npm')?.causes ?? [];
    const decided = {'may-not-publish': {confidence: 'confirmed' as const, evidence: ['Seen.'], fix: 'Do it.'}};
    const known = situation({run: run('failure', 'Push|failure'), job: job(), log: log('npm error code EOTP'), decided});
    expect(diagnose(known, causes).map((one) => one.cause)).toEqual(['one-time-password-wanted']);
  });
});

describe('what can be done from here', () => {
  it('stands beside the diagnosis', () => {
    const known = (says: string) =>
      diagnose(
        situation({run: run('failure', 'Push|failure'), job: job({secrets: ['KEY'], publishingSteps: ['Push']}), log: log(says)}),
        generalCauses,
      )[0]?.doable;
    expect(known('npm error code E401')).toEqual({kind: 'set-secret', name: 'KEY'});
    expect(known('Error: Resource not accessible by integration')).toEqual({kind: 'patch-workflow', path: '.github/workflows/publish.yml'});
    expect(known('503 Service Unavailable')).toEqual({kind: 'wait'});
    expect(known('something new')).toBeUndefined();
  });
});
