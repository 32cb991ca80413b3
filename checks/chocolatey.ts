import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {ComparedFile, Publication, VersionState} from '../src/model/publication.ts';
import {hexOfBase64} from './family/base64.ts';
import {chocolateyCauses} from './family/chocolatey-causes.ts';
import {pushOrigin, readKey, testKey} from './family/chocolatey-key.ts';
import {moderatedState, chocolateyPage as pageOf, queuedVersions, servedVersion, chocolateySite as site} from './family/moderation.ts';
import {findEntries, normalizedVersion} from './family/nuget-feed.ts';
import {readNuspec} from './family/nuspec.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {runs, textOf} from './family/steps.ts';
import {secretName, untilSecretIsSet, whileQueued} from './family/tasks.ts';

/** Rejected versions are in no feed; only their page is left. A page behind a browser check tells nothing. */
const stateOfPage = async (lookup: Lookup, id: string, version: string, isInFeed: boolean): Promise<VersionState> => {
  for (const url of [...(isInFeed ? [] : [pageOf(id)]), pageOf(id, version)]) {
    const {status} = await lookup.reply(url, {accept: [200, 403, 404], method: 'HEAD'});
    if (status === 404) return {kind: 'absent'};
    if (status === 403)
      return {kind: 'not-visible', why: 'The feed has no such version, and the page that a rejected one keeps is behind a check.'};
  }
  return {
    kind: 'rejected',
    why: 'Its page exists and the feed leaves it out, as it does with rejected versions.',
    url: pageOf(id, version),
  };
};

const entryUrl = (id: string, version: string) =>
  `${site}/api/v2/Packages(Id='${encodeURIComponent(id)}',Version='${encodeURIComponent(version)}')`;

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'chocolatey');
  const id = packageName.name;
  const version = normalizedVersion(project.version);
  const quoted = `'${encodeURIComponent(id)}'`;
  const asked = await Promise.all([
    findEntries(lookup, entryUrl(id, version)),
    findEntries(lookup, `${site}/api/v2/FindPackagesById()?id=${quoted}&semVerLevel=2.0.0`),
    findEntries(lookup, `${site}/api/v2/submitted/FindPackagesById()?id=${quoted}`),
  ]);
  const entries = asked.flatMap((found = []) => found.filter((one) => one.id.toLowerCase() === id.toLowerCase()));
  const queued = queuedVersions(id, entries);
  const served = servedVersion(entries);
  const entry = entries.find((one) => one.version === version);
  const isInFeed = entries.length > 0;
  const state = entry === undefined ? await stateOfPage(lookup, id, version, isInFeed) : moderatedState(id, entry);
  const urls = entries.flatMap(({properties: one}) => [
    one['ProjectSourceUrl'],
    one['ProjectUrl'],
    one['PackageSourceUrl'],
    one['BugTrackerUrl'],
  ]);
  return owned(packageName, ownerOf(project, packageName, urls), {
    name: id,
    ...(isInFeed ? {url: pageOf(id)} : {}),
    serves: served ?? null,
    version: state,
    ...(queued.length > 0 ? {queued} : {}),
    evidence: [
      evidenceOf(`The feed lists ${served ?? 'no approved version'}`, pageOf(id)),
      ...queued.map((one) => evidenceOf(`${one.version} is in ${one.state}`, one.url)),
    ],
  });
};

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project, {name: id, serves}) => {
  const version = serves ?? normalizedVersion(project.version);
  const [entry] = (await findEntries(lookup, entryUrl(id, version))) ?? [];
  const digest = await lookup.digest(`${site}/api/v2/package/${encodeURIComponent(id)}/${encodeURIComponent(version)}`, [
    'sha256',
    'sha512',
  ]);
  const file = `${id}.${version}.nupkg`;
  const {PackageHash: hash = '', PackageHashAlgorithm: algorithm = ''} = entry?.properties ?? {};
  const asset = project.release?.assets.find(({name}) => name.toLowerCase() === file.toLowerCase());
  const compare = (): ComparedFile => {
    if (digest === undefined) return {name: file, result: 'different', note: 'Chocolatey serves no package to download.'};
    const isHash = algorithm === 'SHA512' && /^[A-Za-z0-9+/]{86}==$/.test(hash);
    if (isHash && hexOfBase64(hash) !== digest.hex.sha512)
      return {name: file, result: 'different', note: 'It does not have the digest that the feed names.'};
    if (asset !== undefined) return compareWithAsset(file, digest.hex.sha256, asset);
    return {
      name: file,
      result: 'not-comparable',
      note: `${isHash ? 'It has the digest that the feed names, and the' : 'The'} release holds no package to compare it with.`,
    };
  };
  return integrityOf(version, [compare()]);
};

const tasks: Marketplace['tasks'] = [
  {
    id: 'create-account',
    title: 'Create an account at Chocolatey and confirm its e-mail address.',
    url: () => `${site}/account/Register`,
    shownBy: 'account',
  },
  {
    id: 'copy-key',
    title: (facts) => `Copy the API key from your account and set it as ${secretName(facts)}.`,
    url: () => `${site}/account`,
    state: untilSecretIsSet,
    shownBy: 'secret',
  },
  {id: 'check-name', title: 'Look whether the package id is free.', url: (project) => pageOf(packageNameOf(project, 'chocolatey').name)},
  {
    id: 'answer-moderators',
    title: 'Answer the moderators on the package’s page and push fixes under the same version.',
    url: (project) => pageOf(packageNameOf(project, 'chocolatey').name),
    state: whileQueued,
  },
];

const pushes = /\bchoco(?:latey)?(?:\.exe)?\s+push\b/i;
const pushesNuget = /\bnuget(?:\.exe)?\s+push\b.*chocolatey\.org|\bcurl\b.*push\.chocolatey\.org/i;
const pushedFile = /\bpush\s+(?:-\S+\s+)*["']?(?:[^\s"']*[\\/])?([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\.(?=\$|\d|\*)/;

export const chocolatey: Marketplace = {
  id: 'chocolatey',
  title: 'Chocolatey',
  docs: 'https://docs.chocolatey.org/en-us/create/create-packages/',
  tasks,
  findPublication,
  findAccount: async (_lookup, project) => ({
    kind: 'not-told',
    note: 'Chocolatey tells nobody whose account a key belongs to; the package’s page names its maintainers.',
    evidence: [evidenceOf('The package’s page', pageOf(packageNameOf(project, 'chocolatey').name))],
  }),
  verifyPublication,
  token: {
    names: ['CHOCOLATEY_API_KEY', 'CHOCO_API_KEY', 'CHOCOLATEY_KEY', 'CHOCO_KEY', 'CHOCO_TOKEN', 'CHOCOLATEY_TOKEN'],
    makeAt: `${site}/account`,
    leastRights: 'A key has every right of its account; use an account that maintains this package alone.',
    origins: [pushOrigin],
    authorize: (secret) => ({'x-nuget-apikey': secret.trim()}),
    readLocally: readKey,
    test: testKey,
  },
  packageFiles: {matches: (path) => /\.nuspec$/i.test(path), read: readNuspec},
  publishedBy: {
    jobNames: /choco/i,
    publishes: (step) => {
      if (runs(step, pushes)) return 'runs `choco push`';
      if (runs(step, pushesNuget)) return 'pushes to push.chocolatey.org';
      return step.uses?.includes('chocolatey') === true && /\bpush\b/.test(textOf(step)) ? `uses ${step.uses} to push` : undefined;
    },
    packageName: (step) => (runs(step, pushes) ? pushedFile.exec(step.run ?? '')?.[1] : undefined),
  },
  causes: chocolateyCauses,
};
