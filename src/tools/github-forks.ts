import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {Step} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {askedOrAbsent, readAs} from './github.ts';
import {
  findBranch,
  findStanding,
  findViewer,
  findWritable,
  isAboutWorkflowRight,
  isSameName,
  lacksWorkflowRight,
  mayNotWrite,
  parametersOf,
  type RepositoryWriter,
  refuseOtherOwner,
  type StandingRepository,
  untilSeen,
  written,
} from './github-repository.ts';
import {sendOnce} from './lost-answers.ts';

type ForkStep = Extract<Step, {readonly kind: 'fork-repository'}>;
type SyncStep = Extract<Step, {readonly kind: 'sync-fork'}>;

/** GitHub asks to wait this long before one worries about a fork. */
const forkPatience = 300_000;

/** Longer ago than this, a fork that lacks its branch is not one that is still being made. */
const newForkAge = 2 * forkPatience;

const refused = (what: string, next: string) => new Problem('refused', what, next);

const refuseUnlessForkOf = (standing: StandingRepository, upstream: RepositoryName): void => {
  const {full_name, fork, parent} = standing;
  const wanted = repositoryText(upstream);
  if (!fork)
    throw refused(
      `The name is taken: ${full_name} is a repository that is no fork.`,
      `Rename it first, in the settings at https://github.com/${full_name}/settings.`,
    );
  if (parent !== undefined && isSameName(parent.full_name, wanted)) return;
  throw refused(
    `The name is taken: ${full_name} is a fork of ${parent?.full_name ?? 'something else'}, not of ${wanted}.`,
    `Rename or delete it first, in the settings at https://github.com/${full_name}/settings.`,
  );
};

const refuseImpossible = async (writer: RepositoryWriter, {upstream, branch, owner, isOrganization}: ForkStep): Promise<void> => {
  if (isSameName(owner, upstream.owner))
    throw refused(`${repositoryText(upstream)} is ${owner}'s own, and nobody forks what is theirs.`, 'Work in the repository itself.');
  const source = await findStanding(writer, upstream);
  if (source === undefined)
    throw refused(`GitHub shows no repository ${repositoryText(upstream)} to this token.`, 'Check that the token may see it.');
  if (source.default_branch !== branch)
    throw refused(
      `The main branch of ${source.full_name} is ${source.default_branch} now, not ${branch}.`,
      'Plan it again from fresh facts.',
    );
  if (!isOrganization) refuseOtherOwner(await findViewer(writer), owner);
};

const nameOf = (fullName: string): RepositoryName => {
  const [owner = '', name = ''] = fullName.split('/');
  return {owner, name};
};

/** Asks for the fork; the result is what it is called. */
const requestFork = (writer: RepositoryWriter, {upstream, owner, isOrganization}: ForkStep, wanted: RepositoryName): Promise<string> =>
  sendOnce({
    what: `the fork ${repositoryText(wanted)}`,
    send: async () => {
      const parameters = {...parametersOf(upstream), default_branch_only: true, ...(isOrganization ? {organization: owner} : {})};
      const {data} = await written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/forks', parameters), {
        404: () => mayNotWrite(wanted),
        422: (words) => refused(`GitHub makes no fork for ${owner}: ${words}.`, 'Look at the rules of the organization.'),
      });
      return readAs(z.object({full_name: z.string()}), data).full_name;
    },
    look: async () => (await findStanding(writer, wanted))?.full_name,
  });

const stillMaking = (fullName: string) =>
  new Problem(
    'unexpected-answer',
    `GitHub is still making ${fullName}: after five minutes its branch can't be read yet.`,
    'Do it again in a few minutes: the fork that is being made is found then.',
  );

