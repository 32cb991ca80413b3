import {createHash} from 'node:crypto';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {pusher} from '../support/local-hub.ts';
import {lackingForPublish, openRealPublish, type RealPublish} from '../support/real-publish.ts';
import {packageOf, smallProject} from '../support/small-project.ts';

const {name, version, owner} = smallProject;
const all = ['npm', 'docker-hub', 'aur'] as const;
const lacking = lackingForPublish.length === 0 ? '' : ` (left out: ${lackingForPublish.join(', ')})`;

/** The jobs of each run that were not skipped, and how they ended. */
const ranIn = ({repository}: RealPublish): readonly string[] =>
  repository.runs.map(({jobs}) =>
    jobs
      .filter(({conclusion}) => conclusion !== 'skipped')
      .map((job) => `${job.name} ${job.conclusion}`)
      .join(', '),
  );

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What anybody gets from the registry of packages; undefined: nothing. */
const servedPackage = async ({verdaccio}: RealPublish): Promise<string | undefined> => {
  const reply = await fetch(`${verdaccio.origin}/${name}/-/${name}-${version}.tgz`);
  return reply.ok ? sha256(new Uint8Array(await reply.arrayBuffer())) : undefined;
};

/** The digest that the registry of images has under a tag; null: it has none. */
const heldImage = async ({hub}: RealPublish, tag: string): Promise<string | null> => {
  const authorization = `Basic ${btoa(`${pusher.name}:${pusher.password}`)}`;
  const reply = await fetch(`${hub.registry}/v2/${owner}/${name}/manifests/${tag}`, {
    headers: {authorization, accept: 'application/vnd.oci.image.index.v1+json'},
  });
  return reply.headers.get('docker-content-digest');
};

/*
 * Real: the registry of packages, the registry of images, sshd with git behind it, and the programs npm and git that the workflow's steps call.
 * Simulated: GitHub and the shell of its runners. Stand-ins of this test: docker's client, which pushes by the registry's own protocol;
 * Docker Hub's list of tags and the AUR's search, which tell what the real servers hold at that moment.
 */
describe.skipIf(lacking !== '')(`publishing to real servers${lacking}`, {timeout: 60_000}, () => {
  let real: RealPublish;
  beforeAll(async () => {
    real = await openRealPublish();
  }, 40_000);
  afterAll(() => real?.end());

  it.each([
    ['npm', 'NPM_TOKEN', 'nobodys-token', /confirmed: npm refuses the token[\s\S]*npm error code E401/],
    ['docker-hub', 'DOCKERHUB_TOKEN', 'dckr_pat_revoked', /confirmed: Docker Hub refuses the user name or the token/],
    ['aur', 'AUR_SSH_KEY', 'not a key', /confirmed: The secret is no private key that SSH can read[\s\S]*Permission denied \(publickey\)/],
  ])('tells from the real refusal why %s takes nothing while %s is wrong', async (id, secret, wrong, cause) => {
    const held = real.changeSecret(secret, wrong);
    const {code, out} = await real.publish(id, '--yes');
    real.changeSecret(secret, held);
    expect(out).toMatch(cause);
    expect(out).not.toContain(wrong);
    expect([code, ranIn(real).at(-1)]).toEqual([1, `${id} failure`]);
    expect([await servedPackage(real), await heldImage(real, version), real.aur.commits()]).toEqual([undefined, null, []]);
  });

  it('publishes one after the other, each by its own job alone, and says what people get', async () => {
    const {code, out, told} = await real.publish(...all, '--yes');
    expect([code, told]).toEqual([0, '']);
    expect(ranIn(real).slice(-all.length)).toEqual(all.map((id) => `${id} success`));
    expect(out).toMatch(/“Publish the released package”: runs\n[\s\S]*npm serves 1\.2\.3, and every file is what was released\./);
    expect(out).toMatch(/“Push the image”: done[\s\S]*Docker Hub serves 1\.2\.3; there is nothing to compare it with\./);
    expect(out).toMatch(/“Push to the AUR”: done[\s\S]*AUR serves 1\.2\.3, and every file is what was released\./);
    expect(await servedPackage(real)).toBe(sha256(packageOf(version)));
    expect(await heldImage(real, version)).toMatch(/^sha256:/);
    expect(await heldImage(real, 'latest')).toBe(await heldImage(real, version));
    expect(real.aur.commits()).toEqual([`Update to ${version}`]);
  });

  it('finds nothing to do for the same tag, and the survey sees all three', async () => {
    const before = real.repository.runs.length;
    const {code, out} = await real.publish(...all, '--yes');
    expect([code, real.repository.runs.length]).toEqual([0, before]);
    expect(out).toMatch(/^npm: npm serves 1\.2\.3.*\nDocker Hub: Docker Hub serves 1\.2\.3.*\nAUR: AUR serves 1\.2\.3.*\n$/);
    const seen = await real.portcall('verify', '--only', all.join(','), '--json');
    expect([seen.code, JSON.parse(seen.out).marketplaces.map(({verdict}: {verdict: string}) => verdict)]).toEqual([
      0,
      all.map(() => 'working'),
    ]);
  });

  it('stops at another content under the same version, and says so', async () => {
    await real.replacePackage(packageOf('something else'));
    const verified = await real.portcall('verify', '--only', 'npm');
    expect([verified.code, verified.out]).toEqual([1, expect.stringContaining('Its digest is not that of tool-1.2.3.tgz in the release.')]);
    const before = real.repository.runs.length;
    const {code, out} = await real.publish('npm', '--yes');
    expect([code, real.repository.runs.length]).toEqual([1, before]);
    expect(out).toContain('npm serves 1.2.3, and not what was released: tool-1.2.3.tgz');
  });
});
