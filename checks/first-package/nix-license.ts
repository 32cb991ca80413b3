import {licenseIds} from './license-text.ts';

/* As `lib.licenses` calls them. GitHub's old ids without “only” and “or-later” mean the licence itself. */
const names: Readonly<Record<string, string>> = {
  '0BSD': 'bsd0',
  'AGPL-3.0': 'agpl3Only',
  'AGPL-3.0-only': 'agpl3Only',
  'AGPL-3.0-or-later': 'agpl3Plus',
  'Apache-2.0': 'asl20',
  'Artistic-2.0': 'artistic2',
  'BSD-2-Clause': 'bsd2',
  'BSD-3-Clause': 'bsd3',
  'BSL-1.0': 'boost',
  'BUSL-1.1': 'bsl11',
  'CC0-1.0': 'cc0',
  'EPL-2.0': 'epl20',
  'EUPL-1.2': 'eupl12',
  'GPL-2.0': 'gpl2Only',
  'GPL-2.0-only': 'gpl2Only',
  'GPL-2.0-or-later': 'gpl2Plus',
  'GPL-3.0': 'gpl3Only',
  'GPL-3.0-only': 'gpl3Only',
  'GPL-3.0-or-later': 'gpl3Plus',
  ISC: 'isc',
  'LGPL-2.1': 'lgpl21Only',
  'LGPL-2.1-only': 'lgpl21Only',
  'LGPL-2.1-or-later': 'lgpl21Plus',
  'LGPL-3.0': 'lgpl3Only',
  'LGPL-3.0-only': 'lgpl3Only',
  'LGPL-3.0-or-later': 'lgpl3Plus',
  MIT: 'mit',
  'MIT-0': 'mit0',
  'MPL-2.0': 'mpl20',
  Unlicense: 'unlicense',
  WTFPL: 'wtfpl',
  Zlib: 'zlib',
};

/** An SPDX expression as `meta.license` has it; undefined: nixpkgs can't say it. Several mean that one may choose. */
export const nixLicense = (spdx: string): string | undefined => {
  if (/ (?:AND|WITH) /.test(spdx)) return undefined;
  const ids = licenseIds(spdx).map((id) => (Object.hasOwn(names, id) ? names[id] : undefined));
  const [first] = ids;
  if (first === undefined || ids.includes(undefined)) return undefined;
  return ids.length === 1 ? `lib.licenses.${first}` : `with lib.licenses; [ ${ids.join(' ')} ]`;
};
