import type {Verdict} from '../../model/cell.ts';
import type {Diagnosis} from '../../model/diagnosis.ts';
import type {MarketplaceId} from '../../model/marketplace-id.ts';
import {type Project, repositoryText} from '../../model/project.ts';
import type {Row, RowTask} from '../../model/row.ts';
import {columnTitles, stateWords, verdictWords} from '../glyphs.ts';
import {isNotOffered, leftOutWords, whyNotOffered, wordOf} from '../not-offered.ts';
import {isOpen, stopsOf} from '../wizard.ts';

/** One marketplace of a report. */
export type ReportEntry = {
  readonly id: MarketplaceId;
  readonly title: string;
  readonly verdict: Verdict;
  /** The verdict in words, `not offered` and `left out` included. */
  readonly word: string;
  /** What people get there; null: nothing, or not known. */
  readonly version: string | null;
  readonly page: string;
  /** What was seen that keeps it from working, a sentence each; empty: nothing. */
  readonly seen: readonly string[];
  readonly diagnosis: readonly Diagnosis[];
};

export type ReportTask = {readonly marketplace: string; readonly title: string; readonly state: RowTask['state']; readonly url: string};

/** The audit of one release, with what to do about it. */
export type Report = {
  readonly repository: string;
  readonly tag: string;
  readonly version: string;
  /** ISO time of the oldest answer in it. */
  readonly checkedAt: string;
  readonly entries: readonly ReportEntry[];
  /** What to do, the most useful first; an order each. */
  readonly nextSteps: readonly string[];
  readonly tasks: readonly ReportTask[];
};

const troubles = new Set(['problem', 'warning', 'waiting']);

/** What the cells tell against a row; where something could not be looked up, that. */
const seenOf = (row: Row): readonly string[] => {
  const refusal = whyNotOffered(row);
  if (refusal !== undefined) return [refusal.label];
  if (row.verdict === 'not-set-up') return [];
  const told = (Object.keys(columnTitles) as (keyof typeof columnTitles)[]).flatMap((column) => {
    const {state, note, evidence, problem} = row.cells[column];
    if (problem !== undefined) return [`${columnTitles[column].full}: ${problem.what}`];
    if (!troubles.has(state)) return [];
    const text = evidence?.[0]?.label ?? note;
    return text === '' ? [] : [`${columnTitles[column].full}: ${text}`];
  });
  return [...new Set(told)];
};

const entryOf = (row: Row): ReportEntry => ({
  id: row.id,
  title: row.title,
  verdict: row.verdict,
  word: wordOf(row),
  version: row.version,
  page: row.page,
  seen: seenOf(row),
  diagnosis: row.diagnosis,
});

const urgency: readonly Verdict[] = ['broken', 'partial', 'unknown', 'waiting'];

/** The fix of each row's best cause; where none is known, what is to be looked at. */
const stepOf = (row: Row): string => {
  const [best] = row.diagnosis;
  if (best !== undefined) return `${row.title}: ${best.fix}`;
  switch (row.verdict) {
    case 'waiting':
      return `${row.title}: Wait; ${row.cells.published.evidence?.[0]?.label ?? 'it is on its way.'}`;
    case 'unknown':
      return `${row.title}: Look again; it could not be told.`;
    default:
      return `${row.title}: Publish this version; people get ${row.version ?? 'nothing'}.`;
  }
};

const nextStepsOf = (rows: readonly Row[]): readonly string[] => [
  ...urgency.flatMap((verdict) => rows.filter((row) => row.verdict === verdict && !row.isLeftOut).map(stepOf)),
  ...rows
    .filter((row) => row.verdict === 'not-set-up' && !isNotOffered(row) && !row.isLeftOut)
    .flatMap((row) => {
      const next = row.tasks.find(isOpen);
      return next === undefined ? [] : [`${row.title}: ${next.title}`];
    }),
];

/** Everything a report says, out of the rows alone. Pure. */
export const reportOf = (project: Project, rows: readonly Row[], checkedAt: string): Report => ({
  repository: repositoryText(project.repository),
  tag: project.tag,
  version: project.version,
  checkedAt,
  entries: rows.map(entryOf),
  nextSteps: nextStepsOf(rows),
  tasks: stopsOf(rows)
    .filter(({task}) => task.state !== 'done')
    .map(({row, task}) => ({marketplace: row.title, title: task.title, state: task.state, url: task.url})),
});

/** The parts of a report in the order in which they are read. */
export const reportParts = [
  {title: 'Broken', word: verdictWords.broken},
  {title: 'Behind', word: verdictWords.partial},
  {title: 'Could not be told', word: verdictWords.unknown},
  {title: 'Waiting', word: verdictWords.waiting},
  {title: 'Working', word: verdictWords.working},
  {title: 'Not set up', word: verdictWords['not-set-up']},
  {title: 'Not offered', word: stateWords['not-offered']},
  {title: 'Left out of this project', word: leftOutWords},
] as const;

export const entriesOf = ({entries}: Report, part: (typeof reportParts)[number]): readonly ReportEntry[] =>
  entries.filter(({word}) => word === part.word);
