import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {Account, ComparedFile, Publication, TokenTest, VersionState} from '../src/model/publication.ts';
import {basicHeader, untold} from './family/answers.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {pypiCauses} from './family/pypi-causes.ts';
import {pypiInstall} from './family/pypi-install.ts';
import {cameWithRelease, filesOf, findQuarantine, type Listing, projectSchema, stateOf} from './family/pypi-listing.ts';
import {pypiRollback} from './family/pypi-rollback.ts';
import {pypiTasks} from './family/pypi-tasks.ts';
import {pypiHints, readPypiToken} from './family/pypi-token.ts';
import {pypiTrust} from './family/pypi-trust.ts';
import {isPythonPackage, pythonName, readPythonPackage} from './family/python-package.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {runs, textOf, uses} from './family/steps.ts';
import {pypiFirstPackage} from './first-package/pypi.ts';

const site = 'https://pypi.org';
const uploads = 'https://upload.pypi.org';
const pageOf = (name: string, version = '') => `${site}/project/${name}/${version === '' ? '' : `${version}/`}`;
const findListing = (lookup: Lookup, name: string) => lookup.json(`${site}/pypi/${encodeURIComponent(name)}/json`, projectSchema);

const ownerOfListing = (project: Project, listing: Listing): Publication['belongsTo'] => {
  const {home_page: home, download_url: download, project_urls: urls} = listing.info;
  const named = ownerOf(project, packageNameOf(project, 'pypi'), [home, download, ...Object.values(urls ?? {})]);
  return named ?? (cameWithRelease(project, listing) ? 'this-project' : undefined);
};

const findPublication: Marketplace['findPublication'] = async (lookup, project) => {
  const packageName = packageNameOf(project, 'pypi');
  const name = pythonName(packageName.name);
  const listing = await findListing(lookup, name);
  if (listing === undefined) {
    // A project that nothing names is not worth a second question.
    const why = packageName.from === 'guess' ? undefined : await findQuarantine(lookup, name);
    const version: VersionState =
      why === undefined
        ? {kind: 'absent'}
        : {kind: 'withdrawn', why, back: 'Only PyPI’s administrators end a quarantine: answer their mail, or write to them.'};
    return {name, serves: null, version, evidence: [evidenceOf(`PyPI shows no project ${name}.`)]};
  }
  const served = listing.info.yanked || !Object.values(listing.releases).some((files) => files.length > 0) ? null : listing.info.version;
  const files = filesOf(listing, project.version) ?? [];
  const evidence = files.map(({filename, url}) => evidenceOf(filename, url));
  return owned(packageName, ownerOfListing(project, listing), {
    name,
    url: pageOf(name),
    serves: served,
    version: stateOf(listing, name, project.version),
    evidence: [evidenceOf(`${name} on PyPI`, pageOf(name, files.length === 0 ? '' : project.version)), ...evidence.slice(0, 20)],
  });
};

const findAccount = async (lookup: Lookup, project: Project): Promise<Account> => {
  const name = pythonName(packageNameOf(project, 'pypi').name);
  const listing = await findListing(lookup, name);
  if (listing === undefined) return {kind: 'not-told', note: `PyPI shows no project ${name}, so it names no owner.`};
  const evidence = [evidenceOf(`${name} on PyPI`, pageOf(name))];
  const people = [
    ...new Set([listing.ownership?.organization, ...(listing.ownership?.roles ?? []).map(({user}) => user)].filter((one) => one)),
  ];
  const belongs = ownerOfListing(project, listing);
  if (belongs === 'another') return {kind: 'taken', note: `${name} on PyPI is another project's.`, evidence};
  return {kind: belongs === undefined ? 'exists' : 'owns', name: people.length === 0 ? name : people.join(', '), evidence};
};

