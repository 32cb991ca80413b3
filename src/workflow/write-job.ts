import type {ActionUse, JobStep, PublishJob} from '../model/publish-job.ts';
import {actionsText, shellWord} from '../model/quoting.ts';
import {blockLines, indentedBy, itemLines, mappingLines, scalarOf} from './yaml-lines.ts';

/** The commit that each action's version stands at, by `action@version`. */
export type ActionPins = ReadonlyMap<string, string>;

/** A job that publishes and where it stands. */
export type PlacedJob = {
  readonly id: string;
  /** The marketplace, in words. */
  readonly title: string;
  readonly job: PublishJob;
  /** The job that uploads the release's files; absent: none of this workflow does. */
  readonly needs?: string;
  /** When the marketplace is asked for, as an expression without `${{ }}`; absent: always. */
  readonly asked?: string;
  /** The tag that is published, as an expression without `${{ }}`. */
  readonly tag: string;
  /** What stands before the version in the project's tags, such as `v`. */
  readonly tagPrefix: string;
};

const checkoutAction: ActionUse = {action: 'actions/checkout', version: 'v5'};

/** An action as its pins know it. */
const actionText = ({action, version}: ActionUse): string => `${action}@${version}`;

/** Every action that a job uses, its checkout among them. */
export const actionsOf = ({prepare, publish}: PublishJob): readonly ActionUse[] => [
  checkoutAction,
  ...[...prepare, ...publish].flatMap((step) => (step.kind === 'use' ? [step.uses] : [])),
];

/** Pinned by its commit, with the version for people behind it; one whose commit is not known keeps its version. */
const usesLine = (use: ActionUse, pins: ActionPins): string => {
  const commit = pins.get(actionText(use));
  return `uses: ${commit === undefined ? actionText(use) : `${use.action}@${commit} # ${use.version}`}`;
};

const published = "steps.look.outputs.published != 'true'";

const scriptLines = (lines: readonly string[]): readonly string[] => ['shell: bash', ...blockLines('run', ['set -euo pipefail', ...lines])];

const stepLines = (step: JobStep, pins: ActionPins, condition: string | undefined): readonly string[] =>
  itemLines([
    `name: ${scalarOf(actionsText(step.name))}`,
    ...(step.kind === 'use' && step.id !== undefined ? [`id: ${step.id}`] : []),
    ...(condition === undefined ? [] : [`if: ${condition}`]),
    ...(step.kind === 'use' ? [usesLine(step.uses, pins), ...mappingLines('with', step.with ?? {})] : []),
    ...mappingLines('env', step.env ?? {}),
    ...(step.kind === 'run' ? scriptLines(step.lines) : []),
  ]);

/** A value that says of each secret whether it is there; the secrets themselves are not handed over. */
const isSet = (name: string): string => `HAS_${name}`;

const secretLines = (name: string, title: string): readonly string[] => [
  `if [ "$${isSet(name)}" != true ]; then`,
  `  echo "::error::The secret ${name} is empty, so nothing is published to ${title}. Set it in the repository's settings."`,
  '  status=1',
  'fi',
];

/** A title without what means something between double quotes of a shell. */
const plainWords = (title: string): string => title.replace(/[^\w .-]/g, '');

const isPlainPrefix = (prefix: string): boolean => /^[\w./-]*$/.test(prefix);

/** Fails loudly where a secret is empty or the tag is none, before anything else is done. */
const checkLines = ({title, job, tagPrefix}: PlacedJob): readonly string[] => {
  const known = isPlainPrefix(tagPrefix);
  return itemLines([
    `name: Check the tag${job.secrets.length === 0 ? '' : ' and the secrets'}`,
    ...mappingLines('env', {
      ...(known ? {} : {TAG_PREFIX: actionsText(tagPrefix)}),
      ...Object.fromEntries(job.secrets.map((name) => [isSet(name), `\${{ secrets.${name} != '' }}`])),
    }),
    ...scriptLines([
      'status=0',
      ...job.secrets.flatMap((name) => secretLines(name, plainWords(title))),
      `version="\${TAG#${known ? tagPrefix : '"$TAG_PREFIX"'}}"`,
      'case "$version" in',
      '  "" | [!0-9]* | *[!0-9A-Za-z.+~-]*)',
      "    echo \"::error::The tag '$TAG' names no version, so nothing is published. Start the workflow for a release's tag.\"",
      '    status=1',
      '    ;;',
      'esac',
      'echo "VERSION=$version" >> "$GITHUB_ENV"',
      'exit "$status"',
    ]),
  ]);
};

