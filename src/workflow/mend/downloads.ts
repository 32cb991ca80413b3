import {withLines} from './failures.ts';
import type {Mending} from './mend.ts';

const failsOnErrors = /\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)(?=\s|$)/;
const curl = /\bcurl(?:\.exe)?(?=\s)/;

/** A curl that fails on an error page; each of a line's. */
const careful = (line: string): string =>
  line
    .split(/(?=\bcurl(?:\.exe)?\s)/)
    .map((part) =>
      curl.test(part) && !/%\{(?:http_code|response_code)\}/.test(part) && !failsOnErrors.test(part.slice(part.search(curl)))
        ? part.replace(curl, '$& --fail')
        : part,
    )
    .join('');

const isComment = (line: string): boolean => /^\s*#/.test(line);

/** A download whose checksum is taken without a look whether it succeeded. */
export const mendHashedPage: Mending = (found) => {
  const {finding, one, step} = found;
  const own = step === undefined ? undefined : one.job.steps[step];
  const isBash = own?.shell === undefined ? !one.job.runsOn?.some((label) => /windows/i.test(label)) : /^(?:ba|z)?sh\b/.test(own.shell);
  const losesPipes =
    isBash && own?.shell === undefined && /\b(?:curl|wget)\b[^\n]*\|/.test(own?.run ?? '') && !/pipefail/.test(own?.run ?? '');
  const first = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}set -o pipefail\n${line}`;
  return {
    kind: 'edit',
    title: `Fail in “${finding.step ?? found.job}” where a download fails`,
    why: `${finding.text} With this change the step fails instead.`,
    apply: (text) =>
      withLines(text, found, (line, index) => {
        const after = isComment(line) ? line : careful(line);
        return index === 0 && losesPipes ? first(after) : after;
      }),
  };
};
