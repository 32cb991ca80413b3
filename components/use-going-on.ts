import {useEffect} from 'react';
import type {Request} from '../src/flow/press.ts';
import {onwardOf} from '../src/flow/press-task.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import type {SurveyMoment} from '../src/flow/survey-view.ts';

/** Goes on to the next open task where the look at the one that the wizard chose shows it done. */
export const useGoingOn = ({rows}: SurveyMoment, screens: Store<Screen, ScreenEvent>, carryOut: (request: Request) => void): void => {
  useEffect(() => {
    // A key may have been pressed since this frame was begun.
    const onward = onwardOf({screen: screens.get(), rows});
    if (onward === undefined) return;
    for (const event of onward.events) screens.dispatch(event);
    if (onward.request !== undefined) carryOut(onward.request);
  });
};
