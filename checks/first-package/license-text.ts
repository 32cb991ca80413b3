import type {ReleasedProgram} from '../../src/model/first-package.ts';

/** A file that holds the licence, by its name. */
const isLicense = (path: string): boolean => /(?:^|\/)(?:licen[cs]e|copying|unlicense)(?:[.-][\w.-]+)?$/i.test(path);

const depthOf = (path: string): number => path.split('/').length;

/** The licence's file in a released archive, the one nearest to its root; undefined: there is none. */
export const licenseIn = ({besides, format}: Pick<ReleasedProgram, 'besides' | 'format'>): string | undefined =>
  format === 'binary'
    ? undefined
    : besides
        .filter(isLicense)
        .toSorted((one, other) => depthOf(one) - depthOf(other) || one.length - other.length || (one < other ? -1 : 1))[0];

/** The ids that a licence expression names. */
export const licenseIds = (spdx: string): readonly string[] =>
  spdx.split(/[\s()]+/).filter((word) => word !== '' && !/^(?:AND|OR|WITH)$/.test(word));
