import {describe, expect, it, test} from 'vitest';
import {parsed} from '../../src/workflow/add-selector.ts';
import type {RepositoryKnowledge} from '../../src/workflow/knowledge.ts';
import type {Mend} from '../../src/workflow/mend/mend.ts';
import {mendsOf} from '../../src/workflow/mend/mends.ts';
import {fileOf, groundOf, npmJob, onTag, secret} from './world.ts';

type Given = Parameters<typeof groundOf>[0];

const mends = (files: Given, knowledge: Partial<RepositoryKnowledge> = {}): readonly Mend[] =>
  mendsOf(groundOf(files, knowledge)).filter(({id}) => !/^(no-selector|open-permissions|loose-actions)/.test(id));

/** The lines that a mend takes out and puts in, without indentation. */
const linesOf = (before: string, after: string | undefined): readonly string[] => {
  const [old, fresh] = [before.split('\n'), (after ?? '').split('\n')];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line.trim()}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
};

const changeOf = (text: string, knowledge: Partial<RepositoryKnowledge> = {}, others: readonly string[] = []): readonly string[] => {
  const found = mends([text, ...others], knowledge);
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) return [`${found.length} mends`, ...found.map(({id}) => id)];
  if (first.kind === 'advice') return [first.instead];
  const after = first.apply(text);
  const windows = first.apply(text.replaceAll('\n', '\r\n'));
  expect(windows === undefined || windows.replaceAll('\r\n', '\n') === after).toBe(true);
  return linesOf(text, after);
};

const release = '  release: # makes it\n    runs-on: x\n    steps: [{uses: softprops/action-gh-release@v2}]\n';
const fetching = '    steps:\n      - run: gh release download v1\n      - run: choco push x.nupkg # there\n';
const choco = (more: string) =>
  onTag(`${release}  middle: {runs-on: x, steps: [{run: make}]}\n  choco:\n    runs-on: x\n${more}${fetching}`);

describe('an upload that is not waited for', () => {
  test.each([
    ['nothing is', '', ['+ needs: release']],
    ['another is', '    needs: middle # why\n', ['- needs: middle # why', '+ needs: [middle, release] # why']],
    ['others are', '    needs: [middle]\n', ['- needs: [middle]', '+ needs: [middle, release]']],
    ['others are, by lines', '    needs:\n      - middle # first\n', ['+ - release']],
  ])('%s', (_, more, lines) => expect(changeOf(choco(more))).toEqual(lines));

  it('in another workflow', () => {
    const text = onTag(`  choco:\n    runs-on: x\n${fetching}`);
    expect(changeOf(text, {}, [onTag(release)])).toEqual([expect.stringContaining('gh workflow run')]);
  });
});

describe('a failure that is not seen', () => {
  test.each([
    ['npm publish || true', ['- npm publish || true', '+ npm publish']],
    ['npm publish || echo "already there" # really', ['- npm publish || echo "already there" # really', '+ npm publish # really']],
    ['npm publish || { echo "no"; true; } || true', [expect.any(String), expect.any(String)]],
    ['npm publish || echo "$(date)"', [expect.stringMatching(/^Change it by hand at line/)]],
    ['npm publish || echo "already there"', ['- npm publish || echo "already there"', '+ npm publish']],
    ['npm publish || exit 0', ['- npm publish || exit 0', '+ npm publish']],
    ['set +e\nnpm publish\necho done', ['- set +e']],
    ['try { npm publish } catch { Write-Host "no" }', [expect.stringContaining('`throw`')]],
    ['rm x || true\nnpm publish || :', ['- npm publish || :', '+ npm publish']],
  ])('%s', (script, lines) => expect(changeOf(npmJob(script))).toEqual(lines));

  it('of a job and of a step, each by itself', () => {
    const text = npmJob('npm publish', '    continue-on-error: true # dares\n').replace(
      'run: |',
      'continue-on-error: true\n        run: |',
    );
    const found = mends(text);
    expect(found.map((mend) => mend.kind === 'edit' && linesOf(text, mend.apply(text)))).toEqual([
      ['- continue-on-error: true # dares'],
      ['- continue-on-error: true'],
    ]);
  });

  it('of a step that begins with it', () => {
    const text = onTag('  npm:\n    runs-on: x\n    steps:\n      - continue-on-error: true\n        run: npm publish\n');
    expect(changeOf(text)).toEqual(['- - continue-on-error: true', '- run: npm publish', '+ - run: npm publish']);
  });
});

