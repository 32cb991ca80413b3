import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import type {PackageFile} from '../src/model/package-file.ts';
import {type Project, packageNameOf, type RepositoryName} from '../src/model/project.ts';
import type {ComparedFile, Publication} from '../src/model/publication.ts';
import {basicHeader} from './family/answers.ts';
import {missingFaults} from './family/file-faults.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {asRecord, asText, parseJson} from './family/parsing.ts';
import {placeholderFaults} from './family/placeholders.ts';
import {assetOfDigest, compareWithAsset, integrityOf} from './family/release-assets.ts';
import {runs, uses} from './family/steps.ts';
import {vscodeCauses} from './family/vscode-causes.ts';
import {extensionAddresses, extensionState, findExtension, servedExtension, targetOf} from './family/vscode-gallery.ts';
import {vscodeRollback} from './family/vscode-rollback.ts';
import {vscodeTasks} from './family/vscode-tasks.ts';
import {galleryOrigin, readVscodeToken, testVscodeToken, vscodeHints} from './family/vscode-token.ts';
import {vscodeTrust} from './family/vscode-trust.ts';
import {vscodeFirst} from './first-package/vscode.ts';

const usualName = ({owner, name}: RepositoryName) => `${owner}.${name}`;
const pageOf = (name: string) => `${galleryOrigin}/items?itemName=${encodeURIComponent(name)}`;
/** Undefined: only a guess names one. */
const publisherOf = (project: Project): string | undefined =>
  packageNameOf(project, 'vscode').from === 'guess' ? undefined : packageNameOf(project, 'vscode').name.split('.')[0];

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const packageName = packageNameOf(project, 'vscode');
  const {name} = packageName;
  const extension = await findExtension(lookup, name);
  if (extension === undefined)
    return {name, serves: null, version: {kind: 'absent'}, evidence: [evidenceOf(`The marketplace has no extension ${name}`)]};
  const served = servedExtension(extension);
  return owned(packageName, ownerOf(project, packageName, extensionAddresses(extension)), {
    name,
    url: pageOf(name),
    serves: served ?? null,
    version: extensionState(project, extension),
    evidence: [evidenceOf(`The marketplace serves ${served ?? 'no validated version'}`, pageOf(name))],
  });
};

const compareTarget = async (lookup: Lookup, project: Project, name: string, version: string, target: string): Promise<ComparedFile> => {
  const [publisher = '', extension = ''] = name.split('.');
  const query = target === 'undefined' ? '' : `?targetPlatform=${encodeURIComponent(target)}`;
  const file = `${name}-${version}${target === 'undefined' ? '' : `@${target}`}.vsix`;
  const path = [publisher, 'vsextensions', extension, version].map(encodeURIComponent).join('/');
  const digest = await lookup.digest(`${galleryOrigin}/_apis/public/gallery/publishers/${path}/vspackage${query}`, ['sha256']);
  if (digest?.hex.sha256 === undefined) return {name: file, result: 'different', note: 'The marketplace serves no package to download.'};
  if (assetOfDigest(project, digest.hex.sha256) !== undefined) return {name: file, result: 'same'};
  if (digest.start.startsWith('1f8b'))
    return {name: file, result: 'not-comparable', note: 'The marketplace wraps its download, so its bytes are not the package’s own.'};
  if (version !== project.version)
    return {name: file, result: 'not-comparable', note: `The release is ${project.version}, so it holds nothing of ${version}.`};
  const packages = project.release?.assets.filter((one) => one.name.endsWith('.vsix')) ?? [];
  const asset =
    target === 'undefined' ? (packages.length === 1 ? packages[0] : undefined) : packages.find((one) => one.name.includes(target));
  return compareWithAsset(file, digest.hex.sha256, asset);
};

const nameShape = /^[a-z0-9][a-z0-9-]*$/i;

