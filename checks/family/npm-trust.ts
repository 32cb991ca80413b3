import {z} from 'zod';
import {evidenceOf} from '../../src/model/cell.ts';
import type {Lookup} from '../../src/model/lookup.ts';
import {packageNameOf, repositoryText} from '../../src/model/project.ts';
import type {Publisher} from '../../src/model/publication.ts';
import {fileNameOf, type TrustedPublishing} from '../../src/model/trusted-publishing.ts';
import type {PublishingJob, WorkflowStep} from '../../src/model/workflow.ts';
import {textOfBase64} from './base64.ts';
import {repositoryOfUrl} from './github.ts';
import {findPackument} from './npm-packument.ts';
import {packagePath} from './npm-registry.ts';
import {parsedJson} from './parsing.ts';
import {runs, scriptLines, uses} from './steps.ts';
import {commonReasons, isSelfHosted, publisherValues, publishingStepsOf} from './trust-job.ts';
import {trustProofOf, untilPublished} from './trust-proof.ts';

const settingsOf = (name: string) => `https://www.npmjs.com/package/${name}/access`;

const attestationsSchema = z.object({
  attestations: z.array(
    z.object({predicateType: z.string(), bundle: z.object({dsseEnvelope: z.object({payload: z.string()}).optional()}).optional()}),
  ),
});
const statementSchema = z.object({
  predicate: z.object({
    buildDefinition: z
      .object({externalParameters: z.object({workflow: z.object({repository: z.string(), path: z.string()})})})
      .optional()
      .catch(undefined),
    invocation: z
      .object({configSource: z.object({uri: z.string(), entryPoint: z.string()})})
      .optional()
      .catch(undefined),
  }),
});

type BuiltBy = {readonly repository: string; readonly workflow: string};

/** The workflow that a signed statement names; undefined: it is no statement of a build at GitHub. */
const builtBy = (payload: string): BuiltBy | undefined => {
  const {data} = statementSchema.safeParse(parsedJson(textOfBase64(payload) ?? ''));
  const {buildDefinition, invocation} = data?.predicate ?? {};
  const workflow = buildDefinition?.externalParameters.workflow;
  const source = invocation?.configSource;
  const [url, path] = workflow === undefined ? [source?.uri, source?.entryPoint] : [workflow.repository, workflow.path];
  const repository = repositoryOfUrl((url ?? '').replace(/@.*$/, ''));
  return repository === undefined || path === undefined ? undefined : {repository: repositoryText(repository), workflow: path};
};

const findBuild = async (lookup: Lookup, name: string, version: string): Promise<BuiltBy | undefined> => {
  const found = await lookup.json(`${lookup.npmRegistry}/-/npm/v1/attestations/${packagePath(name)}@${version}`, attestationsSchema);
  const payloads = (found?.attestations ?? []).filter(({predicateType}) => /slsa/.test(predicateType));
  return payloads.map(({bundle}) => builtBy(bundle?.dsseEnvelope?.payload ?? '')).find((one) => one !== undefined);
};

/* 24.5 is the first Node.js with an npm that can do it. */
const updatesNpm =
  /\bnpm\s+(?:i|install|add|up|update)\b.*\s(?:-g|--global)\b.*\bnpm@|\bnpm\s+(?:i|install)\s+npm@\S+\s+(?:-g|--global)\b|\bcorepack\b.*\bnpm@/;
const oldLines = /^lts\/(?:argon|boron|carbon|dubnium|erbium|fermium|gallium|hydrogen|iron|jod)$/i;

/** What a step that sets Node.js up gives; undefined: only a run, or another file, tells. */
const nodeReason = ({with: {'node-version': version = '', 'node-version-file': file = ''}}: WorkflowStep): string | undefined => {
  if (version === '' ? file !== '' : version.includes('$')) return undefined;
  const [, major, minor] = /^[v^~=]*(\d+)(?:\.(\d+))?/.exec(version.trim()) ?? [];
  const isOld = oldLines.test(version) || Number(major) < 24 || (major === '24' && Number(minor) < 5);
  if (version !== '' && !isOld) return undefined;
  const given = version === '' ? 'The step that sets Node.js up names no version' : `Node.js ${version} brings an npm before 11.5.1`;
  return `${given}; ask for \`node-version: 24\`, or update npm in a step before with \`npm install --global npm@latest\`.`;
};

