import {describe, expect, it} from 'vitest';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import type {Situation} from '../../src/model/diagnosis.ts';
import {finding, job, log, publication, run, secrets, situation, step, understanding} from './situations.ts';

const found = (more: Partial<Situation>) => diagnose(situation(more), generalCauses);
const first = (more: Partial<Situation>) => found(more)[0];
const ids = (more: Partial<Situation>) => found(more).map((one) => one.cause);
const failedAtPush = run('failure', 'Set up job', 'Get files', 'Push|failure');
const failedBefore = run('failure', 'Set up job', 'Use existing package|failure', 'Push|skipped');
const race = finding('asset-race', 'The job downloads tool.zip and does not wait for the job “release”.', {step: 'Use existing package'});

describe('an error page that was hashed', () => {
  it('names every file that has its digest', () => {
    const digest = 'ab'.repeat(32);
    const lines = ['one', 'two', 'three', 'one'].map((name) => `${digest}  ${name}.zip`);
    const page = found({run: failedAtPush, log: log(...lines)}).find((one) => one.cause === 'error-page-hashed');
    expect(page?.evidence).toContain('3 files have the same digest: one.zip, two.zip and three.zip.');
  });
});

describe('a release asset fetched before it exists', () => {
  it('is likely by the workflow alone, and confirmed by a 404 in the log', () => {
    const known = {run: failedBefore, job: job({findings: [race]})};
    expect(first(known)).toMatchObject({cause: 'asset-fetched-too-early', confidence: 'likely', step: {number: 2}});
    expect(first({...known, log: log('curl: (22) The requested URL returned error: 404')})).toMatchObject({
      cause: 'asset-fetched-too-early',
      confidence: 'confirmed',
    });
    expect(ids(known)).toContain('failed-before-publishing');
  });

  it('is only possible where the job fails elsewhere or the log tells of something else', () => {
    expect(
      found({run: failedAtPush, job: job({findings: [race]})}).find((one) => one.cause === 'asset-fetched-too-early')?.confidence,
    ).toBe('possible');
    expect(
      found({run: failedBefore, job: job({findings: [race]}), log: log('make: *** no rule')}).find(
        (one) => one.cause === 'asset-fetched-too-early',
      )?.confidence,
    ).toBe('possible');
  });

  it('is confirmed by the digest of an error page in the log, and named before it', () => {
    const log404 = log('0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5  tool.tar.gz');
    expect(ids({run: failedBefore, job: job({findings: [race]}), log: log404}).slice(0, 2)).toEqual([
      'asset-fetched-too-early',
      'error-page-hashed',
    ]);
  });

  it('is not taken from npm’s 404', () => {
    expect(
      ids({run: failedAtPush, job: job({findings: []}), log: log('npm error 404 Not Found - PUT https://registry.example/tool')}),
    ).not.toContain('asset-fetched-too-early');
  });

  it('names an asset that the release has under another name', () => {
    const asset = {name: 'tool-1.1.0-windows-amd64.zip', size: 9, isUploaded: true, url: 'https://github.com/x'};
    const release = {id: 1, tag: 'v1.1.0', url: 'x', isDraft: false, isPrerelease: false, isImmutable: false, assets: [asset]};
    const one = found({
      run: failedBefore,
      job: job({}, {needs: ['release']}),
      release: {kind: 'released', release},
      log: log(
        'GET https://github.com/o/tool/releases/download/v1.1.0/tool_1.1.0_windows_amd64.zip',
        'curl: (22) The requested URL returned error: 404',
      ),
    })[0];
    expect(one).toMatchObject({cause: 'asset-misnamed', confidence: 'likely'});
    expect(one?.fix).toContain('tool-1.1.0-windows-amd64.zip');
  });
});

