import type {Situation} from '../../src/model/diagnosis.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {projectOf} from './project.ts';

/** A failed step whose log holds these lines. */
const failedWith = ({id, title}: Marketplace, ...lines: readonly string[]): Situation => ({
  marketplace: {id, title},
  project: projectOf(),
  log: {
    jobId: 1,
    url: 'https://github.com/octo/tool/actions/runs/1/job/1',
    step: {number: 4, name: 'Publish'},
    lines: lines.map((line) => safeLine(line)),
  },
});

/** The ids of the causes that a log line points to. */
export const causesOf = (marketplace: Marketplace, line: string): readonly string[] =>
  (marketplace.causes ?? []).flatMap((cause) => (cause.judge(failedWith(marketplace, line)) === undefined ? [] : [cause.id]));
