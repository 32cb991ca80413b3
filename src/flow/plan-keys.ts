import type {Binding} from './binding.ts';

/** The keys of a plan, in each of its states. */
export const planKeys: readonly Binding[] = [
  {
    command: 'agree',
    keys: ['y'],
    label: 'Agree to the plan: it is carried out.',
    short: 'yes, do it',
    places: ['plan'],
    footer: 11,
    whyOff: ({isAgreed, plan}) => {
      if (plan === undefined) return 'Nothing is planned any more.';
      return isAgreed === true ? 'You have agreed to it: it is about to begin.' : undefined;
    },
  },
  {
    command: 'agree-by-name',
    keys: ['enter'],
    label: 'Agree to the plan, once its exact name is typed.',
    short: 'do it',
    places: ['typed-plan'],
    footer: 11,
    whyOff: ({isAgreed}) => (isAgreed === true ? 'You have agreed to it: it is about to begin.' : undefined),
  },
  {command: 'erase-name', keys: ['backspace', 'delete'], label: 'Erase a letter of the name.', short: 'erase', places: ['typed-plan']},
  {command: 'back', keys: ['n', 'escape'], label: 'Drop the plan: nothing is done.', short: 'no', places: ['plan'], footer: 10},
  {command: 'back', keys: ['escape'], label: 'Drop the plan: nothing is done.', short: 'no', places: ['typed-plan'], footer: 10},
  {
    command: 'back',
    keys: ['escape', 'q'],
    label: 'Go back once it has ended.',
    short: 'back',
    places: ['running-plan'],
    whyOff: () => 'It is being carried out: wait for its end, or leave it half done by Ctrl-C.',
  },
  {command: 'back', keys: ['escape', 'enter'], label: 'Go back.', short: 'back', places: ['ended-plan'], footer: 10},
];