/** Forks one branch and waits until it can be read; one that stands there already is found. */
export const forkRepository = async (writer: RepositoryWriter, step: ForkStep): Promise<Done> => {
  const {upstream, branch, owner} = step;
  await refuseImpossible(writer, step);
  const wanted = {owner, name: upstream.name};
  const before = await findStanding(writer, wanted);
  if (before !== undefined) refuseUnlessForkOf(before, upstream);
  const fullName = before?.full_name ?? (await requestFork(writer, step, wanted));
  const fork = nameOf(fullName);
  const patience = before === undefined || before.age < newForkAge ? forkPatience : 0;
  const sha = await untilSeen(writer, patience, () => findBranch(writer, fork, branch));
  if (sha === undefined && patience === 0)
    throw refused(
      `${fullName} is a fork already, and has no branch ${branch}.`,
      `Make the branch at https://github.com/${fullName}/branches.`,
    );
  if (sha === undefined) throw stillMaking(fullName);
  const made = await findWritable(writer, fork);
  refuseUnlessForkOf(made, upstream);
  const shown = `GitHub shows ${fullName} as a fork of ${repositoryText(upstream)}, its branch ${branch} at ${sha.slice(0, 7)}.`;
  if (before !== undefined) return {note: `It was there already: ${shown}`};
  const isRenamed = !isSameName(fullName, repositoryText(wanted));
  return {note: `Forked: ${shown}${isRenamed ? ` It is called otherwise than ${repositoryText(wanted)}.` : ''}`};
};

const comparisonSchema = z.object({ahead_by: z.number(), behind_by: z.number()});

/** How far a fork's branch is from its upstream's; undefined: one of the branches is not there. */
const findDistance = async ({github}: RepositoryWriter, {fork, upstream, branch}: SyncStep) => {
  const basehead = `${upstream.owner}:${branch}...${branch}`;
  const parameters = {...parametersOf(fork), basehead, per_page: 1};
  const reply = await askedOrAbsent(() => github.request('GET /repos/{owner}/{repo}/compare/{basehead}', parameters));
  return reply === undefined ? undefined : readAs(comparisonSchema, reply.data);
};

const aheadText = (ahead: number): string =>
  ahead === 0 ? '' : ` ${ahead} ${ahead === 1 ? 'commit' : 'commits'} that only the fork has ${ahead === 1 ? 'stays' : 'stay'}.`;

const requestSync = (writer: RepositoryWriter, step: SyncStep): Promise<unknown> => {
  const {fork, upstream, branch} = step;
  const page = `https://github.com/${repositoryText(fork)}`;
  return sendOnce<unknown>({
    what: `${repositoryText(fork)} as up to date`,
    send: () =>
      written(writer, () => writer.github.request('POST /repos/{owner}/{repo}/merge-upstream', {...parametersOf(fork), branch}), {
        404: () => mayNotWrite(fork),
        409: () =>
          refused(
            `What only ${repositoryText(fork)} has on ${branch} conflicts with ${repositoryText(upstream)}.`,
            `Keep it on another branch, then open ${page} and choose “Sync fork” and “Discard commits”.`,
          ),
        422: (words) =>
          isAboutWorkflowRight(words)
            ? lacksWorkflowRight()
            : refused(`GitHub does not bring ${branch} up (422): ${words}.`, `Open ${page} and choose “Sync fork”.`),
      }),
    look: async () => ((await findDistance(writer, step))?.behind_by === 0 ? true : undefined),
  });
};

/** Brings a fork's branch up to its upstream's and sees that it is no longer behind. */
export const syncFork = async (writer: RepositoryWriter, step: SyncStep): Promise<Done> => {
  const {fork, upstream, branch} = step;
  refuseUnlessForkOf(await findWritable(writer, fork), upstream);
  const before = await findDistance(writer, step);
  if (before === undefined)
    throw refused(`${repositoryText(fork)} and its upstream share no branch ${branch}.`, 'Look at the branches of both.');
  if (before.behind_by === 0) return {note: `It was up to date already: GitHub shows it 0 commits behind.${aheadText(before.ahead_by)}`};
  await requestSync(writer, step);
  const after = await untilSeen(writer, 15_000, async () => {
    const distance = await findDistance(writer, step);
    // Commits that came in the meantime are no reason to wait on.
    return distance !== undefined && distance.behind_by < before.behind_by ? distance : undefined;
  });
  if (after === undefined)
    throw new Problem(
      'unexpected-answer',
      `GitHub took it and still shows ${repositoryText(fork)} ${before.behind_by} commits behind.`,
      'Look again in a minute.',
    );
  return {
    note: `Brought up: GitHub shows it ${after.behind_by} commits behind, where it was ${before.behind_by}.${aheadText(before.ahead_by)}`,
  };
};
