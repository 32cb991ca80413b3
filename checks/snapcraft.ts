import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {Account, ComparedFile, Publication} from '../src/model/publication.ts';
import {snapInstall} from './family/linux-install.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {parsedJson} from './family/parsing.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {authorizeSnap, readSnapCredential, snapHints, snapRenewal} from './family/snap-credential.ts';
import {
  dashboard,
  findSnap,
  type SnapEntry,
  type SnapInfo,
  servedSnap,
  snapState,
  stableOf,
  testSnapCredential,
} from './family/snap-store.ts';
import {snapcraftCauses} from './family/snapcraft-causes.ts';
import {snapcraftFile} from './family/snapcraft-file.ts';
import {snapcraftRollback} from './family/snapcraft-rollback.ts';
import {snapcraftTasks} from './family/snapcraft-tasks.ts';
import {runs, uses} from './family/steps.ts';
import {snapcraftFirst} from './first-package/snapcraft.ts';

const pageOf = (name: string) => `https://snapcraft.io/${encodeURIComponent(name)}`;

const addressesOf = ({snap}: SnapInfo) => [snap.website, ...Object.values(snap.links ?? {}).flat()];

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'snapcraft');
  const {name} = packageName;
  const info = await findSnap(lookup, name);
  if (info === undefined)
    return {
      name,
      serves: null,
      version: {kind: 'absent'},
      evidence: [evidenceOf(`The store shows nobody a snap ${name}; one that is private, or registered without a release, looks the same`)],
    };
  const served = servedSnap(info);
  return owned(packageName, ownerOf(project, packageName, addressesOf(info)), {
    name,
    url: pageOf(name),
    serves: served ?? null,
    version: snapState(project, info),
    evidence: [evidenceOf(`Stable has ${served ?? 'nothing'}`, pageOf(name))],
  });
};

const accountSchema = z.object({username: z.string().nullish(), snaps: z.record(z.string(), z.record(z.string(), z.unknown())).optional()});

/** With the credential, the names that its account owns; without, the publisher that everybody sees. */
const findAccount = async (lookup: Lookup, project: Project): Promise<Account> => {
  const packageName = packageNameOf(project, 'snapcraft');
  const {name} = packageName;
  if (lookup.hasToken) {
    const reply = await lookup.reply(`${dashboard}/dev/api/account`, {as: 'token', accept: [200, 401, 403]});
    const answer = reply.status === 200 ? accountSchema.safeParse(parsedJson(reply.text)) : undefined;
    const who = answer?.data?.username ?? 'the account';
    if (answer?.data?.snaps?.['16']?.[name] !== undefined) return {kind: 'owns', name: who, note: `The name ${name} is registered to it.`};
    if (answer?.success === true) return {kind: 'exists', name: who, note: `The name ${name} is not registered to it.`};
  }
  const info = await findSnap(lookup, name);
  const publisher = info?.snap.publisher?.username;
  if (info === undefined || publisher === undefined)
    return {kind: 'not-told', note: 'Only the account’s own credential shows whether the name is registered to it.'};
  return ownerOf(project, packageName, addressesOf(info)) === 'another'
    ? {kind: 'taken', note: `${name} is another project's snap, published by ${publisher}.`}
    : {
        kind: 'exists',
        name: publisher,
        note: `${publisher} publishes ${name}.`,
        evidence: [evidenceOf(publisher, `https://snapcraft.io/publisher/${encodeURIComponent(publisher)}`)],
      };
};

const compareEntry = async (
  lookup: Lookup,
  project: Project,
  name: string,
  {channel, version, download}: SnapEntry,
): Promise<ComparedFile> => {
  const file = `${name}_${version}_${channel.architecture}.snap`;
  if (download === undefined) return {name: file, result: 'not-comparable', note: 'The store names no download.'};
  const digest = await lookup.digest(download.url, ['sha256', 'sha3-384']);
  if (digest === undefined) return {name: file, result: 'different', note: 'Nothing is served at its address.'};
  if (digest.hex['sha3-384'] !== download['sha3-384'])
    return {name: file, result: 'different', note: 'It does not have the digest that the store names.'};
  const asset = project.release?.assets.find((one) => one.name === file);
  return asset === undefined
    ? {
        name: file,
        result: 'not-comparable',
        note: 'It has the digest that the store names, and the release holds no snap to compare it with.',
      }
    : compareWithAsset(file, digest.hex.sha256, asset);
};

export const snapcraft: Marketplace = {
  id: 'snapcraft',
  title: 'Snap Store',
  docs: 'https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/',
  tasks: snapcraftTasks,
  findPublication,
  findAccount,
  verifyPublication: async (lookup, project, {name, serves}) => {
    const info = await findSnap(lookup, name);
    const entries = info === undefined ? [] : stableOf(info).filter(({version}) => version === serves);
    return integrityOf(serves ?? project.version, await Promise.all(entries.map((one) => compareEntry(lookup, project, name, one))));
  },
  propagation: {usually: 300, atMost: 900, because: 'the store’s automatic review takes seconds to minutes, and a manual one says so.'},
  installTest: snapInstall,
  token: {
    names: [
      'SNAPCRAFT_STORE_CREDENTIALS',
      'STORE_LOGIN',
      'SNAP_STORE_CREDENTIALS',
      'SNAPCRAFT_LOGIN',
      'SNAPCRAFT_TOKEN',
      'SNAPCRAFT_CREDENTIALS',
      'SNAP_STORE_LOGIN',
    ],
    makeAt: 'https://documentation.ubuntu.com/snapcraft/stable/how-to/publishing/authenticate/',
    leastRights: 'package_access, package_push, package_update and package_release, for this snap alone',
    origins: [dashboard],
    authorize: authorizeSnap,
    readLocally: (secret) => readSnapCredential(secret),
    hintsOf: snapHints,
    renewal: snapRenewal,
    test: testSnapCredential,
  },
  packageFiles: {matches: (path) => /(?:^|\/)\.?snapcraft\.ya?ml$/.test(path), read: snapcraftFile},
  publishedBy: {
    jobNames: /snap(?!shot)/i,
    publishes: (step) => {
      if (uses(step, 'snapcore/action-publish', 'canonical/action-publish')) return `uses ${step.uses}`;
      return runs(step, /\bsnapcraft\s+(?:upload|push|release)\b/) ? 'runs `snapcraft upload`' : undefined;
    },
  },
  firstPackage: snapcraftFirst,
  rollback: snapcraftRollback,
  causes: snapcraftCauses,
};
