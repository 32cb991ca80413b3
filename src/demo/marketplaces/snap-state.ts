import type {DemoSetting} from '../service.ts';
import {contextlite} from './project.ts';
import {readSnapCredentials, type SnapCredentials} from './snap-credentials.ts';

export type SnapRevision = {
  readonly revision: number;
  readonly version: string;
  readonly architecture: string;
  readonly content: Buffer;
  readonly createdAt: string;
  status:
    | 'Published'
    | 'Unpublished'
    | 'ManualReviewPending'
    | 'NeedsInformation'
    | 'AutomaticallyRejected'
    | 'Rejected'
    | 'ReviewInProgress'
    | 'ReviewQueued';
};

export type Snap = {
  readonly name: string;
  readonly snapId: string;
  readonly publisher: string;
  readonly summary: string;
  isPrivate: boolean;
  readonly registeredAt: string;
  revisions: SnapRevision[];
  /** What each channel and architecture serves: a revision's number. */
  channels: {risk: 'stable' | 'candidate' | 'beta' | 'edge'; architecture: string; revision: number; releasedAt: string}[];
};

/** `at`: milliseconds since 1970; a day later it wants refreshing. */
export type SnapDischarge = {readonly macaroon: string; readonly at: number};

export type SnapLogin = {
  readonly user: string;
  readonly root: string;
  /** Unbound, the exported one first. */
  discharges: SnapDischarge[];
  readonly expiresAt: string;
  readonly permissions: readonly string[];
  /** Absent: every channel. */
  readonly channels?: readonly string[];
  isRevoked?: boolean;
};

export type SnapState = {
  users: string[];
  /** Users who accepted the developers' agreement; nobody registers a name before. */
  agreed: string[];
  logins: SnapLogin[];
  snaps: Record<string, Snap>;
};

const day = 86_400_000;
export const isAged = ({at}: SnapDischarge, now: number): boolean => now - at > day;
export const isDead = (login: SnapLogin, now: number): boolean => login.isRevoked === true || Date.parse(`${login.expiresAt}Z`) <= now;

const permissions = [
  'package_access',
  'package_manage',
  'package_metrics',
  'package_push',
  'package_register',
  'package_release',
  'package_update',
];

/** What the store keeps of credentials that it has given out. */
export const loginOf = (setting: DemoSetting, {root, discharge}: SnapCredentials): SnapLogin => ({
  user: contextlite.publisher,
  root,
  discharges: [{macaroon: discharge, at: setting.now()}],
  expiresAt: new Date(setting.now() + 365 * day).toISOString().slice(0, -1),
  permissions,
});

/** The Snap Store at the audit: an account with a login, and no name registered. */
export const snapAtStart = (setting: DemoSetting): SnapState => {
  const credentials = readSnapCredentials(setting.tokens.SNAPCRAFT_STORE_CREDENTIALS ?? '');
  return {users: [contextlite.publisher], agreed: [], logins: credentials === undefined ? [] : [loginOf(setting, credentials)], snaps: {}};
};