describe('what is switched off', () => {
  it('a job, a step, a workflow', () => {
    expect(changeOf(npmJob('npm publish', '    if: false\n'))).toEqual(['- if: false']);
    expect(changeOf(npmJob('npm publish', '    if: ${{ false }}\n'))).toEqual(['- if: ${{ false }}']);
    expect(changeOf(npmJob('npm publish').replace('run: |', 'if: false\n        run: |'))).toEqual(['- if: false']);
    expect(changeOf(npmJob('npm publish', "    if: github.ref == 'x' && false\n"))).toEqual([
      expect.stringContaining('Change the condition'),
    ]);
    const [mend] = mends(fileOf(npmJob('npm publish'), 'publish.yml', 'disabled_manually'));
    expect(mend).toMatchObject({kind: 'advice', instead: expect.stringContaining('gh workflow enable publish.yml')});
  });
});

describe('a right that is missing', () => {
  const packages = (more: string, top = '') =>
    `on: push\n${top}jobs:\n  github-packages:\n    runs-on: x\n${more}    steps:\n      - run: npm publish --registry https://npm.pkg.github.com\n`;
  const rights = {policy: {isEnabled: true, defaultPermission: 'read'}} as const;
  test.each([
    ['in a block', packages('    permissions:\n      contents: read # so\n'), ['+ packages: write']],
    [
      'in braces',
      packages('    permissions: {contents: read}\n'),
      ['- permissions: {contents: read}', '+ permissions: {contents: read, packages: write}'],
    ],
    [
      'with another',
      packages('    permissions: {packages: read}\n'),
      ['- permissions: {packages: read}', '+ permissions: {packages: write}'],
    ],
    ['with none', packages('    permissions: {}\n'), ['- permissions: {}', '+ permissions: {packages: write}']],
    ['of the workflow’s own', packages('', 'permissions: {contents: read}\n'), ['+ permissions:', '+ contents: read', '+ packages: write']],
    ['of the default', packages(''), ['+ permissions:', '+ contents: read', '+ packages: write']],
    ['read-all', packages('    permissions: read-all\n'), [expect.stringContaining('by hand')]],
  ])('%s', (_, text, lines) => expect(changeOf(text, rights)).toEqual(lines));
});

describe('a secret', () => {
  const npm = npmJob('npm publish');
  it('that is not set, misspelled, elsewhere, not handed over', () => {
    expect(changeOf(npm, {secrets: []})).toEqual(['Set it with `portcall secret set NPM_TOKEN`.']);
    expect(changeOf(npm, {secrets: [secret('NODE_AUTH_TOKEN')]})).toEqual([
      "- env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'}",
      "+ env: {NODE_AUTH_TOKEN: '${{ secrets.NODE_AUTH_TOKEN }}'}",
    ]);
    expect(changeOf(npm, {secrets: [secret('NPM_TOKEN', 'production')]})).toEqual(['+ environment: production']);
    const called = fileOf(
      npm.replace("on: {push: {tags: ['v*']}}", 'on: {workflow_call: {secrets: {NPM_TOKEN: {required: false}}}}'),
      'deep.yml',
    );
    const caller = onTag('  ship:\n    uses: ./.github/workflows/deep.yml\n');
    const [mend] = mends([caller, called], {secrets: [secret('NPM_TOKEN')]});
    expect(mend).toBeDefined();
  });

  test.each([
    ['if [ -z "$NODE_AUTH_TOKEN" ]; then\n  echo "no token"\n  exit 0\nfi\nnpm publish', ['- exit 0', '+ exit 1']],
    [
      '[ -z "${NODE_AUTH_TOKEN}" ] && exit 0\nnpm publish',
      ['- [ -z "${NODE_AUTH_TOKEN}" ] && exit 0', '+ [ -z "${NODE_AUTH_TOKEN}" ] && exit 1'],
    ],
    [
      'if (-not $env:NODE_AUTH_TOKEN) { exit 0 }\nnpm publish',
      ['- if (-not $env:NODE_AUTH_TOKEN) { exit 0 }', '+ if (-not $env:NODE_AUTH_TOKEN) { exit 1 }'],
    ],
    ['if [ -n "$NODE_AUTH_TOKEN" ]; then\n  npm publish\nfi', [expect.stringContaining('by hand')]],
  ])('whose emptiness ends well: %s', (script, lines) => expect(changeOf(npmJob(script))).toEqual(lines));

  it('whose emptiness skips a step', () => {
    const text = npmJob('npm publish').replace('run: |', "if: env.NODE_AUTH_TOKEN != ''\n        run: |");
    expect(changeOf(text)).toEqual(["- if: env.NODE_AUTH_TOKEN != ''", '+ : "${NODE_AUTH_TOKEN:?The secret NPM_TOKEN is empty}"']);
  });
});

