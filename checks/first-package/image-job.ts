import type {ProgramFacts} from '../../src/model/first-package.ts';
import type {JobStep, PublishJob} from '../../src/model/publish-job.ts';
import {platformFolder} from './carried-programs.ts';
import {dockerfilePath, imagePlatforms, imagePrograms} from './image.ts';
import {unpackReleased} from './unpack-released.ts';

/** A registry of images, as a job deals with it. */
export type ImageRegistry = {
  /** With the registry's host, such as `ghcr.io/octo/tool`. */
  readonly image: string;
  readonly title: string;
  readonly login: JobStep;
  /** True: it is signed in before the look, since nobody else may see an image that is new. */
  readonly looksSignedIn: boolean;
  /**
   * Lines after which `ask` writes what the registry knows of the tag `$tag` to `$answer`, as JSON with each processor as its `architecture`, and prints
   * the status of its answer.
   */
  readonly ask: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions: PublishJob['permissions'];
  readonly secrets: readonly string[];
};

/* A tag takes no plus. */
const tag = 'tag="${VERSION//+/-}"';

const look = ({title, ask}: ImageRegistry, architectures: readonly string[]): readonly string[] => [
  tag,
  'answer="$RUNNER_TEMP/image.json"',
  ...ask,
  'status="$(ask)"',
  'case "$status" in',
  '  200) published=true ;;',
  '  404) published=false ;;',
  '  *)',
  `    echo "::error::${title} answers $status when it is asked for the tag $tag, so nothing is known. Run this job again later."`,
  '    exit 1',
  '    ;;',
  'esac',
  `for processor in ${architectures.join(' ')}; do`,
  '  grep -Eq "\\"architecture\\": *\\"$processor\\"" "$answer" || published=false',
  'done',
  'echo "published=$published" >> "$GITHUB_OUTPUT"',
];

/** What the registry serves must be what was pushed; where nothing was pushed in this run, it must be served. */
const verify = ({image, title}: ImageRegistry): readonly string[] => [
  tag,
  'rounds=0',
  `until served="$(docker buildx imagetools inspect "${image}:$tag" --format '{{.Manifest.Digest}}')"; do`,
  '  rounds=$((rounds + 1))',
  '  if [ "$rounds" -gt 20 ]; then',
  `    echo "::error::${title} does not serve ${image}:$tag, five minutes after it was pushed."`,
  '    exit 1',
  '  fi',
  '  sleep 15',
  'done',
  'if [ -n "$PUSHED_DIGEST" ] && [ "$served" != "$PUSHED_DIGEST" ]; then',
  `  echo "::error::${title} serves $served under ${image}:$tag, and $PUSHED_DIGEST was pushed: somebody else pushed it too. Run this job again."`,
  '  exit 1',
  'fi',
];

const build = (image: string, platforms: readonly string[]): JobStep => ({
  kind: 'use',
  name: 'Build and push the image',
  id: 'build',
  uses: {action: 'docker/build-push-action', version: 'v6'},
  with: {
    context: '${{ runner.temp }}/image',
    file: dockerfilePath,
    platforms: platforms.join(','),
    push: 'true',
    'build-args': 'VERSION=${{ env.VERSION }}',
    labels: 'org.opencontainers.image.revision=${{ env.REVISION }}',
    tags: `${image}:\${{ env.IMAGE_TAG }}\n\${{ env.MOVING_TAG }}`,
    provenance: 'mode=max',
    sbom: 'true',
  },
});

/* The run may have been started from a branch, long after the tag was made. */
const nameSource: JobStep = {
  kind: 'run',
  name: 'Name the source',
  env: {GH_TOKEN: '${{ github.token }}'},
  lines: ['revision="$(gh api "repos/$GITHUB_REPOSITORY/commits/$TAG" --jq .sha)"', 'echo "REVISION=$revision" >> "$GITHUB_ENV"'],
};

/** Pushes an image with the released programs for every platform that there is one for. */
export const imageJob = (facts: ProgramFacts, registry: ImageRegistry): PublishJob | undefined => {
  const found = imagePrograms(facts);
  if (found.kind === 'blocked') return undefined;
  const {programs} = found;
  const moving = `case "$VERSION" in *-*) moving= ;; *) moving='${registry.image}:latest' ;; esac`;
  return {
    runner: 'ubuntu-latest',
    permissions: registry.permissions,
    secrets: registry.secrets,
    files: [dockerfilePath],
    prepare: registry.looksSignedIn ? [registry.login] : [],
    look: look(
      registry,
      programs.map(({architecture}) => architecture),
    ),
    env: {PUSHED_DIGEST: '${{ steps.build.outputs.digest }}', ...registry.env},
    publish: [
      ...unpackReleased(programs, facts.project.version, (program) => `"$RUNNER_TEMP/image/${platformFolder(program)}/${facts.command}"`),
      {
        kind: 'run',
        name: 'Name the tags',
        lines: [tag, moving, 'echo "IMAGE_TAG=$tag" >> "$GITHUB_ENV"', 'echo "MOVING_TAG=$moving" >> "$GITHUB_ENV"'],
      },
      nameSource,
      {kind: 'use', name: 'Set up Docker Buildx', uses: {action: 'docker/setup-buildx-action', version: 'v3'}},
      ...(registry.looksSignedIn ? [] : [registry.login]),
      build(registry.image, imagePlatforms(programs)),
    ],
    verify: verify(registry),
  };
};
