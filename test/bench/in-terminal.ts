import {spawn} from 'node:child_process';

/** One program in a pseudo-terminal of 80 by 24, from its start to its end. */
export type Started = {
  /** Milliseconds from the start until each of the awaited texts was on the screen, in their order. */
  readonly shownAfter: readonly number[];
  readonly endedAfter: number;
};

type Options = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What has to be seen before the keys are sent, each after the one before it; absent: nothing is. */
  readonly awaited?: readonly RegExp[];
  /** Sent when all was seen; absent: the program ends by itself. */
  readonly keys?: string;
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const patience = 30_000;

/** Runs a program in a terminal that `script` of util-linux makes: the same for every program, so that its cost is on both sides of a ratio. */
export const startInTerminal = (command: readonly string[], {cwd, env, awaited = [], keys = ''}: Options): Promise<Started> =>
  new Promise((resolve, reject) => {
    const inside = `stty cols 80 rows 24; exec ${command.map(quoted).join(' ')}`;
    const began = performance.now();
    const child = spawn('script', ['-qfec', inside, '/dev/null'], {
      cwd,
      env: {...env, SHELL: '/bin/sh'},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const shownAfter: number[] = [];
    let unseen = '';
    // Once: until the program reads keys, the terminal echoes each, and an answer to an echo would never end.
    let isAnswered = false;
    const giveUp = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new Error(`${command.join(' ')} never showed ${awaited[shownAfter.length]}. It shows:\n${JSON.stringify(unseen.slice(-3000))}`),
      );
    }, patience);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const now = performance.now() - began;
      unseen += text;
      for (let next = awaited[shownAfter.length]; next?.test(unseen); next = awaited[shownAfter.length]) {
        unseen = '';
        shownAfter.push(now);
      }
      if (keys === '' || isAnswered || shownAfter.length < awaited.length) return;
      isAnswered = true;
      child.stdin.write(keys);
    });
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(giveUp);
      resolve({shownAfter, endedAfter: performance.now() - began});
    });
  });
