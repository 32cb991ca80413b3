import {errorPageOf} from '../../src/model/error-pages.ts';
import type {FileFault} from '../../src/model/package-file.ts';

/** Every line that holds the checksum of an error page. */
export const errorPageFaults = (text: string): readonly FileFault[] =>
  text.split(/\r?\n/).flatMap((line, at) =>
    [...line.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi)].flatMap(([digest]) => {
      const page = errorPageOf(digest);
      return page === undefined ? [] : [{what: `The checksum ${digest.slice(0, 8)}… is that of ${page}.`, line: at + 1}];
    }),
  );

/** Faults for what a file must say and leaves out. */
export const missingFaults = (marketplace: string, needed: Readonly<Record<string, unknown>>): readonly FileFault[] =>
  Object.entries(needed)
    .filter(([, value]) => value === undefined || value === null || value === '')
    .map(([name]) => ({what: `It has no ${name}, which ${marketplace} wants.`}));
