import {z} from 'zod';
import type {Lookup} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {Rollback, RollbackWay} from '../../src/model/rollback.ts';
import {dockerNameOf} from './docker-hub-tasks.ts';
import {type PointedTag, stepsBack} from './image-tags.ts';
import {tagsFor} from './oci-registry.ts';

const schema = z.object({results: z.array(z.object({name: z.string(), digest: z.string().nullish()})), next: z.string().nullish()});

const mostPages = 10;

/** Every tag, the newest first; empty: there is no such image. */
const findTags = async (lookup: Lookup, image: string): Promise<readonly PointedTag[]> => {
  const [namespace = '', repository = ''] = image.split('/').map(encodeURIComponent);
  const found: PointedTag[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const more = page === 1 ? '' : `&page=${page}`;
    const url = `https://hub.docker.com/v2/namespaces/${namespace}/repositories/${repository}/tags?page_size=100${more}`;
    const listed = await lookup.json(url, schema);
    found.push(...(listed?.results ?? []).flatMap(({name, digest}) => (digest ? [{name, digest}] : [])));
    if (!listed?.next) break;
  }
  return found;
};

const find = async (lookup: Lookup, project: Project): Promise<readonly RollbackWay[]> => {
  const image = dockerNameOf(project);
  const tags = await findTags(lookup, image);
  const wanted = tagsFor(project);
  const version = tags.find(({name}) => wanted.includes(name));
  if (version === undefined) return [];
  const [first, ...rest] = stepsBack(tags, version, {registry: 'docker-hub', image});
  const back: readonly RollbackWay[] =
    first === undefined
      ? []
      : [
          {
            by: 'plan',
            title: `Point ${[first, ...rest].map(({tag}) => tag).join(', ')} back to ${first.toVersion}`,
            leaves: `Whoever names the tag ${version.name} or its digest still gets it; no image is deleted.`,
            steps: [first, ...rest],
          },
        ];
  return [
    ...back,
    {
      by: 'plan',
      title: `Delete the tag ${version.name}, only where nobody may get it at all`,
      leaves: 'Whoever has the image keeps it, and everything that names the tag fails from then on.',
      steps: [{kind: 'delete-image-tag', image, tag: version.name, digest: version.digest}],
      isFinal: true,
    },
  ];
};

export const dockerHubRollback: Rollback = {
  can: 'latest can be pointed back to the image before at any time, without deleting anything; a tag can be deleted by a token that may delete.',
  never: 'Images that were pulled stay where they are, and a deleted tag does not come back.',
  find,
};
