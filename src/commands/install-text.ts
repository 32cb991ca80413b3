import type {InstallTest} from '../model/install-test.ts';
import {commandText, type InstallOutcome, type Trial, testStepText} from '../model/install-test.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {safeLine} from '../model/safe-text.ts';

/** What is to be done for one marketplace, with the client that is there. */
export type Attempt = {readonly id: MarketplaceId; readonly title: string} & (
  | {readonly kind: 'try'; readonly test: InstallTest; readonly wanted: Omit<Trial, 'folder' | 'mark'>}
  | {readonly kind: 'left-out'; readonly why: string}
);

/** What came of it. */
export type Attempted = {readonly id: MarketplaceId; readonly title: string; readonly outcome: InstallOutcome};

/** Every command that one try runs, with words for what only the try knows. */
export const commandsOf = ({test, wanted}: Extract<Attempt, {kind: 'try'}>): readonly string[] => {
  const trial: Trial = {...wanted, folder: 'FOLDER', mark: 'NAME'};
  const program = test.program(trial);
  const asked =
    program.kind === 'command'
      ? commandText({...program, args: [...program.args, '--version']})
      : `${program.names[0] ?? trial.name} --version, as it then lies below ${program.folder}`;
  return [
    ...(trial.client === '' ? [] : [`${trial.client} --version`]),
    ...(test.isHere === undefined ? [] : [`${commandText(test.isHere(trial))}, and no more where it succeeds`]),
    ...test.install(trial).map(testStepText),
    `${asked}, and with version where that says none`,
    ...(test.remove?.(trial) ?? []).map((command) => `${commandText(command)}, whatever came of it`),
  ];
};

const introduction =
  'To be installed on this machine, each in an empty FOLDER that is taken away afterwards, with none of your tokens in the environment:';
const warning = 'What is installed runs as you: it may read and write what you may.';

/** Everything that would run, and what is left out. */
export const attemptsText = (attempts: readonly Attempt[]): string => {
  const tries = attempts.flatMap((one) => (one.kind === 'try' ? [one] : []));
  const rest = attempts.flatMap((one) => (one.kind === 'left-out' ? [`${one.title}: left out. ${one.why}`] : []));
  const told = tries.flatMap((one) => [
    one.title,
    ...commandsOf(one).map((text, at) => `  ${at + 1}. ${text}`),
    ...(one.test.outside === undefined ? [] : [`  ${one.test.outside}`]),
  ]);
  const lines = [...(tries.length === 0 ? ['Nothing can be installed here to try it.'] : [introduction, ...told, warning]), ...rest];
  return `\n${lines.map((line) => `${/^ */.exec(line)?.[0] ?? ''}${safeLine(line, 1000)}`).join('\n')}\n`;
};

/** What came of one try, in words. */
export const attemptedText = ({title, outcome}: Attempted, version: string): string => {
  const say = (text: string) => `${title}: ${safeLine(text, 1000)}\n`;
  switch (outcome.kind) {
    case 'works':
      return say(`it installs, and says “${outcome.printed}”.`);
    case 'other-version':
      return say(`it installs, and says “${outcome.printed}” where the release is ${version}.`);
    case 'no-version':
      return say(`it installs and runs, and says no version: “${outcome.printed}”.`);
    case 'fails':
      return `${say(`it fails at: ${outcome.step}`)}${outcome.lines.map((line) => `  ${safeLine(line)}\n`).join('')}`;
    case 'left-out':
      return say(`left out. ${outcome.why}`);
  }
};
