import {stepsOfWay} from '../flow/rollback-steps.ts';
import type {StepOutcome} from '../model/plan.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {safeLine} from '../model/safe-text.ts';
import type {Found} from './rollback-found.ts';

/** A rollback as the JSON has it. */
type RollbackRecord = Readonly<Record<string, unknown>> & {
  readonly marketplace: string;
  readonly kind: 'plan' | 'task' | 'wait' | 'nothing' | 'unknown';
  readonly title: string;
  readonly leaves: string;
};

const commonOf = (found: Found, way: RollbackWay) => ({
  marketplace: found.marketplace.id,
  title: way.title,
  leaves: way.leaves,
  way: found.ways.indexOf(way) + 1,
  ...(way.until === undefined ? {} : {until: way.until}),
  ...(way.isFinal === true ? {isFinal: true} : {}),
});

const recordOf = (found: Found, way: RollbackWay): RollbackRecord => {
  const common = commonOf(found, way);
  switch (way.by) {
    case 'plan': {
      const asked = way.questions === undefined ? {} : {questions: way.questions};
      return {...common, kind: 'plan', steps: stepsOfWay(way), ...asked};
    }
    case 'person':
      return {...common, kind: 'task', url: way.url, instructions: way.instructions, seenBy: way.seenBy};
    case 'others':
      return {...common, kind: 'wait', url: way.url, seenBy: way.seenBy};
  }
};

/** Every way at one marketplace, the gentlest first, or why there is none. */
export const recordsOf = (found: Found): readonly RollbackRecord[] => {
  const {marketplace, ways, nothing, problem} = found;
  const plain = {marketplace: marketplace.id, leaves: ''};
  if (problem !== undefined) return [{...plain, kind: 'unknown', title: `${problem.what} ${problem.next}`}];
  const records = ways.map((way) => recordOf(found, way));
  return nothing === undefined ? records : [{...plain, kind: 'nothing', title: nothing}, ...records];
};

const untilText = ({until}: RollbackWay): string => (until === undefined ? '' : ` Only until ${until.slice(0, 16).replace('T', ' ')} UTC.`);

/** A person's task, with its page and how it is seen to be done. */
const taskLines = (way: Extract<RollbackWay, {by: 'person'}>): readonly string[] => [
  `  By hand: ${way.title}.${untilText(way)}`,
  `    ${way.url}`,
  ...way.instructions.map((text, at) => `    ${at + 1}. ${text}`),
  `    Done when: ${way.seenBy}`,
  `    What stays: ${way.leaves}`,
];

const planLines = (way: RollbackWay): readonly string[] => [`  ${way.title}.${untilText(way)}`, `    What stays: ${way.leaves}`];

/** What is proposed already and decided by others. */
const waitLines = (way: Extract<RollbackWay, {by: 'others'}>): readonly string[] => [
  `  ${way.title}.${untilText(way)}`,
  `    ${way.url}`,
  `    Done when: ${way.seenBy}`,
  `    What stays: ${way.leaves}`,
];

const wayLines = (way: RollbackWay): readonly string[] => {
  if (way.by === 'plan') return planLines(way);
  return way.by === 'person' ? taskLines(way) : waitLines(way);
};

const finalLine = (found: Found, way: RollbackWay): string =>
  `  Can't be undone, and is done only with --way ${found.ways.indexOf(way) + 1}: ${way.title}.${untilText(way)}`;

/** What can be taken back at one marketplace, in words. */
export const foundText = (found: Found, chosen: readonly RollbackWay[]): string => {
  const {marketplace, ways, nothing, problem} = found;
  const lines = [
    `${marketplace.title}:`,
    ...(problem === undefined ? [] : [`  It could not be told: ${problem.what} ${problem.next}`]),
    ...(nothing === undefined ? [] : [`  ${nothing}`]),
    ...chosen.flatMap(wayLines),
    ...ways.filter((way) => way.isFinal === true && !chosen.includes(way)).map((way) => finalLine(found, way)),
  ];
  return lines.map((line) => `${' '.repeat(/^ */.exec(line)?.[0].length ?? 0)}${safeLine(line.trimStart(), 2000)}\n`).join('');
};

/** What was done at one marketplace, and what it serves afterwards. */
export type Afterwards = {
  readonly marketplace: string;
  /** Null: nothing; absent: it could not be looked up. */
  readonly serves?: string | null;
  /** What the marketplace says of the version that was taken back; absent: it could not be looked up. */
  readonly version?: string;
  /** What others decide before it is taken back; absent: nothing. */
  readonly waitsFor?: string;
  readonly outcomes: readonly StepOutcome[];
};

export const afterwardsText = (title: string, {serves, version, waitsFor}: Afterwards): string => {
  const said =
    serves === undefined
      ? 'it could not be looked up again'
      : `it serves ${serves ?? 'nothing'}${version === undefined ? '' : `; ${version}`}`;
  const waiting = waitsFor === undefined ? '' : ` Waiting for ${waitsFor}.`;
  return `${safeLine(`${title} after it: ${said.replace(/\.$/, '')}.${waiting}`, 2000)}\n`;
};
