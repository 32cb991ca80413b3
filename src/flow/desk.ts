import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {TokenTest} from '../model/publication.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {Tone} from './lines.ts';

/** One marketplace's token as a screen shows it: never its value. */
export type TokenSight = {
  /** The secret's name. */
  readonly name: string;
  /** Where it was found; absent: it was found nowhere. */
  readonly source?: 'environment' | 'vault' | 'gh' | 'pasted';
  /** At most the last four characters; absent: there is none. */
  readonly masked?: string;
  /** What was cleaned from a paste, a sentence each; empty: nothing was. */
  readonly said: readonly SafeText[];
  readonly isTesting: boolean;
  /** Absent: it was not tested. */
  readonly test?: TokenTest;
  /** Where it was put for later runs, in one sentence; absent: it was not kept. */
  readonly keptIn?: SafeText;
  /** Where the secret was set with it, in one sentence; absent: it was not set. */
  readonly setAt?: SafeText;
};

/** A plan as a screen shows it before and while it is carried out. */
export type PlanSight = {
  readonly title: SafeText;
  /** What it does, with what is known beside each step; a change to a file as its lines with `+` and `-`. */
  readonly lines: readonly {readonly text: SafeText; readonly tone: Tone}[];
  /** The name that must be typed before something that can't be undone is done; absent: a yes is enough. */
  readonly typedName?: string;
  readonly state: 'shown' | 'running' | 'ended';
  readonly outcomes: readonly {readonly text: SafeText; readonly tone: Tone}[];
};

/** What lies on the desk: tokens in hand by their looks, a plan that waits for a yes. Values stay outside. */
export type Desk = {
  readonly tokens: Readonly<Partial<Record<MarketplaceId, TokenSight>>>;
  /** Absent: nothing was planned. */
  readonly plan?: PlanSight;
  /** How many characters stand in the masked field. */
  readonly fieldLength: number;
};

export type DeskEvent =
  | {readonly kind: 'token-seen'; readonly id: MarketplaceId; readonly sight: TokenSight}
  /** The one in hand is tested anew. */
  | {readonly kind: 'token-testing'; readonly id: MarketplaceId}
  | {readonly kind: 'token-tested'; readonly id: MarketplaceId; readonly test: TokenTest}
  | {readonly kind: 'token-kept'; readonly id: MarketplaceId; readonly where: SafeText}
  | {readonly kind: 'token-set'; readonly id: MarketplaceId; readonly where: SafeText}
  | {readonly kind: 'plan-made'; readonly plan: PlanSight}
  | {readonly kind: 'plan-started'}
  | {readonly kind: 'step-ended'; readonly text: SafeText; readonly tone: Tone}
  | {readonly kind: 'plan-ended'}
  | {readonly kind: 'plan-dropped'}
  | {readonly kind: 'field-changed'; readonly length: number};

export const emptyDesk: Desk = {tokens: {}, fieldLength: 0};

const withToken = (desk: Desk, id: MarketplaceId, change: (sight: TokenSight) => TokenSight): Desk => {
  const sight = desk.tokens[id];
  return sight === undefined ? desk : {...desk, tokens: {...desk.tokens, [id]: change(sight)}};
};

const withPlan = (desk: Desk, change: (plan: PlanSight) => PlanSight): Desk =>
  desk.plan === undefined ? desk : {...desk, plan: change(desk.plan)};

/** The desk after an event. Pure. */
export const reduceDesk = (desk: Desk, event: DeskEvent): Desk => {
  switch (event.kind) {
    case 'token-seen':
      return {...desk, tokens: {...desk.tokens, [event.id]: event.sight}};
    case 'token-testing':
      return withToken(desk, event.id, (sight) => ({...sight, isTesting: true}));
    case 'token-tested':
      return withToken(desk, event.id, (sight) => ({...sight, isTesting: false, test: event.test}));
    case 'token-kept':
      return withToken(desk, event.id, (sight) => ({...sight, keptIn: event.where}));
    case 'token-set':
      return withToken(desk, event.id, (sight) => ({...sight, setAt: event.where}));
    case 'plan-made':
      return {...desk, plan: event.plan};
    case 'plan-started':
      return withPlan(desk, (plan) => ({...plan, state: 'running'}));
    case 'step-ended':
      return withPlan(desk, (plan) => ({...plan, outcomes: [...plan.outcomes, {text: event.text, tone: event.tone}]}));
    case 'plan-ended':
      return withPlan(desk, (plan) => ({...plan, state: 'ended'}));
    case 'plan-dropped': {
      const {plan: _, ...rest} = desk;
      return rest;
    }
    case 'field-changed':
      return {...desk, fieldLength: event.length};
  }
};
