import type {DemoSetting} from '../service.ts';
import {imageOf} from './oci-image.ts';
import type {OciRepository} from './oci-registry.ts';
import {contextlite, hoursAgo} from './project.ts';

export type DockerScope = 'repo:admin' | 'repo:write' | 'repo:read' | 'repo:public_read';

export type DockerToken = {
  readonly secret: string;
  readonly label: string;
  readonly user: string;
  readonly scope: DockerScope;
  readonly createdAt: string;
  /** Absent: never. */
  readonly expiresAt?: string;
};

export type DockerRepository = OciRepository & {
  /** When each tag was last pushed, as an ISO time. */
  pushedAt: Record<string, string>;
  readonly createdAt: string;
  pullCount: number;
};

export type DockerState = {
  users: string[];
  /** Users with two-factor sign-in, which nobody but them sees. */
  secured: string[];
  organizations: string[];
  tokens: DockerToken[];
  /** By `namespace/name`. */
  repositories: Record<string, DockerRepository>;
  /** True: this address has pulled too much. */
  isOverPullLimit?: boolean;
};

/** The token of a user, if it is one and still valid. */
export const findDockerToken = (setting: DemoSetting, state: DockerState, user: unknown, secret: unknown): DockerToken | undefined =>
  state.tokens.find(
    (token) =>
      token.secret !== '' &&
      token.secret === secret &&
      token.user === user &&
      (token.expiresAt === undefined || Date.parse(token.expiresAt) > setting.now()),
  );

/** Docker Hub at the audit: 1.0.34 is out and `latest` with it, 1.0.35 is not. */
export const dockerAtStart = (setting: DemoSetting): DockerState => {
  const pushed = hoursAgo(setting, 34);
  const {digest, stored} = imageOf(setting, '1.0.34', pushed);
  const user = setting.tokens.DOCKERHUB_USERNAME ?? contextlite.publisher;
  return {
    users: [contextlite.publisher],
    secured: [],
    organizations: [],
    tokens: [
      {secret: setting.tokens.DOCKERHUB_TOKEN ?? '', label: 'github-actions', user, scope: 'repo:write', createdAt: hoursAgo(setting, 50)},
    ],
    repositories: {
      [`${contextlite.publisher}/${contextlite.name}`]: {
        isPublic: true,
        tags: {'1.0.34': digest, latest: digest},
        pushedAt: {'1.0.34': pushed, latest: pushed},
        stored: {...stored},
        createdAt: hoursAgo(setting, 58),
        pullCount: 41,
      },
    },
  };
};
