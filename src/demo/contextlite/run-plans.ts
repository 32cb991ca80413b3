import type {JobText} from './job-text.ts';
import {
  brewUpdateOutput,
  buildOutput,
  chocolateyFailure,
  chocolateySearchOutput,
  dockerPublishOutput,
  existsOutput,
  homebrewFailure,
  npmPublishOutput,
  pypiPublishOutput,
  releaseOutput,
} from './outputs.ts';

export type StepOutcome = {
  readonly conclusion?: 'success' | 'failure' | 'skipped';
  /** Absent: 1. */
  readonly seconds?: number;
  readonly output?: readonly string[];
  /** The messages of its error annotations; absent: none. */
  readonly errors?: readonly string[];
};

/** How a job went; a step that is not named succeeded within a second. */
export type JobOutcome = {
  readonly job: string;
  /** Seconds after the run began. */
  readonly startsAfter: number;
  readonly steps: Readonly<Record<string, StepOutcome>>;
};

const skipped: StepOutcome = {conclusion: 'skipped', seconds: 0};

const buildOutcome = (tag: string, assets: readonly string[]): JobOutcome => ({
  job: 'build-and-release',
  startsAfter: 5,
  steps: {
    'Set up Go': {seconds: 9, output: ['Setup go version spec 1.22', 'Successfully set up Go version 1.22']},
    'Build binaries': {seconds: 62, output: buildOutput()},
    'Create archives': {seconds: 4},
    'Create GitHub Release': {seconds: 11, output: releaseOutput(tag, assets)},
  },
});

/** The run of v1.0.34: the first release, so every check found nothing and everything was published. */
export const firstRun = (version: string, assets: readonly string[]): readonly JobOutcome[] => [
  buildOutcome(`v${version}`, assets),
  {
    job: 'publish-npm',
    startsAfter: 104,
    steps: {
      'Check if npm package exists': {seconds: 2, output: ['npm error code E404', 'npm error 404 Not Found']},
      'Install dependencies': {seconds: 3, output: ['up to date in 412ms']},
      'Publish to npm': {seconds: 5, output: npmPublishOutput(version)},
    },
  },
  {
    job: 'publish-pypi',
    startsAfter: 104,
    steps: {
      'Check if PyPI package exists': {output: ['curl: (22) The requested URL returned error: 404']},
      'Build Python package': {seconds: 14, output: [`Successfully built contextlite-${version}.tar.gz`]},
      'Publish to PyPI': {seconds: 6, output: pypiPublishOutput(version)},
    },
  },
  {
    job: 'publish-docker',
    startsAfter: 105,
    steps: {
      'Log in to Docker Hub': {output: ['Logging into docker.io...', 'Login Succeeded!']},
      'Check if Docker image exists': {output: ['no such manifest: docker.io/makuykendall/contextlite:latest']},
      'Build and push Docker image': {seconds: 71, output: dockerPublishOutput(version)},
    },
  },
];

const skippedRuns = (before: string): readonly JobOutcome[] => [
  {
    job: 'publish-npm',
    startsAfter: 104,
    steps: {
      'Check if npm package exists': {seconds: 2, output: existsOutput('contextlite is on npm', before)},
      'Install dependencies': skipped,
      'Publish to npm': skipped,
    },
  },
  {
    job: 'publish-pypi',
    startsAfter: 104,
    steps: {
      'Check if PyPI package exists': {output: existsOutput('contextlite is on PyPI')},
      'Build Python package': skipped,
      'Publish to PyPI': skipped,
    },
  },
  {
    job: 'publish-docker',
    startsAfter: 105,
    steps: {
      'Log in to Docker Hub': {output: ['Logging into docker.io...', 'Login Succeeded!']},
      'Check if Docker image exists': {output: existsOutput('makuykendall/contextlite is on Docker Hub')},
      'Build and push Docker image': skipped,
    },
  },
];

const failedRuns: readonly JobOutcome[] = [
  {
    job: 'publish-chocolatey',
    startsAfter: 6,
    steps: {
      'Check if Chocolatey package exists': {seconds: 7, output: chocolateySearchOutput()},
      'Use existing Chocolatey package': {
        conclusion: 'failure',
        output: chocolateyFailure,
        errors: ['Process completed with exit code 22.'],
      },
      'Push to Chocolatey': skipped,
    },
  },
  {
    job: 'publish-homebrew',
    startsAfter: 7,
    steps: {
      'Check if Homebrew formula exists': {seconds: 12, output: brewUpdateOutput()},
      'Calculate checksums': {
        conclusion: 'failure',
        seconds: 2,
        output: homebrewFailure,
        errors: ['The four archives do not have four different checksums', 'Process completed with exit code 1.'],
      },
      'Update formula': skipped,
      'Open pull request on homebrew-core': skipped,
    },
  },
];

/** The run of v1.0.35: three jobs skip what they are there for, and two come too early. */
export const lastRun = (version: string, before: string, assets: readonly string[]): readonly JobOutcome[] => [
  buildOutcome(`v${version}`, assets),
  ...skippedRuns(before),
  ...failedRuns,
];

/** The job as the workflow writes it, for an outcome. */
export const textOf = (jobs: readonly JobText[], outcome: JobOutcome): JobText => {
  const found = jobs.find((job) => job.id === outcome.job);
  if (!found) throw new Error(`The workflow has no job ${outcome.job}.`);
  return found;
};