describe('a push elsewhere with the token of here', () => {
  const brew = (steps: string) => onTag(`  publish-homebrew:\n    runs-on: x\n    steps:\n${steps}`);
  test.each([
    [
      'of a checkout',
      "      - uses: actions/checkout@v4\n        with: {repository: octo/homebrew-tap, token: '${{ secrets.GITHUB_TOKEN }}'}\n      - run: git push\n",
      [
        "- with: {repository: octo/homebrew-tap, token: '${{ secrets.GITHUB_TOKEN }}'}",
        "+ with: {repository: octo/homebrew-tap, token: '${{ secrets.HOMEBREW_TAP_TOKEN }}'}",
      ],
    ],
    [
      'of a checkout without one',
      '      - uses: actions/checkout@v4\n        with:\n          repository: octo/homebrew-tap # there\n      - run: git push\n',
      ['+ token: ${{ secrets.HOMEBREW_TAP_TOKEN }}'],
    ],
    [
      'of a variable',
      '      - env:\n          GH_TOKEN: ${{ github.token }} # own\n        run: gh pr create --repo octo/homebrew-tap\n',
      ['- GH_TOKEN: ${{ github.token }} # own', '+ GH_TOKEN: ${{ secrets.HOMEBREW_TAP_TOKEN }} # own'],
    ],
  ])('%s', (_, steps, lines) => expect(changeOf(brew(steps))).toEqual(lines));

  it('and a commit that nobody sees', () => {
    expect(changeOf(brew('      - run: git commit -am x && git push\n'))).toEqual([
      expect.stringContaining('portcall first-package homebrew'),
    ]);
  });
});

test.each([
  [
    'SHA=$(curl -sL https://x.example/a.zip | sha256sum)',
    [
      '- SHA=$(curl -sL https://x.example/a.zip | sha256sum)',
      '+ set -o pipefail',
      '+ SHA=$(curl --fail -sL https://x.example/a.zip | sha256sum)',
    ],
  ],
  [
    '# curl it\ncurl -L -o a.zip https://x.example/a.zip\nsha256sum a.zip',
    ['- curl -L -o a.zip https://x.example/a.zip', '+ curl --fail -L -o a.zip https://x.example/a.zip'],
  ],
  ['wget -qO- https://x.example/a | sha256sum', ['+ set -o pipefail']],
])('an error page that is hashed: %s', (script, lines) => {
  const text = onTag(
    `  c:\n    runs-on: x\n    steps:\n      - run: |\n${script.replace(/^/gm, '          ')}\n      - run: choco push x\n`,
  );
  expect(changeOf(text)).toEqual(lines);
});

