import {type RepositoryName, repositoryText} from '../../src/model/project.ts';
import type {Instruction} from '../../src/model/task.ts';

/** The page with the fields filled in as far as its address can. */
const fineGrainedPage = ({owner, name}: RepositoryName, isOrganization: boolean): string => {
  const fields = new URLSearchParams({name: `${name} by its releases`.slice(0, 40), contents: 'write', expires_in: '366'});
  if (isOrganization) fields.set('target_name', owner);
  return `https://github.com/settings/personal-access-tokens/new?${fields}`;
};

/** How a fine-grained token is made that may write the contents of one repository and nothing else. */
export const fineGrainedSteps = (repository: RepositoryName, login: string | undefined, secret: string): readonly Instruction[] => [
  {
    text: 'Open the page for a new fine-grained token; what its address can fill in is filled in.',
    url: fineGrainedPage(repository, login !== undefined && login.toLowerCase() !== repository.owner.toLowerCase()),
  },
  {text: `Choose ${repository.owner} as the resource owner; an organization may have to approve the token first.`},
  {text: 'Choose when it expires, at most in a year; Portcall warns before that day.'},
  {text: `Under “Repository access” choose “Only select repositories” and tick ${repositoryText(repository)} alone.`},
  {text: 'Under “Permissions” add “Contents” with “Read and write”, and nothing more than the “Metadata” that comes with it.'},
  {text: 'Press “Generate token” and copy it at once, because GitHub shows it only now.'},
  {text: `Paste it here; Portcall tests it without writing anything and sets it as ${secret}.`},
];

/** How a classic token is made; `why` says what a fine-grained one can't do. */
export const classicSteps = (
  scopes: readonly [string, ...string[]],
  {secret, why, account}: {readonly secret: string; readonly why: string; readonly account: string | undefined},
): readonly Instruction[] => [
  ...(account === undefined ? [] : [{text: `Sign in to GitHub as ${account}, whose fork it is.`}]),
  {
    text: 'Open the page for a new classic token, with its scopes in the address.',
    url: `https://github.com/settings/tokens/new?scopes=${scopes.join(',')}`,
  },
  {text: `Make no fine-grained token: ${why}`},
  {text: `See that ${scopes.join(' and ')} ${scopes.length === 1 ? 'is' : 'are'} ticked, and untick what GitHub ticks besides.`},
  {text: 'Choose when it expires; Portcall warns before that day.'},
  {text: 'Press “Generate token” and copy it at once, because GitHub shows it only now.'},
  {text: `Paste it here; Portcall tests it without writing anything and sets it as ${secret}.`},
];
