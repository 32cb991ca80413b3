import {describe, expect, it} from 'vitest';
import {packageFilesOf} from '../../src/flow/open-faults.ts';
import {emptySurvey} from '../../src/flow/reduce.ts';
import type {FileFault} from '../../src/model/package-file.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const fault = (placeholder: string): FileFault => ({
  what: `${placeholder} is a placeholder that was never filled in.`,
  line: 7,
  placeholder,
});
const workflow = {id: 1, name: 'Publish', path: '.github/workflows/publish.yml', url: 'https://example.org'};

const left = (run: string, given: FileFault, marketplace: 'chocolatey' | 'homebrew' = 'chocolatey') => {
  const job = {
    marketplace,
    workflow,
    job: jobOf([stepOf({run})]),
    because: '',
    publishingSteps: [],
    isEnabled: true,
    secrets: [],
    findings: [],
  };
  const known = <T>(value: T) => ({value, isChecking: false, at: 0});
  const repository = {
    ...emptySurvey.repository,
    files: known({files: {chocolatey: [{path: 'tools/chocolateyinstall.ps1', faults: [given]}]}, isIncomplete: false}),
    understanding: known({jobs: [job], unread: [], readSecrets: []}),
  };
  return packageFilesOf(repository as never, 'chocolatey')?.flatMap(({faults}) => faults);
};

describe('a placeholder in a package file', () => {
  it.each([
    'cd chocolatey\nsed -i "s/PLACEHOLDER_CHECKSUM/$checksum/" tools/chocolateyinstall.ps1',
    "(Get-Content $f) -replace 'PLACEHOLDER_CHECKSUM', $sum | Set-Content $f",
    'sed -i "s/PLACEHOLDER_$(echo "$word")/$checksum/" tools/chocolateyinstall.ps1',
  ])('is no fault where the job fills it in: %s', (run) => {
    expect(left(run, fault('PLACEHOLDER_CHECKSUM'))).toEqual([]);
  });

  it.each(['choco pack', 'if grep PLACEHOLDER_CHECKSUM tools/*.ps1; then exit 1; fi', 'sed -i "s/PLACEHOLDER_VERSION/$VERSION/" x.nuspec'])(
    'is one where it does not: %s',
    (run) => {
      expect(left(run, fault('PLACEHOLDER_CHECKSUM'))).toHaveLength(1);
    },
  );

  it('is one where another marketplace’s job does, and so is any other fault', () => {
    expect(left('sed s/PLACEHOLDER_CHECKSUM/x/', fault('PLACEHOLDER_CHECKSUM'), 'homebrew')).toHaveLength(1);
    expect(left('sed s/id/x/', {what: 'It has no id.'})).toHaveLength(1);
  });
});
