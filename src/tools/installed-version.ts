import {commandText, type Excuse, type InstallOutcome, type InstallTest, type TestCommand} from '../model/install-test.ts';
import {versionSaid} from '../model/printed-version.ts';
import type {Contained} from './contained-command.ts';

/** Faults of this machine and its network, whatever the client. */
const usualExcuses: readonly Excuse[] = [
  {
    pattern:
      /\b(?:EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH)\b|Could not resolve|Temporary failure in name resolution|Network is unreachable|Connection refused|Failed to establish a new connection|Could not connect to server/i,
    why: 'The network does not reach where it is installed from.',
  },
  {pattern: /\bENOSPC\b|No space left on device/i, why: 'There is no room left on this machine.'},
];

/** Why it is this machine that failed, and not the package; undefined: nothing says so. */
export const whyExcused = ({excuses = []}: InstallTest, text: string): string | undefined =>
  [...excuses, ...usualExcuses].find(({pattern}) => pattern.test(text))?.why;

/** What asks a program for its version, in the order in which it is tried. */
const questions = ['--version', 'version'];

const lineWith = (text: string): string => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (lines.find((line) => /\d+\.\d+/.test(line)) ?? lines[0] ?? '').trim();
};

/** Asks a program for its version and holds it against the one that was released. */
export const findOutcome = async (
  test: InstallTest,
  program: TestCommand,
  version: string,
  run: (command: TestCommand) => Promise<Contained>,
): Promise<InstallOutcome> => {
  const heard: {readonly step: string; readonly ended: Contained}[] = [];
  for (const question of questions) {
    const command = {...program, args: [...program.args, question]};
    const ended = await run(command);
    if (ended.kind === 'stopped') return {kind: 'left-out', why: 'It was interrupted.'};
    if (versionSaid(ended.text, version) === 'same') return {kind: 'works', printed: lineWith(ended.text)};
    heard.push({step: commandText(command), ended});
    if (ended.kind === 'too-long') break;
  }
  const good = heard.filter(({ended}) => ended.kind === 'ended' && ended.code === 0);
  const other = good.find(({ended}) => versionSaid(ended.text, version) === 'other');
  if (other !== undefined) return {kind: 'other-version', printed: lineWith(other.ended.text)};
  if (good[0] !== undefined) return {kind: 'no-version', printed: lineWith(good[0].ended.text)};
  const [{step, ended}] = heard as [(typeof heard)[number]];
  const why = whyExcused(test, ended.text);
  if (why !== undefined) return {kind: 'left-out', why};
  const lines =
    ended.kind === 'too-long'
      ? ['It does not end.']
      : ended.text
          .split(/\r?\n/)
          .filter((line) => line.trim() !== '')
          .slice(-12);
  return {kind: 'fails', step, lines};
};
