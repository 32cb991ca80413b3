import {expect, test} from 'vitest';
import type {ActionsPolicy} from '../../src/model/repository.ts';
import {fileOf, jobFor, kindsOf, npmJob, onTag, understand} from './world.ts';

const policy = (defaultPermission: 'read' | 'write'): {policy: ActionsPolicy} => ({policy: {isEnabled: true, defaultPermission}});

const steps = (lines: string, more = '') => `    runs-on: x\n${more}    steps:\n${lines}`;
const kindsOfScript = (script: string) => kindsOf(jobFor('npm', understand(npmJob(script))));

test('permissions: the job, the workflow and the default', () => {
  const release = (permissions: string, known = {}) =>
    jobFor(
      'github-releases',
      understand(
        `on: push\n${permissions}jobs: {release: {runs-on: x, steps: [{name: Make, uses: softprops/action-gh-release@v2}]}}`,
        known,
      ),
    );
  expect(release('permissions: {contents: read}\n').findings).toEqual([
    {
      kind: 'missing-permission',
      severity: 'problem',
      text: 'Publishing needs `contents: write`, and `permissions:` gives only read.',
      line: 3,
      step: 'Make',
    },
  ]);
  expect(kindsOf(release('permissions: {}\n'))).toEqual(['missing-permission']);
  expect(kindsOf(release('permissions: read-all\n'))).toEqual(['missing-permission']);
  expect(kindsOf(release('permissions: write-all\n'))).toEqual([]);
  expect(kindsOf(release(''))).toEqual([]);
  expect(kindsOf(release('', policy('write')))).toEqual([]);
  expect(release('', policy('read')).findings[0]?.text).toBe(
    "Publishing needs `contents: write`, and the repository's default gives only read.",
  );
});

test('an identity token is never a default', () => {
  const kinds = (known: object, more = '') => kindsOf(jobFor('npm', understand(npmJob('npm publish --provenance', more), known)));
  expect(kinds(policy('write'))).toEqual(['missing-permission']);
  expect(kinds({})).toEqual(['missing-permission']);
  expect(kinds({}, '    permissions: {id-token: write}\n')).toEqual([]);
});

const releaseJob = '  release:\n    runs-on: x\n    steps: [{uses: softprops/action-gh-release@v2}]\n';
const race = (fetching: string, more = '', other = releaseJob) =>
  jobFor('chocolatey', understand(onTag(`${other}  choco:\n${steps(`${fetching}      - run: choco push x.nupkg\n`, more)}`)));
const asset = 'https://github.com/octo/tool/releases/download/v1/tool.zip';

test('an asset that is fetched without waiting for the job that uploads it', () => {
  const found = race(`      - {name: Use package, run: curl -fLO ${asset}}\n`);
  expect(found.findings).toEqual([
    {
      kind: 'asset-race',
      severity: 'problem',
      text: 'The job downloads a release asset and does not wait for the job `release`, which uploads it.',
      line: 9,
      step: 'Use package',
    },
  ]);
  for (const fetching of [
    `{run: 'wget https://github.com/\${{ github.repository }}/releases/download/\${{ github.ref_name }}/x'}`,
    '{run: gh release download v1 -p x.zip}',
    '{uses: robinraju/release-downloader@v1}',
    `{shell: pwsh, run: "$url = \\"${asset}\\"\\nInvoke-WebRequest $url -OutFile x"}`,
    `{env: {URL: '${asset}'}, run: curl -f $URL}`,
    `{run: "V=1\\nURL=${asset}/$V\\ncurl -f \\\\\\n  $URL"}`,
    '{run: curl -f https://github.com/OCTO/Tool/releases/latest/download/x}',
  ])
    expect([fetching, kindsOf(race(`      - ${fetching}\n`))]).toEqual([fetching, ['asset-race']]);
});

test('what is no race', () => {
  const fetch = `      - run: curl -fLO ${asset}\n`;
  expect(kindsOf(race(fetch, '    needs: release\n'))).toEqual([]);
  expect(kindsOf(race(fetch, '    needs: [middle]\n', `${releaseJob}  middle: {needs: release, runs-on: x, steps: [{run: x}]}\n`))).toEqual(
    [],
  );
  expect(kindsOf(race(fetch, '', ''))).toEqual([]);
  expect(kindsOf(race(fetch, '', releaseJob.replace('    runs-on', '    if: false\n    runs-on')))).toEqual([]);
  expect(kindsOf(race(fetch, '', releaseJob.replace('    runs-on', "    if: github.event_name == 'schedule'\n    runs-on")))).toEqual([]);
  for (const step of [
    'run: curl -f https://github.com/other/project/releases/download/v1/x.zip',
    'run: gh release download v1 --repo other/project',
    `run: echo "${asset}" > formula.rb`,
    `run: |\n          cat > f.rb <<EOF\n            url "${asset}"\n          EOF\n          curl -f https://x.example`,
    `run: |\n          until curl -f ${asset}; do sleep 5; done`,
    'uses: robinraju/release-downloader@v1\n        with: {repository: other/project}',
  ])
    expect([step, kindsOf(race(`      - ${step}\n`))]).toEqual([step, []]);
  const waits = `      - uses: lewagon/wait-on-check-action@v1\n${fetch}`;
  expect(kindsOf(race(waits))).toEqual([]);
});

