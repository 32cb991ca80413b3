import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import type {RollbackStep} from '../../src/model/rollback-steps.ts';
import {versionBefore} from '../../src/model/semantic-versions.ts';
import {packagePath} from './npm-registry.ts';

const schema = z.object({
  'dist-tags': z.record(z.string(), z.string()).default({}),
  versions: z.record(z.string(), z.object({deprecated: z.union([z.string(), z.boolean()]).optional()})).default({}),
  time: z.record(z.string(), z.unknown()).default({}),
});
type Packument = z.infer<typeof schema>;

const isDeprecated = ({versions}: Packument, version: string): boolean => {
  const deprecated = versions[version]?.deprecated;
  return deprecated !== undefined && deprecated !== '' && deprecated !== false;
};

const withdrawal = (name: string, version: string, packument: Packument): RollbackWay | undefined => {
  const earlier = versionBefore(
    Object.keys(packument.versions).filter((one) => !isDeprecated(packument, one)),
    version,
  );
  const isLatest = packument['dist-tags'].latest === version;
  const moved: readonly RollbackStep[] =
    isLatest && earlier !== undefined ? [{kind: 'move-dist-tag', package: name, tag: 'latest', from: version, to: earlier}] : [];
  const instead = earlier === undefined ? 'Please wait for the next version.' : `Please use ${earlier}.`;
  const message = `This version was taken back. ${instead}`;
  const warned: readonly RollbackStep[] = isDeprecated(packument, version)
    ? []
    : [{kind: 'deprecate-package', package: name, version, message}];
  const [first, ...rest] = [...moved, ...warned];
  if (first === undefined) return undefined;
  return {
    by: 'plan',
    title: [moved.length > 0 ? `Point latest back to ${earlier}` : '', warned.length > 0 ? `deprecate ${version}` : '']
      .filter(Boolean)
      .join(', and ')
      .replace(/^d/, 'D'),
    leaves: `${version} can still be installed by its number, and the number is never free again.`,
    steps: [first, ...rest],
  };
};

const window = 72 * 3_600_000;

const unpublishing = (name: string, version: string, {time}: Packument): RollbackWay => {
  const published = Date.parse(String(time[version] ?? ''));
  return {
    by: 'person',
    isFinal: true,
    title: `Unpublish ${version}, only where it must not be there at all`,
    leaves: 'Mirrors and whoever has it keep it, the number is never free again, and nobody can bring it back.',
    ...(Number.isNaN(published) ? {} : {until: new Date(published + window).toISOString()}),
    url: 'https://docs.npmjs.com/policies/unpublish',
    instructions: [
      'Look at npm’s policy: nothing may depend on it.',
      `Run \`npm unpublish ${name}@${version}\`, and give the one-time password.`,
    ],
    seenBy: `npm lists no ${version} any more.`,
  };
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name} = packageNameOf(project, 'npm');
  const version = project.version.replace(/\+.*$/, '');
  // npm's own client reads past the caches like this before it writes.
  const packument = await lookup.json(`${lookup.npmRegistry}/${packagePath(name)}?write=true`, schema);
  if (packument === undefined || !Object.hasOwn(packument.versions, version)) return [];
  const gentle = withdrawal(name, version, packument);
  return [...(gentle === undefined ? [] : [gentle]), unpublishing(name, version, packument)];
};

export const npmRollback: Rollback = {
  can: 'The tag latest can be pointed back to the version before and this one deprecated, at any time; unpublishing only within 72 hours and while nothing depends on it.',
  never: 'The version number is used up for good.',
  find,
};
