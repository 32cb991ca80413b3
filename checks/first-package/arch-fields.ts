import {shellWord} from '../../src/model/quoting.ts';

/** A value as bash writes it, and as it is once bash has filled it in. */
export type ArchValue = {readonly bash: string; readonly plain: string};

/** A field of a package for makepkg; `isList`: an array, even of one value. */
export type ArchField = {readonly key: string; readonly values: readonly ArchValue[]; readonly isList: boolean};

/** A package for makepkg, from which both of its files are written. */
export type ArchPackage = {
  readonly name: string;
  readonly maintainer: string;
  /** What the version's own text is called where `pkgver` can't hold it; absent: `pkgver` holds it. */
  readonly spelling?: string;
  /** In the order in which makepkg prints them. */
  readonly fields: readonly ArchField[];
  /** The lines of `package()`. */
  readonly steps: readonly string[];
};

const escaped = (text: string): string => text.replace(/["\\$`]/g, '\\$&');

/** A text between double quotes in which the version stands open, in `variable`. */
export const openWord = (text: string, version: string, variable: string): string =>
  `"${text.split(version).map(escaped).join(`\${${variable}}`)}"`;

const isBare = (text: string): boolean => /^[A-Za-z0-9._+:/-]+$/.test(text);

/** A value in which nothing is filled in. */
export const fixed = (text: string): ArchValue => ({bash: shellWord(text), plain: text});

export const single = (key: string, text: string): ArchField => ({
  key,
  values: [{bash: isBare(text) ? text : shellWord(text), plain: text}],
  isList: false,
});

export const list = (key: string, values: readonly ArchValue[]): ArchField => ({key, values, isList: true});

const assignment = ({key, values, isList}: ArchField): string => {
  const words = values.map(({bash}) => bash).join(' ');
  return isList ? `${key}=(${words})` : `${key}=${words}`;
};

/** The `PKGBUILD`, which people build. */
export const pkgbuildOf = ({name, maintainer, spelling, fields, steps}: ArchPackage): string =>
  [
    `# Maintainer: ${maintainer}`,
    `pkgname=${name}`,
    ...fields.flatMap((field) => [
      assignment(field),
      ...(field.key === 'pkgver' && spelling !== undefined ? [`_version=${shellWord(spelling)}`] : []),
    ]),
    '',
    'package() {',
    ...steps.map((step) => `  ${step}`),
    '}',
    '',
  ].join('\n');

/** The `.SRCINFO`, which is all that the AUR reads, as makepkg prints it. */
export const srcinfoOf = ({name, fields}: ArchPackage): string =>
  [
    `pkgbase = ${name}`,
    ...fields.flatMap(({key, values}) => values.map(({plain}) => `\t${key} = ${plain.replace(/\s+/g, ' ').trim()}`)),
    '',
    `pkgname = ${name}`,
    '',
  ].join('\n');
