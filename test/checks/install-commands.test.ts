import {describe, expect, it} from 'vitest';
import {assetFor} from '../../checks/family/release-install.ts';
import {marketplaces} from '../../checks/index.ts';
import {commandText, type InstallTest, type Machine, type Trial, testStepText} from '../../src/model/install-test.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {assetOf, projectOf, releaseOf} from '../support/project.ts';

const linux: Machine = {system: 'linux', architecture: 'amd64', isRoot: false};
const windows: Machine = {system: 'windows', architecture: 'amd64', isRoot: false};
const files = [
  'tool-linux-amd64.tar.gz',
  'tool-linux-amd64.tar.gz.sha256',
  'tool-linux-arm64',
  'tool-windows-amd64.zip',
  'tool-setup-windows-amd64.exe',
];

const trialOf = (name: string, over: Partial<Trial> = {}): Trial => ({
  project: projectOf({release: releaseOf(files.map((file) => assetOf(file)))}),
  name,
  spelling: '1.2.3',
  machine: linux,
  client: '',
  folder: '/try',
  mark: 'portcall-install-x',
  registry: '',
  ...over,
});

const testOf = (id: MarketplaceId): InstallTest => {
  const found = marketplaces.find((one) => one.id === id)?.installTest;
  if (found === undefined) throw new Error(`no install test for ${id}`);
  return found;
};

const commands: readonly (readonly [MarketplaceId, Trial, readonly string[], string])[] = [
  [
    'npm',
    trialOf('@octo/tool', {client: 'npm', registry: 'http://127.0.0.1:4873', spelling: '1.2.3+build'}),
    [
      'npm install --global --prefix /try/installed --registry http://127.0.0.1:4873 --ignore-scripts --no-audit --no-fund --loglevel=error @octo/tool@1.2.3',
    ],
    '/try/installed/bin',
  ],
  [
    'pypi',
    trialOf('tool', {client: 'python3', registry: 'https://pypi.org'}),
    [
      'python3 -m venv /try/venv',
      '/try/venv/bin/python -m pip --isolated --disable-pip-version-check install --no-input --no-cache-dir --retries=1 --prefer-binary --progress-bar=off --index-url https://pypi.org/simple tool==1.2.3',
    ],
    '/try/venv/bin',
  ],
  ['crates-io', trialOf('tool'), ['cargo install --quiet --locked --root /try/installed --version =1.2.3 tool'], '/try/installed/bin'],
  [
    'docker-hub',
    trialOf('octo/tool', {client: 'podman', spelling: 'v1.2.3'}),
    ['podman pull --quiet docker.io/octo/tool:v1.2.3'],
    'podman run --rm --name portcall-install-x --pull=never --network=none --cap-drop=ALL --security-opt=no-new-privileges --pids-limit=512 docker.io/octo/tool:v1.2.3',
  ],
  ['homebrew', trialOf('octo/tap/tool'), ['brew install --quiet octo/tap/tool'], '/home/linuxbrew/.linuxbrew/bin'],
  [
    'aur',
    trialOf('tool-bin'),
    [
      'git clone --quiet --depth=1 https://aur.archlinux.org/tool-bin.git /try/clone',
      'makepkg --dir /try/clone --noconfirm --nocheck --noprogressbar',
    ],
    '/try/clone/pkg/tool-bin/usr/bin',
  ],
  [
    'snapcraft',
    trialOf('tool'),
    [
      'snap download tool --stable --basename=package --target-directory=/try',
      'unsquashfs -no-progress -no-xattrs -dest /try/unpacked /try/package.snap',
    ],
    '/try/unpacked',
  ],
  [
    'nix',
    trialOf('tool'),
    ["nix --extra-experimental-features 'nix-command flakes' build --store /try/nix --no-link 'github:NixOS/nixpkgs/nixos-unstable#tool'"],
    "nix --extra-experimental-features 'nix-command flakes' run --store /try/nix 'github:NixOS/nixpkgs/nixos-unstable#tool' --",
  ],
  [
    'github-releases',
    trialOf('octo/tool'),
    [
      'Download https://github.com/octo/tool/releases/download/v1.2.3/tool-linux-amd64.tar.gz to /try/unpacked/package.tar.gz',
      'tar -x -f /try/unpacked/package.tar.gz -C /try/unpacked',
    ],
    '/try/unpacked',
  ],
  [
    'scoop',
    trialOf('octo/scoop-bucket/tool', {machine: windows, folder: 'C:\\try'}),
    ['scoop bucket add portcall https://github.com/octo/scoop-bucket', 'scoop install --no-update-scoop --no-cache portcall/tool'],
    'C:\\try\\scoop\\shims',
  ],
  [
    'chocolatey',
    trialOf('tool', {machine: windows, spelling: '1.2.0'}),
    ['choco install tool --version 1.2.0 --yes --no-progress --limit-output'],
    'C:\\ProgramData\\chocolatey\\bin',
  ],
];

