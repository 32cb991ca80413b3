import type {ImageRegistry, RollbackStep} from '../../src/model/rollback-steps.ts';
import {versionBefore} from '../../src/model/semantic-versions.ts';
import {isVersionTag} from './oci-registry.ts';

/** A tag and what it points to. */
export type PointedTag = {readonly name: string; readonly digest: string};

const bare = (tag: string): string => tag.replace(/^v(?=\d)/, '');

/** Tags that move from version to version, such as `latest`, `1` and `1.0`. */
export const isMovingTag = (tag: string): boolean => tag === 'latest' || tag === 'stable' || /^v?\d+(?:\.\d+)?$/.test(tag);

/** Whether a moving tag stands for a version: `1.0` for 1.0.34. */
const standsFor = (tag: string, version: string): boolean => !/\d/.test(tag) || version.startsWith(`${bare(tag)}.`);

/** Points whatever moves back to the image of the version before; empty: nothing points to this version's, or there is none before. */
export const stepsBack = (
  tags: readonly PointedTag[],
  version: PointedTag,
  at: {readonly registry: ImageRegistry; readonly image: string},
): readonly Extract<RollbackStep, {kind: 'retag-image'}>[] => {
  const others = tags.filter(({name, digest}) => isVersionTag(name) && digest !== version.digest);
  return tags
    .filter(({name, digest}) => isMovingTag(name) && digest === version.digest)
    .toSorted((one, other) => Number(other.name === 'latest') - Number(one.name === 'latest'))
    .flatMap(({name: tag}) => {
      const fitting = others.filter(({name}) => standsFor(tag, bare(name)));
      const toVersion = versionBefore(
        fitting.map(({name}) => bare(name)),
        bare(version.name),
      );
      const to = fitting.find(({name}) => bare(name) === toVersion)?.digest;
      return to === undefined || toVersion === undefined
        ? []
        : [{kind: 'retag-image' as const, ...at, tag, from: version.digest, to, toVersion}];
    });
};
