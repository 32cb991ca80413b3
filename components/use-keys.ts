import {useInput, usePaste} from 'ink';
import {type Pressed, paste, press, type Request} from '../src/flow/press.ts';
import type {Screen, ScreenEvent} from '../src/flow/screen.ts';
import type {Store} from '../src/flow/store.ts';
import {strokesOf, typedRunOf} from '../src/flow/strokes.ts';
import type {View} from '../src/flow/view.ts';

type Hearing = {
  readonly screens: Store<Screen, ScreenEvent>;
  /** Several keys can come before the next frame: each is judged by what the one before it has left. */
  readonly viewNow: () => View;
  readonly carryOut: (request: Request) => void;
};

/** Hears every key and paste once, asks what it means, and passes on what that asks for. */
export const useKeys = ({screens, viewNow, carryOut}: Hearing): void => {
  const obey = (meaning: (view: View) => Pressed): void => {
    screens.dispatch({kind: 'key-pressed'});
    const {events, request} = meaning(viewNow());
    for (const event of events) screens.dispatch(event);
    if (request !== undefined) carryOut(request);
  };
  useInput((input, key) => {
    let strokes = strokesOf(input, key);
    while (strokes.length > 0) {
      // What is typed into the masked field goes on whole, and through no store.
      const {text, rest} = screens.get().place.kind === 'field' ? typedRunOf(strokes) : {text: '', rest: strokes};
      const [stroke = '', ...others] = strokes;
      obey((view) => (text === '' ? press(stroke, view) : paste(text, view)));
      strokes = text === '' ? others : rest;
    }
  });
  usePaste((text) => obey((view) => paste(text, view)));
};
