import type {Plan, StepOutcome} from '../model/plan.ts';
import {safeJson} from '../model/safe-text.ts';
import type {FoundPackage} from './first-package-found.ts';
import type {Hand} from './hand.ts';
import type {PublishTools, PublishWork, Stand} from './publish-work.ts';

/** What a test may hand in. */
export type PackageTools = PublishTools & {
  /** Hears a text that is typed in full view. */
  readonly askText: (question: string) => Promise<string>;
};

/** One command that writes first packages, with all that it works with. */
export type PackageWork = PublishWork & {
  readonly given: Partial<PackageTools>;
  readonly hand: Hand;
  readonly askText: PackageTools['askText'];
  /** What was carried out, in order. */
  readonly outcomes: {readonly plan: Plan; readonly outcomes: readonly StepOutcome[]}[];
};

/** The document that `--json` prints: the files, and what is left for a person. */
export const printPackages = (
  {options, surroundings, outcomes}: PackageWork,
  {begun, store}: Stand,
  found: readonly FoundPackage[],
): void => {
  if (!options.json) return;
  const isOne = found.length === 1;
  const rows = begun.rowsOf(store.get(), surroundings.now());
  const files = found.flatMap(({marketplace: {id}, files: placed}) =>
    placed.map(({path, contents, action}) => ({...(isOne ? {} : {marketplace: id}), path, contents, action})),
  );
  const tasks = found.flatMap(({marketplace: {id}}) =>
    (rows.find((row) => row.id === id)?.tasks ?? []).map((task) => ({
      ...(isOne ? {} : {marketplace: id}),
      id: task.id,
      title: task.title,
      state: task.state,
      url: task.url,
    })),
  );
  const done = options.dryRun ? {} : {done: outcomes};
  surroundings.print(`${safeJson({formatVersion: 1, files, tasks, ...done})}\n`);
};
