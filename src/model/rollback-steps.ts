import type {RepositoryName} from './project.ts';

/** A registry of images whose tags can be pointed elsewhere. */
export type ImageRegistry = 'docker-hub' | 'github-packages';

/** One thing done at a marketplace to take a version back. Each carries what stood there when the plan was made, and is refused when that has changed. */
export type RollbackStep =
  | {readonly kind: 'move-dist-tag'; readonly package: string; readonly tag: string; readonly from: string; readonly to: string}
  | {readonly kind: 'deprecate-package'; readonly package: string; readonly version: string; readonly message: string}
  | {readonly kind: 'yank-crate'; readonly crate: string; readonly version: string}
  | {
      readonly kind: 'retag-image';
      readonly registry: ImageRegistry;
      /** `namespace/name`. */
      readonly image: string;
      readonly tag: string;
      /** Digests. */
      readonly from: string;
      readonly to: string;
      /** The version that the digest belongs to. */
      readonly toVersion: string;
    }
  | {readonly kind: 'delete-image-tag'; readonly image: string; readonly tag: string; readonly digest: string}
  | {
      readonly kind: 'release-snap';
      readonly snap: string;
      readonly channel: string;
      readonly architecture: string;
      readonly revision: number;
      readonly version: string;
      /** The version that the channel serves. */
      readonly from: string;
    }
  | {
      readonly kind: 'edit-release';
      readonly repository: RepositoryName;
      readonly id: number;
      readonly tag: string;
      /** `latest`: the page of the latest release shows it; `prerelease`: it is marked as one, and is the latest no more. */
      readonly becomes: 'latest' | 'prerelease';
    };

const kinds: Readonly<Record<RollbackStep['kind'], true>> = {
  'move-dist-tag': true,
  'deprecate-package': true,
  'yank-crate': true,
  'retag-image': true,
  'delete-image-tag': true,
  'release-snap': true,
  'edit-release': true,
};

export const isRollbackStep = (step: {readonly kind: string}): step is RollbackStep => Object.hasOwn(kinds, step.kind);

/** What a step does, in words and as an order. */
export const rollbackStepText = (step: RollbackStep): string => {
  switch (step.kind) {
    case 'move-dist-tag':
      return `Point ${step.tag} of ${step.package} at npm from ${step.from} to ${step.to}`;
    case 'deprecate-package':
      return `Deprecate ${step.package} ${step.version} at npm: “${step.message}”`;
    case 'yank-crate':
      return `Yank ${step.crate} ${step.version} at crates.io`;
    case 'retag-image':
      return `Point ${step.tag} of ${imagePlace(step.registry)}${step.image} to the image of ${step.toVersion} (${shortDigest(step.to)})`;
    case 'delete-image-tag':
      return `Delete the tag ${step.tag} of ${step.image} at Docker Hub`;
    case 'release-snap':
      return `Release revision ${step.revision} (${step.version}) of ${step.snap} for ${step.architecture} to ${step.channel}, in place of ${step.from}`;
    case 'edit-release':
      return step.becomes === 'latest' ? `Make ${step.tag} the latest release` : `Mark release ${step.tag} as a prerelease`;
  }
};

/** What is to be known of a step besides: it stands behind the step's own words. */
export const rollbackStepDetail = (step: RollbackStep): string => {
  switch (step.kind) {
    case 'move-dist-tag':
      return '; an ordinary install gives that one then';
    case 'deprecate-package':
      return '; who installs it is warned, and it stays';
    case 'yank-crate':
      return '; nothing new may depend on it, and lock files that name it go on working';
    case 'retag-image':
      return `; it points to ${shortDigest(step.from)} now, which stays`;
    case 'delete-image-tag':
      return `; the image stays under its digest ${shortDigest(step.digest)} until Docker Hub clears it away`;
    case 'release-snap':
      return '; machines take it within a day, and no revision is deleted';
    case 'edit-release':
      return step.becomes === 'latest' ? '' : '; its files stay where they are';
  }
};

/** How a step is undone. */
export const undoOfRollbackStep = (step: RollbackStep): string => {
  switch (step.kind) {
    case 'move-dist-tag':
      return `\`npm dist-tag add ${step.package}@${step.from} ${step.tag}\` moves the tag back at any time.`;
    case 'deprecate-package':
      return `\`npm deprecate ${step.package}@${step.version} ""\` takes the warning away at any time.`;
    case 'yank-crate':
      return `\`cargo yank --undo ${step.crate}@${step.version}\` un-yanks it at any time.`;
    case 'retag-image':
      return `The tag ${step.tag} can be pointed at ${shortDigest(step.from)} again for as long as the registry keeps it.`;
    case 'delete-image-tag':
      return 'A deleted tag does not come back: the image would have to be pushed again.';
    case 'release-snap':
      return `\`snapcraft release\` releases another revision of ${step.snap} at any time.`;
    case 'edit-release':
      return 'The release can be edited again at any time, on its page at GitHub.';
  }
};

const imagePlace = (registry: ImageRegistry): string => (registry === 'docker-hub' ? '' : 'ghcr.io/');

const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);
