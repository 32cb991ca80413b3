import {useEffect, useRef} from 'react';
import type {PlanSight} from '../src/flow/desk.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';

/** Opens a plan when it is made, once whatever is being typed is finished, and leaves it when it is gone from the desk. */
export const usePlanOpening = (plan: PlanSight | undefined, screens: Store<Screen, ScreenEvent>): void => {
  /** What a plan does stays the same while it is carried out. */
  const opened = useRef<PlanSight['lines']>(undefined);
  const {kind} = screens.get().place;
  useEffect(() => {
    if (plan === undefined && kind === 'plan') screens.dispatch({kind: 'plan-closed'});
    if (plan === undefined || plan.lines === opened.current || kind === 'field' || kind === 'filter') return;
    opened.current = plan.lines;
    screens.dispatch({kind: 'key-pressed'});
    screens.dispatch({kind: 'plan-opened'});
  }, [plan, kind, screens]);
};
