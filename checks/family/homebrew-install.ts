import type {InstallTest, Machine} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';

/** Homebrew installs into one prefix for each kind of machine, and into no folder of one's choice. */
const prefixOf = ({system, architecture}: Machine): string =>
  system === 'linux' ? '/home/linuxbrew/.linuxbrew' : architecture === 'arm64' ? '/opt/homebrew' : '/usr/local';

const quiet = {HOMEBREW_NO_ANALYTICS: '1', HOMEBREW_NO_ENV_HINTS: '1', HOMEBREW_NO_INSTALL_CLEANUP: '1', HOMEBREW_NO_INSTALL_UPGRADE: '1'};

export const homebrewInstall: InstallTest = {
  names: /^(?:[a-z0-9][\w-]*\/[a-z0-9][\w.-]*\/)?[a-z0-9][\w.@+-]*$/i,
  clients: ['brew'],
  systems: ['macos', 'linux'],
  reaches: {kind: 'own-hosts'},
  outside: 'Homebrew installs into its own prefix: the package is taken away again, its dependencies and its tap stay.',
  obstacle: (_project, {isRoot}) => (isRoot ? 'Homebrew refuses to run as root.' : undefined),
  isHere: ({name}) => ({program: 'brew', args: ['list', '--versions', name], env: quiet}),
  install: ({name, folder}) => [
    {kind: 'run', program: 'brew', args: ['install', '--quiet', name], env: {...quiet, HOMEBREW_CACHE: `${folder}/cache`}},
  ],
  program: ({project, name, machine}) => ({
    kind: 'file',
    folder: `${prefixOf(machine)}/bin`,
    names: programNamesOf(project, name).slice(0, 2),
  }),
  remove: ({name}) => [{program: 'brew', args: ['uninstall', '--force', name], env: quiet}],
  excuses: [{pattern: /no bottle available|must be built from source/i, why: 'There is no bottle for this machine.'}],
};
