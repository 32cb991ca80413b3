import type {DemoSetting} from '../service.ts';
import {type NpmVersion, npmVersionOf} from './npm-package.ts';
import {contextlite, hoursAgo} from './project.ts';
import type {TrustedPublisher} from './trusted-publisher.ts';

export type NpmToken = {
  readonly secret: string;
  readonly user: string;
  /** Only a session, made by `npm login`, may read and manage tokens. */
  readonly kind: 'granular' | 'session';
  /** True: sent from an address outside its range, so that npm refuses it whatever it may do. */
  isOutsideRange?: boolean;
  /** True: npm asks for a one-time password at every write; absent: it may pass two-factor sign-in by. */
  wantsPassword?: boolean;
};

export type NpmPackage = {
  readonly name: string;
  readonly createdAt: string;
  /** Each maintainer's right. */
  maintainers: Record<string, 'read-write' | 'read-only'>;
  isPublic: boolean;
  versions: Record<string, NpmVersion>;
  tags: Record<string, string>;
  /** Versions taken away, with the time they were published; npm never gives such a number out again. */
  unpublished: Record<string, string>;
  /** Set when the whole package was taken away, as an ISO time; absent: it stands. */
  unpublishedAt?: string;
  downloadsLastWeek: number;
  /** npm shows it only to whoever gives a one-time password; absent: none. */
  trustedPublisher?: TrustedPublisher;
};

/** A version that waits for a person's approval. */
export type NpmStage = {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly tag: string;
  readonly createdAt: string;
  readonly actor: string;
  readonly shasum: string;
};

export type NpmState = {
  users: string[];
  /** Users with two-factor sign-in, which nobody but them sees. */
  secured: string[];
  tokens: NpmToken[];
  packages: Record<string, NpmPackage>;
  stages: NpmStage[];
};

/** npm at the audit: 1.0.34 is out, 1.0.35 is not. */
export const npmAtStart = (setting: DemoSetting): NpmState => ({
  users: [contextlite.publisher],
  secured: [],
  tokens: [{secret: setting.tokens.NPM_TOKEN ?? '', user: contextlite.publisher, kind: 'granular'}],
  packages: {
    [contextlite.name]: {
      name: contextlite.name,
      createdAt: hoursAgo(setting, 60),
      maintainers: {[contextlite.publisher]: 'read-write'},
      isPublic: true,
      versions: {
        '1.0.33': npmVersionOf(setting, '1.0.33', hoursAgo(setting, 60)),
        '1.0.34': npmVersionOf(setting, '1.0.34', hoursAgo(setting, 36)),
      },
      tags: {latest: '1.0.34'},
      unpublished: {},
      downloadsLastWeek: 214,
    },
  },
  stages: [],
});
