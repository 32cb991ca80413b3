/** What Microsoft keeps beside the pull requests at GitHub. */
export type WingetState = {
  /** Logins that signed the agreement for contributions. */
  agreed: string[];
};

/** winget at the audit: nobody signed anything. */
export const wingetAtStart = (): WingetState => ({agreed: []});
