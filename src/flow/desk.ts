import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {TokenTest} from '../model/publication.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {Tone} from './lines.ts';
import {type Heard, type RunSight, type Runs, reduceRun, type WaysSight} from './run-sight.ts';

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
  /** `looking`: it is still decided; `told`: there is nothing to agree to. */
  readonly state: 'shown' | 'running' | 'ended' | 'looking' | 'told';
  /** A page that belongs to it; absent: none does. */
  readonly url?: string;
  readonly outcomes: readonly {readonly text: SafeText; readonly tone: Tone}[];
};

/** What lies on the desk: tokens in hand by their looks, a plan that waits for a yes. Values stay outside. */
export type Desk = {
  readonly tokens: Readonly<Partial<Record<MarketplaceId, TokenSight>>>;
  /** Absent: nothing was planned. */
  readonly plan?: PlanSight;
  /** What is followed, by its row, and what has ended and was not seen yet. */
  readonly runs: Runs;
  /** What can be taken back; absent: nothing was looked up. */
  readonly ways?: WaysSight;
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
  /** `url`: the page of what was made; absent: nothing has one. */
  | {readonly kind: 'plan-ended'; readonly url?: string}
  | {readonly kind: 'plan-dropped'}
  | {readonly kind: 'run-begun'; readonly id: MarketplaceId; readonly run: RunSight}
  | {readonly kind: 'run-heard'; readonly id: MarketplaceId; readonly heard: Heard; readonly at: number}
  | {readonly kind: 'run-dropped'; readonly id: MarketplaceId}
  | {readonly kind: 'ways-found'; readonly ways: WaysSight}
  /** One of them was gone, so that the others are no longer what was found. */
  | {readonly kind: 'ways-dropped'}
  | {readonly kind: 'field-changed'; readonly length: number};

export const emptyDesk: Desk = {tokens: {}, runs: {}, fieldLength: 0};

const withToken = (desk: Desk, id: MarketplaceId, change: (sight: TokenSight) => TokenSight): Desk => {
  const sight = desk.tokens[id];
  return sight === undefined ? desk : {...desk, tokens: {...desk.tokens, [id]: change(sight)}};
};

const without = (desk: Desk, what: 'plan' | 'ways'): Desk => {
  const {[what]: _, ...rest} = desk;
  return rest as Desk;
};

const withPlan = (desk: Desk, change: (plan: PlanSight) => PlanSight): Desk =>
  desk.plan === undefined ? desk : {...desk, plan: change(desk.plan)};

const heardOf = (desk: Desk, id: MarketplaceId, heard: Heard, at: number): Desk => {
  const run = desk.runs[id];
  return run === undefined ? desk : {...desk, runs: {...desk.runs, [id]: reduceRun(run, heard, at)}};
};

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
      return withPlan(desk, (plan) => ({...plan, state: 'ended', ...(event.url === undefined ? {} : {url: event.url})}));
    case 'plan-dropped':
      return without(desk, 'plan');
    case 'run-begun':
      return {...desk, runs: {...desk.runs, [event.id]: event.run}};
    case 'run-heard':
      return heardOf(desk, event.id, event.heard, event.at);
    case 'run-dropped': {
      const {[event.id]: _, ...runs} = desk.runs;
      return {...desk, runs};
    }
    case 'ways-found':
      return {...desk, ways: event.ways};
    case 'ways-dropped':
      return without(desk, 'ways');
    case 'field-changed':
      return {...desk, fieldLength: event.length};
  }
};
