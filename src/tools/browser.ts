import {setTimeout} from 'node:timers/promises';
import {execa} from 'execa';
import {Problem} from '../model/problem.ts';
import {harmlessEnvironment} from './harmless-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an opener is started with; handed in by tests. */
export type BrowserSetting = {readonly platform: string; readonly env: Environment};

/** Milliseconds after which an opener that still runs counts as the browser itself. */
const patience = 3000;

type Opener = readonly [command: string, ...args: readonly string[]];

const openersFor = (platform: string, env: Environment): readonly Opener[] => {
  if (platform === 'darwin') return [['open']];
  if (platform === 'win32') return [['rundll32', 'url.dll,FileProtocolHandler']];
  return env.WSL_DISTRO_NAME ? [['wslview'], ['xdg-open'], ['explorer.exe']] : [['xdg-open'], ['gio', 'open'], ['sensible-browser']];
};

const checkedAddress = (url: string): string => {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !['http:', 'https:'].includes(address.protocol)) {
    throw new Problem('refused', `“${url}” is not the address of a web page.`, 'Only http and https addresses are opened.');
  }
  return address.href;
};

/** Whether an opener did its work. One that stays has become the browser, and goes on when this program ends. */
const hasOpened = async ([command, ...args]: Opener, address: string, env: Environment): Promise<boolean> => {
  const opener = execa(command, [...args, address], {
    env: harmlessEnvironment(env),
    extendEnv: false,
    stdio: 'ignore',
    reject: false,
    detached: true,
    cleanup: false,
  });
  const stop = new AbortController();
  const stays = setTimeout(patience, 'stays' as const, {signal: stop.signal, ref: true}).catch(() => 'stays' as const);
  const ended = await Promise.race([opener, stays]);
  stop.abort();
  if (ended !== 'stays') return !ended.failed || (command === 'explorer.exe' && ended.exitCode === 1);
  opener.nodeChildProcess.unref();
  return true;
};

/** Opens a page in the person's browser. A machine without one is told so, with the address to copy. */
export const openInBrowser = async (
  url: string,
  {platform, env}: BrowserSetting = {platform: process.platform, env: process.env},
): Promise<void> => {
  const address = checkedAddress(url);
  for (const opener of openersFor(platform, env)) if (await hasOpened(opener, address, env)) return;
  throw new Problem('unreachable', 'No browser could be started on this machine.', `Open ${address} yourself.`);
};
