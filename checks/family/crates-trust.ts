import {z} from 'zod';
import {type Evidence, evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf, type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Publisher} from '../../src/model/publication.ts';
import type {TaskFacts, TaskProof} from '../../src/model/task.ts';
import {fileNameOf, type TrustedPublishing} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob} from '../../src/model/workflow.ts';
import {fieldsOf} from './answers.ts';
import {repositoryApi, repositoryOfUrl} from './github.ts';
import {textOf, uses} from './steps.ts';
import {commonReasons, environmentFor, publisherValues, publishingStepsOf} from './trust-job.ts';
import {trustProofOf, untilPublished} from './trust-proof.ts';

const site = 'https://crates.io';
const action = 'rust-lang/crates-io-auth-action';

const versionSchema = z.object({
  version: z.object({
    num: z.string(),
    trustpub_data: z.object({provider: z.string(), repository: z.string().optional(), run_id: z.string().optional()}).nullish(),
  }),
});
const configsSchema = z.object({
  github_configs: z.array(
    z.object({
      repository_owner: z.string(),
      repository_name: z.string(),
      workflow_filename: z.string(),
      environment: z.string().nullish(),
    }),
  ),
});
type Config = z.infer<typeof configsSchema>['github_configs'][number];

const refused = ['pull_request_target', 'workflow_run'];

const stepReasons = (job: PublishingJob): readonly string[] => {
  const own = job.job.steps.find((step) => uses(step, action));
  const publishing = publishingStepsOf(job);
  if (publishing.some((step) => uses(step, 'release-plz/action', 'marcoieni/release-plz-action'))) return [];
  if (own === undefined)
    return [`Nothing gets it a token for the run; add a step with \`uses: ${action}@v1\` and \`id: auth\` before it publishes.`];
  const handed = `steps.${own.id ?? ''}.outputs.token`;
  return own.id !== undefined && publishing.some((step) => textOf(step).includes(handed))
    ? []
    : [`The token of ${action} does not reach \`cargo publish\`; set CARGO_REGISTRY_TOKEN to \`\${{ steps.auth.outputs.token }}\` there.`];
};

const whyNot = (job: PublishingJob): readonly string[] => {
  const event = (job.events ?? []).find((one) => refused.includes(one));
  return [
    ...commonReasons(job),
    ...(event === undefined
      ? []
      : [`Its workflow starts on \`${event}\`, which crates.io refuses; start it on a tag, a release or by hand.`]),
    ...stepReasons(job),
  ];
};

/** The workflow file of a run; undefined: GitHub keeps it no more. */
const findFile = async (lookup: Lookup, repository: RepositoryName, run: string): Promise<string | undefined> => {
  const found = await lookup.json(repositoryApi(repository, `/actions/runs/${encodeURIComponent(run)}`), z.object({path: z.string()}));
  return found?.path.replace(/@.*$/, '');
};

const findPublisher = async (lookup: Lookup, {version}: z.infer<typeof versionSchema>): Promise<Publisher | undefined> => {
  const {num, trustpub_data: told} = version;
  if (told === null || told === undefined) return undefined;
  const repository = repositoryOfUrl(`https://github.com/${told.repository ?? ''}`);
  const file = told.provider === 'github' && repository && told.run_id ? await findFile(lookup, repository, told.run_id) : undefined;
  return {
    version: num,
    ...(repository === undefined ? {} : {repository: repositoryText(repository)}),
    ...(file === undefined ? {} : {workflow: file}),
  };
};

/** The publishers that are set up; undefined: only a token of an owner with the right to see them shows them. */
const findConfigs = async (lookup: Lookup, name: string): Promise<readonly Config[] | undefined> => {
  if (!lookup.hasToken) return undefined;
  const address = `${site}/api/v1/trusted_publishing/github_configs?crate=${encodeURIComponent(name)}`;
  const {status, text} = await lookup.reply(address, {as: 'token', accept: [200, 400, 401, 403, 404, 429]});
  return status === 200 ? fieldsOf('crates.io', text, configsSchema).github_configs : undefined;
};

const configText = ({repository_owner: owner, repository_name: name, workflow_filename: file, environment}: Config): string =>
  `${file} of ${owner}/${name}${environment ? ` in the environment ${environment}` : ''}`;

const isFor = (config: Config, job: PublishingJob, repository: RepositoryName): boolean =>
  `${config.repository_owner}/${config.repository_name}`.toLowerCase() === repositoryText(repository).toLowerCase() &&
  config.workflow_filename === fileNameOf(job.workflow.path) &&
  (!config.environment || config.environment.toLowerCase() === environmentFor(job).toLowerCase());

/** What a list of publishers proves of a job; undefined: the job is not known. */
const proofOfConfigs = (
  configs: readonly Config[],
  {job}: TaskFacts,
  repository: RepositoryName,
  evidence: readonly Evidence[],
): TaskProof | undefined => {
  if (job === undefined) return undefined;
  const listed = configs.map(configText).join(', ');
  if (!configs.some((config) => isFor(config, job, repository)))
    return {
      state: 'to-do',
      note:
        configs.length === 0 ? 'crates.io has no trusted publisher of this crate.' : `crates.io trusts ${listed}, which is not this job.`,
      evidence,
    };
  const [reason] = whyNot(job);
  return reason === undefined
    ? {state: 'waiting', note: `crates.io trusts ${listed}; the next release shows whether it works.`, evidence}
    : {state: 'to-do', note: `crates.io trusts ${listed}, and the job does not use it yet: ${reason}`, evidence};
};

const prove: TrustedPublishing['prove'] = async (lookup, {project, facts}) => {
  const {name} = packageNameOf(project, 'crates-io');
  const find = (version: string) => lookup.json(`${site}/api/v1/crates/${encodeURIComponent(name)}/${version}`, versionSchema);
  const {serves} = facts.publication ?? {};
  const found = (await find(project.version)) ?? (serves && serves !== project.version ? await find(serves) : undefined);
  if (found === undefined) return untilPublished('crates.io');
  const publisher = await findPublisher(lookup, found);
  const {num} = found.version;
  const evidence = [evidenceOf(`${name} ${num} on crates.io`, `${site}/crates/${name}/${num}`)];
  const configs = publisher === undefined ? await findConfigs(lookup, name) : undefined;
  const proof = configs && proofOfConfigs(configs, facts, project.repository, evidence);
  return (
    proof ??
    trustProofOf({
      title: 'crates.io',
      facts,
      repository: project.repository,
      ...(publisher === undefined ? {} : {publisher}),
      reasons: facts.job === undefined ? [] : whyNot(facts.job),
      unknown: `crates.io says that ${num} came by a token, and shows only an owner's token with the right trusted-publishing whether a publisher is set up.`,
      evidence,
    })
  );
};

export const cratesTrust: TrustedPublishing = {
  formUrl: (project) => `${site}/crates/${packageNameOf(project, 'crates-io').name}/settings/new-trusted-publisher`,
  fields: (project, job) => {
    const {owner, name, workflow, environment} = publisherValues(project, job);
    return [
      {label: 'Repository owner', value: owner},
      {label: 'Repository name', value: name},
      {label: 'Workflow filename', value: workflow},
      {label: 'Environment', value: environment},
    ];
  },
  needsPackageFirst: true,
  clients: [`${action} v1`],
  whyNot,
  prove,
};