test('a race between two workflows counts on the same push, and not between two starts by hand', () => {
  const choco = (on: string) =>
    fileOf(`on: ${on}\njobs:\n  choco:\n${steps(`      - run: curl -f ${asset}\n      - run: choco push x\n`)}`);
  const other = (on: string) => `on: ${on}\njobs:\n${releaseJob}`;
  const kinds = (one: string, two: string) => kindsOf(jobFor('chocolatey', understand([choco(one), other(two)])));
  expect(kinds("{push: {tags: ['v*']}}", 'push')).toEqual(['asset-race']);
  expect(kinds('workflow_dispatch', 'workflow_dispatch')).toEqual([]);
  expect(kinds('{release: {types: [published]}}', "{push: {tags: ['v*']}}")).not.toContain('asset-race');
});

test('a called job waits for what its caller waits for', () => {
  const deep = fileOf(
    `on: workflow_call\njobs:\n  choco:\n${steps(`      - run: curl -f ${asset}\n      - run: choco push x\n`)}`,
    'deep.yml',
  );
  const calls = (needs: string) => onTag(`${releaseJob}  ship:\n${needs}    uses: ./.github/workflows/deep.yml\n`);
  expect(kindsOf(jobFor('chocolatey', understand([calls(''), deep])))).toEqual(['asset-race']);
  expect(kindsOf(jobFor('chocolatey', understand([calls('    needs: release\n'), deep])))).toEqual([]);
  const making = fileOf(`on: workflow_call\njobs:\n${releaseJob}`, 'deep.yml');
  const after = onTag(
    `  make: {uses: ./.github/workflows/deep.yml}\n  choco:\n${steps(`      - run: curl -f ${asset}\n      - run: choco push x\n`, '    needs: make\n')}`,
  );
  expect(kindsOf(jobFor('chocolatey', understand([after, making])))).toEqual([]);
});

test('a failure that is swallowed', () => {
  for (const script of [
    'npm publish || true',
    'npm publish || echo "already there"',
    'npm publish || :',
    'set +e\nnpm publish\necho done',
    'try { npm publish } catch { Write-Host "no" }',
    'try { npm publish } catch [System.Exception] { if ($x) { y }; exit 0 }',
  ])
    expect([script, kindsOfScript(script)]).toEqual([script, ['swallows-failure']]);
  for (const script of [
    'npm view x || true\nnpm publish',
    'npm publish || { echo failed; exit 1; }',
    'set +e\nnpm publish\nexit $?',
    'set +e\nnpm view x\nset -e\nnpm publish',
    'try { npm publish } catch { throw }',
    'try { npm publish } catch { Write-Host "no"; exit 1 }',
  ])
    expect([script, kindsOfScript(script)]).toEqual([script, []]);
  const continues = jobFor(
    'npm',
    understand(npmJob('npm publish', '    continue-on-error: true\n').replace('run: |', 'continue-on-error: true\n        run: |')),
  );
  expect(continues.findings.map(({step, severity}) => [step, severity])).toEqual([
    [undefined, 'warning'],
    ['Publish', 'warning'],
  ]);
});

test('a step that asks whether any version is there', () => {
  const looking = (script: string, condition: string, more = '') =>
    jobFor(
      'npm',
      understand(
        onTag(`  npm:
    runs-on: ubuntu-latest
    steps:
      - name: Look
        id: look
        run: if ${script}; then echo "skip=true" >> "$GITHUB_OUTPUT"; fi
      - name: Publish
        if: ${condition}
        run: npm publish
${more}`),
      ),
    ).findings;
  const condition = "steps.look.outputs.skip != 'true'";
  expect(looking('npm view tool version', condition)).toEqual([
    {
      kind: 'asks-any-version',
      severity: 'warning',
      text: 'The step asks whether any version is there, so that every later one is left out.',
      line: expect.any(Number),
      step: 'Look',
    },
  ]);
  expect(looking('npm view "tool@$VERSION" version', condition)).toEqual([]);
  // What it prints is compared with this version.
  for (const script of [
    '[ "$(npm view tool version)" = "$NEXT" ]',
    'npm view tool versions | jq -e "index(\\"$NEXT\\")"',
    '[[ `npm view tool version` == 1 ]]',
  ])
    expect([script, looking(script, condition)]).toEqual([script, []]);
  // What it decides publishes nothing here.
  const telling = `      - {name: Tell, if: "${condition}", run: echo it is new}\n`;
  expect(looking('npm view tool version', 'always()', telling)).toEqual([]);
  expect(looking(`npm view tool version ${'x '.repeat(1000)}`, condition)).toEqual([]);
});

