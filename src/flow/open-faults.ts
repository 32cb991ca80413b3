import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {FileFault, PackageFile} from '../model/package-file.ts';
import type {PublishingJob} from '../model/workflow.ts';
import type {KnownRepository} from './survey.ts';

const replaces = /\b(?:sed|perl|awk|envsubst|jq|yq)\b|-replace\b|\breplace(?:All)?\(/i;

/** Whether a line of a script puts something in the place of this text; its end may be made when the script runs. */
const fillsIn = (line: string, placeholder: string): boolean => {
  if (!replaces.test(line)) return false;
  if (line.includes(placeholder)) return true;
  return [...line.matchAll(/[A-Z0-9_]*PLACEHOLDER[A-Z0-9_]*(?=\$)/g)].some(([start]) => placeholder.startsWith(start));
};

const isFilledIn = ({placeholder}: FileFault, jobs: readonly PublishingJob[]): boolean =>
  placeholder !== undefined &&
  jobs.some(({job}) => job.steps.some(({run = ''}) => run.split('\n').some((line) => fillsIn(line, placeholder))));

/** What is left of a file's faults once its marketplace's publishing jobs have filled in what they fill in. */
export const openFaults = (faults: readonly FileFault[], jobs: readonly PublishingJob[]): readonly FileFault[] =>
  faults.filter((fault) => !isFilledIn(fault, jobs));

/** The package files of a marketplace. What a step of its own publishing job fills in is no fault of a file. */
export const packageFilesOf = ({files, understanding}: KnownRepository, id: MarketplaceId): readonly PackageFile[] | undefined => {
  const jobs = understanding.value?.jobs.filter(({marketplace}) => marketplace === id) ?? [];
  return files.value?.files[id]?.map((file) => (file.faults.length === 0 ? file : {...file, faults: openFaults(file.faults, jobs)}));
};
