import type {InstallTest} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';

/** As people install a command-line program, into a prefix of its own; no script of the package runs. */
export const npmInstall: InstallTest = {
  names: /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i,
  clients: ['npm'],
  reaches: {kind: 'registry', origin: 'npm'},
  install: ({name, spelling, folder, registry}) => [
    {
      kind: 'run',
      program: 'npm',
      args: [
        'install',
        '--global',
        ...['--prefix', `${folder}/installed`],
        ...['--registry', registry],
        ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        `${name}@${spelling.replace(/\+.*$/, '')}`,
      ],
      // npm reads these files before its options are settled; neither is there.
      env: {
        npm_config_userconfig: `${folder}/npmrc`,
        npm_config_globalconfig: `${folder}/global-npmrc`,
        npm_config_update_notifier: 'false',
      },
    },
  ],
  program: ({project, name, folder, machine}) => ({
    kind: 'file',
    folder: machine.system === 'windows' ? `${folder}/installed` : `${folder}/installed/bin`,
    names: programNamesOf(project, name),
  }),
  excuses: [
    {pattern: /\bE(?:401|403|NEEDAUTH)\b/, why: 'The registry wants a sign-in, and a try carries no token.'},
    {pattern: /\bEBADPLATFORM\b/, why: 'The package is not made for this machine.'},
    {pattern: /\bEBADENGINE\b/, why: 'The package wants another Node than this machine has.'},
  ],
};
