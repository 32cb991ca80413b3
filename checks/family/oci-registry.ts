import {z} from 'zod';
import type {WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';
import {scriptLines, uses} from './steps.ts';

/** An image as a workflow names it, without its tag. */
type ImageName = {readonly registry: string; readonly name: string};

export const dockerHub = 'docker.io';
export const gitHubContainers = 'ghcr.io';

/** A version as a tag may spell it, the usual way first; a tag takes no `+`. */
export const tagsFor = ({version, tag}: {readonly version: string; readonly tag: string}): readonly string[] => [
  ...new Set([version, `v${version}`, tag].map((text) => text.replace(/[^A-Za-z0-9_.-]/g, '-'))),
];

/** Tags that name a version, such as `1.2.3` and `v1.2.3`, and not `1.2` or `sha-…`. */
export const isVersionTag = (tag: string): boolean => /^v?\d+\.\d+\.\d+(?:[-.][0-9A-Za-z.-]+)?$/.test(tag);

const platformSchema = z.object({os: z.string(), architecture: z.string(), variant: z.string().nullish()});
export const indexSchema = z.object({manifests: z.array(z.object({platform: platformSchema.optional()})).optional()});
type ImagePlatform = z.infer<typeof platformSchema>;

export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Platforms as people write them; BuildKit's attestations have none. */
export const platformNames = (platforms: readonly (ImagePlatform | undefined)[]): readonly string[] => [
  ...new Set(
    platforms.flatMap((one) =>
      one === undefined || one.os === 'unknown' || one.architecture === 'unknown' ? [] : [`${one.os}/${one.architecture}`],
    ),
  ),
];

/* Names are as good as the workflow spells them: what only a run knows stays unknown. */
const filledIn = (text: string, env: Readonly<Record<string, string>>): string =>
  text
    .replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => env[name] ?? whole)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? whole);

const imageOf = (text: string): ImageName | undefined => {
  const plain = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .replace(/^type=\S*name=/, '');
  const [first = '', ...others] = plain
    .replace(/@sha256:.*$/, '')
    .replace(/:(?:\$|[\w{])[^/]*$/, '')
    .split('/');
  if (first === '') return undefined;
  const hasRegistry = others.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const name = hasRegistry ? others.join('/') : [first, ...others].join('/');
  const registry = hasRegistry ? first.replace(/^(?:index|registry-1)\.docker\.io$/, dockerHub).toLowerCase() : dockerHub;
  return name.includes('/') || hasRegistry ? {registry, name} : undefined;
};

const listOf = (text: string | undefined, env: Readonly<Record<string, string>>): readonly ImageName[] =>
  (text ?? '')
    .split(/[\n,]+/)
    .flatMap((part) => (part.trim() === '' ? [] : [imageOf(filledIn(part, env))].filter((one) => one !== undefined)));

const pushLine =
  /\b(?:docker|podman|buildah)\s+push\b|\bdocker\s+(?:buildx\s+)?build\b.*\s--push\b|\bbuildx\s+imagetools\s+create\b|\bbuildx\s+bake\b.*--push\b/;

const namesInScript = (step: WorkflowStep): readonly ImageName[] =>
  scriptLines(step.run ?? '')
    .filter((line) => pushLine.test(line))
    .flatMap((line) => [
      ...[...line.matchAll(/\s(?:-t|--tag)[ =](\S+)/g)].map(([, name = '']) => name),
      ...[...line.matchAll(/\bpush\s+(?:--?\S+\s+)*([^\s;&|]+)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('-')),
    ])
    .flatMap((name) => listOf(name, step.env));

/** The images a step's own text names. */
const imagesOf = (step: WorkflowStep): readonly ImageName[] => {
  if (uses(step, 'docker/metadata-action')) return listOf(step.with.images, step.env);
  if (uses(step, 'docker/build-push-action')) return listOf(step.with.tags, step.env);
  if (uses(step, 'elgohr/publish-docker-github-action'))
    return listOf([step.with.registry, step.with.name].filter(Boolean).join('/'), step.env);
  if (uses(step, 'mr-smithers-excellent/docker-build-push'))
    return listOf([step.with.registry, step.with.image].filter(Boolean).join('/'), step.env);
  return namesInScript(step);
};

const pushesByAction = (step: WorkflowStep): boolean => {
  if (uses(step, 'elgohr/publish-docker-github-action', 'mr-smithers-excellent/docker-build-push')) return true;
  if (!uses(step, 'docker/build-push-action', 'docker/bake-action')) return false;
  const {push = 'false', outputs = ''} = step.with;
  return push !== 'false' || /push=true|type=registry/.test(outputs);
};

const registriesSignedInto = (job: WorkflowJob): readonly string[] =>
  job.steps.flatMap((step) =>
    uses(step, 'docker/login-action') ? [(step.with.registry ?? '') === '' ? dockerHub : (step.with.registry ?? '')] : [],
  );

/** Whether a step pushes images to a registry: by the names it spells, else by those the job describes, else by where it signs in. */
export const pushesTo = (registry: string, step: WorkflowStep, job: WorkflowJob): string | undefined => {
  const isAction = pushesByAction(step);
  if (!isAction && !(step.run !== undefined && scriptLines(step.run).some((line) => pushLine.test(line)))) return undefined;
  const own = imagesOf(step).map((image) => image.registry);
  const described = job.steps.flatMap((other) =>
    uses(other, 'docker/metadata-action') ? imagesOf(other).map((image) => image.registry) : [],
  );
  const signedIn = registriesSignedInto(job);
  const spelt = own.filter((one) => !one.includes('$'));
  const known = spelt.length > 0 ? spelt : described.length > 0 ? described : signedIn.length > 0 ? signedIn : [dockerHub];
  return known.includes(registry) ? (isAction ? `uses ${step.uses} to push` : 'pushes a Docker image') : undefined;
};

/** The first image of a registry that a step spells in full, in lower case; undefined: a run alone knows it. */
export const imageNameAt = (registry: string, step: WorkflowStep): string | undefined =>
  imagesOf(step)
    .find((image) => image.registry === registry && /^[a-z0-9._/-]+$/i.test(image.name))
    ?.name.toLowerCase();
