import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {failedStepOf} from '../../src/diagnosis/situation.ts';
import type {Cause, Situation} from '../../src/model/diagnosis.ts';
import {isNamed} from '../../src/model/publishing-step.ts';
import {finding, job, log, publication, run, secrets, situation, steps} from './situations.ts';

const cause = (id: string, confidence: 'confirmed' | 'likely' | 'possible'): Cause => ({
  id,
  title: `${id}.`,
  judge: () => ({confidence, evidence: ['Seen.'], fix: 'Do it.'}),
});

describe('the order of diagnoses', () => {
  it('is by confidence, then as in the catalogue, at most five, each cause once', () => {
    const causes = [
      cause('a', 'possible'),
      cause('b', 'likely'),
      cause('c', 'confirmed'),
      cause('d', 'likely'),
      cause('b', 'confirmed'),
      cause('e', 'possible'),
      cause('f', 'possible'),
    ];
    expect(diagnose(situation(), causes).map((one) => one.cause)).toEqual(['c', 'b', 'd', 'a', 'e']);
  });

  it('carries the failed step in each of a failed run, and none otherwise', () => {
    const failed = situation({run: run('failure', 'Set up job', 'Pack', 'Push|failure', 'Later|skipped')});
    for (const one of diagnose(failed, [cause('a', 'likely'), cause('b', 'possible')])) expect(one.step).toEqual({number: 3, name: 'Push'});
    expect(diagnose(situation({run: run('success', 'Push')}), [cause('a', 'likely')])[0]).not.toHaveProperty('step');
  });

  it('tells once what title and evidence both say', () => {
    const cause = (evidence: readonly string[]): Cause => ({
      id: 'x',
      title: 'A.',
      judge: () => ({confidence: 'likely', evidence, fix: 'B.'}),
    });
    const seen = (...evidence: readonly string[]) => diagnose(situation(), [cause(evidence)])[0]?.evidence;
    expect(seen('A.', 'C.')).toEqual(['C.']);
    expect(seen('A.')).toEqual(['A.']);
  });

  it('spells out what a terminal would obey', () => {
    const wicked: Cause = {
      id: 'x',
      title: 'x',
      judge: () => ({title: 'a\u001b[2Jb', confidence: 'likely', evidence: ['c\nd\u0007'], fix: 'e\u202ef'}),
    };
    const [one] = diagnose(situation({run: run('failure', 'Pu\u001b]0;sh|failure')}), [wicked]);
    expect(JSON.stringify(one)).not.toMatch(/\\u001b|\\u0007|\u202e|\\n/);
  });
});

describe('a failed run without a log', () => {
  const cases: readonly (readonly [string, readonly string[], number, string])[] = [
    [
      'chocolatey',
      ['Set up job', 'Checkout', 'Get version', 'Check', 'Install', 'Prepare', 'Pack', 'Push|failure', 'Complete job'],
      8,
      'Push',
    ],
    [
      'snapcraft',
      [
        'Set up job',
        'Checkout',
        'Install',
        'Get version',
        'Check',
        'Update',
        'Validate',
        'Build snap|failure',
        'Upload and release snap|skipped',
      ],
      8,
      'Build snap',
    ],
  ];
  for (const [id, names, number, name] of cases) {
    it(`${id}: has a diagnosis with its step`, () => {
      const found = diagnose(
        situation({
          run: run('failure', ...names),
          job: job({publishingSteps: ['Push', 'Upload and release snap'], secrets: ['KEY']}),
          secrets: secrets('KEY'),
        }),
        generalCauses,
      );
      expect(found.length).toBeGreaterThan(0);
      for (const one of found) expect(one.step).toEqual({number, name});
    });
  }

  it('says that the reason is not known, and where to look', () => {
    const [one] = diagnose(situation({run: run('failure', 'Push|failure'), job: job()}), generalCauses);
    expect(one).toMatchObject({cause: 'unknown-failure', confidence: 'possible', step: {number: 1, name: 'Push'}});
    expect(one?.fix).toContain('/runs/1/job/7');
  });

  it('shows the log’s own last lines where there is one', () => {
    const [one] = diagnose(
      situation({run: run('failure', 'Push|failure'), job: job(), log: log('one', 'Error: Something new.')}),
      generalCauses,
    );
    expect(one?.cause).toBe('unknown-failure');
    expect(one?.evidence).toContain('Log: Error: Something new.');
  });

  it('copes with a job that failed without a failed step', () => {
    const [one] = diagnose(situation({run: run('failure', 'Set up job')}), generalCauses);
    expect(one).toMatchObject({cause: 'unknown-failure', title: 'The job fails without a failed step.'});
    expect(one).not.toHaveProperty('step');
  });
});

