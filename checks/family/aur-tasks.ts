import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts} from '../../src/model/task.ts';
import {proveAurName} from './aur-name.ts';
import {aurPage as pageOf, aurSite as site} from './aur-packages.ts';
import {aurOverSsh} from './aur-ssh.ts';
import {repositoryPage} from './github.ts';
import {scriptLines, textOf} from './steps.ts';
import {secretName, untilSecretIsSet, workflowTask} from './tasks.ts';

const guide = 'https://wiki.archlinux.org/title/AUR_submission_guidelines';
const account = `${site}/account`;
/** Of the host key that `aurOverSsh` pins, as the AUR's front page shows it. */
const fingerprint = 'SHA256:RFzBCUItH9LZS0cKB5UE6ceAYhBD5C8GeOBip8Z11+4';
const knownHosts = `${aurOverSsh.host} ${aurOverSsh.hostKey}`;
const nameOf = (project: Project): string => packageNameOf(project, 'aur').name;

const tested = ({token}: TaskFacts): string => token?.verdict ?? '';
/** Whether the AUR answered the key over SSH, under the host key that Portcall pins. */
const isKnownThere = (facts: TaskFacts): boolean => ['valid', 'valid-rights-unknown', 'lacks-right'].includes(tested(facts));
/** A version of one's own was pushed, which takes an account, its verified address and its key. */
const wasPushed = ({publication}: TaskFacts): boolean =>
  publication?.belongsTo === 'this-project' && publication.version.kind === 'published';

const accountTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Register at the AUR; wait where registration is paused.',
    url: () => `${site}/register`,
    why: 'Packages are pushed by an account, and there is no other way to publish at the AUR.',
    cost: 'Free; ten minutes, or waiting while registration is paused.',
    instructions: () => [
      {
        text: 'Look whether the page takes registrations; where it says that they are paused, come back another day and never by a program.',
        url: `${site}/register`,
      },
      {text: 'Choose a user name of 3 to 16 letters and digits, and an address that is no disposable one.'},
      {
        text: 'Answer the question at the end with what its command prints on an Arch system; a container is enough.',
        command: 'docker run --rm -it archlinux:base-devel',
      },
      {text: 'Follow the link in the message and set a password; the link is good for 24 hours.'},
    ],
    state: (facts) => (isKnownThere(facts) || wasPushed(facts) ? 'done' : undefined),
    shownBy: 'account',
  },
  {
    id: 'check-name',
    stage: 'account',
    title: 'Look whether the name is free in the AUR and in the official repositories.',
    url: (project) => pageOf(nameOf(project)),
    why: 'The first push takes the name, and the AUR refuses one that Arch Linux itself or somebody else has.',
    cost: 'Free; five minutes.',
    instructions: ({project}) => [
      {text: 'Look for the name in the AUR.', url: pageOf(nameOf(project))},
      {text: 'Look for it in Arch Linux itself.', url: `https://archlinux.org/packages/?q=${encodeURIComponent(nameOf(project))}`},
      {text: 'End the name in -bin where the package brings prebuilt files, and in -git where it follows the branch.'},
      {text: 'Read the submission guidelines once.', url: guide},
    ],
    prove: (lookup, {project, facts}) => proveAurName(lookup, project, facts),
  },
];

