import type {JobText, StepText} from './job-text.ts';

const homes = {
  'ubuntu-latest': {system: 'Ubuntu', image: 'ubuntu-24.04', version: '24.04.2 LTS', work: '/home/runner/work/contextlite/contextlite'},
  'windows-latest': {
    system: 'Microsoft Windows Server 2022',
    image: 'windows-2022',
    version: '10.0.20348',
    work: 'D:\\a\\contextlite\\contextlite',
  },
  'macos-latest': {system: 'macOS', image: 'macos-14-arm64', version: '14.7.6', work: '/Users/runner/work/contextlite/contextlite'},
} as const;

const rights = ['Contents: write', 'IdToken: write', 'Metadata: read', 'Packages: write'];

/** What a runner says before the first step. */
export const setUpLines = (job: JobText): readonly string[] => {
  const home = homes[job.runner];
  const actions = job.steps.flatMap((step) => step.uses ?? []);
  return [
    "Current runner version: '2.328.0'",
    '##[group]Runner Image Provisioner',
    'Hosted Compute Agent',
    'Version: 20250829.383',
    '##[endgroup]',
    '##[group]Operating System',
    home.system,
    home.version,
    '##[endgroup]',
    '##[group]Runner Image',
    `Image: ${home.image}`,
    'Version: 20250824.1.0',
    `Included Software: https://github.com/actions/runner-images/blob/${home.image}/20250824.1/README.md`,
    '##[endgroup]',
    '##[group]GITHUB_TOKEN Permissions',
    ...rights,
    '##[endgroup]',
    'Secret source: Actions',
    'Prepare workflow directory',
    'Prepare all required actions',
    'Getting action download info',
    ...actions.map((action) => `Download action repository '${action}'`),
    `Complete job name: ${job.id}`,
  ];
};

const shellOf = (job: JobText, step: StepText): string => {
  if (job.runner === 'windows-latest') return 'C:\\Program Files\\Git\\bin\\bash.EXE --noprofile --norc -e -o pipefail {0}';
  const program = job.runner === 'macos-latest' ? '/bin/bash' : '/usr/bin/bash';
  return step.shell === 'bash' ? `${program} --noprofile --norc -e -o pipefail {0}` : `${program} -e {0}`;
};

/** An expression as the log shows it: secrets as stars. */
const shown = (value: string, version: string): string =>
  value
    .replaceAll('${{ steps.version.outputs.version }}', version)
    .replaceAll('${{ inputs.version }}', '')
    .replaceAll('${{ github.repository }}', 'Michael-A-Kuykendall/contextlite')
    .replace(/\$\{\{ secrets\.\w+ \}\}/g, '***')
    .replace(/\$\{\{[^}]*\}\}/g, '');

const fields = (title: string, values: Readonly<Record<string, string>> | undefined, version: string): readonly string[] =>
  values ? [`${title}:`, ...Object.entries(values).map(([name, value]) => `  ${name}: ${shown(value, version)}`)] : [];

/** The folded group with which every step begins. */
export const stepHead = (job: JobText, step: StepText, version: string): readonly string[] => {
  const script = (step.run ?? []).map((line) => shown(line, version));
  const title = step.uses ?? script[0] ?? step.name;
  const shell = step.run ? [...script.map((line) => `\u001b[36;1m${line}\u001b[0m`), `shell: ${shellOf(job, step)}`] : [];
  return [`##[group]Run ${title}`, ...shell, ...fields('with', step.with, version), ...fields('env', step.env, version), '##[endgroup]'];
};

const namingHints = ['of git', 'for the new repository', 'of the default branch', 'in a later version'].map(
  (end) => `hint: Using 'master' as the name for the initial branch may change the name ${end}.`,
);

const resetLines = (git: string): readonly string[] =>
  ['core.sshCommand', 'http.https://github.com/.extraheader', 'includeIf.gitdir', 'remote.origin.promisor', 'gc.auto'].flatMap((name) => [
    `[command]${git} config --local --name-only --get-regexp ${name}`,
    `[command]${git} submodule foreach --recursive git config --local --unset-all ${name} || :`,
  ]);

/** What actions/checkout prints. */
export const checkoutLines = (job: JobText, tag: string, sha: string, title = `Release ${tag}`): readonly string[] => {
  const work = homes[job.runner].work;
  const git = job.runner === 'windows-latest' ? '"C:\\Program Files\\Git\\bin\\git.exe"' : '/usr/bin/git';
  return [
    'Syncing repository: Michael-A-Kuykendall/contextlite',
    '##[group]Getting Git version info',
    `Working directory is '${work}'`,
    `[command]${git} version`,
    'git version 2.51.0',
    '##[endgroup]',
    '##[group]Initializing the repository',
    `[command]${git} init ${work}`,
    ...namingHints,
    `Initialized empty Git repository in ${work}`,
    `[command]${git} remote add origin https://github.com/Michael-A-Kuykendall/contextlite`,
    '##[endgroup]',
    '##[group]Setting up auth',
    ...resetLines(git),
    `[command]${git} config --local http.https://github.com/.extraheader AUTHORIZATION: basic ***`,
    '##[endgroup]',
    '##[group]Fetching the repository',
    `[command]${git} -c protocol.version=2 fetch --no-tags --prune --depth=1 origin +${sha}:refs/tags/${tag}`,
    'From https://github.com/Michael-A-Kuykendall/contextlite',
    ` * [new tag]         ${sha} -> ${tag}`,
    '##[endgroup]',
    `[command]${git} checkout --progress --force refs/tags/${tag}`,
    `Note: switching to 'refs/tags/${tag}'.`,
    `HEAD is now at ${sha.slice(0, 7)} ${title}`,
    `[command]${git} log -1 --format=%H`,
    sha,
  ];
};
