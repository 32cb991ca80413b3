import type {Done} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import type {SubmissionStep} from '../model/submission-steps.ts';
import {aurProblem} from './aur-refusals.ts';
import {sendOnce} from './lost-answers.ts';
import {changedSince, type MarketplaceWriter, type SshWriter} from './marketplace-writer.ts';
import type {SshCheckout, SshRepository} from './ssh-git.ts';

type PushAur = Extract<SubmissionStep, {readonly kind: 'push-aur'}>;

/** The one branch that the AUR takes. */
const branch = 'master';

const repositoryFor = ({ssh}: MarketplaceWriter, name: string): {readonly ssh: SshWriter; readonly repository: SshRepository} => {
  const signIn = ssh?.signInFor('aur');
  if (ssh === undefined || signIn === undefined)
    throw new Problem(
      'unauthorized',
      'No SSH key for the AUR is at hand, so nothing is pushed there.',
      'Set AUR_SSH_KEY in the environment, or give it with “portcall tokens aur”.',
    );
  return {ssh, repository: {...signIn, path: `${name}.git`}};
};

const findHead = async ({git}: SshWriter, repository: SshRepository): Promise<string | undefined> => {
  const answer = await git.findHead(repository, branch);
  if (answer.code !== 0) throw aurProblem(answer);
  return answer.head;
};

const holdsAll = async (checkout: SshCheckout, files: PushAur['files']): Promise<boolean> => {
  for (const {path, after} of files) if ((await checkout.read(path)) !== after) return false;
  return true;
};

/** Commits the files on top of what was planned on, pushes, and looks where the branch stands. */
const commitTo = async (
  {ssh, repository}: ReturnType<typeof repositoryFor>,
  checkout: SshCheckout,
  step: PushAur,
  keepPace: () => Promise<void>,
): Promise<Done> => {
  for (const {path, before} of step.files)
    if ((await checkout.read(path)) !== before) throw changedSince(`${path} of ${step.package} was changed at the AUR`);
  const commit = await checkout.commit(step.files, step.message, await ssh.findAuthor());
  let said = '';
  await sendOnce<true>({
    where: 'the AUR',
    what: `the commit ${commit.slice(0, 7)}`,
    send: async () => {
      await keepPace();
      const answer = await checkout.push(branch);
      if (answer.code !== 0) throw aurProblem(answer);
      said = answer.text;
      return true;
    },
    look: async () => ((await findHead(ssh, repository)) === commit ? true : undefined),
  });
  if (/\.SRCINFO unchanged/i.test(said))
    return {note: `The AUR took the commit ${commit.slice(0, 7)} and goes on showing the old version, since .SRCINFO is as it was.`};
  const stands = await findHead(ssh, repository).catch(() => undefined);
  return {
    note:
      stands === commit
        ? `${step.package} stands at the commit ${commit.slice(0, 7)} at the AUR.`
        : `The AUR took the commit ${commit.slice(0, 7)} of ${step.package}.`,
  };
};

/** Pushes one commit to a package's repository at the AUR, or makes the package. Nothing is pushed onto what the plan did not know. */
export const pushAur = async (writer: MarketplaceWriter, step: PushAur): Promise<Done> => {
  const place = repositoryFor(writer, step.package);
  const {ssh, repository} = place;
  const head = await findHead(ssh, repository);
  return ssh.git.withCheckout(repository, {...(head === undefined ? {} : {branch}), problemOf: aurProblem}, async (checkout) => {
    if (head !== undefined && (await holdsAll(checkout, step.files)))
      return {note: `It was so already: ${step.package} at the AUR has exactly these files.`};
    if (head !== step.base)
      throw changedSince(
        step.base === undefined ? `The AUR got a package ${step.package}` : `Another commit was pushed to ${step.package} at the AUR`,
      );
    return commitTo(place, checkout, step, writer.keepPace);
  });
};
