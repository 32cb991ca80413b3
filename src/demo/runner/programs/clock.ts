import type {Place} from '../place.ts';
import type {Program} from '../shell/shell.ts';

/** `date` and `sleep`, by the simulated clock. */
export const createClock = (place: Place): Readonly<Record<'date' | 'sleep', Program>> => ({
  date: (_args, _shell, {out}) => {
    out(`${new Date(place.setting.now()).toISOString()}\n`);
    return 0;
  },
  sleep: ([time = '0']) => {
    place.sleep(Number.parseFloat(time) * (time.endsWith('m') ? 60_000 : 1000) || 0);
    return 0;
  },
});
