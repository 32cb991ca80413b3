import {binaryFields} from '../macaroon.ts';
import type {DemoSetting} from '../service.ts';
import {contextlite, hoursAgo} from './project.ts';
import {type PypiFile, pypiFilesOf} from './pypi-files.ts';
import type {TrustedPublisher} from './trusted-publisher.ts';

export type PypiRelease = {
  files: PypiFile[];
  readonly createdAt: string;
  isYanked: boolean;
  /** Absent: none was given. */
  yankedReason?: string;
};

export type PypiProject = {
  readonly name: string;
  readonly summary: string;
  readonly urls: Readonly<Record<string, string>>;
  roles: {role: 'Owner' | 'Maintainer'; user: string}[];
  status: 'active' | 'archived' | 'deprecated' | 'quarantined';
  /** In the order of their creation. */
  releases: Record<string, PypiRelease>;
  /** File names that were deleted and stay blocked for ever. */
  burnedFilenames: string[];
  /** Shown to its owners alone. */
  publishers: TrustedPublisher[];
};

export type PypiToken = {
  readonly secret: string;
  readonly user: string;
  /** The projects it may upload to; absent: all of the user's. */
  readonly projects?: readonly string[];
  isExpired?: boolean;
};

export type PypiState = {
  users: string[];
  /** Users with two-factor sign-in, which nobody but them sees. */
  secured: string[];
  tokens: PypiToken[];
  /** By normalized name. */
  projects: Record<string, PypiProject>;
  /** Publishers of projects that their first upload will make, by normalized name; shown to their owner alone. */
  pendingPublishers: Record<string, TrustedPublisher>;
  /** Uploads refused for everybody; absent: open. */
  closed?: 'read-only' | 'uploads-disabled';
};

/** Names are compared without case, and with runs of `-`, `_` and `.` as one `-`. */
export const normalizedName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/** The number by which PyPI finds a token, read from the token itself; undefined: it is no token of PyPI. */
export const tokenNumberOf = (secret: string): string | undefined => {
  const fields = secret.startsWith('pypi-') ? binaryFields(Buffer.from(secret.slice(5), 'base64url')) : undefined;
  return fields?.some(({type, text}) => type === 1 && text === 'pypi.org') ? fields.find(({type}) => type === 2)?.text : undefined;
};

/** PyPI at the audit: 1.0.34 is out, 1.0.35 is not. */
export const pypiAtStart = (setting: DemoSetting): PypiState => {
  const release = (version: string, hours: number): PypiRelease => {
    const createdAt = hoursAgo(setting, hours);
    return {files: [...pypiFilesOf(setting, version, createdAt)], createdAt, isYanked: false};
  };
  return {
    users: [contextlite.publisher],
    secured: [contextlite.publisher],
    pendingPublishers: {},
    tokens: [{secret: setting.tokens.PYPI_TOKEN ?? '', user: contextlite.publisher, projects: [contextlite.name]}],
    projects: {
      [contextlite.name]: {
        name: contextlite.name,
        summary: contextlite.summary,
        urls: {Homepage: contextlite.repository, 'Bug Reports': `${contextlite.repository}/issues`, Source: contextlite.repository},
        roles: [{role: 'Owner', user: contextlite.publisher}],
        status: 'active',
        releases: {'1.0.33': release('1.0.33', 59), '1.0.34': release('1.0.34', 35)},
        burnedFilenames: [],
        publishers: [],
      },
    },
  };
};