describe('a job that nothing starts', () => {
  it('for this tag', () => {
    expect(changeOf(npmJob('npm publish').replace("['v*']", "['v2*'] "), {tag: 'v1.2.3'})).toEqual([
      "- on: {push: {tags: ['v2*'] }}",
      "+ on: {push: {tags: ['v2*', 'v[0-9]*'] }}",
    ]);
  });
  it('for other reasons, which a person mends', () => {
    expect(changeOf(npmJob('npm publish').replace("{push: {tags: ['v*']}}", 'workflow_call'))).toEqual([
      expect.stringContaining('Call it'),
    ]);
    expect(changeOf(npmJob('npm publish').replace("{push: {tags: ['v*']}}", '{workflow_run: {workflows: [Nobody]}}'))).toEqual([
      expect.stringContaining('Name the workflow'),
    ]);
    const heard = npmJob('npm publish').replace("{push: {tags: ['v*']}}", '{release: {types: [published]}}');
    expect(changeOf(heard, {}, [onTag(release)])).toEqual([expect.stringContaining('gh workflow run publish.yml')]);
    expect(mends([npmJob('npm publish'), npmJob('npm publish')]).map(({kind}) => kind)).toEqual(['advice', 'advice']);
  });
});

describe('a look that asks for any version', () => {
  const look = (script: string, more = '') =>
    onTag(`  npm:
    runs-on: ubuntu-latest
    steps:
      - id: version
        run: echo "version=\${GITHUB_REF_NAME#v}" >> "$GITHUB_OUTPUT"
      - name: Look
        id: look
${more}        run: |
          if ${script}; then echo "skip=true" >> "$GITHUB_OUTPUT"; fi
      - if: steps.look.outputs.skip != 'true'
        run: npm publish
`);
  const given = ['+ env:', '+ VERSION: ${{ steps.version.outputs.version }}'];
  test.each([
    ['npm view tool version', 'npm view "tool@$VERSION" version'],
    ["npm view '@octo/tool' version > /dev/null", 'npm view "@octo/tool@$VERSION" version > /dev/null'],
    ['curl -fsS https://pypi.org/pypi/tool/json', 'curl -fsS "https://pypi.org/pypi/tool/$VERSION/json"'],
    ["curl -fsS 'https://pypi.org/pypi/tool/json'", 'curl -fsS "https://pypi.org/pypi/tool/$VERSION/json"'],
    ['docker manifest inspect octo/tool:latest > /dev/null', 'docker manifest inspect "octo/tool:$VERSION" > /dev/null'],
    ['curl -fsS https://crates.io/api/v1/crates/tool', 'curl -fsS "https://crates.io/api/v1/crates/tool/$VERSION"'],
    ['choco search tool --exact | grep tool', 'choco search tool --version "$VERSION" --exact | grep tool'],
  ])('%s', (script, after) => {
    const lines = [
      `- if ${script}; then echo "skip=true" >> "$GITHUB_OUTPUT"; fi`,
      ...given,
      `+ if ${after}; then echo "skip=true" >> "$GITHUB_OUTPUT"; fi`,
    ];
    expect(changeOf(look(script))).toEqual(lines);
  });

  it('uses a variable that is there', () => {
    expect(changeOf(look('npm view tool version', '        env: {PACKAGE_VERSION: x}\n'))[1]).toContain(
      'npm view "tool@$PACKAGE_VERSION" version',
    );
  });

  it('and what is none', () => {
    for (const script of [
      'npm view "tool@$V" version',
      'npm view tool@1 version',
      'docker manifest inspect octo/tool:1',
      'curl https://pypi.org/pypi/tool/1/json',
    ])
      expect([script, mends(look(script))]).toEqual([script, []]);
    expect(mends(look('npm view tool version').replace("steps.look.outputs.skip != 'true'", 'always()'))).toEqual([]);
    const [mend] = mends(look('npm view tool version').replace('version=', 'other='));
    expect(mend).toMatchObject({kind: 'advice'});
  });
});

