import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {versionBefore} from '../../src/model/semantic-versions.ts';
import {findPublicTags, findVersions} from './github-containers.ts';
import {packageOf, packagePage} from './github-package-name.ts';
import {stepsBack} from './image-tags.ts';
import {tagsFor} from './oci-registry.ts';

const findNpmWays = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name, owner, bare} = packageOf(project);
  const shown = await findVersions(lookup, owner, 'npm', bare);
  if (shown.kind !== 'shown' || !shown.versions.includes(project.version)) return [];
  const earlier = versionBefore(shown.versions, project.version);
  if (earlier === undefined) return [];
  return [
    {
      by: 'person',
      // GitHub shows nobody without a token for its registry where latest points.
      title: `Point latest back to ${earlier}, unless it points there already`,
      leaves: `${project.version} can still be installed by its number.`,
      url: packagePage(project),
      instructions: [
        `Run \`npm view ${name} dist-tags --registry=https://npm.pkg.github.com\` to see where latest points.`,
        `Run \`npm dist-tag add ${name}@${earlier} latest --registry=https://npm.pkg.github.com\` where it is not ${earlier}.`,
      ],
      seenBy: `\`npm view ${name} dist-tags --registry=https://npm.pkg.github.com\` shows latest at ${earlier}.`,
    },
  ];
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const {name, type} = packageOf(project);
  if (type === 'npm') return findNpmWays(lookup, project);
  const wanted = tagsFor(project);
  const tags = await findPublicTags(lookup, name, project.version);
  const version = tags.find((tag) => wanted.includes(tag.name));
  if (version === undefined) return [];
  const [first, ...rest] = stepsBack(tags, version, {registry: 'github-packages', image: name});
  if (first === undefined) return [];
  return [
    {
      by: 'plan',
      title: `Point ${[first, ...rest].map(({tag}) => tag).join(', ')} back to ${first.toVersion}`,
      leaves: `Whoever names the tag ${version.name} or its digest still gets it; no image is deleted.`,
      steps: [first, ...rest],
    },
  ];
};

export const githubPackagesRollback: Rollback = {
  can: 'latest can be pointed back to the image before at any time; a deleted version can be restored within 30 days.',
  never: 'A public version with more than 5,000 downloads can’t be deleted at all.',
  find,
};
