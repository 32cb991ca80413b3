import {type Account, findAccount, type GitHubState} from '../state.ts';

const api = 'https://api.github.com';

/** An opaque id in the style of GitHub's node ids. */
export const nodeId = (kind: string, id: number | string): string => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

const linksOf = (login: string) => {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  return {
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
  };
};

/** The short form that stands in every other answer. A login nobody holds is a bot's, such as `github-actions[bot]`. */
export const simpleUser = (state: GitHubState, login: string) => {
  const account = findAccount(state, login);
  const id = account?.id ?? 41_898_282;
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    ...linksOf(login),
    type: account?.type ?? 'Bot',
    user_view_type: 'public',
    site_admin: false,
  };
};

const countOf = (state: GitHubState, login: string, isPrivate: boolean): number =>
  [...state.repositories.values()].filter((one) => one.owner === login && one.isPrivate === isPrivate).length;

export const publicUser = (state: GitHubState, account: Account) => ({
  ...simpleUser(state, account.login),
  name: null,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  twitter_username: null,
  public_repos: countOf(state, account.login, false),
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: account.createdAt,
  updated_at: account.createdAt,
});

export const privateUser = (state: GitHubState, account: Account) => ({
  ...publicUser(state, account),
  user_view_type: 'private',
  private_gists: 0,
  total_private_repos: countOf(state, account.login, true),
  owned_private_repos: countOf(state, account.login, true),
  disk_usage: 0,
  collaborators: 0,
  two_factor_authentication: true,
});

export const organization = (state: GitHubState, account: Account) => {
  const url = `${api}/orgs/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('O', account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    description: null,
    is_verified: false,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: countOf(state, account.login, false),
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `https://github.com/${account.login}`,
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
    type: 'Organization',
  };
};
