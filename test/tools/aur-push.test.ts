import {readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {beforeEach, describe, expect, it} from 'vitest';
import {aurOverSsh} from '../../checks/family/aur-ssh.ts';
import {aurFirstPackage} from '../../checks/first-package/aur.ts';
import {createAurGit} from '../../src/demo/aur-ssh.ts';
import {aurAtStart} from '../../src/demo/marketplaces/aur.ts';
import {createTokens} from '../../src/demo/tokens.ts';
import {Problem} from '../../src/model/problem.ts';
import type {SubmissionStep} from '../../src/model/submission-steps.ts';
import {pushAur} from '../../src/tools/aur-push.ts';
import {aurProblem} from '../../src/tools/aur-refusals.ts';
import type {MarketplaceWriter} from '../../src/tools/marketplace-writer.ts';
import {type SshGit, sshGit} from '../../src/tools/ssh-git.ts';
import {type LocalAur, noAur, startAur} from '../support/local-aur.ts';
import {programFacts} from '../support/program-facts.ts';

type PushAur = Extract<SubmissionStep, {readonly kind: 'push-aur'}>;

const name = 'harbor-bin';
const made = aurFirstPackage.filesOf(programFacts());
const files = made.kind === 'files' ? made.files.map(({path, contents}) => ({path, after: contents})) : [];
const first: PushAur = {kind: 'push-aur', package: name, message: 'Add harbor 1.2.3', files: files as never};

const writerOf = (signIn: {readonly target: typeof aurOverSsh; readonly key: string} | undefined, git: SshGit): MarketplaceWriter =>
  ({
    keepPace: async () => {},
    ssh: {signInFor: () => signIn, git, findAuthor: async () => ({name: 'Ada', email: 'ada@harbor.example'})},
  }) as unknown as MarketplaceWriter;

const problemOf = async (pushing: Promise<unknown>): Promise<Problem> => {
  const thrown = await pushing.then(String, (failure: unknown) => failure);
  if (!(thrown instanceof Problem)) throw new Error(`No Problem came: ${String(thrown)}`);
  return thrown;
};

/** The same step once more, for other contents on top of what stands there. */
const later = (base: string, change: (text: string) => string): PushAur => ({
  ...first,
  base,
  message: 'Update to 1.2.4',
  files: first.files.map(({path, after}) => ({path, before: after, after: change(after)})) as never,
});
const newer = (text: string): string => text.replaceAll('1.2.3', '1.2.4');

describe.skipIf(noAur !== undefined)(
  `a push to a real git over a real sshd${noAur === undefined ? '' : ` (left out: ${noAur})`}`,
  {timeout: 60_000},
  () => {
    let aur: LocalAur | undefined;
    let signIn: {target: typeof aurOverSsh; key: string};
    beforeEach(async () => {
      aur = await startAur(name);
      signIn = {target: aur.target as never, key: aur.key};
      return () => aur?.close();
    });
    const push = (step: PushAur, git: SshGit = sshGit) => pushAur(writerOf(signIn, git), step);

    it('makes the package, says so when it is there, and goes on from it', async () => {
      expect((await push(first)).note).toMatch(/^harbor-bin stands at the commit [0-9a-f]{7} at the AUR\.$/);
      expect([aur!.commits(), aur!.pushed('PKGBUILD')]).toEqual([['Add harbor 1.2.3'], files[0]?.after]);
      expect(aur!.git('log', '-1', '--format=%an <%ae> %cn', 'master')).toBe('Ada <ada@harbor.example> Ada');
      expect((await push(first)).note).toContain('It was so already');
      expect(readdirSync(tmpdir()).filter((one) => one.startsWith('portcall-git-'))).toEqual([]);
      await push(later(aur!.git('rev-parse', 'master'), newer));
      expect(aur!.commits()).toEqual(['Update to 1.2.4', 'Add harbor 1.2.3']);
      expect(aur!.pushed('.SRCINFO')).toContain('pkgver = 1.2.4');
    });

    it('pushes nothing onto a commit that the plan did not know', async () => {
      await push(first);
      const step = later(aur!.git('rev-parse', 'master'), newer);
      await push({...later(aur!.git('rev-parse', 'master'), (text) => `${text}\n`), message: 'Another'});
      expect((await problemOf(push(step))).message).toContain('Another commit was pushed to harbor-bin');
      expect((await problemOf(push({...first, files: [{path: 'PKGBUILD', after: 'other'}]}))).message).toContain(
        'The AUR got a package harbor-bin',
      );
      expect(aur!.commits()).toEqual(['Another', 'Add harbor 1.2.3']);
    });

    it('tells what the hook refuses, and leaves nothing behind', async () => {
      const refused = await problemOf(push({...first, files: [{path: 'PKGBUILD', after: 'pkgname=harbor-bin\n'}]}));
      expect([refused.kind, refused.message]).toEqual([
        'refused',
        'The AUR misses PKGBUILD or .SRCINFO in the push. It says: missing .SRCINFO.',
      ]);
      expect(aur!.commits()).toEqual([]);
    });

    it('tells of a key that nobody knows, and of another host', async () => {
      const unknown = createTokens()['AUR_SSH_KEY'] ?? '';
      expect((await problemOf(pushAur(writerOf({...signIn, key: unknown}, sshGit), first))).message).toContain('does not take the key');
      const another = {target: {...signIn.target, hostKey: aurOverSsh.hostKey}, key: signIn.key};
      expect((await problemOf(pushAur(writerOf(another, sshGit), first))).message).toContain('its host key is another one');
    });

    it('looks for a push whose answer was lost, and sends nothing twice', async () => {
      let sent = 0;
      const losing: SshGit = {
        ...sshGit,
        withCheckout: (repository, from, use) =>
          sshGit.withCheckout(repository, from, (checkout) =>
            use({
              ...checkout,
              push: async (branch) => {
                sent++;
                await checkout.push(branch);
                return {text: 'Connection to 127.0.0.1 closed by remote host.', code: 128};
              },
            }),
          ),
      };
      expect((await push(first, losing)).note).toContain('stands at the commit');
      expect([sent, aur!.commits()]).toEqual([1, ['Add harbor 1.2.3']]);
    });
  },
);

describe('a push to the simulated AUR', () => {
  const key = createTokens()['AUR_SSH_KEY'] ?? '';
  const signIn = {target: aurOverSsh, key};
  let state: ReturnType<typeof aurAtStart>;
  let push: (step: PushAur, own?: string) => Promise<string>;
  beforeEach(() => {
    let now = 1_790_000_000_000;
    state = aurAtStart({tokens: {AUR_SSH_KEY: key}} as never);
    const git = createAurGit(state, () => (now += 1000)) as unknown as SshGit;
    push = async (step, own = key) => (await pushAur(writerOf({...signIn, key: own}, git), step)).note;
  });

  it('makes the package as its .SRCINFO says', async () => {
    expect(await push(first)).toContain('stands at the commit');
    expect(state.packages[name]).toMatchObject({
      version: '1.2.3-1',
      url: 'https://github.com/harbor-tools/harbor',
      maintainer: 'makuykendall',
    });
    expect(await push(first)).toContain('It was so already');
  });

  it('refuses what the real one refuses', async () => {
    const other = createTokens()['AUR_SSH_KEY'] ?? '';
    expect((await problemOf(push(first, other))).kind).toBe('unauthorized');
    state.official[name] = {repository: 'extra', version: '1.0.0'};
    expect((await problemOf(push(first))).message).toContain('Arch Linux itself has a package of this name');
    state.official = {};
    const wrong = first.files.map((file) => ({...file, after: file.after.replaceAll('harbor-bin', 'other')})) as never;
    expect((await problemOf(push({...first, files: wrong}))).message).toContain('invalid pkgbase: other, expected harbor-bin');
    await push(first);
    state.packages[name]!.maintainer = 'somebody';
    expect((await problemOf(push(later('0', newer)))).message).toContain('Another commit');
  });

  it('asks for a key where none is at hand', async () => {
    const asked = await problemOf(pushAur(writerOf(undefined, sshGit), first));
    expect([asked.kind, asked.next]).toEqual([
      'unauthorized',
      'Set AUR_SSH_KEY in the environment, or give it with “portcall tokens aur”.',
    ]);
  });
});

describe('what the AUR says over SSH', () => {
  it.each([
    ['Your account email is not verified. Verify it from your profile on the AUR website before pushing.', 'forbidden', /e-mail address/],
    ['git-receive-pack: permission denied: octo\nfatal: Could not read from remote repository.', 'forbidden', /neither maintains/],
    ['harbor is orphaned. Run `ssh … adopt harbor` to request adoption', 'forbidden', /Nobody maintains/],
    ['remote: error: the repository must not contain subdirectories', 'refused', /no folders/],
    ['remote: error: maximum blob size (250.00KiB) exceeded', 'refused', /250 KiB/],
    ['remote: error: denying non-fast-forward (you should pull first)', 'refused', /since the plan was made/],
    ['remote: error: package is blacklisted: harbor', 'refused', /reserved/],
    ['remote: error: cannot overwrite package: harbor', 'refused', /another package/],
    ['The AUR is down due to maintenance. We will be back soon.', 'unreachable', /maintenance/],
    ['The SSH interface is disabled for your IP address.', 'forbidden', /this address/],
    ['remote: error: something new\n ! [remote rejected] HEAD -> master (hook declined)', 'refused', /refuses the push: something new/],
    ['kex_exchange_identification: Connection closed by remote host', 'unreachable', /broke off/],
  ])('puts %j into words', (text, kind, words) => {
    const problem = aurProblem({text, code: 1});
    expect(problem.kind).toBe(kind);
    expect(problem.message).toMatch(words);
  });

  it('counts silence as lost', () => expect(aurProblem({text: '', code: null}).kind).toBe('unreachable'));
});
