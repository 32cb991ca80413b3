import type {Survey} from './survey.ts';

const minute = 60_000;
/** Below this share of GitHub's allowance the next round waits until it is renewed. */
const reserve = 0.05;

/** When the next round is due, in milliseconds since 1970: a minute after the last one, or when GitHub takes requests again. */
export const nextRoundAt = ({rateLimit, checkedAt, triedAt = checkedAt}: Survey, now: number): number => {
  const usual = Math.max(now, (triedAt === undefined ? now : Date.parse(triedAt)) + minute);
  if (rateLimit === undefined || rateLimit.remaining > rateLimit.limit * reserve) return usual;
  return Math.max(usual, Date.parse(rateLimit.resetsAt));
};
