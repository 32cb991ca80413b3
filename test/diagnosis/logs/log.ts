import type {Confidence} from '../../../src/model/diagnosis.ts';
import type {MarketplaceId} from '../../../src/model/marketplace-id.ts';

/** What a step prints, and what that must come to. */
export type KnownLog = {
  readonly of: MarketplaceId;
  readonly run: string;
  readonly prints: string;
  readonly cause: string;
  readonly confidence: Confidence;
};

/** What a step prints whose words only look like a cause. */
export type NearMiss = Pick<KnownLog, 'of' | 'run' | 'prints'>;

const start = Date.parse('2026-03-04T09:15:00Z');

const before = [
  "Current runner version: '2.331.0'",
  '##[group]Operating System',
  'Ubuntu',
  '24.04.3',
  '##[endgroup]',
  '##[group]GITHUB_TOKEN Permissions',
  'Contents: read',
  '##[endgroup]',
  'Prepare workflow directory',
  'Complete job name: publish',
  '##[group]Run actions/checkout@v5',
  'with:',
  '  repository: octo/tool',
  '  token: ***',
  '##[endgroup]',
  'Syncing repository: octo/tool',
  '[command]/usr/bin/git log -1 --format=%H',
];
const after = ['Post job cleanup.', '[command]/usr/bin/git version', 'git version 2.51.0', 'Cleaning up orphan processes'];

export const stepName = 'Publish';
export const stepNumber = 4;

const second = (index: number): string => new Date(start + index * 500).toISOString();

/** A job's log as GitHub serves it, with times, groups, colours in the script and marks, and when the step ran. */
export const logTextOf = ({run, prints}: NearMiss) => {
  const lines = prints.trim().split('\n');
  const step = [
    `##[group]Run ${run}`,
    `\u001b[36;1m${run}\u001b[0m`,
    'shell: /usr/bin/bash -e {0}',
    'env:',
    '  TOKEN: ***',
    '##[endgroup]',
    ...lines,
    ...(lines.some((line) => line.startsWith('##[error]')) ? [] : ['##[error]Process completed with exit code 1.']),
  ];
  const all = [...before, ...step, ...after];
  const text = all.map((line, index) => `${second(index).replace('Z', '1234Z')} ${line}\n`).join('');
  return {
    text: `\ufeff${text}`,
    step: {
      number: stepNumber,
      name: stepName,
      startedAt: second(before.length).replace(/\.\d+Z$/, 'Z'),
      completedAt: second(before.length + step.length).replace(/\.\d+Z$/, 'Z'),
    },
  };
};