describe('what was not wrong', () => {
  it('yields nothing for a green job whose version is served, skipped step or not', () => {
    const served = publication({serves: '1.1.0', version: {kind: 'published'}});
    expect(diagnose(situation({run: run('success', 'Push'), job: job(), publication: served}), generalCauses)).toEqual([]);
    expect(diagnose(situation({run: run('success', 'Check', 'Push|skipped'), job: job(), publication: served}), generalCauses)).toEqual([]);
  });

  it('yields nothing where nothing is known', () => {
    expect(diagnose(situation(), generalCauses)).toEqual([]);
  });
});

describe('names of steps', () => {
  it('match with expressions unevaluated', () => {
    expect(isNamed('Publish 1.0 to npm', 'Publish ${{ inputs.version }} to npm')).toBe(true);
    expect(isNamed('Publish 1.0 to pypi', 'Publish ${{ inputs.version }} to npm')).toBe(false);
    expect(isNamed('Anything', '${{ matrix.name }}')).toBe(true);
    expect(isNamed('Push ', 'Push')).toBe(true);
  });

  it('give the first that failed, else what was cut short', () => {
    expect(failedStepOf({...run('failure'), steps: steps('a', 'b|failure', 'c|failure')})?.number).toBe(2);
    expect(failedStepOf({...run('cancelled'), steps: steps('a', 'b|cancelled')})?.number).toBe(2);
    expect(failedStepOf({...run('success'), steps: steps('a|failure')})).toBeUndefined();
  });
});

describe('any facts', () => {
  const kinds = ['asset-race', 'swallows-failure', 'commits-nowhere', 'secret-not-set', 'missing-permission', 'error-page-hashed'] as const;
  const conclusions = ['failure', 'success', 'cancelled', 'timed_out', 'startup_failure', 'skipped'] as const;
  it('never throw, are never too many, and a failed run always has a diagnosis with its step', () => {
    const facts = fc.record({
      conclusion: fc.constantFrom(...conclusions),
      lines: fc.array(
        fc.oneof(
          fc.string({unit: 'binary'}),
          fc.constantFrom(
            'curl: (22) 404',
            '403 Resource not accessible by integration',
            'x/releases/download/v1/%E0%A4%A',
            `${'a'.repeat(64)}  f`,
          ),
        ),
      ),
      names: fc.array(fc.constantFrom('Push|failure', 'Check if it exists', 'Push|skipped', 'Build|failure', 'Build'), {maxLength: 6}),
      findings: fc.subarray([...kinds]),
      secret: fc.string(),
    });
    fc.assert(
      fc.property(facts, ({conclusion, lines, names, findings, secret}) => {
        const known: Situation = situation({
          run: run(conclusion, ...names),
          job: job({findings: findings.map((kind) => finding(kind, kind)), secrets: [secret]}),
          log: log(...lines),
          publication: publication(),
          secrets: secrets('A_TOKEN', secret.toUpperCase()),
        });
        const found = diagnose(known, generalCauses);
        expect(found.length).toBeLessThanOrEqual(5);
        const failed = failedStepOf(known.run);
        if (!['success', 'skipped'].includes(conclusion)) expect(found.length).toBeGreaterThan(0);
        for (const one of found) expect(one.step?.number).toBe(failed?.number);
        expect(JSON.stringify(found)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\\u00[01]/);
      }),
    );
  });
});
