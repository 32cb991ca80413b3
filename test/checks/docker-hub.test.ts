import {describe, expect, it} from 'vitest';
import {dockerHub} from '../../checks/docker-hub.ts';
import {against, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const api = 'https://hub.docker.com/v2/namespaces/octo/repositories/tool/tags';
const project = projectOf({packages: {'docker-hub': {name: 'octo/tool', from: 'workflow'}}});
const both = ['amd64', 'arm64'];
const tag = (name: string, digest: string, architectures: readonly string[] = both) => ({
  name,
  digest,
  images: [...architectures.map((architecture) => ({os: 'linux', architecture})), {os: 'unknown', architecture: 'unknown'}],
});
const missing = {status: 404, body: {message: 'tag not found'}};

describe('what Docker Hub serves', () => {
  const states: readonly (readonly [string, Record<string, FakeReply>, object])[] = [
    [
      'the version of the tag',
      {'/1.2.3': {body: tag('1.2.3', 'a')}, '/latest': {body: tag('latest', 'a')}},
      {serves: '1.2.3', version: {kind: 'published'}},
    ],
    ['no tag latest', {'/1.2.3': {body: tag('1.2.3', 'a')}, '/latest': missing}, {serves: '1.2.3', version: {kind: 'published'}}],
    [
      'fewer platforms than latest',
      {
        '/1.2.3': {body: tag('1.2.3', 'b', ['amd64'])},
        '/latest': {body: tag('latest', 'a')},
        '?page_size=100': {body: {results: [tag('latest', 'a'), tag('1.2.3', 'b', ['amd64'])]}},
      },
      {version: {kind: 'partial', missing: ['linux/arm64, which the tag latest has']}},
    ],
    [
      'another image under latest',
      {
        '/1.2.3': {body: tag('1.2.3', 'b')},
        '/latest': {body: tag('latest', 'a')},
        '?page_size=100': {body: {results: [tag('latest', 'a'), tag('1.2.3', 'b'), tag('1.2.2', 'a')]}},
      },
      {serves: '1.2.2', version: {kind: 'published', note: expect.stringContaining('latest')}},
    ],
    [
      'an earlier version',
      {'/1.2.3': missing, '?page_size=100': {body: {results: [tag('latest', 'a'), tag('1.2.2', 'a'), tag('1.2', 'a')]}}},
      {serves: '1.2.2', version: {kind: 'absent'}},
    ],
    [
      'a tag with a v that is not among the newest',
      {
        '/1.2.3': missing,
        '/v1.2.3': {body: tag('v1.2.3', 'a')},
        '/latest': {body: tag('latest', 'b')},
        '?page_size=100': {body: {next: 'https://hub.docker.com/?page=2', results: [tag('9.9.9', 'b')]}},
      },
      {serves: '9.9.9', version: {kind: 'published', note: expect.stringContaining('latest')}},
    ],
    [
      'no such version, however it is spelt',
      {
        '/1.2.3': missing,
        '/v1.2.3': missing,
        '?page_size=100': {body: {next: 'https://hub.docker.com/?page=2', results: [tag('9.9.9', 'b')]}},
      },
      {serves: '9.9.9', version: {kind: 'absent'}},
    ],
    [
      'a tag with a v',
      {'/1.2.3': missing, '?page_size=100': {body: {results: [tag('v1.2.3', 'a'), tag('latest', 'a')]}}},
      {serves: '1.2.3', version: {kind: 'published'}},
    ],
    ['no such image', {'/1.2.3': missing, '?page_size=100': missing}, {serves: null, version: {kind: 'absent'}}],
  ];
  it.each(states)('%s', async (_, replies, publication) => {
    const addressed = Object.fromEntries(Object.entries(replies).map(([path, reply]) => [api + path, reply]));
    expect(await against(addressed, (lookup) => dockerHub.findPublication(lookup, project))).toMatchObject(publication);
  });
  it('looks under the owner where nothing names the image', async () => {
    expect(dockerHub.usualName?.({owner: 'Octo', name: 'Tool'})).toBe('octo/tool');
    await against({[`${api}/1.2.3`]: missing, [`${api}?page_size=100`]: missing}, (lookup) =>
      dockerHub.findPublication(lookup, projectOf()),
    );
  });
  it('is not green for an image of a guessed name', async () => {
    const replies = {[`${api}/1.2.3`]: {body: tag('1.2.3', 'a')}, [`${api}/latest`]: missing};
    const guess = projectOf({packages: {'docker-hub': {name: 'octo/tool', from: 'guess'}}});
    expect((await against(replies, (lookup) => dockerHub.findPublication(lookup, guess))).version.kind).toBe('not-visible');
  });
  it('asks for the tag as git writes it', async () => {
    const prefixed = projectOf({packages: project.packages, tag: 'cli/v1.2.3'});
    const list = {body: {next: 'https://hub.docker.com/?page=2', results: []}};
    const replies = {'/1.2.3': missing, '/v1.2.3': missing, '/cli-v1.2.3': missing, '?page_size=100': list};
    const addressed = Object.fromEntries(Object.entries(replies).map(([path, reply]) => [api + path, reply]));
    expect((await against(addressed, (lookup) => dockerHub.findPublication(lookup, prefixed))).version.kind).toBe('absent');
  });
  it('writes a + as a tag takes it', async () => {
    const built = projectOf({packages: project.packages, version: '1.2.3+4', tag: 'v1.2.3+4'});
    await against({[`${api}/1.2.3-4`]: missing, [`${api}?page_size=100`]: missing}, (lookup) => dockerHub.findPublication(lookup, built));
  });
  it('finds the account by the image', async () => {
    const replies = {[`${api}/1.2.3`]: {body: tag('1.2.3', 'a')}, [`${api}/latest`]: missing};
    const account = await against(replies, async (lookup) => dockerHub.findAccount?.(lookup, project));
    expect(account).toMatchObject({kind: 'exists', name: 'octo'});
  });
});

describe("Docker Hub's token", () => {
  const url = 'https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aocto%2Ftool%3Apull%2Cpush';
  const jwt = (payload: object) => ({body: {token: `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.sig`}});
  const grant = (...actions: readonly string[]) => [{type: 'repository', name: 'octo/tool', actions}];
  const tests: readonly (readonly [string, FakeReply, object])[] = [
    ['may push', jwt({sub: 'octo', access: grant('pull', 'push')}), {verdict: 'valid', identity: 'octo'}],
    ['may only pull', jwt({sub: 'octo', access: grant('pull')}), {verdict: 'lacks-right'}],
    ['was granted nothing', jwt({sub: 'octo', access: []}), {verdict: 'lacks-right'}],
    ['was taken for nobody', jwt({sub: '', access: grant('pull')}), {verdict: 'undetermined'}],
    ['is opaque', {body: {token: 'opaque'}}, {verdict: 'undetermined'}],
    ['has too few rights', {status: 401, body: {details: 'access token has insufficient scopes'}}, {verdict: 'lacks-right'}],
    ['is refused', {status: 401, body: {details: 'incorrect username or password'}}, {verdict: 'refused'}],
  ];
  it.each(tests)('%s', async (_, reply, test) => {
    expect(await against({[url]: reply}, async (lookup) => dockerHub.token?.test?.(lookup, project))).toMatchObject(test);
  });
  it('is sent with the user it belongs to', () => {
    expect(dockerHub.token?.authorize('dckr_pat_x', {DOCKERHUB_USERNAME: 'octo'})).toEqual({
      authorization: `Basic ${btoa('octo:dckr_pat_x')}`,
    });
    expect(dockerHub.token?.authorize('dckr_pat_x', {})).toEqual({});
  });
});

describe('the jobs of Docker Hub', () => {
  const push = {uses: 'docker/build-push-action'};
  const meta = (images: string) => stepOf({uses: 'docker/metadata-action', with: {images}});
  const outputs = {push: 'true', tags: '${{ steps.meta.outputs.tags }}'};
  const cases: readonly (readonly [string, Parameters<typeof jobOf>[0], boolean])[] = [
    ['an image of its own', [stepOf({...push, with: {push: 'true', tags: 'octo/tool:1,octo/tool:latest'}})], true],
    ['docker push', [stepOf({run: 'docker build -t octo/tool .\ndocker push octo/tool:1'})], true],
    ['buildx', [stepOf({run: 'docker buildx build --push -t octo/tool:1 .'})], true],
    ['described images', [meta('octo/tool'), stepOf({...push, with: outputs})], true],
    ['a condition', [stepOf({...push, with: {push: "${{ github.event_name != 'pull_request' }}", tags: 'octo/tool:1'}})], true],
    ["images for GitHub's registry", [meta('ghcr.io/octo/tool'), stepOf({...push, with: outputs})], false],
    [
      "a sign-in at GitHub's registry",
      [stepOf({uses: 'docker/login-action', with: {registry: 'ghcr.io'}}), stepOf({...push, with: outputs})],
      false,
    ],
    ['another registry', [stepOf({...push, with: {push: 'true', tags: 'quay.io/octo/tool:1'}})], false],
    ['a build alone', [stepOf({...push, with: {push: 'false', tags: 'octo/tool:1'}})], false],
    ['no push', [stepOf({...push, with: {tags: 'octo/tool:1'}})], false],
  ];
  it.each(cases)('recognises %s', (_, steps, isPublishing) => {
    expect(dockerHub.publishedBy?.publishes(steps.at(-1)!, jobOf(steps)) !== undefined).toBe(isPublishing);
  });
  const names: readonly (readonly [string, Parameters<typeof stepOf>[0], string | undefined])[] = [
    [
      'in tags',
      {...push, with: {tags: 'makuykendall/contextlite:${{ github.event.inputs.version }},makuykendall/contextlite:latest'}},
      'makuykendall/contextlite',
    ],
    ['with its registry', {...push, with: {tags: 'docker.io/octo/tool:1'}}, 'octo/tool'],
    ['beside another', {...push, with: {tags: 'ghcr.io/octo/tool:1\nocto/tool:1'}}, 'octo/tool'],
    ['out of the environment', {...push, with: {tags: '${{ env.IMAGE }}:1'}, env: {IMAGE: 'octo/tool'}}, 'octo/tool'],
    ['in a script', {run: 'docker push $IMAGE:$TAG', env: {IMAGE: 'octo/tool'}}, 'octo/tool'],
    ['that a run alone knows', {...push, with: {tags: '${{ secrets.DOCKERHUB_USERNAME }}/tool:1'}}, undefined],
  ];
  it.each(names)('reads a name %s', (_, step, name) => expect(dockerHub.publishedBy?.packageName?.(stepOf(step))).toBe(name));
  it('names what a log shows', () => {
    expect(causesOf(dockerHub, 'unauthorized: access token has insufficient scopes')).toEqual(['token-lacks-right']);
    expect(causesOf(dockerHub, 'denied: requested access to the resource is denied')).toEqual(['image-not-ours']);
  });
  it('reads a Dockerfile', () => {
    expect(dockerHub.packageFiles?.matches('docker/Dockerfile.alpine')).toBe(true);
    expect(dockerHub.packageFiles?.matches('.devcontainer/Dockerfile')).toBe(false);
    expect(dockerHub.packageFiles?.read('Dockerfile', 'FROM scratch\nLABEL version=REPLACE_ME')?.faults).toEqual([
      {what: 'REPLACE_ME is a placeholder that was never filled in.', line: 2, placeholder: 'REPLACE_ME'},
    ]);
  });
});
