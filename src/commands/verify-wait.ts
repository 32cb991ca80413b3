import {type Awaited, awaitedOf} from '../flow/awaited.ts';
import type {Survey} from '../flow/survey.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Surveyor} from './survey.ts';

export type WaitSetting = {
  readonly surveyor: Surveyor;
  readonly survey: () => Survey;
  readonly marketplaces: readonly Marketplace[];
  readonly now: () => number;
  /** Ends early when the signal says so. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** What came of waiting. */
export type Waited = {
  /** Those that were waited for and are not served yet. */
  readonly stillWaiting: readonly MarketplaceId[];
  readonly isInterrupted: boolean;
};

const nextLookOf = ({visibility}: Awaited): number => (visibility.kind === 'late' ? Number.POSITIVE_INFINITY : visibility.nextLook);

const lineOf = ({title, visibility: {text}}: Awaited): string => `${title}: ${text}${text.endsWith('.') ? '' : '.'}\n`;

/** Looks at those that are due, compares what has come to be served, and says how it stands with each. */
const lookAgain = async (due: readonly Awaited[], {surveyor, survey, marketplaces, now, say}: WaitSetting, startedAt: number) => {
  const ids = due.map(({id}) => id);
  await surveyor.look(ids, true);
  const open = awaitedOf(survey(), marketplaces, startedAt, now()).filter(({id}) => ids.includes(id));
  const served = due.filter(({id}) => !open.some((one) => one.id === id));
  if (served.length > 0) await surveyor.verify(served.map(({id}) => id));
  for (const {id, title} of served) {
    const kind = survey().rows[id].publication.value?.version.kind;
    say(kind === 'published' ? `${title}: the version is served.\n` : `${title}: nothing is waited for any more.\n`);
  }
  for (const one of open) say(lineOf(one));
  return open;
};

/** Looks for every version that is on its way until it is served and compared, or its time is over. Versions that are late from the start aren't waited for. */
export const waitUntilServed = async (setting: WaitSetting): Promise<Waited> => {
  const {survey, marketplaces, now, pause, signal, say} = setting;
  const startedAt = now();
  let open = awaitedOf(survey(), marketplaces, startedAt, startedAt).filter(({visibility}) => visibility.kind !== 'late');
  const late = new Set<MarketplaceId>();
  for (const one of open) say(lineOf(one));
  while (open.length > 0) {
    const next = Math.min(...open.map(nextLookOf));
    await pause(Math.max(0, next - now()), signal);
    if (signal.aborted) return {stillWaiting: [...late, ...open.map(({id}) => id)], isInterrupted: true};
    const isDue = (one: Awaited): boolean => nextLookOf(one) <= Math.max(now(), next);
    const looked = await lookAgain(open.filter(isDue), setting, startedAt);
    for (const {id, visibility} of looked) if (visibility.kind === 'late') late.add(id);
    open = [...open.filter((one) => !isDue(one)), ...looked.filter(({visibility}) => visibility.kind !== 'late')];
  }
  return {stillWaiting: [...late], isInterrupted: false};
};
