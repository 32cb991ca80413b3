import type {DeskEvent} from '../flow/desk.ts';
import type {Message} from '../flow/screen.ts';
import type {ChoiceKind} from '../model/choice.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';

/** What a person does at a desk, whatever shows it; nothing here throws: what came of it goes out by `DeskVoice`. */
export type DeskWork = {
  /** Looks whether the tasks of a row are done, and looks at the row again. */
  prove(id: MarketplaceId): Promise<void>;
  /** Remembers what the person decided of a task, or of the whole marketplace; `undefined` takes it back. */
  choose(id: MarketplaceId, task: string | undefined, choice: ChoiceKind | undefined): Promise<void>;
  /** Looks for the row's token in the environment, `gh` and the vault, and tests it. */
  findToken(id: MarketplaceId): Promise<void>;
  /** Cleans what was pasted, holds it outside every store, and tests it. */
  useToken(id: MarketplaceId, pasted: string): Promise<void>;
  /** Keeps the token in hand for later runs. */
  keepToken(id: MarketplaceId): Promise<void>;
  /** Plans to set the token in hand as the secret that the job reads. */
  planSecret(id: MarketplaceId): Promise<void>;
  /** Plans what Portcall can do of a task by itself. */
  planTask(id: MarketplaceId, task: string): Promise<void>;
  /** Carries out the plan that is shown, which the person agreed to, and looks again. */
  carryOut(): Promise<void>;
  dropPlan(): void;
  /** Looks afresh, decides whether to publish a row, and shows the plan, or why there is none. */
  planPublish(id: MarketplaceId): Promise<void>;
  /** Makes the first package of a row, and shows its files and the plan to hand it in. */
  planFirstPackage(id: MarketplaceId): Promise<void>;
  /** Plans to cancel the run of a row that is followed. */
  planCancel(id: MarketplaceId): Promise<void>;
  /** Plans what Portcall can do about the likeliest cause of a failure. */
  planFix(id: MarketplaceId): Promise<void>;
  /** Forgets a publish that has ended. */
  dropRun(id: MarketplaceId): void;
  /** Goes on following what was started before for this project's tag. */
  resumeRuns(): Promise<void>;
  /** Looks what can be taken back at a row. */
  findWays(id: MarketplaceId): Promise<void>;
  /** Plans one of the ways that were found; one that a person goes is told with its steps. */
  planWay(id: MarketplaceId, way: number): Promise<void>;
  /** Opens a page, in the demo a simulated one. */
  browse(url: string, id?: MarketplaceId): Promise<void>;
  /** Forgets every value. */
  end(): void;
};

/** Where the desk's outcomes go. */
export type DeskVoice = {
  dispatch(event: DeskEvent): void;
  say(message: Message): void;
};