/* A tag may be older than the files that it is packaged by: then the branch that has them has to be what the run is started from. */
const filesLines = ({title, job: {files = []}}: PlacedJob): readonly string[] =>
  files.length === 0
    ? []
    : itemLines([
        'name: Check that the packaging files are there',
        ...scriptLines([
          `set -- ${files.map(shellWord).join(' ')}`,
          'for file in "$@"; do',
          '  if [ ! -f "$file" ]; then',
          `    echo "::error::$GITHUB_REF_NAME has no $file, so nothing is published to ${plainWords(title)}. Start this workflow from the branch that has it, for the tag $TAG."`,
          '    exit 1',
          '  fi',
          'done',
        ]),
      ]);

const checkoutLines = (placed: PlacedJob, pins: ActionPins): readonly string[] => {
  const isSource = placed.job.source === 'tag';
  return [
    ...itemLines([
      `name: Check out the ${isSource ? "tag's source" : 'packaging files'}`,
      usesLine(checkoutAction, pins),
      'with:',
      ...(isSource ? ['  ref: refs/tags/${{ env.TAG }}'] : []),
      '  persist-credentials: false',
    ]),
    ...filesLines(placed),
  ];
};

const conditionOf = ({needs, asked}: PlacedJob): string | undefined => {
  if (needs === undefined || asked === undefined) return asked;
  // Where only the marketplace is asked for, the upload may be left out: the release stands already.
  return `!cancelled() && !failure() && (${asked})`;
};

/** Two runs for one tag wait for each other here and nowhere else. */
const concurrencyLines = ({id, tag}: PlacedJob): readonly string[] => [
  'concurrency:',
  `  group: ${scalarOf(`${id}-\${{ ${tag} }}`)}`,
  '  cancel-in-progress: false',
];

/** The environment without what only the publishing steps give. */
const knownBefore = ({env = {}, publish}: PublishJob): Readonly<Record<string, string>> => {
  const later = publish.flatMap((step) => (step.kind === 'use' && step.id !== undefined ? [step.id] : []));
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !later.some((id) => value.includes(`steps.${id}.`))));
};

const stepsOf = (placed: PlacedJob, pins: ActionPins): readonly string[] => {
  const {job} = placed;
  const script = (name: string, lines: readonly string[], id?: string): readonly string[] =>
    itemLines([
      `name: ${name}`,
      ...(id === undefined ? [] : [`id: ${id}`]),
      ...mappingLines('env', id === undefined ? (job.env ?? {}) : knownBefore(job)),
      ...scriptLines(lines),
    ]);
  return [
    ...checkLines(placed),
    ...checkoutLines(placed, pins),
    ...job.prepare.flatMap((step) => stepLines(step, pins, undefined)),
    ...script('Look whether this version is published', job.look, 'look'),
    ...job.publish.flatMap((step) => stepLines(step, pins, published)),
    ...(job.verify.length === 0 ? [] : script('Verify that this version is served', job.verify)),
  ];
};

/** A job's text, each line without a line end and the job's own key at the left edge. */
export const jobLines = (placed: PlacedJob, pins: ActionPins): readonly string[] => {
  const {id, job, needs, title} = placed;
  const condition = conditionOf(placed);
  return [
    `${id}:`,
    ...indentedBy(2, [
      `name: ${scalarOf(actionsText(`Publish to ${title}`))}`,
      ...(needs === undefined ? [] : [`needs: ${needs}`]),
      ...(condition === undefined ? [] : [`if: ${condition.startsWith('!') ? `\${{ ${condition} }}` : condition}`]),
      `runs-on: ${job.runner}`,
      'timeout-minutes: 60',
      ...mappingLines('permissions', {contents: 'read', ...job.permissions}),
      ...concurrencyLines(placed),
      ...mappingLines('env', {TAG: `\${{ ${placed.tag} }}`}),
      'steps:',
      ...indentedBy(2, stepsOf(placed, pins)),
    ]),
  ];
};
