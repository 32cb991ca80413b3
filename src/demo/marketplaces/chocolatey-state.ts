import type {DemoSetting} from '../service.ts';

type CheckResult = 'Unknown' | 'Pending' | 'Failing' | 'Passing' | 'Exempted';

export type ChocolateyVersion = {
  readonly version: string;
  readonly nupkg: Buffer;
  readonly submittedAt: string;
  status: 'Submitted' | 'Approved' | 'Rejected' | 'Exempted';
  /** Whose turn it is while it is submitted. */
  submittedStatus: 'Pending' | 'Ready' | 'Waiting' | 'Responded' | 'Updated';
  /** True: shown in searches; never while it is in moderation. */
  isListed: boolean;
  validation: CheckResult;
  verification: CheckResult;
  scan: 'NotFlagged' | 'Flagged' | 'Investigate' | 'Exempted';
  /** The verifier's log; absent: it has not run. */
  verificationUrl?: string;
  /** Absent: not approved. */
  approvedAt?: string;
};

export type ChocolateyPackage = {
  readonly id: string;
  readonly title: string;
  readonly projectUrl: string;
  owners: string[];
  /** By normalized version, in the order of their submission. */
  versions: Record<string, ChocolateyVersion>;
};

export type ChocolateyState = {
  /**
   * `isKeyCopied`: its owner has opened the page that shows the key; absent: not yet. `isBanned`: what it pushes is dropped without a word; absent: it
   * isn't.
   */
  accounts: {readonly name: string; readonly key: string; isKeyCopied?: boolean; isBanned?: boolean}[];
  /** By id in lower case. */
  packages: Record<string, ChocolateyPackage>;
  /** True: too many requests from here, blocked for an hour. */
  isRateLimited?: boolean;
  /** The largest package that is taken; absent: 350 MB. */
  mostBytes?: number;
};

/** As NuGet writes a version: three numbers, no leading zeros, a fourth only when it is not 0. */
export const normalizedVersion = (version: string): string => {
  const [, numbers = '', label = ''] = /^([\d.]+)(-.*)?$/.exec(version) ?? [];
  const parts = numbers === '' ? [] : numbers.split('.').map((part) => String(Number(part)));
  while (parts.length < 3) parts.push('0');
  if (parts.length === 4 && parts[3] === '0') parts.pop();
  return `${parts.join('.')}${label.toLowerCase()}`;
};

/** Chocolatey at the audit: an account with a key, and nothing was ever submitted. */
export const chocolateyAtStart = (setting: DemoSetting): ChocolateyState => ({
  accounts: [{name: 'michael-kuykendall', key: setting.tokens.CHOCOLATEY_API_KEY ?? ''}],
  packages: {},
});
