import type {InstallTest, Machine} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';

const programsIn = (folder: string, {system}: Machine): string => `${folder}/venv/${system === 'windows' ? 'Scripts' : 'bin'}`;

/** What a virtual environment holds before anything is installed. */
const ownPrograms = /^(?:python|pip|activate|deactivate|easy_install|wheel|normalizer)/i;

/** In a virtual environment of its own. */
export const pypiInstall: InstallTest = {
  clients: ['python3', 'python'],
  reaches: {kind: 'registry', origin: 'https://pypi.org'},
  install: ({name, spelling, folder, registry, client, machine}) => [
    {kind: 'run', program: client, args: ['-m', 'venv', `${folder}/venv`]},
    {
      kind: 'run',
      program: `${programsIn(folder, machine)}/python`,
      args: [
        ...['-m', 'pip', '--isolated', '--disable-pip-version-check', 'install'],
        ...['--no-input', '--no-cache-dir', '--retries=1', '--prefer-binary', '--progress-bar=off'],
        ...['--index-url', `${registry}/simple`],
        `${name}==${spelling}`,
      ],
    },
  ],
  program: ({project, name, folder, machine}) => ({
    kind: 'file',
    folder: programsIn(folder, machine),
    names: programNamesOf(project, name),
    aside: ownPrograms,
  }),
  excuses: [
    {
      pattern: /ensurepip is not available|No module named (?:venv|ensurepip)/,
      why: 'This Python makes no virtual environments: python3-venv is missing.',
    },
    {pattern: /require a different python version/i, why: 'The package wants another Python than this machine has.'},
  ],
};