test('publishing that is left out when the secret is empty', () => {
  const kinds = ['skips-on-empty-secret'];
  for (const script of [
    'if [ -z "$NODE_AUTH_TOKEN" ]; then\n  echo "no token"\n  exit 0\nfi\nnpm publish',
    '[ -z "${NODE_AUTH_TOKEN}" ] && exit 0\nnpm publish',
    'if [[ -z "${{ secrets.NPM_TOKEN }}" ]]; then exit 0; fi\nnpm publish',
    'if (-not $env:NODE_AUTH_TOKEN) { exit 0 }\nnpm publish',
    'if ([string]::IsNullOrEmpty($env:NODE_AUTH_TOKEN)) {\n  exit 0\n}\nnpm publish',
    'if [ -n "$NODE_AUTH_TOKEN" ]; then\n  npm publish\nfi',
  ])
    expect([script, kindsOfScript(script)]).toEqual([script, kinds]);
  for (const script of [
    'if [ -z "$NODE_AUTH_TOKEN" ]; then\n  exit 1\nfi\nnpm publish',
    'if [ -z "$VERSION" ]; then exit 0; fi\nnpm publish',
    'if [ -n "$NODE_AUTH_TOKEN" ]; then npm publish; else exit 1; fi',
  ])
    expect([script, kindsOfScript(script)]).toEqual([script, []]);
  const withCondition = npmJob('npm publish').replace('run: |', "if: env.NODE_AUTH_TOKEN != ''\n        run: |");
  expect(jobFor('npm', understand(withCondition)).findings).toEqual([
    expect.objectContaining({kind: 'skips-on-empty-secret', step: 'Publish'}),
  ]);
  const asked = npmJob('npm publish')
    .replace('run: |', "if: steps.look.outputs.there == 'true'\n        run: |")
    .replace(
      '    steps:\n',
      '    steps:\n      - id: look\n        env: {T: "${{ secrets.NPM_TOKEN }}"}\n        run: if [ -n "$T" ]; then echo "there=true" >> $GITHUB_OUTPUT; fi\n',
    );
  expect(kindsOf(jobFor('npm', understand(asked)))).toEqual(kinds);
});

const brew = (lines: string, known = {}) =>
  jobFor('homebrew', understand(onTag(`  publish-homebrew:\n${steps(lines)}`), known)).findings.map(({kind, text}) => `${kind}: ${text}`);

test('a push to another repository with the token of this one', () => {
  const wrong = ['cross-repository-token: It writes to octo/homebrew-tap with GITHUB_TOKEN, which reaches octo/tool alone.'];
  expect(
    brew(
      "      - {uses: actions/checkout@v4, with: {repository: octo/homebrew-tap, token: '${{ secrets.GITHUB_TOKEN }}'}}\n      - run: git push\n",
    ),
  ).toEqual(wrong);
  expect(brew('      - {uses: actions/checkout@v4, with: {repository: octo/homebrew-tap}}\n      - run: git push\n')).toEqual(wrong);
  expect(
    brew(
      "      - env: {T: '${{ github.token }}'}\n        run: |\n          git clone https://x:$T@github.com/octo/homebrew-tap.git\n          git push\n",
    ),
  ).toEqual(wrong);
  expect(brew("      - env: {GH_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}\n        run: gh pr create --repo octo/homebrew-tap\n")).toEqual(
    wrong,
  );
  expect(
    brew(
      "      - uses: mislav/bump-homebrew-formula-action@v3\n        with: {homebrew-tap: octo/homebrew-tap}\n        env: {COMMITTER_TOKEN: '${{ secrets.GITHUB_TOKEN }}'}\n",
    ),
  ).toEqual(wrong);
});