const clientReasons = (job: PublishingJob): readonly string[] => {
  const {steps} = job.job;
  const publishing = publishingStepsOf(job);
  const other = publishing.flatMap(({run}) => scriptLines(run ?? '')).find((line) => /\b(?:yarn|bun|lerna)\b.*\bpublish\b/.test(line));
  if (other !== undefined)
    return [`It publishes with ${/yarn|bun|lerna/.exec(other)?.[0]}; publish with \`npm publish\`, which can do it.`];
  if (steps.some((step) => runs(step, updatesNpm))) return [];
  const setup = steps.findLast((step) => uses(step, 'actions/setup-node'));
  const reason =
    setup === undefined
      ? 'No step says which Node.js it runs; set it up with actions/setup-node and `node-version: 24`, whose npm can do it.'
      : nodeReason(setup);
  return reason === undefined ? [] : [reason];
};

const whyNot = (job: PublishingJob): readonly string[] => [
  ...commonReasons(job),
  ...(isSelfHosted(job)
    ? ['It runs on a machine of your own; let GitHub’s run it (`runs-on: ubuntu-latest`), for npm trusts no other.']
    : []),
  ...(job.job.calls !== undefined && job.definedIn === undefined
    ? ['It calls a workflow whose text is not here; see that both files have `id-token: write`, for npm looks at the calling one.']
    : []),
  ...clientReasons(job),
];

const stages = (job: PublishingJob): boolean => publishingStepsOf(job).some((step) => runs(step, /\bnpm\s+stage\s+publish\b/));

const prove: TrustedPublishing['prove'] = async (lookup, {project, facts}) => {
  const {name} = packageNameOf(project, 'npm');
  const packument = await findPackument(lookup, name);
  const {latest} = packument?.['dist-tags'] ?? {};
  const version = packument?.versions[project.version] === undefined ? latest : project.version;
  const published = version === undefined ? undefined : packument?.versions[version];
  if (version === undefined || published === undefined) return untilPublished('npm');
  const build = published.dist.attestations === undefined ? undefined : await findBuild(lookup, name, version);
  const isTrusted = published._npmUser?.trustedPublisher !== undefined;
  const publisher: Publisher = {version, ...build};
  return trustProofOf({
    title: 'npm',
    facts,
    repository: project.repository,
    ...(isTrusted ? {publisher} : {}),
    reasons: facts.job === undefined ? [] : whyNot(facts.job),
    unknown: `npm does not mark ${version} as a trusted publisher’s, and shows only its maintainers, after a second factor, whether one is set up.`,
    evidence: [
      evidenceOf(
        build === undefined
          ? `${version} bears no statement of the workflow that built it.`
          : `${version} was built by ${fileNameOf(build.workflow)} of ${build.repository}.`,
        `https://www.npmjs.com/package/${name}/v/${version}`,
      ),
    ],
  });
};

export const npmTrust: TrustedPublishing = {
  formUrl: (project) => settingsOf(packageNameOf(project, 'npm').name),
  fields: (project, job) => {
    const {owner, name, workflow, environment} = publisherValues(project, job);
    return [
      {label: 'Organization or user', value: owner},
      {label: 'Repository', value: name},
      {label: 'Workflow filename', value: workflow},
      {label: 'Environment name', value: environment},
      {label: 'Allowed actions', value: stages(job) ? 'npm stage publish' : 'npm publish'},
    ];
  },
  needsPackageFirst: true,
  clients: ['npm 11.5.1', 'Node.js 22.14'],
  whyNot,
  prove,
};
