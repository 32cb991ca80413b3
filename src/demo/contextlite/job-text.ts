/** A step as the demo's workflow file writes it. */
export type StepText = {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly shell?: 'bash' | 'pwsh';
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: readonly string[];
};

export type JobText = {
  readonly id: string;
  /** The word in the `platforms` input that asks for it; absent: it always runs. */
  readonly platform?: string;
  readonly needs?: string;
  readonly runner: 'ubuntu-latest' | 'windows-latest' | 'macos-latest';
  readonly steps: readonly StepText[];
};

export const checkout: StepText = {name: 'Checkout', uses: 'actions/checkout@v4'};

export const getVersion: StepText = {
  name: 'Get version',
  id: 'version',
  shell: 'bash',
  env: {INPUT: '${{ inputs.version }}'},
  run: ['version="${INPUT:-${GITHUB_REF_NAME#v}}"', 'echo "Version $version"', 'echo "version=$version" >> "$GITHUB_OUTPUT"'],
};

export const version = '${{ steps.version.outputs.version }}';
export const unlessSkipped = (id: string): string => `steps.${id}.outputs.skip == 'false'`;

const fieldLines = (name: string, fields: Readonly<Record<string, string>> | undefined): readonly string[] =>
  fields === undefined ? [] : [`${name}:`, ...Object.entries(fields).map(([key, value]) => `  ${key}: ${value}`)];

const stepLines = (step: StepText): readonly string[] => {
  const plain = (['id', 'if', 'uses', 'shell'] as const).flatMap((key) => (step[key] === undefined ? [] : [`${key}: ${step[key]}`]));
  const script = step.run === undefined ? [] : ['run: |', ...step.run.map((line) => `  ${line}`)];
  const [first = '', ...rest] = [
    `name: ${step.name}`,
    ...plain,
    ...fieldLines('with', step.with),
    ...fieldLines('env', step.env),
    ...script,
  ];
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
};

const jobLines = (job: JobText): readonly string[] => [
  `${job.id}:`,
  `  runs-on: ${job.runner}`,
  ...(job.needs === undefined ? [] : [`  needs: ${job.needs}`]),
  ...(job.platform === undefined
    ? []
    : [`  if: github.event_name == 'push' || inputs.platforms == 'all' || contains(inputs.platforms, '${job.platform}')`]),
  '  steps:',
  ...job.steps.flatMap((step) => stepLines(step)).map((line) => `    ${line}`),
];

const head = `name: Publish Packages

on:
  push:
    tags: ['v*']
  workflow_dispatch:
    inputs:
      version:
        description: Version to publish, without the v
        required: true
        type: string
      platforms:
        description: Which marketplaces, separated by commas
        required: false
        default: all
        type: string

permissions:
  contents: write
  packages: write
  id-token: write

jobs:
`;

/** The workflow file with these jobs. */
export const workflowTextOf = (jobs: readonly JobText[]): string =>
  `${head}${jobs
    .map((job) =>
      jobLines(job)
        .map((line) => `  ${line}\n`)
        .join(''),
    )
    .join('\n')}`;