const readFile = (path: string, text: string): PackageFile | undefined => {
  const parsed = parseJson(text);
  // Whether a package.json that can't be parsed belongs to an extension is npm's and not known here.
  if (parsed.kind === 'unreadable') return undefined;
  const file = asRecord(parsed.value);
  if (asText(asRecord(file['engines'])['vscode']) === undefined) return undefined;
  const [name, publisher, version, icon] = ['name', 'publisher', 'version', 'icon'].map((key) => asText(file[key]));
  const ill = [name, publisher]
    .filter((word) => word !== undefined && !nameShape.test(word))
    .map((word) => ({what: `The marketplace takes no name written ${word}.`}));
  return {
    path,
    ...(name === undefined || publisher === undefined ? {} : {name: `${publisher}.${name}`}),
    ...(version === undefined ? {} : {version}),
    faults: [
      ...missingFaults('the marketplace', {name, publisher, version}),
      ...ill,
      ...(version !== undefined && !/^\d+\.\d+\.\d+$/.test(version)
        ? [{what: `The marketplace takes plain versions such as 1.2.3, and not ${version}.`}]
        : []),
      ...(icon !== undefined && /\.svg$/i.test(icon) ? [{what: `The marketplace takes no SVG as an icon, and ${icon} is one.`}] : []),
      ...placeholderFaults(text),
    ],
  };
};

const toOpenVsx = (url: string | undefined) => url === undefined || /open-vsx/.test(url);

export const vscode: Marketplace = {
  id: 'vscode',
  title: 'VS Code Marketplace',
  docs: 'https://code.visualstudio.com/api/working-with-extensions/publishing-extension',
  usualName,
  tasks: vscodeTasks,
  findPublication,
  findAccount: async (lookup, project) => {
    const publisher = publisherOf(project);
    if (publisher === undefined) return {kind: 'not-told', note: 'No package.json of an extension names a publisher.'};
    const page = `${galleryOrigin}/publishers/${encodeURIComponent(publisher)}`;
    return (await lookup.exists(page))
      ? {kind: 'exists', name: publisher, note: 'Who its members are shows only to them.', evidence: [evidenceOf(publisher, page)]}
      : {kind: 'absent', note: `The marketplace knows no publisher ${publisher}.`};
  },
  verifyPublication: async (lookup, project, {name, serves}) => {
    const extension = await findExtension(lookup, name);
    const version = serves ?? project.version;
    const targets = extension?.versions.filter((one) => one.version === version).map(targetOf) ?? [];
    return integrityOf(
      version,
      await Promise.all([...new Set(targets)].map((target) => compareTarget(lookup, project, name, version, target))),
    );
  },
  propagation: {usually: 300, atMost: 3600, because: 'the marketplace scans an extension for some minutes before it shows it.'},
  token: {
    names: ['VSCE_PAT', 'VS_MARKETPLACE_TOKEN', 'VSCODE_MARKETPLACE_TOKEN', 'VSCODE_MARKETPLACE_PAT', 'MARKETPLACE_TOKEN', 'VSCE_TOKEN'],
    makeAt: 'https://dev.azure.com/_usersSettings/tokens',
    leastRights: 'Marketplace: Manage',
    origins: [galleryOrigin],
    authorize: (secret) => basicHeader('OAuth', secret.trim()),
    readLocally: (secret) => readVscodeToken(secret),
    hintsOf: vscodeHints,
    lifetime: {endsOn: '2026-12-01', because: 'Azure DevOps ends tokens for all organizations on 2026-12-01.'},
    test: (lookup, project) => testVscodeToken(lookup, publisherOf(project)),
  },
  packageFiles: {matches: (path) => /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path), read: readFile},
  trustedPublishing: vscodeTrust,
  publishedBy: {
    jobNames: /vs-?code|vsce|vs-marketplace|vs code/i,
    publishes: (step) => {
      if (runs(step, /\bvsce(?:@\S+)?\s+publish\b/)) return 'runs `vsce publish`';
      if (uses(step, 'haaleo/publish-vscode-extension')) return toOpenVsx(step.with['registryUrl']) ? undefined : `uses ${step.uses}`;
      return uses(step, 'lannonbr/vsce-action', 'calebcartwright/publish-vscode-extension') ? `uses ${step.uses}` : undefined;
    },
    permissions: (step) => (runs(step, /--(?:azure-credential|oidc)\b/) ? {'id-token': 'write'} : {}),
  },
  firstPackage: vscodeFirst,
  rollback: vscodeRollback,
  causes: vscodeCauses,
};
