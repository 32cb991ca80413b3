import {marketplaces} from '../../checks/index.ts';
import {bestFixOf} from '../flow/fix-offer.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Row} from '../model/row.ts';
import {lineOf, type PlanWork} from './desk-plans.ts';
import {type DeskSetting, marketplaceOf, say} from './desk-setting.ts';
import {findSecretKnowledge} from './secret-knowledge.ts';
import {misnameFor, patchSaid} from './secret-misname.ts';
import {findPatchGround, patchPlanOf} from './secret-patch.ts';
import {detailsOf} from './secret-plan.ts';

const rowOf = async ({survey, watch, surroundings}: DeskSetting, id: MarketplaceId): Promise<Row | undefined> =>
  (await watch.begun()).rowsOf(survey.get(), surroundings.now()).find((row) => row.id === id);

/** The plan by which a workflow reads a secret by its right name; false: no name is wrong. */
const planRename = async (desk: DeskSetting, plans: PlanWork, id: MarketplaceId): Promise<boolean> => {
  const {watch, options, surroundings} = desk;
  const {setting, repository} = await watch.begun();
  const knowledge = await findSecretKnowledge({...options, repository}, setting, surroundings);
  const misname = misnameFor(id, marketplaceOf(id), knowledge, marketplaces);
  if (misname === undefined) return false;
  const plan = patchPlanOf(misname, await findPatchGround(repository, setting), []);
  if (plan === undefined) return false;
  await plans.show({id, plan, look: 'fresh'}, detailsOf(knowledge.secrets, surroundings.now()), {said: [patchSaid(misname, knowledge)]});
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

/** Plans what can be done about the likeliest cause of a row's failure; where nothing can be planned, it says what to do. */
export const planFix = async (desk: DeskSetting, plans: PlanWork, id: MarketplaceId): Promise<void> => {
  plans.refuseWhileRunning();
  const row = await rowOf(desk, id);
  const best = row === undefined ? undefined : bestFixOf(row);
  if (row === undefined || best === undefined) return say(desk, 'No cause here has a fix that can be done from here.');
  if (best.doable.kind === 'sync-fork') {
    await desk.watch.look([id], 'prove');
    return plans.planTask(id, 'sync-fork');
  }
  if (await planRename(desk, plans, id)) return;
  await tellFix(desk, plans, row, best.fix, best.doable.kind === 'patch-workflow' ? best.doable.path : undefined);
};
