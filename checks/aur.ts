import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, repositoryText} from '../src/model/project.ts';
import type {Publication, VersionState} from '../src/model/publication.ts';
import {aurCauses} from './family/aur-causes.ts';
import {
  belonging,
  type AurPackage as Found,
  findAurPackage as findPackage,
  aurPage as pageOf,
  pkgverOf,
  aurSite as site,
  upstreamOf,
} from './family/aur-packages.ts';
import {aurRollback} from './family/aur-rollback.ts';
import {aurOverSsh} from './family/aur-ssh.ts';
import {aurTasks} from './family/aur-tasks.ts';
import {pushesTo} from './family/commits.ts';
import {aurInstall} from './family/linux-install.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {archPackageFile, readSrcinfo} from './family/pkgbuild.ts';
import {readSshKey} from './family/ssh-key.ts';
import {plainInput, textOf, uses} from './family/steps.ts';
import {type TrackedFile, trackedState, verifyTracked} from './family/tracked-file.ts';
import {aurFirstPackage} from './first-package/aur.ts';

/** A pinned file of the tag itself, such as its licence's text: no release lists it, and it is no program. */
const isOfTag = ({repository, tag}: Project, {url, sha256}: TrackedFile['downloads'][number]): boolean =>
  sha256 !== undefined &&
  url.toLowerCase().startsWith(`https://raw.githubusercontent.com/${repositoryText(repository)}/${tag}/`.toLowerCase());

const findFile = async (lookup: Lookup, project: Project, found: Found): Promise<TrackedFile | undefined> => {
  const reply = await lookup.reply(`${site}/cgit/aur.git/plain/.SRCINFO?h=${encodeURIComponent(found.PackageBase)}`, {
    accept: [200, 403, 404],
  });
  const file = reply.status === 200 ? readSrcinfo(reply.text) : undefined;
  return file && {...file, downloads: file.downloads.filter((one) => !isOfTag(project, one)), page: pageOf(found.Name)};
};

const stateOf = async (lookup: Lookup, project: Project, found: Found): Promise<VersionState> => {
  const version = pkgverOf(project.version, upstreamOf(found));
  if (upstreamOf(found) !== version) return {kind: 'absent'};
  const file = await findFile(lookup, project, found);
  return file === undefined
    ? {kind: 'not-visible', why: 'The version is there, and its .SRCINFO can’t be read, so the checksums are not known.'}
    : trackedState(project, file, version);
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'aur');
  const {name} = packageName;
  const found = await findPackage(lookup, project);
  if (found === undefined)
    return {
      name,
      serves: null,
      version: {kind: 'absent'},
      evidence: [evidenceOf(`The AUR knows neither ${name} nor a package with prebuilt files`)],
    };
  const belongsTo = ownerOf(project, packageName, [found.URL]);
  const page = pageOf(found.Name);
  const evidence = [
    evidenceOf(`The AUR has ${found.Version}`, page),
    ...(found.Maintainer ? [] : [evidenceOf('Nobody maintains it', page)]),
    ...(found.OutOfDate ? [evidenceOf('Somebody flagged it as out of date', page)] : []),
  ];
  return owned(packageName, belongsTo, {
    name: found.Name,
    url: page,
    serves: upstreamOf(found),
    version: belongsTo === 'another' ? {kind: 'absent'} : await stateOf(lookup, project, found),
    evidence,
  });
};

const deployActions = ['ksxgithub/github-actions-deploy-aur', 'ulises-jeremias/github-actions-aur-publish', 'varabyte/update-aur-package'];

export const aur: Marketplace = {
  id: 'aur',
  title: 'AUR',
  docs: 'https://wiki.archlinux.org/title/AUR_submission_guidelines',
  tasks: aurTasks,
  findPublication,
  findAccount: async (lookup, project) => {
    const found = await findPackage(lookup, project);
    const note = 'The AUR shows an account only over SSH.';
    if (found?.Maintainer == null) return {kind: 'not-told', note};
    if (belonging(project, found) === 'another')
      return {kind: 'taken', note: `${found.Name} is another project's package, maintained by ${found.Maintainer}.`};
    return {
      kind: 'exists',
      name: found.Maintainer,
      note: `${found.Maintainer} maintains ${found.Name}. ${note}`,
      evidence: [evidenceOf(found.Name, pageOf(found.Name))],
    };
  },
  verifyPublication: async (lookup, project) => {
    const found = await findPackage(lookup, project);
    const file = found === undefined ? undefined : await findFile(lookup, project, found);
    return verifyTracked(lookup, project, file ?? {downloads: [], page: site});
  },
  propagation: {usually: 5, atMost: 300, because: 'the AUR writes its database while it takes the push; its search may lag.'},
  installTest: aurInstall,
  token: {
    names: ['AUR_SSH_KEY', 'AUR_SSH_PRIVATE_KEY', 'AUR_KEY', 'AUR_PRIVATE_KEY'],
    makeAt: `${site}/account`,
    leastRights: 'A key has every right of its account; use an account that co-maintains this package alone.',
    origins: [],
    authorize: () => ({}),
    readLocally: readSshKey,
    untestable: 'An SSH key is tested by a connection over SSH, which “portcall tokens aur” makes and a survey does not.',
    overSsh: aurOverSsh,
  },
  packageFiles: {matches: (path) => /(?:^|\/)(?:PKGBUILD|\.SRCINFO)$/.test(path), read: archPackageFile},
  publishedBy: {
    jobNames: /\baur\b|(?:^|[-_])aur(?:$|[-_])|arch[-_ ]?linux/i,
    publishes: (step, job) => {
      if (uses(step, ...deployActions)) return `uses ${step.uses}`;
      return pushesTo(step, job, /aur\.archlinux\.org/) ? 'pushes to aur.archlinux.org' : undefined;
    },
    packageName: (step) =>
      uses(step, ...deployActions)
        ? plainInput(step.with['pkgname'] ?? step.with['package_name'])
        : /aur\.archlinux\.org[:/]([a-z0-9][a-z0-9.+_-]*?)\.git/.exec(textOf(step))?.[1],
  },
  firstPackage: aurFirstPackage,
  rollback: aurRollback,
  causes: aurCauses,
};
