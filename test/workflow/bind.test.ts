import {expect, test} from 'vitest';
import {boundIn, fileOf, jobFor, kindsOf, npmJob, onTag, secret, understand} from './world.ts';

const job = (id: string, steps: string, more = '') => `  ${id}:\n    runs-on: x\n${more}    steps: ${steps}\n`;

test('a step that publishes binds its job, and the name does not count any more', () => {
  const understanding = understand(onTag(job('homebrew-and-aur', '[{name: Go, run: npm publish ./left-pad}]')));
  expect(boundIn(understanding)).toEqual(['npm: homebrew-and-aur']);
  expect(jobFor('npm', understanding)).toMatchObject({
    because: 'runs `npm publish`',
    publishingSteps: ['Go'],
    packageName: 'left-pad',
    isEnabled: true,
    findings: [],
    workflow: {path: '.github/workflows/publish.yml'},
  });
});

test('one job publishes to several marketplaces', () => {
  const steps = `[{run: npm publish}, {uses: docker/build-push-action@v6}, {name: Push to the AUR, run: ./aur.sh, env: {K: '\${{ secrets.AUR_KEY }}'}}]`;
  const understanding = understand(onTag(job('release-all', steps)));
  expect(boundIn(understanding)).toEqual(['npm: release-all', 'docker-hub: release-all', 'aur: release-all']);
  expect(jobFor('aur', understanding)).toMatchObject({
    because: 'hands the secret AUR_KEY to a script or action',
    publishingSteps: ['Push to the AUR'],
  });
});

test('a secret that one marketplace alone knows binds an opaque step; one that several know does not', () => {
  const steps = (name: string) => `[{name: Ship, run: ./go.sh, env: {T: '\${{ secrets.${name} }}'}}]`;
  expect(boundIn(understand(onTag(job('publish', steps('WINGET_TOKEN')))))).toEqual(['winget: publish']);
  expect(boundIn(understand(onTag(job('publish', steps('GH_PAT')))))).toEqual([]);
  expect(boundIn(understand(onTag(job('publish', steps('GITHUB_TOKEN')))))).toEqual([]);
});

test('tests, builds and sign-ins are no publishers', () => {
  const token = "env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'}";
  const jobs = [
    job('test-npm', `[{run: ./test.sh, ${token}}]`),
    job('lint', `[{name: Update npm, run: ./lint.sh, ${token}}]`),
    job('verify-npm-publish', '[{run: npm view x}]'),
    job('deploy-site', `[{name: Install, run: npm ci, ${token}}]`),
    job('build-docker', `[{uses: docker/login-action@v3, with: {password: '\${{ secrets.DOCKERHUB_TOKEN }}'}}, {run: docker build .}]`),
    job('npm-build', '[{run: npm run build}]'),
    job('ci', `[{name: Release notes, run: ./notes.sh, ${token}}]`, '    name: Unit tests\n'),
  ];
  expect(boundIn(understand(onTag(jobs.join(''))))).toEqual([]);
});

test('the name tells when nothing else does, and a release is not what `release-docker` is about', () => {
  const jobs = [
    job('publish-scoop', '[{run: ./scoop.sh}]'),
    job('release-docker', '[{run: ./image.sh}]'),
    job('homebrew', '[{run: ./brew.sh}]'),
    job('x', '[{run: ./x.sh}]', '    name: Publish to WinGet\n'),
  ];
  const understanding = understand(onTag(jobs.join('')));
  expect(boundIn(understanding)).toEqual(['scoop: publish-scoop', 'docker-hub: release-docker', 'homebrew: homebrew', 'winget: x']);
  expect(jobFor('winget', understanding)).toMatchObject({because: 'is named “Publish to WinGet”', publishingSteps: []});
});

test("the release job stays the release's", () => {
  const release = "[{uses: softprops/action-gh-release@v2, with: {token: '${{ secrets.GH_PAT }}', files: 'homebrew/*'}}]";
  expect(boundIn(understand(onTag(job('release-with-npm-tarball', release))))).toEqual(['github-releases: release-with-npm-tarball']);
});

test('secrets are those the marketplace knows, else those of the publishing steps', () => {
  const step = (env: string) => `[{run: npm publish, env: {${env}}}, {run: other, env: {O: '\${{ secrets.OTHER }}'}}]`;
  const first = understand(onTag(job('a', step("A: '${{ secrets.NPM_TOKEN }}', B: '${{ secrets.MY_THING }}'"))));
  expect(jobFor('npm', first).secrets).toEqual(['NPM_TOKEN']);
  expect(jobFor('npm', understand(onTag(job('a', step("A: '${{ secrets.MY_THING }}'"))))).secrets).toEqual(['MY_THING']);
  expect(jobFor('npm', understand(onTag(job('a', step("A: '${{ secrets.GITHUB_TOKEN }}'"))))).secrets).toEqual(['OTHER']);
});

const called = fileOf(
  `on:
  workflow_call:
    inputs: {dry: {type: boolean}}
    secrets: {TOKEN: {required: true}}
jobs:
  build: {runs-on: x, steps: [{run: make}]}
  npm:
    needs: build
    if: inputs.dry != true
    runs-on: x
    steps:
      - {name: Go, run: npm publish, env: {NODE_AUTH_TOKEN: '\${{ secrets.TOKEN }}'}}
`,
  'deep.yml',
);
const caller = (more: string, condition = 'true') =>
  onTag(`  pre: {runs-on: x, steps: [{run: x}]}
  ship:
    name: Ship it
    needs: pre
    if: ${condition}
    uses: ./.github/workflows/deep.yml
${more}`);

