import type {MarketplaceId} from './marketplace-id.ts';

/** One thing done or attested; it never holds a token, nor a hash of one. */
export type LedgerEntry = {
  /** ISO time. */
  readonly at: string;
  /** The GitHub login, else the name of the account on this machine. */
  readonly who: string;
  readonly what: string;
  /** Absent: it concerns no single marketplace. */
  readonly marketplace?: MarketplaceId;
  /** OWNER/NAME. */
  readonly repository: string;
  readonly result: string;
};
