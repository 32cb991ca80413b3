import {type RepositoryName, repositoryText} from '../../model/project.ts';
import type {WorkflowJob, WorkflowStep} from '../../model/workflow.ts';
import {readsAutomaticToken, spelledOutLines, stepText} from '../script.ts';

/** A step that writes to a repository other than its own. */
type OtherRepository = {
  readonly step: WorkflowStep;
  /** Absent: the step doesn't spell it. */
  readonly repository?: string;
  readonly usesAutomaticToken: boolean;
};

/** Actions that only ever write to another repository, with where their token and that repository stand. */
const writers: Readonly<Record<string, {readonly token: readonly string[]; readonly repository?: string}>> = {
  'mislav/bump-homebrew-formula-action': {token: ['COMMITTER_TOKEN'], repository: 'homebrew-tap'},
  'dawidd6/action-homebrew-bump-formula': {token: ['token'], repository: 'tap'},
  'vedantmgoyal2009/winget-releaser': {token: ['token'], repository: 'fork-user'},
  'vedantmgoyal9/winget-releaser': {token: ['token'], repository: 'fork-user'},
  'cpina/github-action-push-to-another-repository': {
    token: ['API_TOKEN_GITHUB', 'SSH_DEPLOY_KEY'],
    repository: 'destination-repository-name',
  },
  'dmnemec/copy_file_to_another_repo_action': {token: ['API_TOKEN_GITHUB'], repository: 'destination_repo'},
  'justintimi/homebrew-releaser': {token: ['github_token'], repository: 'homebrew_tap'},
};

const isOther = (repository: string | undefined, own: RepositoryName): repository is string =>
  repository !== undefined && /^[\w.-]+\/[\w.-]+$/.test(repository) && repository.toLowerCase() !== repositoryText(own).toLowerCase();

const byAction = (step: WorkflowStep, own: RepositoryName): OtherRepository | undefined => {
  const writer = writers[step.uses ?? ''];
  if (writer === undefined) return undefined;
  const repository = step.with[writer.repository ?? ''];
  const token = writer.token.map((name) => step.with[name] ?? step.env[name] ?? '').join(' ');
  return {step, ...(isOther(repository, own) ? {repository} : {}), usesAutomaticToken: readsAutomaticToken(token)};
};

const remote = /(?:(?:https?:\/\/|git@)[^\s"'/]*(?:@|\/\/)?github\.com[/:]|\bgh:)([\w.-]+\/[\w.-]+?)(?:\.git)?(?=["'\s]|$)/g;
const flagged =
  /\bgh\s+(?:pr\s+create|repo\s+(?:clone|sync)|workflow\s+run|api)\b.*?(?:(?:--repo|-R)[\s=]+|\bclone\s+|repos\/)["']?([\w.-]+\/[\w.-]+)/;
const writes =
  /\bgit\s+(?:-C\s+\S+\s+)?push\b|\bgh\s+pr\s+create\b|\bwingetcreate\s+(?:update|submit)\b.*--submit|\bkomac\b.*--submit|\bbrew\s+bump-\w+-pr\b/;

const namedIn = (meaning: string, own: RepositoryName): string | undefined =>
  [...[...meaning.matchAll(remote)].map((found) => found[1]), flagged.exec(meaning)?.[1]].find((one) => isOther(one, own));

const carriesAutomaticToken = (step: WorkflowStep, meaning: string): boolean => {
  if (/github\.com/.test(meaning) && readsAutomaticToken(meaning)) return true;
  // `gh` and the bump commands take their token from these variables.
  const token = [step.env['GH_TOKEN'], step.env['GITHUB_TOKEN'], step.env['HOMEBREW_GITHUB_API_TOKEN']].find((one) => one !== undefined);
  return /\b(?:gh|komac|wingetcreate|brew)\s/.test(meaning) && token !== undefined && readsAutomaticToken(token);
};

/** A line that only tells people something. */
const isSaid = (line: string): boolean => /^(?:echo|printf)\b[^|>]*$/.test(line);

/** A script that names another repository in a clone, a remote or a flag, in a job that writes. */
const byScript = (step: WorkflowStep, own: RepositoryName): readonly OtherRepository[] =>
  spelledOutLines(step)
    .filter(({line}) => !isSaid(line))
    .filter(({line}) => /\bgit\s+(?:-C\s+\S+\s+)?(?:clone|push|remote)\b|\bgh\s|\bwingetcreate\b|\bkomac\b|\bbrew\s+bump-/.test(line))
    .flatMap(({line, meaning}) => {
      const repository =
        namedIn(meaning, own) ?? (/\bkomac\b|\bwingetcreate\b|\bbrew\s+bump-/.test(line) ? 'the marketplace’s own repository' : undefined);
      return repository === undefined ? [] : [{step, repository, usesAutomaticToken: carriesAutomaticToken(step, meaning)}];
    });

const byCheckout = (step: WorkflowStep, own: RepositoryName): OtherRepository | undefined => {
  const repository = step.with['repository'];
  if (step.uses !== 'actions/checkout' || !isOther(repository, own)) return undefined;
  const token = step.with['token'];
  return {step, repository, usesAutomaticToken: step.with['ssh-key'] === undefined && (token === undefined || readsAutomaticToken(token))};
};

/** Whether anything in the job pushes or opens a pull request. */
export const writesSomewhere = ({steps}: WorkflowJob): boolean =>
  steps.some(
    (step) =>
      spelledOutLines(step).some(({line}) => writes.test(line)) ||
      /^(?:stefanzweifel\/git-auto-commit-action|peter-evans\/create-pull-request|endbug\/add-and-commit|ad-m\/github-push-action)$/.test(
        step.uses ?? '',
      ),
  );

/** Every other repository that a job reaches for, whatever it does there. */
export const otherRepositories = ({steps}: WorkflowJob, own: RepositoryName): readonly OtherRepository[] =>
  steps.flatMap((step) => [byAction(step, own) ?? [], byCheckout(step, own) ?? [], ...byScript(step, own)].flat());

/** Whether a step hides in a variable which repository it reaches for. */
export const hidesRepository = ({steps}: WorkflowJob): boolean =>
  steps.some(
    (step) =>
      (step.uses === 'actions/checkout' &&
        /\$/.test(step.with['repository'] ?? '') &&
        !/github\.repository\s*\}/.test(step.with['repository'] ?? '')) ||
      /github\.com[/:]\$\{?\w+|\bgh\s+\w+\s+\w+.*(?:--repo|-R)[\s=]+["']?\$/.test(stepText(step)),
  );
