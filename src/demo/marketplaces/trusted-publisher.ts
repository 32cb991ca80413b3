/** The workflow that a marketplace takes packages from without a token, as its form asks for it. */
export type TrustedPublisher = {
  readonly owner: string;
  readonly repository: string;
  /** The file's name alone. */
  readonly workflow: string;
  /** Absent: any. */
  readonly environment?: string;
};
