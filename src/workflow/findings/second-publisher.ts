import type {Judge} from '../bound-job.ts';
import {commonOccasions} from './asset-race.ts';

/** A second workflow that publishes to the same marketplace on the same event. */
export const judgeSecondPublisher: Judge = (bound, surroundings) => {
  const {running, marketplace} = bound;
  const other = surroundings.bound.find(
    (one) =>
      one.marketplace === marketplace &&
      one.running.workflow !== running.workflow &&
      surroundings.disabledBecause(one.running) === undefined &&
      commonOccasions(running, one.running, surroundings).length > 0,
  );
  if (other === undefined || surroundings.disabledBecause(running) !== undefined) return [];
  const event = commonOccasions(running, other.running, surroundings)[0];
  const text = `The job \`${other.running.job.id}\` in ${other.running.workflow.file.path} publishes to ${marketplace.title} too, on the same event (${event}).`;
  return [{kind: 'second-publisher', severity: 'warning', text, line: running.job.line}];
};
