import type {DemoSetting} from '../service.ts';

export type VscodeVersion = {
  readonly version: string;
  /** Such as `linux-x64`; absent: for all platforms. */
  readonly targetPlatform?: string;
  readonly vsix: Buffer;
  readonly publishedAt: string;
  /** False: still in validation, or failed there. */
  isValidated: boolean;
  /** Why validation failed; absent: it did not. */
  validationMessage?: string;
};

export type VscodeExtension = {
  readonly name: string;
  readonly displayName: string;
  /** The newest first. */
  versions: VscodeVersion[];
  isUnpublished?: boolean;
};

export type VscodeMember = {readonly id: string; readonly displayName: string; role: 'Reader' | 'Contributor' | 'Creator' | 'Owner'};

export type VscodePublisher = {readonly name: string; members: VscodeMember[]; extensions: Record<string, VscodeExtension>};

export type VscodeState = {
  tokens: {readonly secret: string; readonly id: string; readonly displayName: string; isExpired?: boolean}[];
  /** By name in lower case. */
  publishers: Record<string, VscodePublisher>;
};

/** The person behind every token of this world. */
export const vscodePerson = {id: '6c1f7b3e-0000-4000-8000-000000000001', displayName: 'makuykendall'} as const;

/** The VS Code Marketplace at the audit: a token without a publisher. */
export const vscodeAtStart = (setting: DemoSetting): VscodeState => ({
  tokens: [{secret: setting.tokens.VSCE_PAT ?? '', ...vscodePerson}],
  publishers: {},
});
