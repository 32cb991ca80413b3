import {useEffect, useRef} from 'react';
import {messageAfter} from '../src/flow/message.ts';
import type {Message, Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import type {Survey} from '../src/flow/survey.ts';
import type {SurveyMoment} from '../src/flow/survey-view.ts';

/** Takes back a message that announces a look as soon as something was looked up since and nothing is any more. */
export const useEndOfLook = (moment: SurveyMoment, screens: Store<Screen, ScreenEvent>): void => {
  const announced = useRef<{readonly message: Message; readonly survey: Survey}>(undefined);
  const {message} = screens.get();
  useEffect(() => {
    const {survey, rows} = moment;
    if (message?.isPassing !== true) return;
    if (announced.current?.message !== message) announced.current = {message, survey};
    const isLooking = survey.isRunning || rows.some(({checking, isProving}) => checking.length > 0 || isProving);
    if (isLooking || announced.current.survey === survey) return;
    const next = messageAfter(message, rows);
    screens.dispatch({kind: 'look-ended', of: message, ...(next === undefined ? {} : {next})});
  }, [moment, message, screens]);
};
