import {packageNameOf} from '../../src/model/project.ts';
import type {Task, TaskFacts} from '../../src/model/task.ts';
import {repositoryPage} from './github.ts';
import {inOrder, isWithoutToken, pasteIt, secretName, untilSecretIsSetWhereNeeded, workflowTask} from './tasks.ts';
import {galleryOrigin} from './vscode-token.ts';

const tokensPage = 'https://dev.azure.com/_usersSettings/tokens';
const guide = 'https://code.visualstudio.com/api/working-with-extensions/continuous-integration';
const registrations = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';
const ownId =
  'az rest -u https://app.vssps.visualstudio.com/_apis/profile/profiles/me --resource 499b84ac-1321-427f-aa17-267ca6975798 --query id';

/** The environment whose runs the identity trusts; the usual name where the job has none yet. */
const environmentOf = ({job}: TaskFacts): string => {
  const named = job?.job.environment;
  return named === undefined || named.includes('${{') ? 'marketplace' : named;
};

/** What only a person can do for the VS Code Marketplace. */
export const vscodeTasks: readonly Task[] = [
  {
    id: 'create-publisher',
    stage: 'account',
    title: 'Create a publisher with your Microsoft account.',
    url: () => `${galleryOrigin}/manage/createpublisher`,
    why: 'Every extension’s name begins with its publisher, as in `publisher.name`, and only its members publish.',
    cost: 'Free; ten minutes.',
    instructions: inOrder(
      'Sign in with a Microsoft account that you will still have in some years; a free one does.',
      'Enter a name for people and an ID of letters, digits and hyphens, which can never be changed.',
      'Press Create, and write the ID as `publisher` into the extension’s `package.json`.',
    ),
    shownBy: 'account',
  },
  {
    id: 'set-up-entra',
    stage: 'token',
    title: 'Set up an Entra identity that this repository’s workflow may use, and add it to the publisher as Contributor.',
    url: () => guide,
    why: 'A workflow that proves itself to Entra needs no token, and the tokens for all organizations stop working on 2026-12-01.',
    cost: 'Free; an hour; needs a Microsoft Entra tenant, which a personal account may first have to create.',
    instructions: ({project, facts}) => {
      const {owner, name} = project.repository;
      const environment = environmentOf(facts);
      const publisher = packageNameOf(project, 'vscode').name.split('.')[0] ?? '';
      return [
        {text: 'Register an application in Entra, which needs no Azure subscription.', url: registrations},
        {
          text: `Add a federated credential of the kind “GitHub Actions” to it with the subject repo:${owner}/${name}:environment:${environment} and the audience api://AzureADTokenExchange.`,
        },
        {
          text: `Create the environment ${environment} in the repository, because a tag can’t be trusted by a pattern.`,
          url: repositoryPage(project.repository, '/settings/environments'),
        },
        {
          text: 'Set the variables AZURE_CLIENT_ID and AZURE_TENANT_ID there to the two ids that the application’s page shows.',
          url: repositoryPage(project.repository, '/settings/variables/actions'),
        },
        {
          text: `Give the job \`environment: ${environment}\` and \`id-token: write\`, and let \`azure/login\` run before it with \`allow-no-subscriptions: true\`.`,
        },
        {text: 'Let a run of it print its own id once, because only the identity itself can fetch it.', command: ownId},
        {text: 'Add that id to the publisher’s members as Contributor.', url: `${galleryOrigin}/manage/publishers/${publisher}`},
        {text: 'Publish with `vsce publish --azure-credential`.'},
      ];
    },
    onlyWord: 'Only whoever administers the tenant and the publisher is shown what Entra trusts and who the members are.',
  },
  {
    id: 'make-token',
    stage: 'token',
    title: (facts) => `Or make a token for one organization of Azure DevOps and set it as ${secretName(facts)}.`,
    url: () => tokensPage,
    why: 'A job that does not sign in to Entra publishes with a token; one for all organizations can no longer be made and ends on 2026-12-01.',
    cost: 'Free; ten minutes, again at least every year; that the marketplace takes such tokens is not promised.',
    instructions: (setting) => [
      {text: 'Sign in with the account of the publisher, and create an organization if you have none.', url: 'https://dev.azure.com/'},
      {text: 'Press “New Token” and choose that one organization, and not “All accessible organizations”.', url: tokensPage},
      {text: 'Set an expiration of at most a year, and write the date down, because nothing tells it later.'},
      {text: 'Under Scopes choose “Custom defined”, press “Show all scopes”, and tick Manage under Marketplace and nothing else.'},
      pasteIt(setting),
    ],
    state: (facts) => (isWithoutToken(facts) ? 'not-due' : untilSecretIsSetWhereNeeded(facts)),
    shownBy: 'secret',
    givesToken: true,
  },
  {
    id: 'revoke-tokens',
    stage: 'token',
    title: 'Revoke old tokens for all organizations; they stop working on 2026-12-01.',
    url: () => tokensPage,
    why: 'Whoever finds such a token can act in every organization of the account until it ends.',
    cost: 'Free; five minutes; a job that still reads one fails from then on.',
    instructions: inOrder(
      'See first that a version was published without such a token.',
      'Select each token whose organization is “All accessible organizations”, and press Revoke.',
    ),
    onlyWord: 'Azure DevOps shows an account’s tokens to nobody but its owner.',
  },
  workflowTask('the VS Code Marketplace', guide),
];
