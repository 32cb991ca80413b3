import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import {packageNameOf} from '../../src/model/project.ts';
import type {Publication, Publisher} from '../../src/model/publication.ts';
import type {TaskProof} from '../../src/model/task.ts';
import {fileNameOf, type TrustedPublishing} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';
import {filesOf, projectSchema} from './pypi-listing.ts';
import {pythonName} from './python-package.ts';
import {runs, uses} from './steps.ts';
import {commonReasons, isCalled, publisherValues, publishingStepsOf} from './trust-job.ts';
import {trustProofOf} from './trust-proof.ts';

const site = 'https://pypi.org';
const action = 'pypa/gh-action-pypi-publish';

const provenanceSchema = z.object({
  attestation_bundles: z.array(
    z.object({
      publisher: z.object({
        kind: z.string(),
        repository: z.string().nullish(),
        workflow: z.string().nullish(),
        environment: z.string().nullish(),
      }),
    }),
  ),
});

const stepReasons = (job: PublishingJob): readonly string[] => {
  const steps = publishingStepsOf(job);
  const own = steps.find((step) => uses(step, action));
  if (own !== undefined)
    return (own.with['password'] ?? '') === ''
      ? []
      : [`It hands \`password:\` to ${action}; take it out, for the action uses a token wherever it gets one.`];
  return steps.some((step) => runs(step, /\buv\s+(?:--?\S+\s+)*publish\b/))
    ? []
    : [`It uploads by a command of its own; upload with ${action}@release/v1, which gets a token for each run by itself.`];
};

const whyNot = (job: PublishingJob): readonly string[] => [
  ...commonReasons(job),
  ...(isCalled(job)
    ? ['It is a called workflow, which PyPI trusts in no case; move the upload into the file that starts on the tag.']
    : []),
  ...stepReasons(job),
];

const publisherIn = (found: z.infer<typeof provenanceSchema> | undefined, version: string): Publisher | undefined => {
  const told = found?.attestation_bundles.find(({publisher}) => publisher.kind === 'GitHub')?.publisher;
  if (told === undefined) return undefined;
  const {repository, workflow, environment} = told;
  return {
    version,
    ...(repository ? {repository} : {}),
    ...(workflow ? {workflow} : {}),
    ...(environment ? {environment} : {}),
  };
};

const prove = async (...[lookup, {project, facts}]: Parameters<NonNullable<TrustedPublishing['prove']>>): Promise<TaskProof> => {
  const name = pythonName(packageNameOf(project, 'pypi').name);
  const listing = await lookup.json(`${site}/pypi/${encodeURIComponent(name)}/json`, projectSchema);
  const isTagged = listing !== undefined && (filesOf(listing, project.version)?.length ?? 0) > 0;
  const version = isTagged ? project.version : listing?.info.version;
  const file = listing === undefined || version === undefined ? undefined : filesOf(listing, version)?.[0]?.filename;
  const look = {title: 'PyPI', facts, repository: project.repository, reasons: facts.job === undefined ? [] : whyNot(facts.job)};
  if (version === undefined || file === undefined)
    return trustProofOf({...look, unknown: `PyPI shows a publisher that waits for ${name} only to whoever made it.`, evidence: []});
  const headers = {accept: 'application/vnd.pypi.integrity.v1+json'};
  const address = `${site}/integrity/${encodeURIComponent(name)}/${encodeURIComponent(version)}/${encodeURIComponent(file)}/provenance`;
  const publisher = publisherIn(await lookup.json(address, provenanceSchema, {headers}), version);
  const told =
    publisher?.workflow === undefined
      ? `${file} bears no statement of a publisher.`
      : `${file} was published by ${fileNameOf(publisher.workflow)} of ${publisher.repository ?? 'a repository'}.`;
  return trustProofOf({
    ...look,
    ...(publisher === undefined ? {} : {publisher}),
    unknown: `PyPI names no publisher of ${version}, and shows only to its owners whether one is set up.`,
    evidence: [evidenceOf(told, `${site}/project/${name}/${version}/#files`)],
  });
};

const isThere = (publication: Publication | undefined): boolean => typeof publication?.serves === 'string';

export const pypiTrust: TrustedPublishing = {
  formUrl: (project, publication) =>
    isThere(publication)
      ? `${site}/manage/project/${pythonName(packageNameOf(project, 'pypi').name)}/settings/publishing/`
      : `${site}/manage/account/publishing/`,
  fields: (project, job, publication) => {
    const {owner, name, workflow, environment} = publisherValues(project, job);
    return [
      ...(isThere(publication) ? [] : [{label: 'PyPI Project Name', value: packageNameOf(project, 'pypi').name}]),
      {label: 'Owner', value: owner},
      {label: 'Repository name', value: name},
      {label: 'Workflow name', value: workflow},
      {label: 'Environment name', value: environment},
    ];
  },
  needsPackageFirst: false,
  clients: [`${action} v1`],
  whyNot,
  prove,
};
