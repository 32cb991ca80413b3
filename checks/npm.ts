import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {Account, ComparedFile, Publication, TokenTest, VersionState} from '../src/model/publication.ts';
import {fieldsOf, untold} from './family/answers.ts';
import {hexOfBase64} from './family/base64.ts';
import {npmCauses} from './family/npm-causes.ts';
import {npmInstall} from './family/npm-install.ts';
import {addressesOf, findPackument, findStaged, servedStateOf} from './family/npm-packument.ts';
import {isPackageJson, needsIdentity, npmPublishing, packagePath, readPackageJson} from './family/npm-registry.ts';
import {npmRollback} from './family/npm-rollback.ts';
import {npmTasks} from './family/npm-tasks.ts';
import {npmTrust} from './family/npm-trust.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {foreignToken} from './family/token-shapes.ts';
import {npmFirstPackage} from './first-package/npm.ts';

const pageOf = (name: string, version?: string) => `https://www.npmjs.com/package/${name}${version === undefined ? '' : `/v/${version}`}`;

/* A registry that takes a token it does not know for no token at all, as verdaccio does, answers with an empty object. */
const whoami = z.union([z.object({username: z.string()}), z.strictObject({username: z.undefined().optional()})]);

const findUser = async (
  lookup: Lookup,
): Promise<{readonly status: number; readonly user?: string; readonly isAddressRefused?: boolean}> => {
  const {status, text, headers} = await lookup.reply(`${lookup.npmRegistry}/-/whoami`, {as: 'token', accept: [200, 401, 403, 404, 429]});
  if (status === 200) {
    const {username} = fieldsOf('npm', text, whoami);
    return username === undefined ? {status} : {status, user: username};
  }
  return {status, isAddressRefused: /ipaddress/i.test(headers['www-authenticate'] ?? '')};
};

const findPublication: Marketplace['findPublication'] = async (lookup, project) => {
  const packageName = packageNameOf(project, 'npm');
  const {name} = packageName;
  const packument = await findPackument(lookup, name);
  const wanted = project.version.replace(/\+.*$/, '');
  const state: VersionState = packument === undefined ? {kind: 'absent'} : await servedStateOf(lookup, packument, wanted);
  const queued = state.kind === 'absent' ? await findStaged(lookup, name) : [];
  const staged = queued.find(({version}) => version === wanted);
  const publication: Publication = {
    name,
    serves: packument?.['dist-tags'].latest ?? null,
    version:
      staged === undefined
        ? state
        : {
            kind: 'waiting',
            for: 'its approval on npm',
            ...(staged.since === undefined ? {} : {since: staged.since}),
            ...(staged.next === undefined ? {} : {next: staged.next}),
            url: pageOf(name),
          },
    ...(queued.length === 0 ? {} : {queued}),
    ...(packument === undefined ? {} : {url: pageOf(name)}),
    evidence:
      packument === undefined ? [] : [evidenceOf(`${name} on npm`, pageOf(name, wanted in packument.versions ? wanted : undefined))],
  };
  return packument === undefined ? publication : owned(packageName, ownerOf(project, packageName, addressesOf(packument)), publication);
};

const findAccount = async (lookup: Lookup, project: Project): Promise<Account> => {
  const packageName = packageNameOf(project, 'npm');
  const {name} = packageName;
  const [packument, known] = await Promise.all([findPackument(lookup, name), lookup.hasToken ? findUser(lookup) : undefined]);
  const user = known?.user;
  if (packument === undefined)
    return user === undefined
      ? {kind: 'not-told', note: `Nothing is published as ${name} yet, so npm names no owner.`}
      : {kind: 'exists', name: user, note: `Nothing is published as ${name} yet.`};
  const people = packument.maintainers.map((one) => one.name);
  const belongs = ownerOf(project, packageName, addressesOf(packument));
  if (belongs === 'another')
    return {kind: 'taken', note: `${name} on npm is another project's package.`, evidence: [evidenceOf(`${name} on npm`, pageOf(name))]};
  if (user !== undefined && people.length > 0 && !people.includes(user))
    return {kind: 'taken', note: `The token is ${user}'s, who is no maintainer of ${name}; its maintainers are ${people.join(', ')}.`};
  const owner = user ?? (people.length === 0 ? name : people.join(', '));
  return {kind: belongs === 'this-project' || (user !== undefined && people.includes(user)) ? 'owns' : 'exists', name: owner};
};