describe('an error page that was hashed', () => {
  it('is confirmed by its digest, wherever it stands', () => {
    const hash = '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5';
    expect(first({run: failedBefore, log: log(`${hash}  tool.tar.gz`)})).toMatchObject({
      cause: 'error-page-hashed',
      confidence: 'confirmed',
    });
    const wrong = publication({serves: '1.1.0', version: {kind: 'wrong', why: `sha256 ${hash.toUpperCase()}`}});
    expect(first({run: run('success', 'Push'), publication: wrong})).toMatchObject({cause: 'error-page-hashed', confidence: 'confirmed'});
  });

  it('is likely where two files have one digest, and not where one file is printed twice', () => {
    const hash = 'ab'.repeat(32);
    expect(first({run: failedBefore, log: log(`${hash}  a.zip`, `${hash}  b.zip`)})).toMatchObject({
      cause: 'error-page-hashed',
      confidence: 'likely',
    });
    expect(ids({run: failedBefore, log: log(`${hash}  a.zip`, `${hash}  a.zip`)})).not.toContain('error-page-hashed');
  });
});

it('names a placeholder that was never filled in, with file and line', () => {
  const files = [{path: 'Formula/tool.rb', faults: [{what: 'The checksum is still a placeholder.', line: 7}]}];
  const one = first({run: run('success', 'Push'), publication: publication(), files});
  expect(one).toMatchObject({cause: 'placeholder-left', confidence: 'likely'});
  expect(one?.evidence[0]).toBe('Formula/tool.rb, line 7: The checksum is still a placeholder.');
});

describe('a version already there', () => {
  it.each([
    'npm error You cannot publish over the previously published versions: 1.1.0.',
    "HTTPError: 400 File already exists ('tool-1.1.0.tar.gz', with blake2_256 hash 'x').",
    'error: crate tool@1.1.0 already exists on crates.io index',
    'This package version already exists on the repository and cannot be modified.',
  ])('is read from: %s', (line) => {
    expect(first({run: failedAtPush, job: job(), log: log(line), publication: publication()})).toMatchObject({
      cause: 'version-already-there',
      confidence: 'confirmed',
    });
  });

  it('is likely without a log where the marketplace serves it', () => {
    const one = first({run: failedAtPush, job: job(), publication: publication({serves: '1.1.0', version: {kind: 'published'}})});
    expect(one).toMatchObject({cause: 'version-already-there', confidence: 'likely'});
    expect(one?.fix).toMatch(/^Do nothing/);
  });
});

describe('secrets', () => {
  const reads = (name: string) => ({job: job({secrets: [name]}), understanding: understanding(name)});

  it('one that is missing is likely where publishing fails, confirmed by what the log says', () => {
    const known = {run: failedAtPush, ...reads('CARGO_REGISTRY_TOKEN'), secrets: secrets('OTHER')};
    expect(first(known)).toMatchObject({cause: 'secret-missing', confidence: 'likely'});
    expect(first(known)?.fix).toContain('CARGO_REGISTRY_TOKEN');
    expect(first({...known, log: log('error: no token found, please run `cargo login`')})).toMatchObject({
      cause: 'secret-missing',
      confidence: 'confirmed',
    });
  });

  it('an empty one in the log is likely even where the names are not known', () => {
    expect(first({run: failedAtPush, job: job(), log: log('Error: Username and password required')})).toMatchObject({
      cause: 'secret-missing',
      confidence: 'likely',
      title: 'The step gets an empty secret.',
    });
  });

  it.each([
    ['SNAPCRAFT_STORE_CREDENTIALS', 'SNAP_STORE_CREDENTIALS'],
    ['AUR_SSH_PRIVATE_KEY', 'AUR_SSH_KEY'],
  ])('%s set as %s is a near miss', (read, set) => {
    const one = first({run: failedAtPush, ...reads(read), secrets: secrets(set, 'NPM_TOKEN')});
    expect(one).toMatchObject({cause: 'secret-misnamed', confidence: 'likely'});
    expect(one?.evidence[0]).toContain(`${set} is set`);
    expect(ids({run: failedAtPush, ...reads(read), secrets: secrets(set)})).not.toContain('secret-missing');
  });

  it('one that another job reads is no near miss', () => {
    const known = {
      run: failedAtPush,
      job: job({secrets: ['NPM_TOKEN']}),
      understanding: understanding('NPM_TOKEN', 'PYPI_TOKEN'),
      secrets: secrets('PYPI_TOKEN'),
    };
    expect(ids(known)).toContain('secret-missing');
    expect(ids(known)).not.toContain('secret-misnamed');
  });

  it('one of an environment reaches only the jobs that run in it', () => {
    const held = [{name: 'KEY', updatedAt: '2025-08-20T12:00:00Z', level: 'environment' as const, environment: 'release'}];
    expect(ids({run: failedAtPush, job: job({secrets: ['KEY']}), secrets: held})).toContain('secret-missing');
    expect(ids({run: failedAtPush, job: job({secrets: ['KEY']}, {environment: 'release'}), secrets: held})).not.toContain('secret-missing');
  });

  it('are not blamed first where the step that failed reads none', () => {
    const known = {
      run: failedBefore,
      job: job({secrets: ['KEY']}, {steps: [step('Use existing package', {run: 'make'})]}),
      secrets: secrets('OTHER'),
    };
    expect(found(known).find((one) => one.cause === 'secret-missing')?.confidence).toBe('possible');
    expect(first(known)?.cause).toBe('failed-before-publishing');
  });
});

