import {messageAfter} from './message.ts';
import type {Pressed} from './press.ts';
import {nothing, saying} from './pressed.ts';
import type {Message, ScreenEvent} from './screen.ts';
import type {View} from './view.ts';

/** Back to what lies under the plan, which is forgotten. */
const droppedPlan: Pressed = {events: [{kind: 'went-back'}], request: {kind: 'drop-plan'}};

/** Back to the task that an ended plan was for, with what came of it: the task is looked at, or was by now. */
const cameOf = ({screen: {place}, rows}: View): readonly ScreenEvent[] => {
  if (place.kind !== 'plan' || place.over.kind !== 'task') return [];
  const {id, task} = place.over;
  const isProving = rows.some((row) => row.id === id && row.isProving);
  const asked: Message = {text: 'Looking whether this is done.', tone: 'plain', isPassing: true, proves: {id, task}};
  const message = isProving ? asked : messageAfter(asked, rows);
  return message === undefined ? [] : [{kind: 'said', message}];
};

/** Ways to take a version back that no longer hold are not gone back to. */
const pastWays = ({screen: {place}, desk}: View): readonly ScreenEvent[] =>
  place.kind === 'plan' && place.over.kind === 'ways' && desk.ways === undefined ? [{kind: 'went-back'}] : [];

/** Away from a plan: one that has ended is told of. */
export const leftPlan = (view: View): Pressed => {
  const left = {...droppedPlan, events: [...droppedPlan.events, ...pastWays(view)]};
  return view.desk.plan?.state === 'ended' ? {...left, events: [...left.events, ...cameOf(view)]} : left;
};

const begun: Pressed = {events: [{kind: 'plan-agreed'}], request: {kind: 'carry-out'}};

/** Letters behind what was typed of the name. */
export const typedName = ({screen: {place}}: View, text: string): Pressed =>
  place.kind === 'plan' ? {events: [{kind: 'name-typed', text: place.typed + text}]} : nothing;

/** A yes, or an exact name that stands for one. */
export const agreed = (command: 'agree' | 'agree-by-name' | 'erase-name', {screen: {place}, desk}: View): Pressed => {
  if (place.kind !== 'plan') return nothing;
  if (command === 'agree') return begun;
  if (command === 'erase-name') return {events: [{kind: 'name-typed', text: [...place.typed].slice(0, -1).join('')}]};
  const name = desk.plan?.typedName;
  return place.typed === name ? begun : saying(`Type ${name} exactly, or press escape: nothing is done until then.`);
};
