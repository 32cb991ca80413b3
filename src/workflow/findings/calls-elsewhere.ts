import type {Judge} from '../bound-job.ts';

/** A called workflow whose text is not here. */
export const judgeCallElsewhere: Judge = ({running: {callsElsewhere, job}}) =>
  callsElsewhere === undefined
    ? []
    : [
        {
          kind: 'calls-elsewhere',
          severity: 'warning',
          text: `The job calls ${callsElsewhere}, whose text is not in this repository, so what it does can't be read.`,
          line: job.line,
        },
      ];
