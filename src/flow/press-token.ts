import type {Row} from '../model/row.ts';
import type {Command} from './binding.ts';
import {isNotOffered} from './not-offered.ts';
import type {Pressed} from './press.ts';
import {asking, browsing, looking, nothing, saying} from './pressed.ts';
import {nextOf, rotationOf} from './rotation.ts';
import type {View} from './view.ts';

/** Opens a row's token; it is looked for unless one is in hand already. */
const toToken = (view: View, {id}: Row): Pressed => {
  const opened: Pressed = {events: [{kind: 'token-opened', id}]};
  return view.desk.tokens[id]?.source === undefined ? {...opened, request: {kind: 'find-token', id}} : opened;
};

const toField = ({id}: Row): Pressed => ({events: [{kind: 'field-opened', id}], request: {kind: 'clear-field'}});

const finding = ({id, title}: Row): Pressed => asking(`Looking for the token of ${title}, and testing it.`, {kind: 'find-token', id});

const keeping = ({id}: Row): Pressed => asking('Keeping the token.', {kind: 'keep-token', id});

const planningSecret = ({id, title}: Row): Pressed => asking(`Planning to set the secret of ${title}.`, {kind: 'plan-secret', id});

const making = (row: Row): Pressed => {
  if (row.token === undefined) return nothing;
  const {events, ...rest} = browsing(row.token.makeAt, row.id);
  return {events: [{kind: 'making-begun'}, ...events], ...rest};
};

/** From the grid or a page the token's page comes first: what is to be set is looked at before. */
const settingSecret = (view: View, row: Row): Pressed => {
  const {kind} = view.screen.place;
  if (kind === 'task' || kind === 'token') return planningSecret(row);
  const sight = view.desk.tokens[row.id];
  if (sight === undefined) return toToken(view, row);
  const opened = {kind: 'token-opened', id: row.id} as const;
  const {events, ...rest} = sight.source === undefined ? toField(row) : planningSecret(row);
  return {events: [opened, ...events], ...rest};
};

const nextStep = (view: View, row: Row): Pressed => {
  const {place} = view.screen;
  const isMaking = place.kind === 'token' && place.isMaking === true;
  switch (nextOf(rotationOf(view.desk.tokens[row.id], row, isMaking))) {
    case 'make':
      return making(row);
    case 'paste':
      return toField(row);
    case 'test':
      return finding(row);
    case 'keep':
      return keeping(row);
    case 'set':
      return planningSecret(row);
    case 'verify':
      return looking(`Checking ${row.title} again.`, {kind: 'recheck', id: row.id});
    case undefined:
      return nothing;
  }
};

/** The token of the next or the previous marketplace that takes one. */
const besideToken = (view: View, row: Row, step: 1 | -1): Pressed => {
  const rows = view.rows.filter((one) => one.id === row.id || (one.token !== undefined && !one.isLeftOut && !isNotOffered(one)));
  const other = rows[rows.findIndex(({id}) => id === row.id) + step];
  if (other === undefined) return saying(step === 1 ? 'This is the last token.' : 'This is the first token.');
  return toToken(view, other);
};

/** What the commands that concern a row's token come to; undefined: the command is none of them. */
export const pressedOnToken = (command: Command, view: View, row: Row): Pressed | undefined => {
  switch (command) {
    case 'token':
      return toToken(view, row);
    case 'next-step':
      return nextStep(view, row);
    case 'browse-maker':
      return making(row);
    case 'paste-token':
      return toField(row);
    case 'find-token':
      return finding(row);
    case 'keep-token':
      return keeping(row);
    case 'set-secret':
      return settingSecret(view, row);
    case 'next-token':
      return besideToken(view, row, 1);
    case 'previous-token':
      return besideToken(view, row, -1);
    case 'use-field':
      return {events: [{kind: 'field-used', id: row.id}], request: {kind: 'use-field', id: row.id}};
    case 'erase-field':
      return {events: [], request: {kind: 'erase'}};
    case 'clear-field':
      return {events: [], request: {kind: 'clear-field'}};
    default:
      return undefined;
  }
};
