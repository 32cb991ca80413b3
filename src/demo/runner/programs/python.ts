import {upload} from '../actions/pypi.ts';
import {filesFor} from '../actions/release.ts';
import {ask, type Place} from '../place.ts';
import type {Program, Shell, Streams} from '../shell/shell.ts';
import {buildPython} from './build.ts';
import {buildWheels, isWheelBuilder} from './wheels.ts';

const valued = ['-u', '--username', '-p', '--password', '--repository-url', '--repository', '-r'];

const twine = (place: Place, [command = '', ...args]: readonly string[], shell: Shell, streams: Streams): number => {
  if (command !== 'upload') return 0;
  const value = (...names: readonly string[]): string | undefined => args[args.findIndex((arg) => names.includes(arg)) + 1 || args.length];
  const paths = args.filter((arg, at) => !arg.startsWith('-') && !valued.includes(args[at - 1] ?? ''));
  const credentials = {
    user: value('-u', '--username') ?? shell.variables['TWINE_USERNAME'] ?? '__token__',
    password: value('-p', '--password') ?? shell.variables['TWINE_PASSWORD'] ?? '',
  };
  return upload(place, filesFor(shell, paths.join('\n')), credentials, args.includes('--skip-existing'), streams);
};

/** `twine`: uploads to PyPI. */
export const createTwine =
  (place: Place): Program =>
  (args, shell, streams) =>
    twine(place, args, shell, streams);

/** `python`: builds packages and runs twine. */
export const createPython =
  (place: Place): Program =>
  (args, shell, streams) => {
    const [option, module = '', ...rest] = args;
    if (option === '--version') streams.out('Python 3.11.13\n');
    if (option !== undefined && isWheelBuilder(shell, option)) return buildWheels(args, shell, streams);
    if (option === '-m' && module === 'twine') return twine(place, rest, shell, streams);
    const isBuild = (option === '-m' && module === 'build') || (option === 'setup.py' && args.some((arg) => /sdist|bdist_wheel/.test(arg)));
    if (!isBuild) return 0;
    const code = buildPython(place, shell);
    streams.out(
      code === 0
        ? 'Successfully built the wheel and the source archive\n'
        : 'ERROR Source . does not appear to be a Python project: no pyproject.toml or setup.py\n',
    );
    return code;
  };

/** `pip`: what it installs is there already; `pip index versions` asks PyPI. */
export const createPip =
  (place: Place): Program =>
  ([command = '', kind = '', name = ''], _shell, {out, errors}) => {
    if (command === 'install') out('Successfully installed the packages\n');
    if (command !== 'index' || kind !== 'versions') return 0;
    const reply = ask(place, `https://pypi.org/pypi/${name}/json`);
    if (reply.status !== 200) {
      errors(`ERROR: No matching distribution found for ${name}\n`);
      return 1;
    }
    const {releases = {}} = reply.body as {releases?: Record<string, unknown>};
    const versions = Object.keys(releases).reverse();
    out(`${name} (${versions[0]})\nAvailable versions: ${versions.join(', ')}\n`);
    return 0;
  };