describe('the file as a whole', () => {
  const all = (text: string, pins = new Map<string, string>()) => mendsOf(groundOf(text, {}, pins));
  const textsOf = (text: string, id: string, pins = new Map<string, string>()): readonly (string | readonly string[])[] =>
    all(text, pins)
      .filter((mend) => mend.id.startsWith(id))
      .map((mend) => (mend.kind === 'edit' ? linesOf(text, mend.apply(text)) : mend.instead));

  it('says nothing of its rights', () => {
    expect(textsOf(npmJob('npm publish'), 'open-permissions')).toEqual([['+ permissions:', '+ contents: read']]);
    expect(textsOf(onTag(`${release}  npm: {runs-on: x, steps: [{run: npm publish}]}\n`), 'open-permissions')).toEqual([
      'Give each of these jobs its own `permissions:` first: release.',
    ]);
    expect(textsOf(`permissions: {}\n${npmJob('npm publish')}`, 'open-permissions')).toEqual([]);
  });

  it('lets nobody choose', () => {
    expect(textsOf(npmJob('npm publish'), 'no-selector')).toHaveLength(1);
    expect(textsOf(npmJob('npm publish').replace('{push:', '{workflow_dispatch: {}, push:'), 'no-selector')).toEqual([]);
  });

  it('names actions by what can be moved', () => {
    const sha = 'a'.repeat(40);
    const pins = new Map([
      ['actions/checkout@v4', sha],
      ['octo/x/.github/workflows/y.yml@v1', sha],
      ['KSXGitHub/Deploy@v1', sha],
    ]);
    const text = onTag(
      `  npm:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - uses: KSXGitHub/Deploy@v1 # so\n      - {uses: actions/checkout@v4, with: {path: x}}\n      - uses: ./own\n      - uses: a/b@main\n      - run: npm publish\n  y:\n    uses: octo/x/.github/workflows/y.yml@v1\n`,
    );
    expect(textsOf(text, 'loose-actions', pins)).toEqual([
      [
        '- - uses: actions/checkout@v4',
        '- - uses: KSXGitHub/Deploy@v1 # so',
        '- uses: octo/x/.github/workflows/y.yml@v1',
        `+ - uses: actions/checkout@${sha} # v4`,
        `+ - uses: KSXGitHub/Deploy@${sha} # so`,
        `+ uses: octo/x/.github/workflows/y.yml@${sha} # v1`,
      ],
    ]);
    expect(textsOf(text, 'loose-actions')).toEqual([]);
  });

  it('publishes a release before its files are there', () => {
    const making = (lines: string, more = '') =>
      onTag(
        `  release:\n    runs-on: x\n    steps:\n      - run: |\n${lines.replace(/^/gm, '          ')}\n${more}  npm: {needs: release, runs-on: x, steps: [{run: npm publish}]}\n`,
      );
    expect(textsOf(making('gh release create "$TAG" --notes x\nmake\ngh release upload "$TAG" x.zip'), 'late-upload')).toEqual([
      ['- gh release create "$TAG" --notes x', '+ gh release create --draft "$TAG" --notes x', '+ gh release edit "$TAG" --draft=false'],
    ]);
    expect(textsOf(making('gh release create "$TAG" x.zip'), 'late-upload')).toEqual([]);
    expect(textsOf(making('gh release create -d "$TAG"\ngh release upload "$TAG" x'), 'late-upload')).toEqual([]);
    expect(textsOf(making('gh release create "$TAG"\nfor x in *; do\n  gh release upload "$TAG" "$x"\ndone'), 'late-upload')).toHaveLength(
      1,
    );
  });
});

test('mends made one after the other, in files with anchors and in braces', () => {
  const text = `on: {push: &p {tags: ['v*']}, create: }\njobs:\n  npm:\n    continue-on-error: true\n    runs-on: x\n    steps: &s\n      - {run: npm publish || true, continue-on-error: true}\n  more: {runs-on: x, steps: *s}\n`;
  const found = mendsOf(groundOf(text));
  const after = found.reduce((now, mend) => (mend.kind === 'edit' ? (mend.apply(now) ?? now) : now), text);
  expect(parsed(after)).toBeDefined();
  expect(mendsOf(groundOf(after)).filter(({kind}) => kind === 'edit')).toEqual([]);
});
