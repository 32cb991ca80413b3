import {repositoryText} from '../../src/model/project.ts';
import type {TrustedPublishing} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';
import {runs, uses} from './steps.ts';
import {commonReasons, environmentFor, publishingStepsOf} from './trust-job.ts';

const whyNot = (job: PublishingJob): readonly string[] => [
  ...commonReasons(job),
  ...(environmentFor(job) === '' && job.job.environment === undefined
    ? [
        'It runs in no environment, and Entra takes no pattern for tags; make an environment and name it in the job (`environment: marketplace`).',
      ]
    : []),
  ...(job.job.steps.some((step) => uses(step, 'azure/login'))
    ? []
    : ['It does not sign in to Azure; add azure/login with client-id, tenant-id and `allow-no-subscriptions: true` before it publishes.']),
  ...(publishingStepsOf(job).some((step) => runs(step, /--azure-credential\b/))
    ? []
    : ['It publishes with a token; publish with `npx @vscode/vsce@4 publish --azure-credential`.']),
];

/** Entra lets the workflow act as an identity that is Contributor of the publisher; the marketplace shows nobody by whom a version came. */
export const vscodeTrust: TrustedPublishing = {
  formUrl: () => 'https://code.visualstudio.com/api/working-with-extensions/continuous-integration',
  fields: ({repository}, job) => [
    {label: 'Issuer', value: 'https://token.actions.githubusercontent.com'},
    {label: 'Subject identifier', value: `repo:${repositoryText(repository)}:environment:${environmentFor(job) || 'marketplace'}`},
    {label: 'Audience', value: 'api://AzureADTokenExchange'},
  ],
  needsPackageFirst: false,
  clients: ['@vscode/vsce 3.9.2'],
  whyNot,
};
