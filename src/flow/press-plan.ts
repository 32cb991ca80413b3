import type {Pressed} from './press.ts';
import {nothing, saying} from './pressed.ts';
import type {View} from './view.ts';

/** Back to what lies under the plan, which is forgotten. */
export const droppedPlan: Pressed = {events: [{kind: 'went-back'}], request: {kind: 'drop-plan'}};

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
