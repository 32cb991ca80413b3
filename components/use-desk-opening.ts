import {useEffect, useRef} from 'react';
import type {Desk} from '../src/flow/desk.ts';
import type {WaysSight} from '../src/flow/run-sight.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import {isMarketplaceId} from '../src/model/marketplace-id.ts';

/** Opens what the person has just started, and what was found that can be taken back, unless something is being typed. */
export const useDeskOpening = ({runs, ways}: Pick<Desk, 'runs' | 'ways'>, screens: Store<Screen, ScreenEvent>): void => {
  const begun = useRef(new Set<string>());
  const shown = useRef<WaysSight>(undefined);
  useEffect(() => {
    const {kind} = screens.get().place;
    const isTyping = kind === 'field' || kind === 'filter';
    for (const [id, run] of Object.entries(runs)) {
      const name = `${id} ${run.askedAt}`;
      if (run.isJustStarted !== true || begun.current.has(name) || !isMarketplaceId(id)) continue;
      begun.current.add(name);
      if (isTyping) continue;
      screens.dispatch({kind: 'key-pressed'});
      screens.dispatch({kind: 'run-opened', id});
    }
    if (ways === undefined || ways === shown.current) return;
    shown.current = ways;
    if (isTyping) return;
    screens.dispatch({kind: 'key-pressed'});
    screens.dispatch({kind: 'ways-opened', id: ways.id});
  }, [runs, ways, screens]);
};
