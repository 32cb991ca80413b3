/** The files of a repository, wherever they lie: in a checkout, or at GitHub. */
export type SourceTree = {
  /** Every path from the root, with `/`; `isIncomplete` when the listing was cut off. */
  paths(): Promise<{readonly paths: readonly string[]; readonly isIncomplete: boolean}>;
  /** A file's text; undefined: it isn't there, isn't text, or is too large for a file that a person wrote. */
  read(path: string): Promise<string | undefined>;
};
