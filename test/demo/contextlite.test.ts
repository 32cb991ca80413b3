import {describe, expect, it} from 'vitest';
import {createContextlite} from '../../src/demo/contextlite.ts';

const now = Date.UTC(2026, 10, 21, 12);
const {repository, asset} = createContextlite(now, {GITHUB_TOKEN: 'ghp_x'});
const hour = 3_600_000;
const [first, last] = repository.runs;
const jobOf = (name: string) => {
  const job = last?.jobs.find((one) => one.name === name);
  if (!job) throw new Error(`The last run has no job ${name}.`);
  return job;
};
const stepsOf = (name: string) => jobOf(name).steps.map((step) => `${step.number} ${step.name}: ${step.conclusion}`);

describe('the project of the demo', () => {
  it('holds the nine secrets, three hours to two days old', () => {
    const ages = Object.fromEntries(
      repository.secrets.map((secret) => [secret.name, Math.floor((now - Date.parse(secret.updatedAt)) / hour)]),
    );
    expect(ages).toEqual({
      NPM_TOKEN: 48,
      PYPI_TOKEN: 24,
      CHOCOLATEY_API_KEY: 12,
      HOMEBREW_GITHUB_API_TOKEN: 3,
      DOCKERHUB_TOKEN: 48,
      DOCKERHUB_USERNAME: 48,
      CARGO_REGISTRY_TOKEN: 48,
      AUR_SSH_KEY: 24,
      SNAPCRAFT_STORE_CREDENTIALS: 24,
    });
  });

  it('ran its workflow two hours ago, and two jobs failed at their fifth step', () => {
    expect((now - Date.parse(last?.updatedAt ?? '')) / hour).toBeCloseTo(2, 1);
    expect(now - Date.parse(last?.updatedAt ?? '')).toBeGreaterThanOrEqual(2 * hour);
    expect(last?.conclusion).toBe('failure');
    expect(last?.jobs.filter((job) => job.conclusion === 'failure').map((job) => job.name)).toEqual([
      'publish-chocolatey',
      'publish-homebrew',
    ]);
    expect(stepsOf('publish-chocolatey')).toEqual([
      '1 Set up job: success',
      '2 Checkout: success',
      '3 Get version: success',
      '4 Check if Chocolatey package exists: success',
      '5 Use existing Chocolatey package: failure',
      '6 Push to Chocolatey: skipped',
      '12 Post Checkout: success',
      '13 Complete job: success',
    ]);
    expect(stepsOf('publish-homebrew')[4]).toBe('5 Calculate checksums: failure');
  });

  it('has green jobs that skipped what they are there for', () => {
    for (const [job, step] of [
      ['publish-npm', '7 Publish to npm: skipped'],
      ['publish-pypi', '7 Publish to PyPI: skipped'],
      ['publish-docker', '7 Build and push Docker image: skipped'],
    ] as const) {
      expect(jobOf(job).conclusion).toBe('success');
      expect(stepsOf(job)).toContain(step);
    }
  });

  it('published everything there was two weeks ago', () => {
    expect((now - Date.parse(first?.createdAt ?? '')) / hour / 24).toBe(14);
    expect(first?.jobs.map((job) => job.name)).toEqual(['build-and-release', 'publish-npm', 'publish-pypi', 'publish-docker']);
    expect(first?.jobs.flatMap((job) => job.steps).every((step) => step.conclusion === 'success')).toBe(true);
  });

  it("keeps logs in GitHub's format, long, and without a secret", () => {
    for (const job of last?.jobs ?? []) {
      const lines = (job.log ?? '').replace('\ufeff', '').split('\r\n').slice(0, -1);
      expect(lines.filter((line) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z /.test(line))).toEqual([]);
      expect(lines.join('\n')).not.toMatch(/\$\{\{/);
      expect(lines.toSorted()).toEqual(lines);
    }
    expect(jobOf('publish-docker').log).toContain('password: ***');
    expect(jobOf('publish-chocolatey').log?.split('\n').length).toBeGreaterThan(200);
    expect(jobOf('publish-homebrew').log?.match(/0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5 {2}/g)?.length).toBe(4);
    expect(jobOf('publish-chocolatey').log).toContain('##[error]Process completed with exit code 22.');
  });

  it('fetched its archives before they were there', () => {
    const uploaded = Date.parse(repository.releases[1]?.assets[0]?.createdAt ?? '');
    for (const job of ['publish-chocolatey', 'publish-homebrew']) expect(Date.parse(jobOf(job).completedAt ?? '')).toBeLessThan(uploaded);
    expect(asset('v1.0.34', 'contextlite-1.0.34-linux-amd64.tar.gz')?.length).toBeGreaterThan(0);
    expect(asset('v1.0.34', 'nothing')).toBeUndefined();
  });

  it('is the same for the same moment', () => {
    const again = createContextlite(now, {GITHUB_TOKEN: 'ghp_x'}).repository;
    expect(again.branches).toEqual(repository.branches);
    expect(again.releases.map((release) => release.assets.map((one) => one.sha256))).toEqual(
      repository.releases.map((release) => release.assets.map((one) => one.sha256)),
    );
  });
});
