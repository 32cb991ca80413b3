import type {Row} from '../model/row.ts';
import type {Command} from './binding.ts';
import {bestFixOf, offerText} from './fix-offer.ts';
import type {Pressed} from './press.ts';
import {pressedOnToken} from './press-token.ts';
import {asking, browsing, nothing, saying} from './pressed.ts';
import {urlOfRun} from './run-sight.ts';
import {bodyOf, scrollWithin, type View} from './view.ts';
import {waysPage} from './ways-page.ts';

const toRun = ({id}: Row): Pressed => ({events: [{kind: 'run-opened', id}]});

/** What is followed is opened; else it is decided anew. */
const publishing = ({screen, desk}: View, row: Row): Pressed => {
  const run = desk.runs[row.id];
  if (run !== undefined && screen.place.kind !== 'run') return toRun(row);
  return asking(`Looking at ${row.title} afresh, to decide.`, {kind: 'plan-publish', id: row.id});
};

const fixing = (view: View, row: Row): Pressed => {
  const best = bestFixOf(row);
  if (best === undefined) return nothing;
  const {doable, cause} = best;
  if (doable.kind === 'wait') return saying(offerText(best));
  const canToken = row.token !== undefined && cause !== 'secret-misnamed';
  if (canToken && doable.kind === 'test-token') {
    const {events} = pressedOnToken('token', view, row) ?? nothing;
    return {events, request: {kind: 'find-token', id: row.id}};
  }
  if (canToken && doable.kind === 'set-secret') return pressedOnToken('set-secret', view, row) ?? nothing;
  return asking(offerText(best), {kind: 'plan-fix', id: row.id});
};

const toWay = (view: View, wish: number): Pressed => {
  const {screen, desk, size, glyphs, now} = view;
  const {place} = screen;
  const count = desk.ways?.ways.length ?? 0;
  if (place.kind !== 'ways' || count === 0) return nothing;
  const at = Math.max(0, Math.min(wish, count - 1));
  const {lines, starts} = waysPage(desk.ways, at, {width: size.columns, glyphs, now});
  const [start = 0, end = lines.length, body] = [starts[at], starts[at + 1], bodyOf(view)];
  const from = at === 0 ? 0 : Math.min(start, Math.max(place.scroll, end - body));
  return {events: [{kind: 'way-chosen', at, scroll: scrollWithin(from, lines.length, body)}]};
};

const steps: Partial<Readonly<Record<Command, (at: number) => number>>> = {
  up: (at) => at - 1,
  down: (at) => at + 1,
  first: () => 0,
  last: () => Number.MAX_SAFE_INTEGER,
};

const pressedOnRun = (command: Command, {desk}: View, {id, title}: Row): Pressed | undefined => {
  const run = desk.runs[id];
  if (command === 'cancel-run') return asking(`Planning to cancel the run for ${title}.`, {kind: 'plan-cancel', id});
  if (command !== 'browse-run') return undefined;
  const url = run === undefined ? undefined : urlOfRun(run);
  return url === undefined ? nothing : browsing(url);
};

/** What the keys that publish, begin, follow, mend and take back come to; undefined: the command is none of them. */
export const pressedOnPublish = (command: Command, view: View, row: Row): Pressed | undefined => {
  const {place} = view.screen;
  switch (command) {
    case 'publish':
      return publishing(view, row);
    case 'first-package':
      return asking(`Making the first package for ${row.title}.`, {kind: 'plan-first-package', id: row.id});
    case 'fix':
      return fixing(view, row);
    case 'roll-back':
      return asking(`Looking what can be taken back at ${row.title}.`, {kind: 'find-ways', id: row.id});
    case 'browse-plan':
      return view.desk.plan?.url === undefined ? nothing : browsing(view.desk.plan.url);
    case 'choose-way':
      return place.kind === 'ways' ? {events: [], request: {kind: 'plan-way', id: row.id, way: place.chosen}} : nothing;
    case 'cancel-run':
    case 'browse-run':
      return pressedOnRun(command, view, row);
    default: {
      const step = place.kind === 'ways' ? steps[command] : undefined;
      return place.kind === 'ways' && step !== undefined ? toWay(view, step(place.chosen)) : undefined;
    }
  }
};

/** Back from what is followed: what has ended is forgotten, what goes on is not. */
export const leftRun = ({screen: {place}, desk}: View): Pressed => {
  const run = place.kind === 'run' ? desk.runs[place.id] : undefined;
  if (place.kind !== 'run' || run === undefined) return {events: [{kind: 'went-back'}]};
  if (run.end !== undefined) return {events: [{kind: 'went-back'}], request: {kind: 'drop-run', id: place.id}};
  const text = `Publishing to ${run.title} goes on and is followed: P opens it again.`;
  return {events: [{kind: 'went-back'}, {kind: 'said', message: {text, tone: 'plain'}}]};
};
