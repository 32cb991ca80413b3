import {taskSettingOf} from '../flow/select.ts';
import {mayAttest} from '../flow/wizard.ts';
import type {ChoiceKind} from '../model/choice.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import type {Task} from '../model/task.ts';
import {type ChoiceSubject, type ChoicesRead, withChoice, writeChoice} from '../tools/choices.ts';
import type {Begun} from './begin.ts';
import {ledgerOf} from './desk-execution.ts';
import {type DeskSetting, failureText, marketplaceOf, say} from './desk-setting.ts';
import {findWho} from './who.ts';

/** Undefined kind: what was decided is taken back. */
type Decision = {readonly subject: ChoiceSubject; readonly kind: ChoiceKind | undefined};

const taskOf = (id: MarketplaceId, taskId: string): Task => {
  const task = marketplaceOf(id).tasks.find((one) => one.id === taskId);
  if (task === undefined) throw new Problem('bug', `${id} has no task ${taskId}.`, 'Report it.');
  return task;
};

/** Remembers what the person decided; a word that is given or taken back stands in the ledger first. */
export class ChoiceWork {
  readonly #desk: DeskSetting;
  /** What could not be written holds for this session. */
  readonly #unwritten: Decision[] = [];

  constructor(desk: DeskSetting) {
    this.#desk = desk;
  }

  #timeNow(): string {
    return new Date(this.#desk.surroundings.now()).toISOString();
  }

  #titleOf(id: MarketplaceId, {title}: Task): string {
    if (typeof title === 'string') return title;
    const setting = taskSettingOf(this.#desk.survey.get(), marketplaceOf(id));
    return title(setting?.facts ?? {tokenNames: []});
  }

  /** What of a word goes into the ledger; undefined: none was given or taken back. */
  #wordOf({subject: {marketplace, task: taskId}, kind}: Decision): string | undefined {
    if (taskId === undefined) return undefined;
    const title = this.#titleOf(marketplace, taskOf(marketplace, taskId));
    if (kind === 'attested') return `Attested: ${title}`;
    const before = this.#desk.survey.get().choices.find((one) => one.marketplace === marketplace && one.task === taskId);
    return before?.kind === 'attested' ? `Took back the word: ${title}` : undefined;
  }

  async #writeDown(decision: Decision, {setting, repository}: Begun) {
    const what = this.#wordOf(decision);
    if (what === undefined) return;
    await ledgerOf(this.#desk, setting.stateFolder).record({
      at: this.#timeNow(),
      who: this.#desk.survey.get().login ?? (await findWho(setting.sources)),
      what,
      marketplace: decision.subject.marketplace,
      repository: repositoryText(repository),
      result: 'done: by the person’s word alone',
    });
  }

  async #write(decision: Decision): Promise<ChoicesRead> {
    const begun = await this.#desk.watch.begun();
    await this.#writeDown(decision, begun);
    const {subject, kind} = decision;
    const {now} = this.#desk.surroundings;
    return writeChoice(begun.setting.stateFolder, begun.repository, subject, kind === undefined ? {now} : {kind, now});
  }

  #tell({choices}: ChoicesRead) {
    const all = this.#unwritten.reduce((known, {subject, kind}) => withChoice(known, subject, kind, this.#timeNow()), choices);
    this.#desk.survey.dispatch({kind: 'choices-read', choices: all});
  }

  /** Whether the person's word is needed: nothing that can be read tells, or the look could not. */
  async #mayAttest(id: MarketplaceId, taskId: string | undefined): Promise<boolean> {
    if (taskId === undefined) return false;
    if (taskOf(id, taskId).onlyWord !== undefined) return true;
    const {survey, watch, surroundings} = this.#desk;
    const {rowsOf} = await watch.begun();
    const row = rowsOf(survey.get(), surroundings.now()).find((one) => one.id === id);
    return row?.tasks.some((task) => task.id === taskId && mayAttest(task)) === true;
  }

  async choose(id: MarketplaceId, task: string | undefined, kind: ChoiceKind | undefined): Promise<void> {
    const desk = this.#desk;
    const decision: Decision = {subject: {marketplace: id, ...(task === undefined ? {} : {task})}, kind};
    if (kind === 'attested' && !(await this.#mayAttest(id, task)))
      return say(desk, 'Your word is not needed here: a look tells whether it is done.');
    try {
      const read = await this.#write(decision);
      this.#tell(read);
      if (read.said !== undefined) say(desk, read.said, 'warning');
    } catch (failure) {
      this.#unwritten.push(decision);
      this.#tell({choices: desk.survey.get().choices});
      say(desk, `This holds for this session alone. ${failureText(failure)}`, 'warning');
    }
  }
}
