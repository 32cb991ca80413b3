import type {Repository} from '../github/state.ts';
import {contextlite, sha256} from '../marketplaces/project.ts';
import {actAtGitHub, refusalIn} from './github-act.ts';
import {did, type PageOutcome, type Visit} from './page.ts';
import {ownVersion} from './person.ts';

const topic = 'scoop-bucket';

const pathsOf = (repository: Repository): readonly string[] => [
  ...(repository.commits.get(repository.branches.get(repository.defaultBranch) ?? '')?.files.keys() ?? []),
];

const addFile = ({world}: Visit, {owner, name}: Repository, path: string, text: string): PageOutcome => {
  const body = {message: `Add ${path}`, content: Buffer.from(text).toString('base64')};
  const refusal = refusalIn(actAtGitHub(world, 'PUT', `/repos/${owner}/${name}/contents/${path}`, body));
  return did(refusal ?? `Added ${path} to ${owner}/${name}.`);
};

const machines = {'64bit': 'amd64', arm64: 'arm64'} as const;

const urlOf = (version: string, machine: string): string =>
  `${contextlite.repository}/releases/download/v${version}/${contextlite.name}-${version}-windows-${machine}.zip`;

/** As Scoop's guide describes it: what the release really holds, and how a new version is found. */
const manifestOf = ({world}: Visit): string => {
  const version = ownVersion(world);
  const hashOf = (url: string): string => sha256(world.setting.asset(`v${version}`, url.split('/').at(-1) ?? '') ?? '');
  const forEach = (describe: (machine: string) => object) =>
    Object.fromEntries(Object.entries(machines).map(([name, machine]) => [name, describe(machine)]));
  const manifest = {
    version,
    description: contextlite.summary,
    homepage: contextlite.repository,
    license: contextlite.license,
    architecture: forEach((machine) => ({url: urlOf(version, machine), hash: hashOf(urlOf(version, machine))})),
    bin: `${contextlite.name}.exe`,
    checkver: 'github',
    autoupdate: {architecture: forEach((machine) => ({url: urlOf('$version', machine)}))},
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
};

const furnishBucket = (visit: Visit, repository: Repository): PageOutcome | undefined => {
  const {owner, name, topics} = repository;
  if (!topics.includes(topic)) {
    const refusal = refusalIn(actAtGitHub(visit.world, 'PUT', `/repos/${owner}/${name}/topics`, {names: [...topics, topic]}));
    return did(refusal ?? `Gave ${owner}/${name} the topic ${topic}.`);
  }
  const path = `bucket/${contextlite.name}.json`;
  return pathsOf(repository).includes(path) ? undefined : addFile(visit, repository, path, manifestOf(visit));
};

/** Adds the next thing that a tap or a bucket still lacks; undefined: it lacks nothing, or is neither. */
export const furnish = (visit: Visit, repository: Repository): PageOutcome | undefined => {
  if (/scoop|bucket/i.test(repository.name)) return furnishBucket(visit, repository);
  if (!repository.name.startsWith('homebrew-') || repository.parent !== null) return undefined;
  const hasFolder = pathsOf(repository).some((path) => /^(?:Formula|Casks)\//.test(path));
  return hasFolder ? undefined : addFile(visit, repository, 'Formula/.gitkeep', '');
};
