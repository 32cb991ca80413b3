const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/* `1.2.0-rc.1`, `1.2.0rc1` and `1.2.0_rc.1` are one version as marketplaces spell it; what stands behind a `+` is no part of it. */
const spellingsOf = (version: string): readonly string[] => {
  const bare = version.replace(/\+.*$/, '');
  return [...new Set([bare, bare.replace(/-/g, '_'), bare.replace(/-/g, ''), bare.replace(/[-_.](?=[a-z])|(?<=[a-z])[-_.](?=\d)/gi, '')])];
};

const platform = /[-_](?:linux|windows|darwin|macos|win(?:32|64)|x86_64|x64|amd64|arm64|aarch64)\b/gi;
const anyVersion = /(?<![\w.])v?\d+(?:\.\d+)+/i;

/** Whether a program's own words name this version, another one, or none. */
export const versionSaid = (printed: string, version: string): 'same' | 'other' | 'none' => {
  const text = printed.replace(platform, ' ');
  const isSaid = spellingsOf(version).some((one) => new RegExp(`(?<![\\d.])${escaped(one)}(?!\\.?\\d|[-_]?[a-z]|-\\d)`, 'i').test(text));
  if (isSaid) return 'same';
  return anyVersion.test(text) ? 'other' : 'none';
};
