import type {FirstFiles, LibraryNeed, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {dockerfileString, plainLine} from '../../src/model/quoting.ts';
import {carriedPrograms, platformTitle} from './carried-programs.ts';
import {type Blocked, homepageOf, spdxOf} from './grounds.ts';

/** One Dockerfile serves every registry of images. */
export const dockerfilePath = 'packaging/docker-hub/Dockerfile';

/** An image that a program runs on, by the C library that it brings. */
type Base = {readonly image: string; readonly why: string; runs(library: LibraryNeed | undefined): boolean};

const isGlibc = (library: LibraryNeed | undefined): boolean => library?.kind === 'glibc';
const isMusl = (library: LibraryNeed | undefined): boolean => library?.kind === 'musl';

/** The glibc that Debian 12 has. */
const olderGlibc = 36;
const minorOf = (library: LibraryNeed | undefined): number =>
  library?.kind === 'glibc' ? Number(/^2\.(\d+)/.exec(library.least ?? '')?.[1] ?? olderGlibc + 1) : 0;

const baseFor = (programs: readonly ReleasedProgram[]): Base => {
  const first = programs.find(({library}) => isGlibc(library) || isMusl(library));
  if (first === undefined)
    return {image: 'gcr.io/distroless/static-debian12:nonroot', why: 'The program needs no C library.', runs: () => true};
  if (isMusl(first.library)) return {image: 'alpine:3.22', why: 'The program needs the C library musl.', runs: (one) => !isGlibc(one)};
  const newest = Math.max(...programs.map(({library}) => minorOf(library)));
  const image = newest > olderGlibc ? 'debian:trixie-slim' : 'debian:bookworm-slim';
  return {image, why: 'The program needs the C library glibc.', runs: (one) => !isMusl(one)};
};

export type ImagePrograms = {
  readonly kind: 'programs';
  readonly base: Base;
  readonly programs: readonly ReleasedProgram[];
  readonly notes: readonly string[];
};

/** The programs for Linux that one image can hold, and what it stands on. */
export const imagePrograms = (facts: ProgramFacts): ImagePrograms | Blocked => {
  const carried = carriedPrograms(facts, ['linux']);
  if (carried.kind === 'blocked') return carried;
  const base = baseFor(carried.programs);
  const programs = carried.programs.filter(({library}) => base.runs(library));
  const others = carried.programs.filter((one) => !programs.includes(one));
  return {
    kind: 'programs',
    base,
    programs,
    notes: [
      ...carried.notes,
      ...others.map(
        (one) => `The program for ${platformTitle(one)} is left out: it needs another C library than the image ${base.image} has.`,
      ),
      ...(programs.some(({library}) => library === undefined)
        ? [
            'Which C library the program needs can’t be read; try the image before you publish it, and change its FROM line if it does not start.',
          ]
        : []),
    ],
  };
};

/** Platforms as Docker writes them. */
export const imagePlatforms = (programs: readonly ReleasedProgram[]): readonly string[] =>
  programs.map(({architecture}) => `linux/${architecture}`);

const labels = (facts: ProgramFacts): readonly (readonly [name: string, value: string])[] => {
  const {owner, name} = facts.project.repository;
  const license = spdxOf(facts);
  const description = plainLine(facts.description);
  return [
    ['title', facts.command],
    ...(description === '' ? [] : [['description', description] as const]),
    ['url', homepageOf(facts)],
    ['source', `https://github.com/${owner}/${name}`],
    ['vendor', plainLine(facts.author)],
    ...(license === undefined ? [] : [['licenses', license] as const]),
  ];
};

const dockerfile = (facts: ProgramFacts, {base, programs}: ImagePrograms): string => {
  const lines = labels(facts).map(([name, value]) => `LABEL org.opencontainers.image.${name}=${dockerfileString(value)}`);
  return [
    `# For ${imagePlatforms(programs).join(' and ')}. The build's context holds a folder for each platform, such as linux-amd64, with the released`,
    '# program in it; the workflow lays them out.',
    `# ${base.why}`,
    `FROM ${base.image}`,
    '',
    `ARG VERSION=${dockerfileString(facts.project.version)}`,
    'ARG TARGETARCH',
    '',
    ...lines,
    'LABEL org.opencontainers.image.version="$VERSION"',
    '',
    `COPY --chmod=755 ["linux-\${TARGETARCH}/${facts.command}", "/usr/local/bin/${facts.command}"]`,
    '',
    'USER 65532:65532',
    `ENTRYPOINT ["/usr/local/bin/${facts.command}"]`,
    '',
  ].join('\n');
};

/** The Dockerfile, the same for every registry. */
export const imageFiles = (facts: ProgramFacts): FirstFiles => {
  const found = imagePrograms(facts);
  if (found.kind === 'blocked') return found;
  return {
    kind: 'files',
    place: {kind: 'project'},
    files: [{path: dockerfilePath, contents: dockerfile(facts, found)}],
    notes: found.notes,
  };
};
