import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, type RepositoryName, repositoryText} from '../src/model/project.ts';
import type {Publication} from '../src/model/publication.ts';
import {belongingOf, provenHit} from './family/belonging.ts';
import {pushesTo} from './family/commits.ts';
import {authorizeGitHub, gitHubOrigins, githubPushTest, githubTokenTest, readGitHubToken, repositoryPage} from './family/github.ts';
import {findOwned, findPlaceAccount, namesOf, type Place, servedFrom} from './family/owned-file.ts';
import {parsedJson} from './family/parsing.ts';
import {findPullRequest, findPullRequestState, isWorthSearching} from './family/pull-requests.ts';
import {type BucketPlace, bucketPlaceOf, isRetired, manifestPathIn, packageNameIn} from './family/scoop-buckets.ts';
import {scoopCauses} from './family/scoop-causes.ts';
import {type ScoopManifest, scoopAddresses, scoopDownloads, scoopFile, scoopSchema} from './family/scoop-manifest.ts';
import {scoopRollback} from './family/scoop-rollback.ts';
import {scoopTasks} from './family/scoop-tasks.ts';
import {textOf, uses} from './family/steps.ts';
import {findManifestTrace} from './family/traces.ts';
import {type TrackedFile, trackedPublication, verifyTracked} from './family/tracked-file.ts';
import {scoopInstall} from './family/windows-install.ts';
import {scoopFirstPackage} from './first-package/scoop.ts';

const wellKnown = ['Main', 'Extras'].map((name): RepositoryName => ({owner: 'ScoopInstaller', name}));

/** A manifest where people find it; `place` is absent for a shared bucket. */
type Found = TrackedFile & {
  readonly bucket: RepositoryName;
  readonly addresses: readonly string[];
  readonly place?: Place;
  readonly isRetired?: boolean;
};

const foundIn = (bucket: RepositoryName, manifest: ScoopManifest, page: string): Found => ({
  bucket,
  version: manifest.version,
  downloads: scoopDownloads(manifest),
  addresses: scoopAddresses(manifest),
  page,
});

const findOwn = async (lookup: Lookup, {app, buckets}: BucketPlace): Promise<Found | undefined> => {
  const found = await findOwned(lookup, buckets, manifestPathIn(app));
  if (found === undefined) return undefined;
  const {place, page, path, text} = found;
  const manifest = scoopSchema.safeParse(parsedJson(text)).data;
  // A manifest that can't be parsed is there all the same, with nothing that can be read out of it.
  const read =
    manifest === undefined ? {bucket: place.repository, downloads: [], addresses: [], page} : foundIn(place.repository, manifest, page);
  return {...read, place, isRetired: isRetired(path)};
};

const findWellKnown = async (lookup: Lookup, {app}: BucketPlace): Promise<Found | undefined> => {
  const path = `bucket/${encodeURIComponent(app)}.json`;
  const found = await Promise.all(
    wellKnown.map((bucket) => lookup.json(`https://raw.githubusercontent.com/${repositoryText(bucket)}/master/${path}`, scoopSchema)),
  );
  return wellKnown.flatMap((bucket, at) => {
    const manifest = found[at];
    return manifest === undefined ? [] : [foundIn(bucket, manifest, repositoryPage(bucket, `/blob/master/${path}`))];
  })[0];
};

const publicationOf = (project: Project, app: string, found: Found): Publication => {
  const publication = trackedPublication(project, found, {
    name: `${repositoryText(found.bucket)}/${app}`,
    ...belongingOf(project, found.addresses),
  });
  const current: Publication =
    found.isRetired === true
      ? {
          ...publication,
          version: {
            kind: 'withdrawn',
            why: 'The bucket keeps it among its deprecated apps.',
            back: 'Move the manifest out of the bucket’s folder deprecated, back into its folder bucket.',
          },
        }
      : publication;
  return found.place === undefined ? current : servedFrom(found.place, current);
};

const findProposed = async (lookup: Lookup, project: Project, {app}: BucketPlace): Promise<Publication> => {
  const packageName = packageNameOf(project, 'scoop');
  const {from} = packageName;
  const repositories = wellKnown.map(repositoryText);
  const search = {repositories, words: [app, project.version], mustBelong: from !== 'configuration'};
  const found = isWorthSearching(packageName, project) ? await findPullRequest(lookup, project, search) : undefined;
  const evidence = [evidenceOf(`No manifest ${app} in the owner's buckets, ScoopInstaller/Main and ScoopInstaller/Extras`)];
  return {
    name: app,
    serves: null,
    version: await findPullRequestState(lookup, found),
    evidence: found === undefined ? evidence : [...evidence, evidenceOf(found.title, found.html_url)],
  };
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const place = bucketPlaceOf(project);
  const own = await findOwn(lookup, place);
  if (own !== undefined) return publicationOf(project, place.app, own);
  const shared = place.isBucketNamed ? undefined : await findWellKnown(lookup, place);
  // Every name is a guess there: a manifest of the project's own does not make the shared bucket's its own.
  return shared === undefined ? findProposed(lookup, project, place) : provenHit('guess', publicationOf(project, place.app, shared));
};

const bucketOf = (project: Project): RepositoryName => bucketPlaceOf(project).buckets[0] ?? project.repository;

export const scoop: Marketplace = {
  id: 'scoop',
  title: 'Scoop',
  docs: 'https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests',
  tasks: scoopTasks,
  findPublication,
  findTrace: findManifestTrace,
  findAccount: (lookup, project) => findPlaceAccount(lookup, 'bucket', bucketPlaceOf(project).buckets),
  verifyPublication: async (lookup, project) => {
    const place = bucketPlaceOf(project);
    const found = (await findOwn(lookup, place)) ?? (await findWellKnown(lookup, place));
    return verifyTracked(lookup, project, found ?? {downloads: [], page: ''});
  },
  propagation: {usually: 5, atMost: 300, because: 'a bucket serves a commit at once; the shared ones merge a pull request first.'},
  installTest: scoopInstall,
  token: {
    names: ['SCOOP_BUCKET_TOKEN', 'SCOOP_TAP_GITHUB_TOKEN', 'SCOOP_GITHUB_TOKEN', 'SCOOP_TOKEN', 'SCOOP_BUCKET_GITHUB_TOKEN'],
    makeAt: 'https://github.com/settings/personal-access-tokens/new',
    leastRights: 'Contents: read and write, on the bucket alone',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: readGitHubToken,
    test: (lookup, project) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: `Contents: write on ${namesOf(bucketPlaceOf(project).buckets)}`,
      }),
    testClosely: (lookup, project, known) => githubPushTest(lookup, known, bucketOf(project)),
  },
  packageFiles: {matches: (path) => /(?:^|\/)(?:bucket|scoop[^/]*)\/[^/]+\.json$/i.test(path), read: scoopFile},
  publishedBy: {
    jobNames: /scoop/i,
    needsRepository: true,
    publishes: (step, job) => {
      if (pushesTo(step, job, /[\w.-]+\/(?:scoop-[\w.-]+|[\w.-]*scoop[\w.-]*bucket)/i)) return 'pushes to a bucket';
      return uses(step, 'scoopinstaller/githubactions') ||
        (step.uses?.includes('repository-dispatch') === true && /scoop/i.test(textOf(step)))
        ? `uses ${step.uses}`
        : undefined;
    },
    packageName: packageNameIn,
  },
  firstPackage: scoopFirstPackage,
  rollback: scoopRollback,
  causes: scoopCauses,
};
