import {describe, expect, it} from 'vitest';
import {type PackageSources, packagesOf} from '../../src/flow/package-names.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {PublishingJob, WorkflowStep} from '../../src/model/workflow.ts';

const marketplace = (id: MarketplaceId, more: Partial<Marketplace> = {}): Marketplace => ({
  id,
  title: id,
  docs: 'https://docs.example',
  tasks: [],
  findPublication: async () => ({name: id, serves: null, version: {kind: 'absent'}, evidence: []}),
  ...more,
});

const job = (id: MarketplaceId, more: Partial<PublishingJob> = {}, run = ''): PublishingJob => {
  const step: WorkflowStep = {name: 'Publish', run, with: {}, env: {}, continuesOnError: false, line: 1};
  return {
    marketplace: id,
    workflow: {id: 1, name: 'Publish', path: '.github/workflows/p.yml', url: 'https://github.com/o/mono'},
    job: {id: 'p', name: 'p', needs: [], continuesOnError: false, hasMatrix: false, steps: [step], secrets: [], line: 1},
    because: 'it does',
    publishingSteps: [],
    isEnabled: true,
    secrets: [],
    findings: [],
    ...more,
  };
};

const found = (more: Partial<PackageSources> & {readonly jobs?: readonly PublishingJob[]} = {}) =>
  packagesOf({
    marketplaces: [marketplace('npm')],
    files: {},
    understanding: {jobs: more.jobs ?? [], unread: [], readSecrets: []},
    configuration: {},
    repository: {owner: 'Owner', name: 'Mono'},
    ...more,
  });

const file = (path: string, name?: string) => (name === undefined ? {path, faults: []} : {path, name, faults: []});

describe('the name of a package', () => {
  it('is the workflow’s where it names the tap of the formula too', () => {
    const signs = {needsRepository: true, jobNames: /brew/, publishes: () => undefined};
    const brew = marketplace('homebrew', {publishedBy: signs});
    const files = {homebrew: [file('Formula/tool.rb', 'tool')]};
    const named = (packageName: string) =>
      found({marketplaces: [brew], files, jobs: [job('homebrew', {packageName})]}).packages.homebrew?.name;
    expect(named('acme/tap/tool')).toBe('acme/tap/tool');
    expect(named('acme/tap/other')).toBe('tool');
    expect(named('tool')).toBe('tool');
  });

  it('comes from the configuration, then a file, then the workflow, then a guess', () => {
    const files = {npm: [file('package.json', 'in-file')]};
    const jobs = [job('npm', {packageName: 'in-workflow'})];
    expect(found({files, jobs, configuration: {packages: {npm: {name: 'in-yaml'}}}}).packages.npm).toEqual({
      name: 'in-yaml',
      from: 'configuration',
    });
    expect(found({files, jobs}).packages.npm).toEqual({name: 'in-file', from: 'file', path: 'package.json'});
    expect(found({jobs}).packages.npm).toEqual({name: 'in-workflow', from: 'workflow', path: '.github/workflows/p.yml'});
    expect(found().packages.npm).toEqual({name: 'mono', from: 'guess'});
    expect(found({understanding: undefined}).packages.npm).toEqual({name: 'mono', from: 'guess'});
  });

  it('is the usual one where the marketplace has its own habit, and a file that names nothing is none', () => {
    const marketplaces = [marketplace('winget', {usualName: ({owner, name}) => `${owner}.${name}`})];
    expect(found({marketplaces, files: {winget: [file('winget/x.yaml')]}}).packages.winget).toEqual({name: 'Owner.Mono', from: 'guess'});
  });

  it('may be configured by its file alone', () => {
    const files = {npm: [file('a/package.json', 'a'), file('b/package.json', 'b')]};
    expect(found({files, configuration: {packages: {npm: {path: 'b/package.json'}}}})).toEqual({
      packages: {npm: {name: 'b', from: 'configuration', path: 'b/package.json'}},
      choices: [],
    });
  });
});

describe('of several packages of a kind', () => {
  const files = {
    npm: [file('packages/deep/er/package.json', '@x/mono'), file('packages/a/package.json', 'a'), file('packages/b/package.json', 'b')],
  };

  it('the one that the workflow names is taken', () => {
    expect(found({files, jobs: [job('npm', {packageName: 'B'})]}).packages.npm).toMatchObject({
      name: 'b',
      from: 'file',
      path: 'packages/b/package.json',
    });
  });

  it('the one in whose folder the job works is taken', () => {
    expect(found({files, jobs: [job('npm', {}, 'cd packages/a && npm publish')]}).packages.npm?.name).toBe('a');
    expect(found({files, jobs: [job('npm', {}, 'npm publish ./packages/b')]}).packages.npm?.name).toBe('b');
    expect(found({files, jobs: [job('npm', {}, 'npm publish ./packages/bc')]}).packages.npm?.name).toBe('@x/mono');
  });

  it('the one called like the repository is taken, the shallowest first', () => {
    expect(found({files}).packages.npm?.path).toBe('packages/deep/er/package.json');
    expect(found({files: {npm: [...files.npm, file('package.json', 'mono')]}}).packages.npm?.path).toBe('package.json');
  });

  it('one name in several files is one package', () => {
    expect(found({files: {npm: [file('x/y/package.json', 'same'), file('x/package.json', 'same')]}})).toEqual({
      packages: {npm: {name: 'same', from: 'file', path: 'x/package.json'}},
      choices: [],
    });
  });

  it('nothing tells, and it is a choice', () => {
    const {packages, choices} = found({files: {npm: files.npm.slice(1)}});
    expect(packages.npm).toEqual({name: 'mono', from: 'guess'});
    expect(choices).toEqual([
      {
        marketplace: 'npm',
        title: 'npm',
        packages: [
          {name: 'a', path: 'packages/a/package.json'},
          {name: 'b', path: 'packages/b/package.json'},
        ],
      },
    ]);
  });
});
