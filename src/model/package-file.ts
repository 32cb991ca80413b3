/** Something in a package file that keeps it from being published as it stands. */
export type FileFault = {
  /** One sentence, such as "The checksum is still a placeholder." */
  readonly what: string;
  /** From 1; absent: it concerns the whole file. */
  readonly line?: number;
  /** What stands where a real value should, at most its first 40 characters; absent: the fault is another. */
  readonly placeholder?: string;
};

/** A file that says what is published at one marketplace. */
export type PackageFile = {
  readonly path: string;
  /** The package's id there; absent: the file doesn't say. */
  readonly name?: string;
  /** Absent: the file leaves it to the build. */
  readonly version?: string;
  readonly faults: readonly FileFault[];
};
