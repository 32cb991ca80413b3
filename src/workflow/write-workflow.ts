import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PublishJob} from '../model/publish-job.ts';
import {conditionFor} from './selector-trigger.ts';
import {type ActionPins, jobLines, type PlacedJob} from './write-job.ts';
import {indentedBy} from './yaml-lines.ts';

/** A marketplace's job before it has a place. */
export type WantedJob = {
  readonly marketplace: MarketplaceId;
  /** The marketplace, in words. */
  readonly title: string;
  readonly job: PublishJob;
};

/**
 * What starts a workflow of its own. `release`: the release itself, which a person makes, or a workflow with a token of its own. `started`: the
 * workflow that makes the release, since GitHub starts none for what is done with GITHUB_TOKEN, but for `workflow_dispatch`.
 */
export type ReleaseStart = 'release' | 'started';

export type NewWorkflow = {
  readonly jobs: readonly [WantedJob, ...WantedJob[]];
  readonly start: ReleaseStart;
  /** What stands before the version in the project's tags, such as `v`. */
  readonly tagPrefix: string;
};

export const publishWorkflowPath = '.github/workflows/publish-packages.yml';

/** The id of a marketplace's job in a workflow that Portcall writes. */
export const jobIdOf = (marketplace: MarketplaceId): string => `publish-${marketplace}`;

const triggerLines = (start: ReleaseStart, ids: readonly MarketplaceId[]): readonly string[] => [
  'on:',
  ...(start === 'release' ? ['  release:', '    types: [published]'] : []),
  '  workflow_dispatch:',
  '    inputs:',
  '      tag:',
  '        description: Tag of the release',
  '        required: true',
  '        type: string',
  '      marketplace:',
  '        description: Which marketplace',
  '        type: choice',
  '        default: all',
  `        options: [all, ${ids.join(', ')}]`,
];

const placed = ({marketplace, title, job}: WantedJob, {start, tagPrefix}: NewWorkflow): PlacedJob => ({
  id: jobIdOf(marketplace),
  title,
  job,
  asked: start === 'release' ? `!github.event.release.prerelease && (${conditionFor([marketplace])})` : conditionFor([marketplace]),
  tag: start === 'release' ? 'inputs.tag || github.event.release.tag_name' : 'inputs.tag',
  tagPrefix,
});

/** The whole file for a project that has none. */
export const newWorkflowText = (workflow: NewWorkflow, pins: ActionPins): string => {
  const {jobs, start} = workflow;
  return [
    '# Publishes a release, one job for each marketplace. A job looks first, and leaves out what is published already.',
    'name: Publish packages',
    '',
    ...triggerLines(
      start,
      jobs.map(({marketplace}) => marketplace),
    ),
    '',
    'permissions: {}',
    '',
    'jobs:',
    ...jobs.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...indentedBy(2, jobLines(placed(one, workflow), pins))]),
    '',
  ].join('\n');
};

/** The job by which the workflow that makes the release starts this one. */
export const starterLines = (needs: string): readonly string[] => [
  'publish-packages:',
  ...indentedBy(2, [
    `needs: ${needs}`,
    "if: github.ref_type == 'tag'",
    'runs-on: ubuntu-latest',
    'permissions:',
    '  actions: write',
    'steps:',
    '  - name: Start publish-packages.yml',
    '    env:',
    '      GH_TOKEN: ${{ github.token }}',
    '    run: gh workflow run publish-packages.yml --repo "$GITHUB_REPOSITORY" --ref "$GITHUB_REF_NAME" --raw-field "tag=$GITHUB_REF_NAME"',
  ]),
];