const keyTasks: readonly Task[] = [
  {
    id: 'make-key',
    stage: 'token',
    title: 'Make a pair of keys for the job alone.',
    url: () => guide,
    why: 'The AUR takes pushes over SSH only, and a key of its own can be taken back without locking you out.',
    cost: 'Free; a minute.',
    instructions: () => [
      {
        text: 'Make the pair in a folder that is no repository, without a passphrase, which a job could not type.',
        command: "ssh-keygen -t ed25519 -N '' -f aur -C aur-ci",
      },
      {text: 'Keep aur, the private key, to yourself; aur.pub is the public one.'},
    ],
    state: (facts) => (isKnownThere(facts) || wasPushed(facts) || untilSecretIsSet(facts) === 'done' ? 'done' : 'to-do'),
  },
  {
    id: 'add-key',
    stage: 'token',
    title: 'Paste the public key into your account at the AUR.',
    url: () => account,
    why: 'The AUR knows you by this key, and a key that stands in no account may push nothing.',
    cost: 'Free; two minutes.',
    instructions: () => [
      {text: 'Show the public key, and copy the whole line that begins with ssh-ed25519.', command: 'cat aur.pub'},
      {text: 'Open “My Account”, paste it into “SSH Public Key” on a line of its own, enter your password and save.', url: account},
      {text: 'Use an account that co-maintains this package alone where that is possible: the key has every right of its account.'},
      {text: 'Paste the private key in the next task; Portcall then asks the AUR whether it knows it.'},
    ],
    state: (facts) => (isKnownThere(facts) || wasPushed(facts) ? 'done' : undefined),
    shownBy: 'token',
  },
  {
    id: 'verify-address',
    stage: 'token',
    title: 'Verify the e-mail address of your account at the AUR.',
    url: () => account,
    why: 'An account may not push before, and one that stays unverified is deleted after 14 days.',
    cost: 'Free; two minutes.',
    instructions: () => [
      {text: 'Open “My Account” and let it send the message again.', url: account},
      {text: 'Follow the link in it within 24 hours.'},
    ],
    state: (facts) => {
      if (wasPushed(facts) || tested(facts) === 'valid') return 'done';
      return tested(facts) === 'lacks-right' ? 'to-do' : 'unknown';
    },
  },
  {
    id: 'set-secret',
    stage: 'secret',
    title: (facts) => `Set the private key as ${secretName(facts)}.`,
    url: (project) => repositoryPage(project.repository, '/settings/secrets/actions'),
    why: 'The job pushes with the private key; one that was pasted with other line ends, or without its last one, is refused.',
    cost: 'Free; two minutes.',
    instructions: ({facts}) => [
      {text: 'Show the private key, and copy all of it with its first and its last line.', command: 'cat aur'},
      {
        text: `Paste it here; Portcall mends its line ends, tests it over SSH without pushing anything, and sets it as ${secretName(facts)}.`,
      },
      {text: 'Delete both files once the key is set and works.', command: 'rm aur aur.pub'},
    ],
    state: untilSecretIsSet,
    shownBy: 'secret',
    givesToken: true,
  },
];

/** What the job says of host keys; undefined: nothing, as where an action connects by itself. */
const pinningIn = ({job}: TaskFacts): 'pins' | 'trusts-any' | undefined => {
  const steps = job?.job.steps ?? [];
  if (steps.some((step) => textOf(step).includes(aurOverSsh.hostKey))) return 'pins';
  const trusts = /\bssh-keyscan\b|StrictHostKeyChecking[= ](?:no|off|accept-new)\b/i;
  const lines = steps.flatMap((step) => [...scriptLines(step.run ?? ''), ...Object.values(step.env)]);
  return lines.some((line) => trusts.test(line)) ? 'trusts-any' : undefined;
};

const pinHost: Task = {
  id: 'pin-host-key',
  stage: 'workflow',
  title: 'Pin the AUR’s host key.',
  url: () => site,
  why: 'A job that trusts whatever key answers can push to somebody who stands in between.',
  cost: 'Free; two minutes.',
  instructions: () => [
    {text: `Hold the fingerprint on the AUR's front page against the one that Portcall carries: ${fingerprint}.`, url: site},
    {
      text: 'Let the job write this line into known_hosts before it connects, in place of ssh-keyscan.',
      command: `echo '${knownHosts}' | tee -a ~/.ssh/known_hosts`,
    },
    {text: 'Let it connect with StrictHostKeyChecking=yes; an action that fetches the host key itself leaves nothing to pin.'},
  ],
  state: (facts) => {
    const pinning = pinningIn(facts);
    if (pinning !== undefined) return pinning === 'pins' ? 'done' : 'to-do';
    return isKnownThere(facts) ? 'done' : undefined;
  },
  shownBy: 'token',
};

/** What only a person can do for the AUR. */
export const aurTasks: readonly Task[] = [...accountTasks, ...keyTasks, pinHost, workflowTask('AUR', guide)];
