import {toFirst} from '../flow/press-task.ts';
import type {Screen, ScreenEvent} from '../flow/screen.ts';
import type {Store} from '../flow/store.ts';
import type {SurveyView} from '../flow/survey-view.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';

/** Opens the wizard at the next task as soon as everything was looked at once, unless the person has gone elsewhere by then. */
export const startAtWizard = (view: SurveyView, screens: Store<Screen, ScreenEvent>, prove: (id: MarketplaceId) => void): void => {
  screens.dispatch({
    kind: 'said',
    message: {text: 'Looking at everything first; then the next task opens.', tone: 'plain', isPassing: true},
  });
  const stop = view.subscribe(() => {
    const {survey, rows} = view.get();
    if (survey.problem !== undefined) return stop();
    if (survey.isRunning || rows.length === 0) return;
    stop();
    if (screens.get().place.kind !== 'grid') return;
    const {events, request} = toFirst({screen: screens.get(), rows});
    for (const event of events) screens.dispatch(event);
    if (request?.kind === 'prove') prove(request.id);
  });
};
