import type {GitHubState, Usage} from './state.ts';
import type {Viewer} from './viewer.ts';

export type Resource = 'core' | 'search';

const hour = 3_600_000;
const minute = 60_000;

const allowed = (viewer: Viewer, resource: Resource): number => {
  if (resource === 'search') return viewer.kind === 'somebody' ? 30 : 10;
  return viewer.kind === 'somebody' ? 5000 : 60;
};

const callerOf = (viewer: Viewer): string => (viewer.kind === 'somebody' ? viewer.account.login : 'anonymous');

export const usageOf = (state: GitHubState, viewer: Viewer, resource: Resource, now: number): Usage => {
  const key = `${callerOf(viewer)} ${resource}`;
  const known = state.usage.get(key);
  if (known && known.resetsAt > now) return known;
  const fresh: Usage = {used: 0, resetsAt: Math.floor(now / 1000) * 1000 + (resource === 'search' ? minute : hour)};
  state.usage.set(key, fresh);
  return fresh;
};

export type Limit = {readonly limit: number; readonly used: number; readonly remaining: number; readonly reset: number};

/** A caller's limit as `/rate_limit` shows it. */
export const limitOf = (state: GitHubState, viewer: Viewer, resource: Resource, now: number): Limit => {
  const {used, resetsAt} = usageOf(state, viewer, resource, now);
  const limit = allowed(viewer, resource);
  return {limit, used: Math.min(used, limit), remaining: Math.max(limit - used, 0), reset: Math.ceil(resetsAt / 1000)};
};

export const limitHeaders = (limit: Limit, resource: Resource): Readonly<Record<string, string>> => ({
  'x-ratelimit-limit': String(limit.limit),
  'x-ratelimit-remaining': String(limit.remaining),
  'x-ratelimit-used': String(limit.used),
  'x-ratelimit-reset': String(limit.reset),
  'x-ratelimit-resource': resource,
});

/** Whom the refusal names. */
export const callerText = (viewer: Viewer): string => (viewer.kind === 'somebody' ? `user ID ${viewer.account.id}` : '127.0.0.1');
