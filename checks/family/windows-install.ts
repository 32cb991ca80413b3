import type {InstallTest} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';
import {normalizedVersion} from './nuget-feed.ts';

/** A word inside PowerShell's single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const powershell = (script: string) => ({program: 'powershell', args: ['-NoProfile', '-NonInteractive', '-Command', script]});

const shimsOf = (folder: string): string => `${folder}\\scoop\\shims`;
const lastPart = (name: string): string => name.split('/').at(-1) ?? name;

/** Scoop keeps apps and buckets in a folder of its own for the try; the folder of its shims it writes into the person's PATH. */
export const scoopInstall: InstallTest = {
  names: /^[a-z0-9][\w-]*\/[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i,
  clients: ['scoop'],
  alsoNeeds: () => ['git', 'powershell'],
  systems: ['windows'],
  reaches: {kind: 'own-hosts'},
  outside: 'Scoop writes the folder of the try into your PATH; it is taken out again.',
  install: ({name, folder}) => {
    const env = {SCOOP: `${folder}\\scoop`};
    const [owner = '', bucket = ''] = name.split('/');
    return [
      {kind: 'run', program: 'scoop', args: ['bucket', 'add', 'portcall', `https://github.com/${owner}/${bucket}`], env},
      {kind: 'run', program: 'scoop', args: ['install', '--no-update-scoop', '--no-cache', `portcall/${lastPart(name)}`], env},
    ];
  },
  program: ({project, name, folder}) => ({kind: 'file', folder: shimsOf(folder), names: programNamesOf(project, name)}),
  remove: ({folder}) => [
    powershell(
      `[Environment]::SetEnvironmentVariable('PATH', (([Environment]::GetEnvironmentVariable('PATH', 'User') -split ';' | Where-Object { $_ -ne ${quoted(shimsOf(folder))} }) -join ';'), 'User')`,
    ),
  ],
};

const chocolateyRoot = 'C:\\ProgramData\\chocolatey';

/** Chocolatey installs for the whole machine. */
export const chocolateyInstall: InstallTest = {
  clients: ['choco'],
  alsoNeeds: () => ['powershell'],
  systems: ['windows'],
  reaches: {kind: 'own-hosts'},
  outside: 'Chocolatey installs for the whole machine: the package is uninstalled again, its dependencies stay.',
  isHere: ({name}) => powershell(`if (Test-Path ${quoted(`${chocolateyRoot}\\lib\\${name}`)}) { exit 0 } else { exit 1 }`),
  install: ({name, spelling}) => [
    {
      kind: 'run',
      program: 'choco',
      args: ['install', name, '--version', normalizedVersion(spelling), '--yes', '--no-progress', '--limit-output'],
    },
  ],
  program: ({project, name}) => ({kind: 'file', folder: `${chocolateyRoot}\\bin`, names: programNamesOf(project, name)}),
  remove: ({name}) => [{program: 'choco', args: ['uninstall', name, '--yes', '--limit-output']}],
  excuses: [{pattern: /elevated command shell|run as administrator/i, why: 'Chocolatey installs only with an administrator’s rights.'}],
};