describe('permissions', () => {
  it('that are missing show in the log, with what the token has', () => {
    const one = first({
      run: failedAtPush,
      job: job({findings: [finding('missing-permission', 'The job needs packages: write.')]}),
      policy: {isEnabled: true, defaultPermission: 'read'},
      log: log('Error: Resource not accessible by integration'),
    });
    expect(one).toMatchObject({cause: 'permission-missing', confidence: 'confirmed'});
    expect(one?.evidence.join(' ')).toContain('default is “read”');
    expect(one?.fix).toContain('“packages: write”');
  });

  it('do not reach another repository', () => {
    const known = {
      run: failedAtPush,
      job: job({findings: [finding('cross-repository-token', 'It pushes to o/homebrew-tap with GITHUB_TOKEN.')]}),
      log: log('remote: Permission to o/homebrew-tap.git denied to github-actions[bot].'),
    };
    expect(first(known)).toMatchObject({cause: 'cross-repository-token', confidence: 'confirmed'});
    expect(ids(known)).not.toContain('permission-missing');
  });
});

describe('green jobs', () => {
  const older = publication({serves: '1.0.48'});

  it('that skipped the publishing step name it, its condition and the check before it', () => {
    const one = first({
      run: run('success', 'Set up job', 'Check if npm package exists', 'Publish to npm|skipped'),
      job: job(
        {publishingSteps: ['Publish to npm']},
        {
          steps: [
            step('Check if npm package exists', {id: 'check_npm'}),
            step('Publish to npm', {if: "steps.check_npm.outputs.skip == 'false'"}),
          ],
        },
      ),
      publication: older,
    });
    expect(one).toMatchObject({cause: 'publish-step-skipped', confidence: 'confirmed'});
    expect(one?.evidence).toEqual([
      'The run skipped step 3 “Publish to npm”, and the job still ended green.',
      "It runs only if steps.check_npm.outputs.skip == 'false'.",
      'That is decided by step 2 “Check if npm package exists”.',
      'Chocolatey serves 1.0.48, not 1.1.0.',
    ]);
  });

  it('that skip every later version name what mends it', () => {
    const text = 'The step asks whether any version is there, so that every later one is left out.';
    const known = (name: string) => ({
      run: run('success', 'Check if npm package exists', 'Publish to npm|skipped'),
      job: job(
        {publishingSteps: ['Publish to npm'], findings: [finding('asks-any-version', text, {step: name})]},
        {steps: [step('Check if npm package exists', {id: 'look'}), step('Publish to npm', {if: "steps.look.outputs.skip == 'false'"})]},
      ),
      publication: older,
    });
    const one = first(known('Check if npm package exists'));
    expect(one).toMatchObject({
      cause: 'publish-step-skipped',
      evidence: expect.arrayContaining([text]),
      fix: expect.stringContaining('“portcall workflow --only chocolatey” mends it (f on its page).'),
      doable: {kind: 'patch-workflow', path: '.github/workflows/publish.yml'},
    });
    const other = first(known('Check another thing'));
    expect(other?.evidence).not.toContain(text);
    expect(other?.fix).toMatch(/^Correct what step \d+ “Check if npm package exists” decides/);
  });

  it('that publish in one of two steps skipped nothing', () => {
    const known = {
      run: run('success', 'Publish a', 'Publish b|skipped'),
      job: job({publishingSteps: ['Publish a', 'Publish b']}),
      publication: older,
    };
    expect(ids(known)).toEqual(['green-but-absent']);
  });

  it('that commit where nobody installs from say so, with the secret nobody reads', () => {
    const one = first({
      marketplace: {id: 'homebrew', title: 'Homebrew'},
      run: run('success', 'Commit updated formula to repository'),
      job: job({
        publishingSteps: [],
        findings: [finding('commits-nowhere', 'It commits the formula to this repository, which is no tap.')],
      }),
      publication: publication(),
      secrets: secrets('HOMEBREW_GITHUB_API_TOKEN'),
      understanding: understanding('GITHUB_TOKEN'),
    });
    expect(one).toMatchObject({cause: 'committed-nowhere', confidence: 'confirmed'});
    expect(one?.evidence.join(' ')).toContain('HOMEBREW_GITHUB_API_TOKEN');
    expect(
      first({run: run('success', 'Commit'), job: job({publishingSteps: []}), publication: publication(), needsRepository: true}),
    ).toMatchObject({cause: 'committed-nowhere', confidence: 'likely'});
  });

  it('that swallow their failure are told from those that nothing explains', () => {
    const swallowed = {
      run: run('success', 'Push'),
      job: job({findings: [finding('swallows-failure', 'The step has continue-on-error.')]}),
      publication: older,
    };
    expect(ids(swallowed)).toEqual(['failure-swallowed']);
    expect(ids({...swallowed, job: job()})).toEqual(['green-but-absent']);
    const hidden = publication({version: {kind: 'not-visible', why: 'Only its owner may see it.'}});
    expect(first({...swallowed, job: job(), publication: hidden})).toMatchObject({
      cause: 'green-but-absent',
      title: expect.stringContaining('can’t be seen'),
    });
  });
});

