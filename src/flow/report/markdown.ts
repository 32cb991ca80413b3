import type {Diagnosis} from '../../model/diagnosis.ts';
import {entriesOf, type Report, type ReportEntry, reportParts} from './report.ts';

const special = /[\\`*_[\]<>#|~&$]/g;
const address = /(https?:\/\/[^\s<>"'`\\|]+[^\s<>"'`\\|.,;:!?)])/;

const escaped = (text: string): string =>
  text
    .replace(special, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : sign === '&' ? '&amp;' : `\\${sign}`))
    .replaceAll('@', '&#64;');

/** Text as it is, whatever GitHub's Markdown would make of it: no markup, no HTML, no mention, no reference to an issue; an address stays one. */
export const plainMarkdown = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .split(address)
    .map((part, at) => (at % 2 === 1 ? `<${part}>` : escaped(part)))
    .join('');

const isWebAddress = (url: string): boolean => /^https?:\/\/[^\s<>"'`\\]+$/i.test(url);

const link = (text: string, url: string): string =>
  isWebAddress(url) ? `[${plainMarkdown(text)}](<${url.replace(/[<>]/g, encodeURIComponent)}>)` : plainMarkdown(text);

const signs: Readonly<Record<ReportEntry['verdict'], string>> = {
  working: '✅',
  waiting: '⏳',
  partial: '🟡',
  broken: '❌',
  'not-set-up': '⚪',
  unknown: '❔',
};

const table = ({entries, version}: Report): string =>
  [
    `| | Marketplace | State | People get | ${plainMarkdown(version)} |`,
    '|---|---|---|---|---|',
    ...entries.map(
      (entry) =>
        `| ${signs[entry.verdict]} | ${link(entry.title, entry.page)} | ${plainMarkdown(entry.word)} | ${plainMarkdown(entry.version ?? 'nothing')} | ${
          entry.verdict === 'working' ? 'yes' : entry.verdict === 'unknown' ? 'not known' : 'no'
        } |`,
    ),
  ].join('\n');

const causeText = ({confidence, title, evidence, fix, step}: Diagnosis): string =>
  [
    `- **${confidence}**${step === undefined ? '' : `, step ${step.number} ${plainMarkdown(step.name)}`}: ${plainMarkdown(title)}`,
    ...evidence.map((seen) => `  - ${plainMarkdown(seen)}`),
    `  - Fix: ${plainMarkdown(fix)}`,
  ].join('\n');

const entryText = (entry: ReportEntry): string =>
  [
    `### ${plainMarkdown(entry.title)}`,
    '',
    ...(entry.diagnosis.length > 0 ? entry.diagnosis.map(causeText) : entry.seen.map((seen) => `- ${plainMarkdown(seen)}`)),
  ]
    .join('\n')
    .trimEnd();

/** A part says more than names where there is something to say. */
const partText = (report: Report, part: (typeof reportParts)[number]): readonly string[] => {
  const entries = entriesOf(report, part);
  if (entries.length === 0) return [];
  const isBrief = ['working', 'not set up', 'left out'].includes(part.word);
  const body = isBrief
    ? entries
        .map((entry) => `- ${link(entry.title, entry.page)}${entry.version === null ? '' : ` serves ${plainMarkdown(entry.version)}`}`)
        .join('\n')
    : entries.map(entryText).join('\n\n');
  return [`## ${part.title}`, body];
};

/** The report for a README, a pull request, an issue or a job's summary. */
export const markdownReport = (report: Report): string => {
  const {repository, tag, checkedAt, nextSteps, tasks} = report;
  return `${[
    `# ${plainMarkdown(repository)} ${plainMarkdown(tag)}`,
    `Looked up at ${checkedAt.slice(0, 16).replace('T', ' ')} UTC by Portcall: each marketplace was asked itself.`,
    table(report),
    ...(nextSteps.length === 0 ? [] : ['## What to do next', nextSteps.map((step, at) => `${at + 1}. ${plainMarkdown(step)}`).join('\n')]),
    ...reportParts.flatMap((part) => partText(report, part)),
    ...(tasks.length === 0
      ? []
      : [
          '## Tasks for a person',
          tasks
            .map(
              ({marketplace, title, state, url}) =>
                `- [${state === 'attested' ? 'x' : ' '}] ${plainMarkdown(marketplace)}: ${link(title, url)}${state === 'to-do' ? '' : ` (${plainMarkdown(state)})`}`,
            )
            .join('\n'),
        ]),
  ].join('\n\n')}\n`;
};