const testToken = async (lookup: Lookup, project: Project): Promise<TokenTest> => {
  const {status, user: identity, isAddressRefused} = await findUser(lookup);
  if (isAddressRefused === true)
    return {verdict: 'blocked', note: 'npm takes this token from certain addresses only, and this is none of them.'};
  if (status === 401 || (status === 200 && identity === undefined))
    return {verdict: 'refused', note: 'npm refuses the token: it is wrong, expired or revoked.'};
  if (identity === undefined) return untold('npm', status);
  const {name} = packageNameOf(project, 'npm');
  const address = `${lookup.npmRegistry}/-/package/${packagePath(name)}/collaborators`;
  const people = await lookup.reply(address, {as: 'token', accept: [200, 401, 403, 404, 429]});
  const right = people.status === 200 ? fieldsOf('npm', people.text, z.record(z.string(), z.string()))[identity] : undefined;
  if (people.status === 200 && !/write/.test(right ?? ''))
    return {
      verdict: 'lacks-right',
      identity,
      note: `The token works, but ${identity} may not publish ${name}; have a maintainer add the account.`,
    };
  const known =
    right === undefined ? `whether it may publish ${name}` : `whether the token is narrower than ${identity}'s own right, and when it ends`;
  return {
    verdict: 'valid-rights-unknown',
    identity,
    ...(right === undefined ? {} : {rights: [`${right} on ${name}`]}),
    note: `The token works; npm does not tell ${known}.`,
  };
};

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project, {name, serves}) => {
  const packument = await findPackument(lookup, name);
  const version = packument?.versions[project.version] === undefined ? (serves ?? project.version) : project.version;
  const dist = packument?.versions[version]?.dist;
  const file = dist?.tarball.split('/').pop() ?? `${name}-${version}.tgz`;
  const digest = dist === undefined ? undefined : await lookup.digest(dist.tarball, ['sha1', 'sha256', 'sha512']);
  const promised = /sha512-([A-Za-z0-9+/]{86}==)/.exec(dist?.integrity ?? '')?.[1];
  const isKept = promised === undefined ? dist?.shasum === digest?.hex.sha1 : hexOfBase64(promised) === digest?.hex.sha512;
  const compare = (): ComparedFile => {
    if (digest === undefined) return {name: file, result: 'different', note: 'npm does not serve it.'};
    if (!isKept) return {name: file, result: 'different', note: 'It does not have the digest that npm itself names.'};
    const asset = version === project.version ? project.release?.assets.find((one) => one.name === file) : undefined;
    return asset === undefined
      ? {
          name: file,
          result: 'not-comparable',
          note: 'It has the digest that npm names, and the release holds no such file to compare it with',
        }
      : compareWithAsset(file, digest.hex.sha256, asset);
  };
  return integrityOf(version, [compare()]);
};

export const npm: Marketplace = {
  id: 'npm',
  title: 'npm',
  docs: 'https://docs.npmjs.com/packages-and-modules/contributing-packages-to-the-registry',
  tasks: npmTasks,
  findPublication,
  findAccount,
  verifyPublication,
  propagation: {
    usually: 300,
    atMost: 900,
    because: 'npm shows a version within seconds, and its caches may lag for minutes (observed; npm promises nothing).',
  },
  installTest: npmInstall,
  token: {
    names: ['NPM_TOKEN', 'NODE_AUTH_TOKEN', 'NPM_AUTH_TOKEN', 'NPM_PUBLISH_TOKEN', 'NPM_ACCESS_TOKEN'],
    makeAt: 'https://www.npmjs.com/settings/~/tokens',
    leastRights: 'Granular: Read and write on this package alone, bypassing two-factor sign-in.',
    origins: ['npm'],
    authorize: (secret) => ({authorization: `Bearer ${secret.trim()}`}),
    readLocally: (secret) => foreignToken(secret, 'npm'),
    lifetime: {days: 90, from: '2025-10-13', because: 'npm ends tokens that may publish after 90 days at the latest.'},
    test: testToken,
  },
  packageFiles: {matches: isPackageJson, read: (path, text) => readPackageJson('npm', path, text)},
  trustedPublishing: npmTrust,
  firstPackage: npmFirstPackage,
  publishedBy: {
    publishes: (step, job) => {
      const found = npmPublishing(step, job);
      return found?.target === 'npm' ? found.because : undefined;
    },
    jobNames: /(?:^|[-_ ])npm(?:js)?(?:$|[-_ ])/i,
    permissions: (step, job): Readonly<Record<string, 'write'>> => (needsIdentity(step, job) ? {'id-token': 'write'} : {}),
  },
  rollback: npmRollback,
  causes: npmCauses,
};
