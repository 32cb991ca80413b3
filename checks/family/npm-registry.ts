import {z} from 'zod';
import type {PackageFile} from '../../src/model/package-file.ts';
import type {WorkflowJob, WorkflowStep} from '../../src/model/workflow.ts';
import {parsedJson} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';
import {scriptLines, textOf, uses} from './steps.ts';

/** A name as it stands in a registry's path. */
export const packagePath = (name: string): string => name.split('/').map(encodeURIComponent).join('%2F').replace('%40', '@');

const gitHubRegistry = 'npm.pkg.github.com';
const publish =
  /(?:^|[\s;&|(])(?:npm(?:\s+stage)?|pnpm|yarn(?:\s+npm)?|bun|lerna)\s+(?:--?\S+(?:[ =][^\s-]\S*)?\s+)*publish\b(?!.*--dry-run)/;
const actions = ['js-devtools/npm-publish', 'changesets/action', 'pascalgn/npm-publish-action'];

type NpmTarget = 'npm' | 'github' | 'another';

const targetOfAddress = (text: string): NpmTarget | undefined => {
  if (text.includes(gitHubRegistry)) return 'github';
  const address = /https?:\/\/([^\s/"']+)/.exec(text)?.[1];
  return address === undefined ? undefined : /(?:^|\.)registry\.(?:npm|yarn)[a-z]*\./.test(address) ? 'npm' : 'another';
};

/** The registry that the nearest setup before a step chose; undefined: none did. */
const targetOfSetup = (step: WorkflowStep, job: WorkflowJob): NpmTarget | undefined =>
  job.steps
    .slice(0, Math.max(job.steps.indexOf(step), 0))
    .map((earlier) =>
      uses(earlier, 'actions/setup-node')
        ? targetOfAddress(earlier.with['registry-url'] ?? '')
        : earlier.run !== undefined && /registry/.test(earlier.run)
          ? targetOfAddress(earlier.run)
          : undefined,
    )
    .findLast((target) => target !== undefined);

/** Where a step publishes npm packages, and how; undefined: it doesn't. */
export const npmPublishing = (step: WorkflowStep, job: WorkflowJob): {readonly target: NpmTarget; readonly because: string} | undefined => {
  const command = step.run === undefined ? undefined : scriptLines(step.run).find((line) => publish.test(line));
  const isAction = uses(step, ...actions) && (step.uses !== 'changesets/action' || step.with.publish !== undefined);
  if (command === undefined && !isAction) return undefined;
  const asked = /--registry[ =](\S+)/.exec(command ?? '')?.[1];
  const set = step.with.registry ?? Object.entries(step.env).find(([name]) => /registry/i.test(name) && !/token/i.test(name))?.[1];
  const target =
    targetOfAddress(asked ?? set ?? '') ?? (textOf(step).includes(gitHubRegistry) ? 'github' : undefined) ?? targetOfSetup(step, job);
  return {
    target: target ?? 'npm',
    because: command === undefined ? `uses ${step.uses}` : `runs \`${publish.exec(command)?.[0].replace(/^[\s;&|(]+/, '')}\``,
  };
};

/** Whether a step publishes by GitHub's identity instead of a token, or signs where it comes from. */
export const needsIdentity = (step: WorkflowStep, job: WorkflowJob): boolean =>
  /--provenance|NPM_CONFIG_PROVENANCE/.test(textOf(step) + Object.keys(step.env).join(' ')) ||
  job.secrets.every((name) => name === 'GITHUB_TOKEN');

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  private: z.boolean().optional(),
  publisher: z.unknown().optional(),
  engines: z.looseObject({vscode: z.unknown().optional()}).optional().catch(undefined),
  publishConfig: z.looseObject({registry: z.string().optional()}).optional().catch(undefined),
});

const isLeftToBuild = (version: string | undefined): boolean =>
  version === undefined || /^0\.0\.0(?:-(?:development|semantic-release.*|semantically-released))?$/.test(version);

/* The package of one platform, which only another one asks for. */
const isPlatformPackage = (path: string): boolean =>
  /(?:^|\/)(?:npm|packages)\/(?:.*[/-])?(?:linux|darwin|win32|freebsd)-(?:x64|arm64|ia32|arm)(?:-(?:musl|gnu|msvc))?\/package\.json$/.test(
    path,
  );

export const isPackageJson = (path: string): boolean =>
  /(?:^|\/)package\.json$/.test(path) &&
  !isPlatformPackage(path) &&
  !/(?:^|\/)(?:node_modules|fixtures?|__fixtures__|tests?|examples?|templates?|vendor)\//.test(path);

/** A `package.json` that is published at this registry; undefined: it is private, an editor's extension, or another registry's. */
export const readPackageJson = (target: NpmTarget, path: string, text: string): PackageFile | undefined => {
  const body = parsedJson(text);
  if (body === undefined) return target === 'npm' ? {path, faults: [{what: 'The file is not valid JSON.'}]} : undefined;
  const {data} = packageSchema.safeParse(body);
  if (data?.name === undefined || data.private === true) return undefined;
  if (data.engines?.vscode !== undefined && data.publisher !== undefined) return undefined;
  if ((targetOfAddress(data.publishConfig?.registry ?? '') ?? 'npm') !== target) return undefined;
  const version = isLeftToBuild(data.version) ? {} : {version: data.version ?? ''};
  return {path, name: data.name, ...version, faults: placeholderFaults(text)};
};
