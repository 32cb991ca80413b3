import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {needlessTokensOf, trustText} from '../../src/commands/trust-text.ts';
import {understandWorkflows} from '../../src/workflow/understand.ts';
import {projectOf} from '../support/project.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';
import {publicationOf} from '../support/survey.ts';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.end();
  stage = undefined;
});

const project = projectOf({packages: {'crates-io': {name: 'tool', from: 'file'}}});
const needlessIn = (job: string) => {
  const text = `on: {push: {tags: ['v*']}}\njobs:\n${job}`;
  const file = {id: 1, name: 'Publish', path: '.github/workflows/publish.yml', state: 'active', url: '', text};
  return needlessTokensOf(marketplaces, understandWorkflows([file], marketplaces, {repository: project.repository, tag: 'v1.2.3'}).jobs);
};
const crate = (token: string, more = '') =>
  `  crates:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - run: cargo publish\n        env: {CARGO_REGISTRY_TOKEN: "\${{ ${token} }}"}\n`;

describe('what could go away', () => {
  it('is a long-lived token that the job reads, with the form’s values and the changes', () => {
    const text = trustText(needlessIn(crate('secrets.CARGO_REGISTRY_TOKEN')), project, () => publicationOf({}));
    expect(text.split('\n')).toEqual([
      '',
      'Could go away:',
      '  crates.io: CARGO_REGISTRY_TOKEN, which publish.yml (crates) reads. A trusted publisher needs rust-lang/crates-io-auth-action v1 or newer, and no token.',
      '    Fill in at https://crates.io/crates/tool/settings/new-trusted-publisher (once its first version is published)',
      '      Repository owner: octo',
      '      Repository name: tool',
      '      Workflow filename: publish.yml',
      '      Environment: (empty)',
      '    Change in the job',
      '      - GitHub does not vouch for the job; add `id-token: write` to its `permissions:`, beside `contents: read`.',
      '      - Nothing gets it a token for the run; add a step with `uses: rust-lang/crates-io-auth-action@v1` and `id: auth` before it publishes.',
      '      - Take CARGO_REGISTRY_TOKEN out once the form is saved.',
      '',
    ]);
  });

  it('is nothing where the job reads none, or nothing takes its place', () => {
    expect(trustText(needlessIn(crate('steps.auth.outputs.token')), project, () => undefined)).toBe('');
    expect(
      needlessIn(
        '  snap:\n    runs-on: x\n    steps: [{run: snapcraft upload x.snap, env: {T: "${{ secrets.SNAPCRAFT_STORE_CREDENTIALS }}"}}]\n',
      ),
    ).toEqual([]);
  });
});

describe('portcall tokens', () => {
  it('tells below its table what the demo’s tokens could be replaced by, and keeps to its contract in JSON', async () => {
    stage = await openStage();
    const {code, out} = await stage.portcall(['tokens', 'npm', 'pypi', 'chocolatey']);
    expect(code).toBe(0);
    const [, part = ''] = out.split('Could go away:\n');
    expect(part).toContain('npm: NPM_TOKEN, which publish-packages.yml (publish-npm) reads.');
    expect(part).toContain('      Workflow filename: publish-packages.yml\n');
    expect(part).toContain('Node.js 20 brings an npm before 11.5.1');
    expect(part).toContain('https://pypi.org/manage/project/contextlite/settings/publishing/');
    expect(part).not.toContain('Chocolatey');
    expect((await stage.portcall(['tokens', 'chocolatey'])).out).not.toContain('Could go away');
    expect(Object.keys(JSON.parse((await stage.portcall(['tokens', 'npm', '--json'])).out))).toEqual(['formatVersion', 'tokens']);
  });

  it('says what it can where a marketplace is away', async () => {
    stage = await openStage({faults: [{host: 'pypi.org', effect: {kind: 'status', status: 503}}]});
    const {out} = await stage.portcall(['tokens', 'pypi']);
    expect(out).toContain('Fill in at https://pypi.org/manage/account/publishing/\n      PyPI Project Name: contextlite');
  });
});
