import {findRepository, type Repository} from '../github/state.ts';
import {contextlite} from '../marketplaces/project.ts';
import type {TrustedPublisher} from '../marketplaces/trusted-publisher.ts';
import type {World} from '../world.ts';

/** The GitHub login of the person at the browser. */
export const loginOf = ({github, setting}: World): string =>
  github.tokens.get(setting.tokens.GITHUB_TOKEN ?? '')?.login ?? contextlite.owner;

/** The repository that the person publishes from; undefined: it was taken out of this world. */
export const ownProject = (world: World): Repository | undefined => findRepository(world.github, contextlite.owner, contextlite.name);

/** The version that the person is about to publish: that of the newest release. */
export const ownVersion = (world: World): string =>
  (
    ownProject(world)
      ?.releases.filter(({isDraft}) => !isDraft)
      .at(-1)?.tag ?? 'v0.0.0'
  ).replace(/^v/, '');

/** What the person types into a form for a trusted publisher, where its address fills in nothing. */
export const ownPublisher = (world: World, query: URLSearchParams): TrustedPublisher => {
  const file = ownProject(world)?.workflows[0]?.path.split('/').at(-1) ?? 'release.yml';
  const environment = query.get('environment');
  return {
    owner: query.get('owner') ?? query.get('repository_owner') ?? contextlite.owner,
    repository: query.get('repository') ?? query.get('repository_name') ?? contextlite.name,
    workflow: query.get('workflow_filename') ?? query.get('workflow') ?? file,
    ...(environment ? {environment} : {}),
  };
};

export const publisherText = ({owner, repository, workflow, environment}: TrustedPublisher): string =>
  `${owner}/${repository} with ${workflow}${environment === undefined ? '' : ` in environment ${environment}`}`;