test('a push elsewhere with its own token is right', () => {
  expect(
    brew(
      "      - {uses: actions/checkout@v4, with: {repository: octo/homebrew-tap, token: '${{ secrets.TAP }}'}}\n      - run: git push\n",
    ),
  ).toEqual([]);
  expect(
    brew(
      "      - {uses: actions/checkout@v4, with: {repository: octo/homebrew-tap, ssh-key: '${{ secrets.KEY }}'}}\n      - run: git push\n",
    ),
  ).toEqual([]);
  expect(brew('      - {uses: actions/checkout@v4, with: {repository: octo/homebrew-tap}}\n      - run: cat x\n')).toEqual([]);
  expect(
    brew(
      "      - env: {T: '${{ secrets.TAP }}'}\n        run: |\n          git clone https://x:$T@github.com/octo/homebrew-tap.git\n          git push\n",
    ),
  ).toEqual([]);
});

test('a commit to this repository, where nobody installs from', () => {
  const nowhere = ['commits-nowhere: The job commits to octo/tool itself and to no other repository, so homebrew never sees it.'];
  const commits = '      - run: ./formula.sh > tool.rb\n      - run: git commit -am x && git push\n';
  expect(brew(commits)).toEqual(nowhere);
  expect(brew('      - uses: peter-evans/create-pull-request@v7\n')).toEqual(nowhere);
  expect(brew(commits, {repository: {owner: 'octo', name: 'homebrew-tool'}})).toEqual([]);
  expect(brew('      - run: git clone https://github.com/$TAP && git push\n')).toEqual([]);
  expect(brew('      - run: ./all-by-itself.sh\n')).toEqual([]);
});

test('an error page that is hashed', () => {
  const kinds = (script: string, more = '') =>
    kindsOf(
      jobFor(
        'chocolatey',
        understand(onTag(`  c:\n${steps(`      - run: |\n${script.replace(/^/gm, '          ')}\n${more}      - run: choco push x\n`)}`)),
      ),
    );
  for (const script of [
    'SHA=$(curl -sL https://x.example/a.zip | sha256sum | cut -d" " -f1)',
    'curl -L -o a.zip https://x.example/a.zip\nsha256sum a.zip',
    'curl -sSLO https://x.example/a.zip\nshasum -a 256 a.zip',
    'wget -qO- https://x.example/a | sha256sum',
    'curl.exe -L -o a.zip https://x.example\n(Get-FileHash a.zip).Hash',
  ])
    expect([script, kinds(script)]).toEqual([script, ['error-page-hashed']]);
  for (const script of [
    'curl -fsSL -o a.zip https://x.example/a.zip\nsha256sum a.zip',
    'curl --fail https://x.example/a.zip | sha256sum',
    'wget https://x.example/a.zip\nsha256sum a.zip',
    'curl -s https://api.example | jq .x\nsha256sum dist/a.zip',
    'sha256sum dist/a.zip\ncurl -X POST https://x.example',
    'Invoke-WebRequest https://x.example -OutFile a.zip\nGet-FileHash a.zip',
  ])
    expect([script, kinds(script)]).toEqual([script, []]);
  expect(kinds('curl -Lo dist/a.zip https://x.example', '      - run: sha256sum dist/a.zip\n')).toEqual(['error-page-hashed']);
  expect(kinds('curl -Lo dist/a.zip https://x.example', '      - run: sha256sum other.zip\n')).toEqual([]);
});

test('two workflows that publish to one marketplace on the same event', () => {
  const second = (on: string) => `on: ${on}\njobs: {again: {runs-on: x, steps: [{run: npm publish}]}}\n`;
  const found = understand([npmJob('npm publish'), second('push')]);
  expect(found.jobs.map(({findings}) => findings.map(({kind, text}) => `${kind}: ${text}`))).toEqual([
    ['second-publisher: The job `again` in .github/workflows/other1.yml publishes to npm too, on the same event (push of a tag).'],
    ['second-publisher: The job `publish-npm` in .github/workflows/publish.yml publishes to npm too, on the same event (push of a tag).'],
  ]);
  expect(kindsOf(jobFor('npm', understand([npmJob('npm publish'), second('workflow_dispatch')])))).toEqual([]);
  expect(kindsOf(jobFor('npm', understand([npmJob('npm publish'), fileOf(second('push'), 'off.yml', 'disabled_manually')])))).toEqual([]);
});

test('a step of a called workflow is placed in its own file', () => {
  const deep = fileOf(`on: workflow_call\njobs:\n  npm:\n${steps('      - {name: Go, run: npm publish || true}\n')}`, 'deep.yml');
  expect(jobFor('npm', understand([onTag('  ship: {uses: ./.github/workflows/deep.yml}\n'), deep])).findings).toEqual([
    {
      kind: 'swallows-failure',
      severity: 'warning',
      text: 'The step may fail unseen: its script goes on with `|| true` (.github/workflows/deep.yml, line 6).',
      step: 'Go',
    },
  ]);
});
