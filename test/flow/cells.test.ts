import {describe, expect, it} from 'vitest';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {rowOf} from '../../src/flow/select.ts';
import type {Cell, Column} from '../../src/model/cell.ts';
import {Problem} from '../../src/model/problem.ts';
import type {SecretName} from '../../src/model/repository.ts';
import {
  at,
  found,
  jobEvents,
  market,
  now,
  project,
  publicationOf,
  publishingJobOf,
  runJobOf,
  stepOf,
  surveyAfter,
} from '../support/survey.ts';

const cell = (column: Column, ...events: readonly SurveyEvent[]): Cell =>
  rowOf(surveyAfter(...events), project, market, () => [], now).cells[column];
const told = ({evidence = []}: Cell): string => evidence.map(({label}) => label).join('\n');
const secret = (name: string): SecretName => ({name, updatedAt: '2026-02-27T14:00:00Z', level: 'repository'});
const secrets = (...names: readonly string[]): SurveyEvent => found({of: 'repository', fact: 'secrets'}, names.map(secret));
const job = publishingJobOf();

describe('the secret cell', () => {
  it('shows the age of a secret that is set and read', () => {
    expect(cell('secret', secrets('NPM_TOKEN'), ...jobEvents(job))).toMatchObject({state: 'ok', note: '2 d'});
  });

  it('names a secret that is read and not set', () => {
    const missing = publishingJobOf({findings: [{kind: 'secret-not-set', severity: 'problem', text: 'NPM_TOKEN is read and not set.'}]});
    const shown = cell('secret', secrets(), ...jobEvents(missing));
    expect(shown).toMatchObject({state: 'problem', note: 'unset'});
    expect(told(shown)).toContain('NPM_TOKEN is read and not set.');
  });

  it('is unknown, and neither green nor missing, where a secret may stand and nobody could look', () => {
    const unlisted = [{level: 'environment', environment: 'prod', why: 'Give the token environments=read.'}] as const;
    const inProd = publishingJobOf({
      job: {...job.job, environment: 'prod'},
      secrets: ['NPM_TOKEN', 'NPM_USER'],
      findings: [{kind: 'secret-not-seen', severity: 'warning', text: 'NPM_TOKEN may stand there.'}],
    });
    const shown = cell('secret', secrets('NPM_USER'), found({of: 'repository', fact: 'unlistedSecrets'}, unlisted), ...jobEvents(inProd));
    expect(shown).toMatchObject({state: 'unknown', note: 'not seen'});
    expect(told(shown)).toContain('The secrets of the environment prod could not be listed: Give the token environments=read.');
    expect(cell('workflow', ...jobEvents(inProd)).state).toBe('ok');
  });

  it('does not take the secret of another environment for one that the job gets', () => {
    const elsewhere = found({of: 'repository', fact: 'secrets'}, [{...secret('NPM_TOKEN'), level: 'environment', environment: 'staging'}]);
    expect(cell('secret', elsewhere, ...jobEvents(job)).state).toBe('unknown');
  });

  it('tells a near miss from an absence', () => {
    const misnamed = publishingJobOf({
      findings: [{kind: 'secret-near-miss', severity: 'problem', text: 'NPM_TOKEN is read, NPM_TOKN is set.'}],
    });
    expect(cell('secret', secrets('NPM_TOKN'), ...jobEvents(misnamed))).toMatchObject({state: 'problem', note: 'misnamed'});
  });

  it('names a secret that is set and never read', () => {
    const shown = cell('secret', secrets('NPM_TOKEN'), ...jobEvents(undefined));
    expect(shown.state).toBe('warning');
    expect(told(shown)).toContain('NPM_TOKEN is set and no job reads it.');
  });

  it('is unknown, and not a thing to do, when GitHub does not show the names', () => {
    const problem = new Problem('forbidden', 'No.', 'Ask.').record();
    expect(cell('secret', {kind: 'fact-failed', name: {of: 'repository', fact: 'secrets'}, problem, at}, ...jobEvents(job))).toMatchObject({
      state: 'unknown',
      problem,
    });
  });
});

