import {evidenceOf} from '../src/model/cell.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {packageNameOf} from '../src/model/project.ts';
import type {ComparedFile} from '../src/model/publication.ts';
import {hexOfBase64} from './family/base64.ts';
import {chocolateyCauses} from './family/chocolatey-causes.ts';
import {chocolateyEntryUrl, findChocolateyPublication} from './family/chocolatey-feed.ts';
import {pushOrigin, readKey, testKey} from './family/chocolatey-key.ts';
import {compareInside} from './family/chocolatey-package.ts';
import {chocolateyRollback} from './family/chocolatey-rollback.ts';
import {chocolateyTasks} from './family/chocolatey-tasks.ts';
import {chocolateyPage as pageOf, chocolateySite as site} from './family/moderation.ts';
import {findEntries, normalizedVersion} from './family/nuget-feed.ts';
import {isChocolateyFile, readChocolateyFile} from './family/nuspec.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {runs, textOf} from './family/steps.ts';
import {findChocolateyTrace} from './family/traces.ts';
import {chocolateyInstall} from './family/windows-install.ts';
import {chocolateyFirstPackage} from './first-package/chocolatey.ts';

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project, {name: id, serves}) => {
  const version = serves ?? normalizedVersion(project.version);
  const [entry] = (await findEntries(lookup, chocolateyEntryUrl(id, version))) ?? [];
  const url = `${site}/api/v2/package/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
  const digest = await lookup.digest(url, ['sha256', 'sha512']);
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
      note: `${isHash ? 'It has the digest that the feed names, and the' : 'The'} release holds neither this package nor anything in it.`,
    };
  };
  const whole = compare();
  const inside = whole.result === 'not-comparable' ? await compareInside(lookup, project, {url, name: file, version}) : [];
  return integrityOf(version, inside.length === 0 ? [whole] : inside);
};

const pushes = /\bchoco(?:latey)?(?:\.exe)?\s+push\b/i;
const pushesNuget = /\bnuget(?:\.exe)?\s+push\b.*chocolatey\.org|\bcurl\b.*push\.chocolatey\.org/i;
const pushedFile = /\bpush\s+(?:-\S+\s+)*["']?(?:[^\s"']*[\\/])?([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\.(?=\$|\d|\*)/;

export const chocolatey: Marketplace = {
  id: 'chocolatey',
  title: 'Chocolatey',
  docs: 'https://docs.chocolatey.org/en-us/create/create-packages/',
  tasks: chocolateyTasks,
  findPublication: findChocolateyPublication,
  findTrace: findChocolateyTrace,
  findAccount: async (_lookup, project) => ({
    kind: 'not-told',
    note: 'Chocolatey tells nobody whose account a key belongs to; the package’s page names its maintainers.',
    evidence: [evidenceOf('The package’s page', pageOf(packageNameOf(project, 'chocolatey').name))],
  }),
  verifyPublication,
  propagation: {
    usually: 1800,
    atMost: 7200,
    because: 'the automatic review begins about half an hour after a push; people’s moderation comes after it and takes days.',
  },
  installTest: chocolateyInstall,
  token: {
    names: ['CHOCOLATEY_API_KEY', 'CHOCO_API_KEY', 'CHOCOLATEY_KEY', 'CHOCO_KEY', 'CHOCO_TOKEN', 'CHOCOLATEY_TOKEN'],
    makeAt: `${site}/account`,
    leastRights: 'A key has every right of its account; use an account that maintains this package alone.',
    origins: [pushOrigin],
    authorize: (secret) => ({'x-nuget-apikey': secret.trim()}),
    readLocally: readKey,
    test: testKey,
  },
  packageFiles: {matches: isChocolateyFile, read: readChocolateyFile},
  firstPackage: chocolateyFirstPackage,
  publishedBy: {
    jobNames: /choco/i,
    publishes: (step) => {
      if (runs(step, pushes)) return 'runs `choco push`';
      if (runs(step, pushesNuget)) return 'pushes to push.chocolatey.org';
      return step.uses?.includes('chocolatey') === true && /\bpush\b/.test(textOf(step)) ? `uses ${step.uses} to push` : undefined;
    },
    packageName: (step) => (runs(step, pushes) ? pushedFile.exec(step.run ?? '')?.[1] : undefined),
  },
  rollback: chocolateyRollback,
  causes: chocolateyCauses,
};
