import {type Project, packageNameOf, type RepositoryName} from '../../src/model/project.ts';
import type {WorkflowStep} from '../../src/model/workflow.ts';
import {repositoryNamedIn} from './commits.ts';
import {withFurther} from './owned-file.ts';

/** Where a manifest may lie. */
export type BucketPlace = {readonly app: string; readonly buckets: readonly RepositoryName[]; readonly isBucketNamed: boolean};

/* A bucket may have any name; of the project's further repositories only one that says so is taken for it. */
const isBucket = ({name}: RepositoryName): boolean => /scoop|bucket/i.test(name);

/** `owner/bucket/app` names a bucket; a bare name may lie in any of the project's, or in the owner's usual ones. */
export const bucketPlaceOf = (project: Project): BucketPlace => {
  const parts = packageNameOf(project, 'scoop').name.split('/');
  const app = (parts.length === 2 ? project.repository.name.toLowerCase() : parts.at(-1)) ?? '';
  const {owner, name} = project.repository;
  if (parts.length > 1) return {app, isBucketNamed: true, buckets: [{owner: parts[0] ?? owner, name: parts[1] ?? ''}]};
  return {app, isBucketNamed: false, buckets: withFurther(project, isBucket, ['scoop-bucket', `scoop-${name}`])};
};

const retired = 'deprecated/';

/** Whether a bucket keeps a manifest only for those who have the app already. */
export const isRetired = (path: string): boolean => path.startsWith(retired);

/** The manifest of an app among a bucket's paths: below `bucket` where that folder is there, else anywhere. Undefined: the bucket has none. */
export const manifestPathIn =
  (app: string) =>
  (paths: readonly string[]): string | undefined => {
    const folder = paths.some((path) => path.startsWith('bucket/')) ? 'bucket/' : '';
    const file = `${app}.json`.toLowerCase();
    const found = paths.filter((path) => path.split('/').at(-1)?.toLowerCase() === file);
    const served = found.filter((path) => path.startsWith(folder) && !isRetired(path));
    return served.find((path) => path.toLowerCase() === `${folder}${file}`) ?? served[0] ?? found.find(isRetired);
  };

/** `owner/bucket/app`, or `owner/bucket` where a step names no manifest; undefined: it spells no bucket of one's own. */
export const packageNameIn = (step: WorkflowStep): string | undefined => {
  const bucket = repositoryNamedIn(step, /^scoop-|scoop.*bucket/i);
  if (bucket === undefined || bucket.owner.toLowerCase() === 'scoopinstaller') return undefined;
  const app = /\bbucket\/([\w.-]+)\.json\b/.exec(step.run ?? '')?.[1];
  return [bucket.owner, bucket.name, app].filter((part) => part !== undefined).join('/');
};
