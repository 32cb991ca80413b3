import {setTimeout} from 'node:timers/promises';
import {execa} from 'execa';
import {Problem} from '../model/problem.ts';
import {harmlessEnvironment} from './harmless-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an opener is started with; handed in by tests. */
export type BrowserSetting = {readonly platform: string; readonly env: Environment};

/** Milliseconds after which an opener that still runs counts as the browser itself. */
const patience = 3000;

/** A program and what it is given; `%s` in an argument stands for the address, which otherwise comes last. */
type Opener = readonly [command: string, ...args: readonly string[]];

/** The words of a command; quotes keep one together. A backslash stays as it is, for Windows' sake. */
const wordsOf = (command: string): readonly string[] =>
  (command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));

/** `BROWSER` is a command, or several program names with colons between them, as other programs read it too. */
const ownOpeners = (command: string, platform: string): readonly Opener[] => {
  const isList = platform !== 'win32' && /^[^\s"'%]+:[^\s"'%]+$/.test(command) && !command.includes('://');
  const commands = isList ? command.split(':').map((name) => [name]) : [wordsOf(command)];
  return commands.flatMap(([program, ...args]) => (program === undefined || program === '' ? [] : [[program, ...args] as const]));
};

/** On Linux and its kin a browser needs a screen; without one the openers would start a browser for terminals, unseen. */
const hasScreen = ({DISPLAY, WAYLAND_DISPLAY}: Environment): boolean => (DISPLAY ?? '') !== '' || (WAYLAND_DISPLAY ?? '') !== '';

/** What the person named in `BROWSER` and nothing else, or what the platform has. */
const openersFor = (platform: string, env: Environment): readonly Opener[] => {
  const command = env.BROWSER?.trim() ?? '';
  if (command !== '') return ownOpeners(command, platform);
  if (platform === 'darwin') return [['open']];
  if (platform === 'win32') return [['rundll32', 'url.dll,FileProtocolHandler']];
  if (env.WSL_DISTRO_NAME) return [['wslview'], ['xdg-open'], ['explorer.exe']];
  return hasScreen(env) ? [['xdg-open'], ['gio', 'open'], ['sensible-browser']] : [];
};

const checkedAddress = (url: string): string => {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !['http:', 'https:'].includes(address.protocol)) {
    throw new Problem('refused', `“${url}” is not the address of a web page.`, 'Only http and https addresses are opened.');
  }
  return address.href;
};

const withAddress = (args: readonly string[], address: string): readonly string[] =>
  args.some((arg) => arg.includes('%s')) ? args.map((arg) => arg.replaceAll('%s', () => address)) : [...args, address];

/** Whether an opener did its work. One that stays has become the browser, and goes on when this program ends. */
const hasOpened = async ([command, ...args]: Opener, address: string, env: Environment): Promise<boolean> => {
  const opener = execa(command, withAddress(args, address), {
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

const noBrowser = (address: string, {BROWSER}: Environment): Problem =>
  new Problem(
    'unreachable',
    (BROWSER ?? '').trim() === ''
      ? 'No browser could be started on this machine.'
      : 'The program that BROWSER names could not open the page.',
    `Open ${address} yourself.`,
  );

/** Opens a page in the person's browser. A machine without one is told so, with the address to copy. */
export const openInBrowser = async (
  url: string,
  {platform, env}: BrowserSetting = {platform: process.platform, env: process.env},
): Promise<void> => {
  const address = checkedAddress(url);
  for (const opener of openersFor(platform, env)) if (await hasOpened(opener, address, env)) return;
  throw noBrowser(address, env);
};