describe('the rest of the catalogue', () => {
  it.each([
    ['npm error code E401'],
    ['403 Invalid or non-existent authentication information.'],
    ['git@aur.archlinux.org: Permission denied (publickey).'],
    ['Error response from daemon: unauthorized: incorrect username or password'],
  ])('a refused token: %s', (line) => {
    expect(first({run: failedAtPush, job: job({secrets: ['KEY']}), log: log(line)})).toMatchObject({
      cause: 'token-refused',
      confidence: 'likely',
    });
  });

  it('a token that the test and the log both find refused is confirmed', () => {
    const known = {
      run: failedAtPush,
      job: job(),
      log: log('npm error code E401'),
      token: {verdict: 'expired' as const, note: 'It expired yesterday.'},
    };
    expect(first(known)).toMatchObject({cause: 'token-refused', confidence: 'confirmed'});
  });

  it.each(['toomanyrequests: retry later', 'upload failed: 503 Service Unavailable', 'getaddrinfo ENOTFOUND upload.example'])(
    'an outage: %s',
    (line) => {
      expect(first({run: failedAtPush, job: job(), log: log(line)})?.cause).toBe('marketplace-unreachable');
    },
  );

  it('a job that can never run, and one that the last run passed over', () => {
    const off = job({isEnabled: false, findings: [finding('disabled', 'The job is disabled by “if: false”.')]}, {if: 'false'});
    expect(first({job: off, publication: publication()})).toMatchObject({cause: 'job-disabled', confidence: 'possible'});
    expect(first({job: job({}, {if: "inputs.platforms == 'all'"}), run: run('skipped'), publication: publication()})?.cause).toBe(
      'job-skipped',
    );
  });

  it.each(['cancelled', 'timed_out', 'startup_failure'])('a run that ended as %s', (conclusion) => {
    expect(first({run: run(conclusion, `Push|${conclusion}`), job: job()})).toMatchObject({cause: 'run-stopped', confidence: 'confirmed'});
  });
});