describe('the run cell', () => {
  it('names the step that failed', () => {
    const run = runJobOf({conclusion: 'failure', steps: [stepOf(5, 'Calculate checksums', 'failure')]});
    const shown = cell('run', ...jobEvents(job, run));
    expect(shown).toMatchObject({state: 'problem', note: 'step 5'});
    expect(told(shown)).toContain('"Calculate checksums"');
  });

  it('does not take a green job for one that published', () => {
    const run = runJobOf({steps: [stepOf(1, 'Set up job'), stepOf(4, 'Publish', 'skipped')]});
    const shown = cell('run', ...jobEvents(job, run));
    expect(shown).toMatchObject({state: 'warning', note: 'skipped'});
    expect(told(shown)).toContain('was skipped');
  });

  it('says for which other tag it was, and nothing where that is a branch', () => {
    const [jobs, runs] = jobEvents(job, runJobOf());
    const ranFor = (branch: string): readonly SurveyEvent[] =>
      JSON.parse(JSON.stringify([jobs, runs]).replace('"branch":"v1.2.3"', `"branch":"${branch}"`));
    const shown = cell('run', ...ranFor('v1.2.4'));
    expect(shown.note).toMatch(/, v1\.2\.4$/);
    expect(told(shown)).toMatch(/^This run was for v1\.2\.4\.\n/);
    for (const branch of ['main', 'v1.2.3']) expect(told(cell('run', ...ranFor(branch)))).not.toContain('was for');
  });

  it('knows a job of a matrix and of a reusable workflow by its name', () => {
    expect(cell('run', ...jobEvents(job, runJobOf({name: 'release / publish-npm (linux, x64)'}))).state).toBe('ok');
  });

  it('does not take a skipped job for an attempt', () => {
    expect(cell('run', ...jobEvents(job, runJobOf({conclusion: 'skipped'})))).toMatchObject({state: 'unchecked', note: 'not lately'});
  });
});

describe('the workflow cell', () => {
  it('says why a job can never publish', () => {
    const disabled = publishingJobOf({
      isEnabled: false,
      findings: [{kind: 'disabled', severity: 'problem', text: 'The job is disabled: if: false.'}],
    });
    const shown = cell('workflow', ...jobEvents(disabled));
    expect(shown).toMatchObject({state: 'to-do', note: 'disabled'});
    expect(told(shown)).toContain('if: false');
  });

  it('shows the worst finding', () => {
    const shown = cell(
      'workflow',
      ...jobEvents(
        publishingJobOf({
          findings: [
            {kind: 'swallows-failure', severity: 'warning', text: 'a'},
            {kind: 'asset-race', severity: 'problem', text: 'b'},
          ],
        }),
      ),
    );
    expect(shown).toMatchObject({state: 'problem', note: 'too early'});
  });

  it('is unknown when a workflow file could not be read', () => {
    const event = found(
      {of: 'repository', fact: 'understanding'},
      {jobs: [], unread: [{path: 'a.yml', why: 'It does not parse.'}], readSecrets: []},
    );
    expect(cell('workflow', event).state).toBe('unknown');
  });
});

describe('the files cell', () => {
  const files = (...faults: readonly {what: string; line?: number}[]) =>
    found({of: 'repository', fact: 'files'}, {files: {npm: [{path: 'package.json', name: 'tool', faults}]}, isIncomplete: false});

  it('names the place of a fault', () => {
    expect(told(cell('files', files({what: 'The version is a placeholder.', line: 3})))).toContain(
      'package.json:3: The version is a placeholder.',
    );
  });

  it('takes no listing that was cut off for an absence', () => {
    expect(cell('files', found({of: 'repository', fact: 'files'}, {files: {}, isIncomplete: true})).state).toBe('unknown');
  });
});

describe('the published cell', () => {
  it('keeps what was known beside the problem of a later look', () => {
    const problem = new Problem('unreachable', 'No answer.', 'Wait.').record();
    const shown = cell(
      'published',
      found({of: 'npm', fact: 'publication'}, publicationOf({serves: '1.2.3', version: {kind: 'published'}})),
      {kind: 'fact-failed', name: {of: 'npm', fact: 'publication'}, problem, at},
    );
    expect(shown).toMatchObject({state: 'ok', note: '1.2.3', problem, checkedAt: at});
  });

  it('shows a refusal as a problem and everything else that failed as unknown', () => {
    const failed = (kind: 'refused' | 'rate-limited'): SurveyEvent => ({
      kind: 'fact-failed',
      name: {of: 'npm', fact: 'publication'},
      problem: new Problem(kind, 'a', 'b').record(),
      at,
    });
    expect(cell('published', failed('refused')).state).toBe('problem');
    expect(cell('published', failed('rate-limited')).state).toBe('unknown');
  });

  it('escapes what comes from outside', () => {
    expect(cell('published', found({of: 'npm', fact: 'publication'}, publicationOf({serves: '\u001b[2J1.0'}))).note).toBe('\\e[2J1.0');
  });
});

describe('the integrity cell', () => {
  const compared = (...results: readonly ('same' | 'different' | 'not-comparable')[]) =>
    cell(
      'integrity',
      found(
        {of: 'npm', fact: 'integrity'},
        {version: '1.2.3', files: results.map((result, index) => ({name: `file-${index}`, result})), evidence: []},
      ),
    );

  it.each([
    [['same', 'same'], 'ok', '2 files'],
    [['same', 'different'], 'problem', '1 differ'],
    [['same', 'not-comparable'], 'warning', '1 of 2 files'],
    [['not-comparable'], 'unknown', 'no proof'],
  ] as const)('%j is %s', (results, state, note) => {
    expect(compared(...results)).toMatchObject({state, note});
  });
});
