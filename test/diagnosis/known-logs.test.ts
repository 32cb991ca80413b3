import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {searchLog} from '../../src/diagnosis/search-log.ts';
import {logTextOf, type NearMiss, stepName, stepNumber} from './logs/log.ts';
import {nearMisses} from './logs/near-misses.ts';
import {registries} from './logs/registries.ts';
import {repositories} from './logs/repositories.ts';
import {inPieces} from './logs.ts';
import {job, run, situation} from './situations.ts';

const known = [...registries, ...repositories];

const diagnosed = async (log: NearMiss) => {
  const marketplace = marketplaces.find(({id}) => id === log.of);
  const {text, step} = logTextOf(log);
  const failed = run('failure', 'Set up job', 'Checkout', 'Build', `${stepName}|failure`);
  const read = await searchLog(inPieces(text, 500), {jobId: failed.id, url: failed.url, step});
  const known = situation({
    marketplace: {id: log.of, title: marketplace?.title ?? log.of},
    run: failed,
    job: job({marketplace: log.of, publishingSteps: [stepName]}),
    log: read,
  });
  return diagnose(known, [...(marketplace?.causes ?? []), ...generalCauses]);
};

describe('a log from start to cause', () => {
  it.each(known.map((log) => [`${log.of}: ${log.cause}`, log] as const))('%s', async (_, log) => {
    const [first] = await diagnosed(log);
    expect(first).toMatchObject({cause: log.cause, confidence: log.confidence, step: {number: stepNumber, name: stepName}});
    expect(first?.fix.length).toBeGreaterThan(10);
    expect(first?.evidence.join('\n')).not.toContain('\u001b');
  });

  it('is seen for every marketplace, sixty times at least', () => {
    expect(known.length).toBeGreaterThanOrEqual(60);
    expect(new Set(known.map(({of}) => of)).size).toBe(marketplaces.length);
  });
});

describe('a log whose words only look like a cause', () => {
  it.each(nearMisses.map((log, index) => [`${index + 1} ${log.of}: ${log.run}`, log] as const))('%s', async (_, log) => {
    const found = await diagnosed(log);
    expect(found.map(({cause}) => cause)).toEqual(['unknown-failure']);
    const last = log.prints.trim().split('\n').at(-1)?.trim();
    expect(found[0]?.evidence.join('\n')).toContain(last);
    expect(found[0]?.title).toContain('not known');
  });

  it('is seen twenty times at least', () => expect(nearMisses.length).toBeGreaterThanOrEqual(20));
});
