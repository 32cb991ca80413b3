import {afterEach, describe, expect, it} from 'vitest';
import {addFiles, repositoryOf} from '../support/bad-input.ts';
import {openGitHubDocument} from '../support/github-openapi.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const gitHub = openGitHubDocument();

/** What GitHub's own document does not know of what was asked. */
const faults = (): readonly string[] =>
  stage.served.log
    .all()
    .filter(({host}) => host === 'api.github.com')
    .flatMap(({method, path}) => {
      const [plain = '', search = ''] = path.split('?');
      return gitHub.requestFaults({method, path: plain, query: new URLSearchParams(search)});
    });

const tagged = ['--tag', 'v1.0.35'];

describe("every request to GitHub is one that GitHub's own document knows", () => {
  it.each([
    ['status', ['status', ...tagged]],
    ['status without a tag', ['status']],
    ['verify', ['verify', ...tagged]],
    ['init', ['init', '--dry-run']],
    ['a tag without a release', ['status', '--tag', 'v1.0.34']],
    ['a tag that is not there', ['status', '--tag', 'v9']],
    ['a tag with a slash', ['status', '--tag', 'cli/v1.0.0']],
  ])('%s', async (_, args) => {
    stage = await openStage();
    const repository = repositoryOf(stage);
    const at = '2026-01-01T00:00:00Z';
    repository.releases.splice(0, 1);
    repository.tags.set('cli/v1.0.0', repository.tags.get('v1.0.35') ?? '');
    repository.environments.push({id: 1, name: 'to npm', createdAt: at, secrets: [{name: 'NPM_TOKEN', createdAt: at, updatedAt: at}]});
    addFiles(stage, {'.github/actions/publish/action.yml': 'runs: {using: composite, steps: []}\n'});
    await stage.portcall(args);
    expect(stage.served.log.all().length).toBeGreaterThan(1);
    expect([...new Set(faults())]).toEqual([]);
  });

  it('with every token and without any', async () => {
    stage = await openStage();
    const {tokens} = stage.world.setting;
    await stage.portcall(['status', ...tagged], tokens);
    await stage.portcall(['verify', ...tagged], {...tokens, PORTCALL_HOME: `${stage.home}/other`});
    await stage.portcall(['status', ...tagged], {GITHUB_TOKEN: undefined, PORTCALL_HOME: `${stage.home}/third`});
    await stage.portcall(['init', '--dry-run'], {GITHUB_TOKEN: undefined});
    expect([...new Set(faults())]).toEqual([]);
  });

  it('for marketplaces that have something of the project', async () => {
    stage = await openStage();
    const owner = 'Michael-A-Kuykendall';
    const version = {id: 1, name: 'sha256:1', tags: ['1.0.34'], createdAt: '2026-01-01T00:00:00Z'};
    const image = {id: 1, owner, name: 'contextlite', type: 'container', visibility: 'private', createdAt: version.createdAt} as const;
    stage.world.github.packages.push({...image, versions: [version]});
    await stage.portcall(['status', ...tagged]);
    expect(stage.served.log.all().some(({path}) => path.includes('/packages/container/'))).toBe(true);
    expect([...new Set(faults())]).toEqual([]);
  });
});