test('a called workflow counts with what its caller hands over, and is shown in its run', () => {
  const understanding = understand([caller("    secrets: {TOKEN: '${{ secrets.NPM_TOKEN }}', SPARE: '${{ secrets.SPARE }}'}\n"), called], {
    secrets: [],
  });
  expect(understanding.jobs).toHaveLength(1);
  const npm = jobFor('npm', understanding);
  expect(npm).toMatchObject({
    secrets: ['NPM_TOKEN'],
    publishingSteps: ['Go'],
    isEnabled: true,
    workflow: {path: '.github/workflows/publish.yml'},
  });
  expect(npm.job).toMatchObject({id: 'ship/npm', name: 'Ship it / npm', needs: ['pre', 'ship/build']});
  expect(npm.job.steps[0]?.env).toEqual({NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'});
  expect(npm.findings).toEqual([
    expect.objectContaining({
      kind: 'secret-not-set',
      text: 'The job reads the secret NPM_TOKEN, which is not set.',
      line: 4,
    }),
  ]);
  expect(understanding.readSecrets.map(({name}) => name)).toEqual(['NPM_TOKEN', 'NPM_TOKEN', 'SPARE']);
});

test('secrets: inherit keeps the names, and nothing handed over is a finding', () => {
  expect(jobFor('npm', understand([caller('    secrets: inherit\n'), called], {secrets: [secret('TOKEN')]}))).toMatchObject({
    secrets: ['TOKEN'],
    findings: [],
  });
  const without = jobFor('npm', understand([caller(''), called]));
  expect(without.findings.map(({text}) => text)).toEqual([expect.stringContaining("doesn't hand it over")]);
});

test("a caller's condition, state and permissions hold for what it calls", () => {
  expect(jobFor('npm', understand([caller('    secrets: inherit\n', 'false'), called]))).toMatchObject({isEnabled: false});
  const publishing = fileOf(
    called.text!.replace('npm publish,', 'npm publish --provenance,').replace('    needs: build\n', '    permissions: {id-token: write}\n'),
    'deep.yml',
  );
  expect(kindsOf(jobFor('npm', understand([caller('    secrets: inherit\n    permissions: {id-token: none}\n'), publishing])))).toEqual([
    'missing-permission',
  ]);
  expect(kindsOf(jobFor('npm', understand([caller('    secrets: inherit\n    permissions: write-all\n'), publishing])))).toEqual([]);
});

test('a called workflow that nobody calls stands for itself and never runs', () => {
  const npm = jobFor('npm', understand([called]));
  expect(npm).toMatchObject({isEnabled: false, job: {id: 'npm'}});
  expect(npm.findings[0]).toMatchObject({kind: 'never-fires', text: expect.stringContaining('none of this repository does')});
});

test('a workflow elsewhere shows what it is handed, and may read anything it inherits', () => {
  const elsewhere = (secrets: string) => onTag(`  ship:\n    uses: other/shared/.github/workflows/npm.yml@v1\n    secrets: ${secrets}\n`);
  const understanding = understand(elsewhere("{t: '${{ secrets.NPM_TOKEN }}'}"));
  expect(jobFor('npm', understanding)).toMatchObject({because: 'hands the secret NPM_TOKEN to the workflow it calls', publishingSteps: []});
  expect(kindsOf(jobFor('npm', understanding))).toEqual(['calls-elsewhere']);
  expect(understanding.readsAnySecret).toBeUndefined();
  expect(understand(elsewhere('inherit')).readsAnySecret).toBe(true);
  expect(understand(npmJob('echo ${{ toJSON(secrets) }}')).readsAnySecret).toBe(true);
  expect(understand(npmJob('echo ${{ secrets[matrix.name] }}')).readsAnySecret).toBe(true);
});

test('a composite action of the repository is opened where a step uses it', () => {
  const action = fileOf(
    `name: Publish
inputs: {token: {required: true}, registry: {default: 'https://r.example'}}
runs:
  using: composite
  steps:
    - {run: npm ci, shell: bash}
    - {run: 'npm publish --registry \${{ inputs.registry }}', shell: bash, env: {NODE_AUTH_TOKEN: '\${{ inputs.token }}'}}
`,
    '.github/actions/publish/action.yml',
  );
  const workflow = onTag(
    "  ship:\n    runs-on: x\n    steps:\n      - {name: Ship, uses: ./.github/actions/publish, with: {token: '${{ secrets.NPM_TOKEN }}'}}\n",
  );
  const npm = jobFor('npm', understand([workflow, action]));
  expect(npm).toMatchObject({publishingSteps: ['Ship'], secrets: ['NPM_TOKEN']});
  expect(npm.job.steps[1]).toMatchObject({
    run: 'npm publish --registry https://r.example',
    env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'},
    line: 6,
  });
  const closed = understand([workflow, {...action, text: 'runs: {using: node20, main: x.js}'}]);
  expect(jobFor('npm', closed).because).toBe('hands the secret NPM_TOKEN to a script or action');
  expect(understand([workflow, {...action, text: '['}]).unread).toEqual([]);
});

test('what was not read is named with its reason', () => {
  const {text: _, ...gone} = fileOf('', 'gone.yml');
  const {jobs, unread, readSecrets} = understand([
    npmJob('npm publish'),
    fileOf('on: push\njobs: [${{ secrets.LOST }}\n', 'bad.yml'),
    gone,
  ]);
  expect(jobs).toHaveLength(1);
  expect(unread.map(({path}) => path)).toEqual(['.github/workflows/bad.yml', '.github/workflows/gone.yml']);
  expect(unread[0]).toMatchObject({line: expect.any(Number)});
  expect(readSecrets.map(({name}) => name)).toEqual(['NPM_TOKEN', 'LOST']);
});