it.each(commands)('%s is tried by these commands', (id, trial, expected, program) => {
  const test = testOf(id);
  expect(test.install(trial).map(testStepText)).toEqual(expected);
  const installed = test.program(trial);
  expect(installed.kind === 'file' ? installed.folder : commandText(installed)).toBe(program);
  if (installed.kind === 'file') expect(installed.names).toContain('tool');
});

it('holds every install test, and says of what reaches outside the folder how that is undone', () => {
  const tests = marketplaces.flatMap(({id, installTest}) => (installTest === undefined ? [] : [{id, test: installTest}]));
  expect(tests.map(({id}) => id).sort()).toEqual(commands.map(([id]) => id).sort());
  for (const {id, test} of tests) {
    const trial = commands.find(([one]) => one === id)?.[1];
    if (test.outside !== undefined && trial !== undefined) expect(test.remove?.(trial).length, id).toBeGreaterThan(0);
  }
});

describe('what docker, brew and Windows leave outside the folder', () => {
  it('is taken away by these commands', () => {
    const removalsOf = (id: MarketplaceId) => {
      const trial = commands.find(([one]) => one === id)?.[1];
      return trial === undefined ? [] : (testOf(id).remove?.(trial) ?? []).map(commandText);
    };
    expect(removalsOf('docker-hub')).toEqual(['podman rm --force portcall-install-x', 'podman image rm docker.io/octo/tool:v1.2.3']);
    expect(removalsOf('homebrew')).toEqual(['brew uninstall --force octo/tap/tool']);
    expect(removalsOf('chocolatey')).toEqual(['choco uninstall tool --yes --limit-output']);
    expect(removalsOf('scoop')[0]).toContain("-ne 'C:\\try\\scoop\\shims'".replaceAll("'", "'\\''"));
  });

  it('is left alone where it was there before', () => {
    const isHere = (id: MarketplaceId, trial: Trial) => commandText(testOf(id).isHere?.(trial) ?? {program: '', args: []});
    expect(isHere('homebrew', trialOf('tool'))).toBe('brew list --versions tool');
    expect(isHere('docker-hub', trialOf('octo/tool', {client: 'docker'}))).toMatch(/^docker image inspect .* docker.io\/octo\/tool:1.2.3$/);
  });
});

describe('the file of a release', () => {
  const project = trialOf('octo/tool').project;

  it.each([
    [linux, 'tool-linux-amd64.tar.gz'],
    [{...linux, architecture: 'arm64'}, 'tool-linux-arm64'],
    [windows, 'tool-windows-amd64.zip'],
    [{...linux, system: 'macos'}, undefined],
  ] as const)('for %o is %s', (machine, name) => {
    expect(assetFor(project, machine)?.name).toBe(name);
    expect(testOf('github-releases').obstacle?.(project, machine) === undefined).toBe(name !== undefined);
  });

  it('that is the program itself gets the right to run, and a name of ours whatever it calls itself', () => {
    const sly = projectOf({release: releaseOf([assetOf('../../../home/octo/.bashrc-linux-arm64')])});
    const steps = testOf('github-releases').install(trialOf('octo/tool', {project: sly, machine: {...linux, architecture: 'arm64'}}));
    expect(steps).toEqual([expect.objectContaining({kind: 'download', to: '/try/unpacked/program', isExecutable: true})]);
  });
});

it('puts no name on a command line that an option, an address or another place could hide in', () => {
  const allows = (id: MarketplaceId, name: string) => (testOf(id).names ?? /^[A-Za-z0-9][\w.+-]*$/).test(name);
  for (const id of ['npm', 'pypi', 'crates-io', 'docker-hub', 'homebrew', 'aur', 'snapcraft', 'nix', 'scoop', 'chocolatey'] as const)
    for (const name of ['--config=evil', '-x', 'git+https://evil.example/x', '../x', 'a b', 'tool;rm', 'a\nb', ''])
      expect(allows(id, name), `${id} ${name}`).toBe(false);
  expect(allows('npm', 'octo/tool')).toBe(false);
});

it.each([
  ['npm', 'npm error code EBADPLATFORM'],
  ['pypi', 'Error: Command failed: ensurepip is not available.'],
  ['docker-hub', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'],
  ['crates-io', 'error: linker `cc` not found'],
  ['aur', '==> ERROR: Could not resolve all dependencies.'],
  ['chocolatey', 'Chocolatey detected you are not running from an elevated command shell'],
] as const)('%s does not blame the package for “%s”', (id, text) => {
  expect(testOf(id).excuses?.some(({pattern}) => pattern.test(text))).toBe(true);
});
