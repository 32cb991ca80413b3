import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {builtMain, cleanEnvironment, type Ended, runToEnd} from './built-program.ts';

/** How the built program ended, and how many megabytes it held at most. */
export type Measured = Ended & {readonly megabytes: number};

/** Runs the built program by itself, so that no simulated world's memory is counted with it. */
export const runMeasured = async (args: readonly string[], home: string, env: Readonly<Record<string, string>>): Promise<Measured> => {
  const file = path.join(home, 'most-memory');
  const tell = `import {writeFileSync} from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
  const options = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}`};
  const ended = await runToEnd(process.execPath, [builtMain(), ...args], {cwd: home, env: cleanEnvironment(home, {...env, ...options})});
  return {...ended, megabytes: Number(await readFile(file, 'utf8')) / 1000};
};
