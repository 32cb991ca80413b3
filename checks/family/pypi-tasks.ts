import {packageNameOf} from '../../src/model/project.ts';
import type {Task} from '../../src/model/task.ts';
import {pypiTrust} from './pypi-trust.ts';
import {pythonName} from './python-package.ts';
import {
  inOrder,
  isMissing,
  nameTask,
  pasteIt,
  secretName,
  untilAccountExists,
  untilSecretIsSetWhereNeeded,
  untilTrusted,
  workflowTask,
} from './tasks.ts';
import {trustTask} from './trust-task.ts';

const site = 'https://pypi.org';
const tokenPage = `${site}/manage/account/token/`;

/** What only a person can do for PyPI. */
export const pypiTasks: readonly Task[] = [
  {
    id: 'create-account',
    stage: 'account',
    title: 'Create an account at PyPI and confirm its e-mail address.',
    url: () => `${site}/account/register/`,
    why: 'Every project belongs to an account, and PyPI refuses uploads of one whose primary address is not confirmed.',
    cost: 'Free; five minutes.',
    instructions: inOrder(
      'Choose a user name, which everybody sees beside your projects.',
      'Open the link in the mail that PyPI sends; without it you can make no token and upload nothing.',
      {text: 'See under “Account emails” that the primary address is marked as verified.', url: `${site}/manage/account/`},
      'An account at TestPyPI is another one and does not count here.',
    ),
    state: untilAccountExists,
    shownBy: 'account',
  },
  {
    id: 'secure-account',
    stage: 'account',
    title: 'Turn on two-factor sign-in and keep the recovery codes.',
    url: () => `${site}/manage/account/two-factor/`,
    why: 'PyPI takes no upload from an account without it.',
    cost: 'Free; ten minutes.',
    instructions: inOrder(
      'Press “Generate recovery codes” first and keep them somewhere other than this machine.',
      'Then add a security device or an authentication application, and confirm with one code.',
    ),
    onlyWord: 'PyPI shows it to nobody but the account’s owner, and a token learns of it only at an upload.',
  },
  nameTask('PyPI', `${site}/help/#project-name`),
  trustTask(
    {
      marketplace: 'PyPI',
      stage: 'token',
      title: 'Make the workflow a trusted publisher, which works before the project exists.',
      why: 'A trusted workflow proves itself anew in every run, so there is no token to keep, to renew or to lose.',
      cost: 'Free; five minutes.',
      state: untilTrusted(false),
    },
    pypiTrust,
  ),
  {
    id: 'make-token',
    stage: 'token',
    title: (facts) => `Or make a token and set it as ${secretName(facts)}.`,
    url: () => tokenPage,
    why: 'A job that is no trusted publisher uploads with a token, and fails with a 403 without one.',
    cost: 'Free; five minutes; it has no end of its own.',
    instructions: (setting) => {
      const name = pythonName(packageNameOf(setting.project, 'pypi').name);
      return [
        {text: 'Name the token after the repository, so that you know later what it is for.', url: tokenPage},
        isMissing(setting.facts)
          ? {
              text: `Choose the scope “Entire account”, because ${name} does not exist yet, and replace the token by one for it after the first upload.`,
            }
          : {text: `Choose the scope “Project: ${name}”, so that it is good for nothing else.`},
        {text: 'Press “Create token”.'},
        pasteIt(setting),
      ];
    },
    state: untilSecretIsSetWhereNeeded,
    shownBy: 'secret',
    givesToken: true,
  },
  workflowTask(
    'PyPI',
    'https://packaging.python.org/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/',
  ),
];
