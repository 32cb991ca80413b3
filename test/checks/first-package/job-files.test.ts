import {expect, it} from 'vitest';
import {marketplaces} from '../../../checks/index.ts';
import {programFacts} from '../../support/program-facts.ts';

const jobs = marketplaces.flatMap(({id, firstPackage}) => {
  const [job, made] = [firstPackage?.job?.(programFacts()), firstPackage?.filesOf(programFacts())];
  return job === undefined || made?.kind !== 'files' ? [] : [{id, job, made}];
});

it.each(jobs)(
  'the job for $id looks for files that its first package has, and for one at least where they stand in the project',
  ({job, made}) => {
    const written = made.files.map(({path}) => path);
    const {files = []} = job;
    expect(files.filter((path) => !written.includes(path))).toEqual([]);
    expect(files.length > 0).toBe(made.place.kind === 'project');
  },
);
