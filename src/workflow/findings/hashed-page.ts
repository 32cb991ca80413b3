import type {WorkflowStep} from '../../model/workflow.ts';
import {aboutStep, type Judge} from '../bound-job.ts';
import {commandLines} from '../script.ts';

const hash = /\b(?:sha(?:1|256|512)sum|shasum|openssl\s+(?:dgst|sha256)|Get-FileHash|b2sum|md5sum|certutil\s+-hashfile)\b/i;
const failsOnErrors = /\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail(?:-with-body)?)(?=\s|$)/;
/* Its status is asked for, and looked at behind it. */
const asksForStatus = /%\{(?:http_code|response_code)\}/;
const carelessCurl = (line: string): boolean =>
  /\bcurl(?:\.exe)?\s/.test(line) && !asksForStatus.test(line) && !failsOnErrors.test(line.slice(line.search(/\bcurl/)));

/** The file a download is written to; undefined: it is piped on or named by the server. */
const writtenTo = (line: string): string | undefined =>
  /\s(?:-[a-zA-Z]*o|--output)[\s=]+["']?([^\s"']+)/.exec(line)?.[1] ?? />\s*["']?([^\s"'>|&]+)/.exec(line)?.[1];

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

type Download = {readonly step: WorkflowStep; readonly file: string | undefined};

/** Whether a pipe passes on what comes before the hash: without `pipefail` a failed download is hashed as nothing. */
const isPipedInto = (line: string): boolean => {
  const at = line.search(/\bcurl(?:\.exe)?\s|\bwget\s/);
  const rest = at < 0 ? '' : line.slice(at);
  const pipe = rest.indexOf('|');
  return pipe >= 0 && rest[pipe + 1] !== '|' && hash.test(rest.slice(pipe));
};

const losesFailure = (step: WorkflowStep, line: string): boolean =>
  carelessCurl(line) || (/\bwget\s/.test(line) && step.shell === undefined && !/pipefail/.test(step.run ?? ''));

const hashes = (line: string, step: WorkflowStep, {step: from, file}: Download): boolean =>
  from === step || (file !== undefined && line.includes(baseName(file)));

/** A download that doesn't fail on an error page, and whose checksum is then taken. */
export const judgeHashedPage: Judge = ({running: {job}}) => {
  const careless: Download[] = [];
  for (const step of job.steps)
    for (const line of commandLines(step.run ?? '')) {
      const piped = isPipedInto(line) && losesFailure(step, line);
      const culprit = piped ? step : hash.test(line) ? careless.find((download) => hashes(line, step, download))?.step : undefined;
      if (culprit !== undefined) {
        const text = 'It takes the checksum of a download without checking that it succeeded, so an error page is hashed too.';
        return [aboutStep(culprit, {kind: 'error-page-hashed', severity: 'problem', text})];
      }
      if (carelessCurl(line) && !/\s-[a-zA-Z]*X\s*(?:POST|PUT|PATCH|DELETE)|\|\s*(?:jq|bash|sh|sudo|tar)\b/.test(line))
        careless.push({step, file: writtenTo(line)});
    }
  return [];
};
