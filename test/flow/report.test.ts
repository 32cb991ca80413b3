import fc from 'fast-check';
import {expect, test} from 'vitest';
import {htmlReport} from '../../src/flow/report/html.ts';
import {markdownReport, plainMarkdown} from '../../src/flow/report/markdown.ts';
import {type Report, reportOf} from '../../src/flow/report/report.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {auditRows} from '../support/fixture-rows.ts';
import {project} from '../support/survey.ts';

const report = reportOf(project, auditRows, '2026-03-01T12:00:00Z');

test('what is broken comes before what is behind, and each fix is a step', () => {
  const broken = auditRows.filter(({verdict}) => verdict === 'broken');
  expect(broken.length).toBeGreaterThan(0);
  for (const [at, row] of broken.entries()) expect(report.nextSteps[at]).toContain(row.title);
  expect(report.entries.map(({id}) => id)).toEqual(auditRows.map(({id}) => id));
});

test('every row stands in both forms, with its causes, their evidence and their fixes', () => {
  const [markdown, html] = [markdownReport(report), htmlReport(report)];
  for (const {title, diagnosis} of report.entries) {
    expect(html).toContain(title);
    expect(markdown).toContain(title);
    for (const {fix} of diagnosis) expect(markdown).toContain(plainMarkdown(fix));
  }
});

const hostile = (text: string): Report => ({
  ...report,
  repository: text,
  nextSteps: [text],
  entries: report.entries.map((entry) => ({
    ...entry,
    title: text,
    page: text,
    version: text,
    seen: [text],
    diagnosis: [{cause: 'x', title: safeLine(text), confidence: 'likely', evidence: [safeLine(text)], fix: safeLine(text)}],
  })),
  tasks: [{marketplace: text, title: text, state: 'to-do', url: text}],
});

const nasty = fc.array(
  fc.oneof(
    fc.constantFrom(
      '<script>',
      '</td>',
      '"',
      "'",
      '](',
      '![',
      '`',
      '|',
      '\n',
      '\r',
      '@octo',
      '#1',
      '&lt;',
      'javascript:',
      '<!--',
      '--',
      '* ',
      '~~',
      '$',
    ),
    fc.string({maxLength: 8}),
  ),
  {maxLength: 12},
);

test('no text from outside becomes markup, a mention or a script in HTML', () => {
  const plain = htmlReport(hostile('x'));
  const tagsOf = (html: string) => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag).filter((tag) => tag !== 'a');
  fc.assert(
    fc.property(nasty, (parts) => {
      const html = htmlReport(hostile(parts.join('')));
      expect(tagsOf(html)).toEqual(tagsOf(plain));
      expect(html).not.toMatch(/href="(?!https?:\/\/)/i);
    }),
    {numRuns: 60},
  );
});

test('nor in Markdown', () => {
  const linesOf = (text: string) => text.split('\n').length;
  const plain = linesOf(markdownReport(hostile('x')));
  fc.assert(
    fc.property(nasty, (parts) => {
      const text = markdownReport(hostile(parts.join('')));
      expect(linesOf(text)).toBe(plain);
      expect(text).not.toMatch(/<(?!https?:)[a-z!/]/i);
      expect(text).not.toContain('@');
    }),
    {numRuns: 60},
  );
});

test('an address in a sentence stays one', () => {
  expect(plainMarkdown('See https://a.example/x_y.')).toBe('See <https://a.example/x_y>.');
});
