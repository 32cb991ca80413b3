import {longLivedOf} from '../../checks/family/trust-job.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {Project} from '../model/project.ts';
import type {Publication} from '../model/publication.ts';
import {safeLine} from '../model/safe-text.ts';
import {fileNameOf} from '../model/trusted-publishing.ts';
import type {PublishingJob} from '../model/workflow.ts';

/** A job that reads a long-lived token where a trusted publisher needs none. */
export type NeedlessToken = {
  readonly marketplace: Marketplace;
  readonly job: PublishingJob;
  readonly names: readonly string[];
};

/** Enabled jobs come first, and one stands for its marketplace. */
export const needlessTokensOf = (marketplaces: readonly Marketplace[], jobs: readonly PublishingJob[]): readonly NeedlessToken[] =>
  marketplaces.flatMap((marketplace) => {
    if (marketplace.trustedPublishing === undefined) return [];
    const own = jobs.filter((job) => job.marketplace === marketplace.id);
    const reading = [...own.filter(({isEnabled}) => isEnabled), ...own.filter(({isEnabled}) => !isEnabled)].map((job) => ({
      marketplace,
      job,
      names: longLivedOf(job, marketplace.token?.names ?? []),
    }));
    return reading.filter(({names}) => names.length > 0).slice(0, 1);
  });

const linesOf = ({marketplace, job, names}: NeedlessToken, project: Project, publication: Publication | undefined): readonly string[] => {
  const {title, trustedPublishing: trusted} = marketplace;
  if (trusted === undefined) return [];
  const file = fileNameOf(job.definedIn ?? job.workflow.path);
  const fields = trusted.fields(project, job, publication).map(({label, value}) => `${label}: ${value === '' ? '(empty)' : value}`);
  const first = trusted.needsPackageFirst && publication?.serves === null ? ' (once its first version is published)' : '';
  const reasons = trusted.whyNot(job, project).map((reason) => `      - ${reason}`);
  return [
    `  ${title}: ${names.join(', ')}, which ${file} (${job.job.id}) reads. A trusted publisher needs ${trusted.clients.join(' and ')} or newer, and no token.`,
    `    Fill in at ${trusted.formUrl(project, publication)}${first}`,
    ...fields.map((field) => `      ${field}`),
    `    Change in the job`,
    ...reasons,
    `      - Take ${names.join(', ')} out once the form is saved.`,
  ];
};

/** What could go away, with what to fill in and what to change for it; empty: nothing. `publicationOf` gives what a marketplace serves, where known. */
export const trustText = (
  needless: readonly NeedlessToken[],
  project: Project,
  publicationOf: (marketplace: Marketplace) => Publication | undefined,
): string => {
  const lines = needless.flatMap((one) => linesOf(one, project, publicationOf(one.marketplace)));
  const indented = lines.map((line) => `${/^ */.exec(line)?.[0] ?? ''}${safeLine(line, 2000)}`);
  return indented.length === 0 ? '' : `\n${['Could go away:', ...indented].join('\n')}\n`;
};