/** An upload without any field: refused for the token, or for what is missing, and stored in no case. */
const testToken = async (lookup: Lookup): Promise<TokenTest> => {
  const post = {type: 'application/x-www-form-urlencoded', body: '%3Aaction=file_upload'};
  const {status, text} = await lookup.reply(`${uploads}/legacy/`, {as: 'token', accept: [400, 403, 404, 429], post});
  if (status === 403 && /Invalid or non-existent authentication/i.test(text))
    return {verdict: 'refused', note: 'PyPI does not know the token: it is wrong or deleted, or its user is disabled.'};
  if (status === 400 && /invalid value for|field is required|protocol version/i.test(text))
    return {
      verdict: 'valid-rights-unknown',
      note: 'PyPI knows the token; for which projects it is good, and until when, shows only at an upload.',
    };
  if (/uploads are temporarily disabled/i.test(text))
    return {verdict: 'undetermined', note: 'PyPI takes no uploads at the moment, so the token could not be tested.'};
  return untold('PyPI', status);
};

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project, {name, serves}) => {
  const listing = await findListing(lookup, name);
  const isTagged = listing !== undefined && (filesOf(listing, project.version)?.length ?? 0) > 0;
  const version = isTagged ? project.version : (serves ?? project.version);
  const files = listing === undefined ? [] : (filesOf(listing, version) ?? []);
  const compared = files.map(async ({filename, url, digests}): Promise<ComparedFile> => {
    const digest = await lookup.digest(url, ['sha256']);
    if (digest === undefined) return {name: filename, result: 'different', note: 'PyPI does not serve it.'};
    if (digest.hex.sha256 !== digests.sha256)
      return {name: filename, result: 'different', note: 'It does not have the digest that PyPI itself names.'};
    const asset = isTagged ? project.release?.assets.find((one) => one.name === filename) : undefined;
    return asset === undefined
      ? {
          name: filename,
          result: 'not-comparable',
          note: 'It has the digest that PyPI names, and the release holds no such file to compare it with',
        }
      : compareWithAsset(filename, digest.hex.sha256, asset);
  });
  return integrityOf(version, await Promise.all(compared));
};

const uploadsByCommand =
  /\btwine\s+upload\b|\b(?:uv|poetry|flit|hatch|pdm)\s+(?:--?\S+\s+)*publish\b(?!.*--dry-run)|\bmaturin\s+(?:publish|upload)\b|setup\.py\s+.*\bupload\b/;

export const pypi: Marketplace = {
  id: 'pypi',
  title: 'PyPI',
  docs: 'https://packaging.python.org/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/',
  tasks: pypiTasks,
  findPublication,
  findAccount,
  verifyPublication,
  usualName: ({name}) => pythonName(name),
  propagation: {usually: 300, atMost: 900, because: 'PyPI clears its caches at an upload, and a cached answer lives 15 minutes at most.'},
  installTest: pypiInstall,
  token: {
    names: [
      'PYPI_API_TOKEN',
      'PYPI_TOKEN',
      'TWINE_PASSWORD',
      'PYPI_PASSWORD',
      'UV_PUBLISH_TOKEN',
      'POETRY_PYPI_TOKEN_PYPI',
      'FLIT_PASSWORD',
      'MATURIN_PYPI_TOKEN',
    ],
    makeAt: `${site}/manage/account/token/`,
    leastRights: 'This project alone; the first upload of a new project needs the entire account, or a trusted publisher.',
    origins: [uploads],
    authorize: (secret) => basicHeader('__token__', secret.trim()),
    readLocally: (secret, project) => readPypiToken(secret, project && pythonName(packageNameOf(project, 'pypi').name)),
    hintsOf: pypiHints,
    test: testToken,
  },
  packageFiles: {matches: isPythonPackage, read: readPythonPackage},
  trustedPublishing: pypiTrust,
  firstPackage: pypiFirstPackage,
  publishedBy: {
    publishes: (step) => {
      if (/test\.?pypi/i.test(textOf(step))) return undefined;
      if (runs(step, uploadsByCommand)) return 'runs an upload to PyPI';
      if (uses(step, 'pypa/gh-action-pypi-publish')) return `uses ${step.uses}`;
      return uses(step, 'pyo3/maturin-action', 'messense/maturin-action') && /publish|upload/.test(step.with['command'] ?? '')
        ? `uses ${step.uses} to upload`
        : undefined;
    },
    jobNames: /(?:^|[-_ ])(?:pypi|python)(?:$|[-_ ])/i,
    permissions: (step): Readonly<Record<string, 'write'>> =>
      uses(step, 'pypa/gh-action-pypi-publish') && (step.with['password'] ?? '') === '' ? {'id-token': 'write'} : {},
  },
  rollback: pypiRollback,
  causes: pypiCauses,
};
