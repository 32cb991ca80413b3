import type {StepOutcome} from '../model/plan.ts';
import type {RollbackWay} from '../model/rollback.ts';
import {safeLine} from '../model/safe-text.ts';
import type {Found} from './rollback-found.ts';

/** A rollback as the JSON has it. */
type RollbackRecord = Readonly<Record<string, unknown>> & {
  readonly marketplace: string;
  readonly kind: 'plan' | 'task' | 'nothing' | 'unknown';
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

const recordOf = (found: Found, way: RollbackWay): RollbackRecord =>
  way.by === 'plan'
    ? {...commonOf(found, way), kind: 'plan', steps: way.steps}
    : {...commonOf(found, way), kind: 'task', url: way.url, instructions: way.instructions, seenBy: way.seenBy};

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

const planLines = (way: Extract<RollbackWay, {by: 'plan'}>): readonly string[] => [
  `  ${way.title}.${untilText(way)}`,
  `    What stays: ${way.leaves}`,
];

const finalLine = (found: Found, way: RollbackWay): string =>
  `  Can't be undone, and is done only with --way ${found.ways.indexOf(way) + 1}: ${way.title}.${untilText(way)}`;

/** What can be taken back at one marketplace, in words. */
export const foundText = (found: Found, chosen: readonly RollbackWay[]): string => {
  const {marketplace, ways, nothing, problem} = found;
  const lines = [
    `${marketplace.title}:`,
    ...(problem === undefined ? [] : [`  It could not be told: ${problem.what} ${problem.next}`]),
    ...(nothing === undefined ? [] : [`  ${nothing}`]),
    ...chosen.flatMap((way) => (way.by === 'plan' ? planLines(way) : taskLines(way))),
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
  readonly outcomes: readonly StepOutcome[];
};

export const afterwardsText = (title: string, {serves, version}: Afterwards): string => {
  const said =
    serves === undefined
      ? 'it could not be looked up again'
      : `it serves ${serves ?? 'nothing'}${version === undefined ? '' : `; ${version}`}`;
  return `${safeLine(`${title} after it: ${said.replace(/\.$/, '')}.`, 2000)}\n`;
};
