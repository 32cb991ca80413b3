import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {dockerHub} from '../../../checks/docker-hub.ts';
import {githubPackages} from '../../../checks/github-packages.ts';
import type {ProgramFacts} from '../../../src/model/first-package.ts';
import type {MarketplaceId} from '../../../src/model/marketplace-id.ts';
import {expectOwnExpressions, jobScripts, readBack, textAt, writtenFiles} from '../../support/first-files.ts';
import {harborProgram, hostileFacts, hostileTexts, programFacts} from '../../support/program-facts.ts';

const dockerfile = 'packaging/docker-hub/Dockerfile';
const written = (facts: ProgramFacts) => writtenFiles(dockerHub.firstPackage, facts);
const named = (id: MarketplaceId, name: string): ProgramFacts => {
  const facts = programFacts();
  return {...facts, project: {...facts.project, packages: {[id]: {name, from: 'configuration'}}}};
};
const onLinux = (amd64: object, arm64: object = {}): ProgramFacts =>
  programFacts({programs: [harborProgram('linux', 'amd64', amd64), harborProgram('linux', 'arm64', arm64)]});
const baseOf = (facts: ProgramFacts) => /^FROM (.*)$/m.exec(textAt(written(facts), dockerfile))?.[1];

describe('the Dockerfile', () => {
  it('puts the released program of each platform into an image, and nothing is run', () => {
    expect(
      textAt(written(programFacts()), dockerfile),
    ).toBe(`# For linux/amd64 and linux/arm64. The build's context holds a folder for each platform, such as linux-amd64, with the released
# program in it; the workflow lays them out.
# The program needs no C library.
FROM gcr.io/distroless/static-debian12:nonroot

ARG VERSION="1.2.3"
ARG TARGETARCH

LABEL org.opencontainers.image.title="harbor"
LABEL org.opencontainers.image.description="Moves files between object stores"
LABEL org.opencontainers.image.url="https://harbor.example/"
LABEL org.opencontainers.image.source="https://github.com/harbor-tools/harbor"
LABEL org.opencontainers.image.vendor="Harbor Tools"
LABEL org.opencontainers.image.licenses="MIT"
LABEL org.opencontainers.image.version="$VERSION"

COPY --chmod=755 ["linux-\${TARGETARCH}/harbor", "/usr/local/bin/harbor"]

USER 65532:65532
ENTRYPOINT ["/usr/local/bin/harbor"]
`);
  });

  it('is one for both registries, and read by both rows', () => {
    expect(writtenFiles(githubPackages.firstPackage, programFacts()).files).toEqual(written(programFacts()).files);
    for (const marketplace of [dockerHub, githubPackages])
      expect(readBack(marketplace, written(programFacts()))).toEqual([{path: dockerfile, faults: []}]);
  });

  it.each([
    ['none', onLinux({}), 'gcr.io/distroless/static-debian12:nonroot'],
    ['musl', onLinux({library: {kind: 'musl'}}), 'alpine:3.22'],
    ['an old glibc', onLinux({library: {kind: 'glibc', least: '2.31'}}), 'debian:bookworm-slim'],
    ['a new glibc', onLinux({library: {kind: 'glibc', least: '2.39'}}), 'debian:trixie-slim'],
  ] as const)('stands on an image that has the C library: %s', (_, facts, expected) => {
    expect(baseOf(facts)).toBe(expected);
  });

  it('leaves out what needs another C library', () => {
    const facts = onLinux({library: {kind: 'glibc', least: '2.31'}}, {library: {kind: 'musl'}});
    expect(written(facts).notes).toContain(
      'The program for Linux on ARM64 is left out: it needs another C library than the image debian:bookworm-slim has.',
    );
    expect(textAt(written(facts), dockerfile)).toMatch(/^# For linux\/amd64\./);
  });

  it.each([
    ['no program for Linux', programFacts({programs: [harborProgram('macos', 'arm64')]}), /no program for Linux/],
    ['a name with capitals in the middle of nowhere', named('docker-hub', 'harbor--/x'), /can’t be an image’s name/],
  ])('is not written for %s', (_, facts, because) => {
    const found = dockerHub.firstPackage?.filesOf(facts);
    expect(found?.kind === 'blocked' && found.because).toMatch(because);
    expect(dockerHub.firstPackage?.job?.(facts)).toBeUndefined();
  });

  it('tells of an account that Docker Hub can’t have', () => {
    expect(written(programFacts()).notes).toEqual([expect.stringMatching(/^No account at Docker Hub can be called harbor-tools/)]);
    expect(written(named('docker-hub', 'harbortools/harbor')).notes).toEqual([]);
  });

  it.each([
    ['an npm package', '@harbor-tools/harbor', /is an npm package/],
    ['another owner', 'somebody/harbor', /belongs to somebody/],
  ])('is not pushed at GitHub as %s', (_, name, because) => {
    const found = githubPackages.firstPackage?.filesOf(named('github-packages', name));
    expect(found?.kind === 'blocked' && found.because).toMatch(because);
  });

  it.each(hostileTexts)('has the same instructions whatever is written outside: %j', (text) => {
    const facts = hostileFacts(text);
    const words = (contents: string) => contents.split('\n').map((line) => (line.startsWith('LABEL') ? line.split('=')[0] : line));
    const labels = (contents: string) => words(contents).filter((line) => !/\.(?:description|vendor)$/.test(line ?? ''));
    expect(labels(textAt(written(facts), dockerfile))).toEqual(labels(textAt(written(programFacts()), dockerfile)));
    for (const {firstPackage} of [dockerHub, githubPackages]) expectOwnExpressions(firstPackage!.job!(facts)!);
  });
});

describe('the jobs that push the image', () => {
  const facts = named('docker-hub', 'harbortools/harbor');
  const [hub, own] = [dockerHub.firstPackage!.job!(facts)!, githubPackages.firstPackage!.job!(facts)!];

  it('are bash', () => {
    for (const script of [...jobScripts(hub), ...jobScripts(own)])
      expect(spawnSync('bash', ['-n'], {input: script}).stderr.toString()).toBe('');
  });

  it('have the rights and secrets that each registry wants', () => {
    expect([hub.permissions, hub.secrets]).toEqual([{}, ['DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN']]);
    expect([own.permissions, own.secrets]).toEqual([{packages: 'write'}, []]);
    for (const job of [hub, own]) expectOwnExpressions(job);
  });

  it('push for every platform under the version, and move latest for no prerelease', () => {
    expect(hub.publish.at(-1)).toMatchObject({
      id: 'build',
      uses: {action: 'docker/build-push-action'},
      with: {
        file: dockerfile,
        platforms: 'linux/amd64,linux/arm64',
        push: 'true',
        tags: 'docker.io/harbortools/harbor:${{ env.IMAGE_TAG }}\n${{ env.MOVING_TAG }}',
        provenance: 'mode=max',
      },
    });
    const named = hub.publish.find(({name}) => name === 'Name the tags');
    const tagsFor = (version: string) => {
      const lines = named?.kind === 'run' ? named.lines : [];
      const script = ['set -eu', 'GITHUB_ENV="$(mktemp)"', ...lines, 'cat "$GITHUB_ENV"', 'rm "$GITHUB_ENV"'].join('\n');
      return spawnSync('bash', ['-c', script], {env: {VERSION: version, PATH: process.env.PATH ?? ''}}).stdout.toString();
    };
    expect(tagsFor('1.2.4+7')).toBe('IMAGE_TAG=1.2.4-7\nMOVING_TAG=docker.io/harbortools/harbor:latest\n');
    expect(tagsFor('1.2.4-rc.1')).toBe('IMAGE_TAG=1.2.4-rc.1\nMOVING_TAG=\n');
  });

  it('are recognised as publishing where they do', () => {
    const seen = (job: typeof hub, marketplace: typeof dockerHub) => {
      const steps = [...job.prepare, ...job.publish].map((step) => ({
        name: step.name,
        env: step.env ?? {},
        with: step.kind === 'use' ? (step.with ?? {}) : {},
        ...(step.kind === 'use' ? {uses: step.uses.action, ref: step.uses.version} : {run: step.lines.join('\n')}),
      }));
      const described = {id: 'x', name: 'x', needs: [], steps, secrets: [], env: {}} as never;
      return steps.some((step) => marketplace.publishedBy?.publishes(step as never, described) !== undefined);
    };
    expect([seen(hub, dockerHub), seen(hub, githubPackages)]).toEqual([true, false]);
    expect([seen(own, dockerHub), seen(own, githubPackages)]).toEqual([false, true]);
  });
});
