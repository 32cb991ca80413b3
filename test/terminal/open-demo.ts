import {builtMain} from '../support/built-program.ts';
import {openTerminal, type Terminal} from '../support/tmux.ts';

export type OpenDemo = Terminal & {
  /** Clears the terminal, prints something and starts this. */
  again(command: string): Promise<void>;
  /** Waits until the program has ended and the shell is back; gives its exit code. */
  exitCode(): Promise<number>;
};

type Options = Parameters<typeof openTerminal>[0] & {
  /** What to run; absent: the demo's grid. */
  readonly command?: string;
};

export const demoCommand = (): string => `node ${builtMain()} demo`;

/** A real terminal in which something was printed and then the demo was started. */
export const openDemo = async ({command = demoCommand(), ...start}: Options = {}): Promise<OpenDemo> => {
  const terminal = await openTerminal(start);
  // The path of the program would fill a narrow terminal, and `clear` does nothing on a dumb one.
  const again = async (next: string): Promise<void> => {
    await terminal.enter(`go() { ${next}; echo "exit $?"; }; printf '\\033[H\\033[2Jearlier text\\n'`);
    await terminal.until((text) => text.startsWith('earlier text'));
    await terminal.enter('go');
  };
  await again(command);
  const ended = /^exit (\d+)$/m;
  return {
    ...terminal,
    again,
    exitCode: async () => Number(ended.exec(await terminal.until((text) => ended.test(text)))?.[1]),
  };
};

/** True once every answer has come. */
export const isSettled = (text: string): boolean => text.includes('checked just now') && text.includes('quit');

export const titles = [
  'GitHub Releases',
  'npm',
  'PyPI',
  'Docker Hub',
  'Chocolatey',
  'Homebrew',
  'crates.io',
  'AUR',
  'Snap Store',
  'VS Code Mark',
  'GitHub Packages',
  'Scoop',
  'Flathub',
  'winget',
  'Nix',
];

/** The title of the selected row, as far as its first word. */
export const selected = (text: string): string | undefined => /^[❯>] \S (\S+)/m.exec(text)?.[1];
