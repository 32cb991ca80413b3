import {repositoryApi} from '../../checks/family/github.ts';
import {redactedLine} from '../diagnosis/redact.ts';
import type {Lookup} from '../model/lookup.ts';
import type {RepositoryName} from '../model/project.ts';
import type {SafeText} from '../model/safe-text.ts';

/** New lines that are shown at once; of more the last ones. */
const mostLines = 12;
/** Milliseconds between two questions for a log that GitHub serves, and for one that it does not serve yet. */
const pauses = {served: 15_000, absent: 30_000};

const stamp = /^\ufeff?\d{4}-\d\d-\d\dT[\d:.]+Z /;

/** Follows the log of a job as far as GitHub serves it while the job runs; a 404 is normal then. */
export type LogTail = {
  /** What came since the last time; empty: nothing, or it was asked for a moment ago. */
  read(lookup: Lookup, repository: RepositoryName, job: number, now: number): Promise<readonly SafeText[]>;
};

const linesOf = async function* (pieces: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = `${rest}${decoder.decode(piece, {stream: true})}`.split('\n');
    // A line without an end is not kept for ever.
    rest = (lines.pop() ?? '').slice(0, 65_536);
    yield* lines;
  }
};

export const createLogTail = (): LogTail => {
  let [current, shown, nextAt] = [0, 0, 0];
  return {
    read: async (lookup, repository, job, now) => {
      if (job !== current) [current, shown, nextAt] = [job, 0, 0];
      if (now < nextAt) return [];
      const body = await lookup.stream(repositoryApi(repository, `/actions/jobs/${job}/logs`)).catch(() => undefined);
      nextAt = now + (body === undefined ? pauses.absent : pauses.served);
      if (body === undefined) return [];
      const fresh: string[] = [];
      let count = 0;
      for await (const line of linesOf(body)) {
        count += 1;
        if (count <= shown) continue;
        fresh.push(line);
        if (fresh.length > mostLines) fresh.shift();
      }
      shown = count;
      return fresh.map((line) => redactedLine(line.replace(stamp, '').replace(/^##\[\w+\]/, ''))).filter((line) => line !== '');
    },
  };
};
