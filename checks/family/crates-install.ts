import type {InstallTest} from '../../src/model/install-test.ts';
import {programNamesOf} from '../../src/model/program-name.ts';

/** Built from source, with everything that cargo writes inside the folder. */
export const cratesInstall: InstallTest = {
  clients: ['cargo'],
  reaches: {kind: 'own-hosts'},
  // Where cargo is rustup's, the compiler itself lies there.
  keeps: {RUSTUP_HOME: '.rustup'},
  install: ({name, spelling, folder}) => [
    {
      kind: 'run',
      program: 'cargo',
      args: ['install', '--quiet', '--locked', '--root', `${folder}/installed`, '--version', `=${spelling.replace(/\+.*$/, '')}`, name],
      env: {CARGO_HOME: `${folder}/cargo`, CARGO_TARGET_DIR: `${folder}/target`},
    },
  ],
  program: ({project, name, folder}) => ({kind: 'file', folder: `${folder}/installed/bin`, names: programNamesOf(project, name)}),
  excuses: [
    {pattern: /linker .* not found/, why: 'There is no linker on this machine.'},
    {
      pattern: /requires rustc [\d.]+ or newer|cannot be built because it requires rustc/,
      why: 'The crate wants a newer Rust than this machine has.',
    },
    {pattern: /failed to run custom build command/, why: 'A part of it needs something to be built that this machine may lack.'},
  ],
};
