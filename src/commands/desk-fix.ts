import {marketplaces} from '../../checks/index.ts';
import {bestFixOf} from '../flow/fix-offer.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import {lineOf, type PlanWork} from './desk-plans.ts';
import {publishWorkAt} from './desk-publish-work.ts';
import {type DeskSetting, marketplaceOf, projectOf, say} from './desk-setting.ts';
import {type Turn, Turns} from './desk-turns.ts';
import {findSecretKnowledge} from './secret-knowledge.ts';
import {misnameFor, patchSaid} from './secret-misname.ts';
import {findPatchGround, patchPlanOf} from './secret-patch.ts';
import {detailsOf} from './secret-plan.ts';
import {chooseChanges} from './workflow-changes.ts';
import {findWorkflowGround} from './workflow-ground.ts';
import {findOpenProposal, workflowPlanOf} from './workflow-plan.ts';

const rowOf = async ({survey, watch, surroundings}: DeskSetting, id: MarketplaceId): Promise<Row | undefined> =>
  (await watch.begun()).rowsOf(survey.get(), surroundings.now()).find((row) => row.id === id);

/** The plan by which a workflow reads a secret by its right name; false: no name is wrong. */
const planRename = async (desk: DeskSetting, plans: PlanWork, id: MarketplaceId, {isStale}: Turn): Promise<boolean> => {
  const {watch, options, surroundings} = desk;
  const {setting, repository} = await watch.begun();
  const knowledge = await findSecretKnowledge({...options, repository}, setting, surroundings);
  const misname = misnameFor(id, marketplaceOf(id), knowledge, marketplaces);
  if (misname === undefined) return false;
  const plan = patchPlanOf(misname, await findPatchGround(repository, setting), []);
  if (plan === undefined) return false;
  await plans.show({id, plan, look: 'fresh'}, detailsOf(knowledge.secrets, surroundings.now()), {
    said: [patchSaid(misname, knowledge)],
    isStale,
  });
  return true;
};

/** The fix in words, where a person changes the file. */
const tellFix = async ({survey, watch}: DeskSetting, plans: PlanWork, {title, id}: Row, fix: string, path: string | undefined) => {
  const {repository} = await watch.begun();
  const {about, understanding} = survey.get().repository;
  const file = path ?? understanding.value?.jobs.find(({marketplace}) => marketplace === id)?.workflow.path;
  const base = about.value?.defaultBranch;
  const url =
    file === undefined || base === undefined ? undefined : `https://github.com/${repository.owner}/${repository.name}/edit/${base}/${file}`;
  plans.tell(
    `${title}: change the workflow`,
    [
      lineOf('plain')(fix),
      lineOf('muted')('Portcall knows no change that would surely mend this, so a person writes it.'),
      ...(url === undefined ? [] : [lineOf('accent')(url)]),
    ],
    url === undefined ? {} : {url},
  );
};

/** Plans what mends the likeliest cause of a row's failure. */
export class FixWork {
  readonly #desk: DeskSetting;
  readonly #plans: PlanWork;
  readonly #turns: Turns;

  constructor(desk: DeskSetting, plans: PlanWork) {
    this.#desk = desk;
    this.#plans = plans;
    this.#turns = new Turns(plans);
  }

  /** The person has left what was looked for. */
  leave(): void {
    this.#turns.leave();
  }

  /** Shows the plan; where nothing can be planned, it says what to do. */
  async plan(id: MarketplaceId): Promise<void> {
    const [desk, plans] = [this.#desk, this.#plans];
    plans.refuseWhileRunning();
    const row = await rowOf(desk, id);
    const best = row === undefined ? undefined : bestFixOf(row);
    if (row === undefined || best === undefined) return say(desk, 'No cause here has a fix that can be done from here.');
    if (best.doable.kind === 'sync-fork') {
      await desk.watch.look([id], 'prove');
      return plans.planTask(id, 'sync-fork');
    }
    await this.#turns.look(`${row.title}: what mends it`, `${row.title}: it could not be looked for`, async (turn) => {
      if ((await planRename(desk, plans, id, turn)) || turn.isStale() || (await this.#planMends(id, turn)) || turn.isStale()) return;
      await tellFix(desk, plans, row, best.fix, best.doable.kind === 'patch-workflow' ? best.doable.path : undefined);
    });
  }

  /** Every change of the workflow that concerns the marketplace, as one plan; false: none is known. */
  async #planMends(id: MarketplaceId, {isStale, signal}: Turn): Promise<boolean> {
    const [desk, plans] = [this.#desk, this.#plans];
    const work = publishWorkAt(desk, signal);
    const {repository, tag} = await projectOf(desk);
    const options = {...work.options, repository, tag, only: [id], except: [], yes: true};
    const ground = await findWorkflowGround({...work, options});
    signal.addEventListener('abort', () => ground.stand.begun.stop(), {once: true});
    const chosen = await chooseChanges({...work, options}, ground);
    const plan = workflowPlanOf(chosen, ground, options);
    if (plan === undefined || isStale()) return false;
    const open = await findOpenProposal(plan, ground.stand.begun.setting);
    if (isStale()) return true;
    if (open !== undefined) {
      const text =
        'A pull request of Portcall with such changes is open: merge it, and look again. Close it and delete its branch for a new one.';
      plans.tell(`${plan.title}: it is proposed`, [lineOf('plain')(text), lineOf('accent')(open)], {url: open, look: id});
      return true;
    }
    const said = chosen.changes.map(({title, why, instead}) => [`${title}. ${why}`, ...(instead === undefined ? [] : [instead])].join(' '));
    await plans.show({id, plan, look: 'fresh'}, {setAt: () => undefined, now: desk.surroundings.now()}, {said, isStale});
    return true;
  }
}
