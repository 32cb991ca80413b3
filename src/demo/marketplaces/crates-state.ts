import type {DemoSetting} from '../service.ts';
import {contextlite} from './project.ts';

export type CrateVersion = {
  readonly crate: Buffer;
  readonly createdAt: string;
  readonly publishedBy: string;
  isYanked: boolean;
  /** Absent: none was given. */
  yankMessage?: string;
};

export type Crate = {
  /** As first published. */
  readonly name: string;
  readonly description: string;
  readonly repository: string;
  owners: string[];
  /** In the order of their publishing. */
  versions: Record<string, CrateVersion>;
  /** True: only trusted publishing may publish. */
  isTrustedOnly?: boolean;
  trustedConfigs: {
    readonly id: number;
    readonly repository_owner: string;
    readonly repository_name: string;
    readonly workflow_filename: string;
    /** Null: any. */
    readonly environment: string | null;
  }[];
};

export type CrateScope = 'publish-new' | 'publish-update' | 'yank' | 'change-owners' | 'trusted-publishing';

export type CratesToken = {
  readonly secret: string;
  readonly user: string;
  /** Absent: the full power of an old token. */
  readonly scopes?: readonly CrateScope[];
  isExpired?: boolean;
};

export type CratesState = {
  users: string[];
  /** Users whose e-mail address is confirmed; nobody publishes before. */
  confirmed: string[];
  tokens: CratesToken[];
  /** By name without case, with `-` as `_`. */
  crates: Record<string, Crate>;
};

/** Names that differ only in case, or in `-` and `_`, are one. */
export const crateKey = (name: string): string => name.toLowerCase().replaceAll('-', '_');

/** crates.io at the audit: the token's owner has signed in, and nothing was ever published. */
export const cratesAtStart = (setting: DemoSetting): CratesState => ({
  users: [contextlite.owner],
  confirmed: [],
  tokens: [{secret: setting.tokens.CARGO_REGISTRY_TOKEN ?? '', user: contextlite.owner, scopes: ['publish-new', 'publish-update']}],
  crates: {},
});
