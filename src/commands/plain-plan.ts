import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PlainDesk} from './plain-desk.ts';

/** What came of a plan that was made: nothing was planned, the person said no, it was only shown, or it was carried out with or without fail; `next`: another lies on the desk. */
export type PlanEnd = 'none' | 'declined' | 'shown' | 'done' | 'failed' | 'next';

/** Shows the plan that lies on the desk, asks, carries it out, and takes it away. */
export const carryOutPlan = async ({desk, desks, questions, options, print, work}: PlainDesk): Promise<PlanEnd> => {
  const {plan} = desks.get();
  if (plan?.state !== 'shown') return 'none';
  print(plan.title, ...plan.lines.map(({text}) => `  ${text}`));
  const warned = plan.typedName === undefined ? 'Do this?' : `Do this? ${plan.typedName} can't be brought back.`;
  const isAgreed = !options.dryRun && (options.yes || (await questions.confirm(warned)));
  if (!isAgreed) {
    desk.dropPlan();
    print('Nothing was changed.');
    return options.dryRun ? 'shown' : 'declined';
  }
  await work(desk.carryOut());
  const after = desks.get().plan;
  if (after?.state === 'shown' || after?.state === 'told') return 'next';
  const outcomes = after?.outcomes ?? [];
  desk.dropPlan();
  return outcomes.length > 0 && outcomes.every(({tone}) => tone === 'ok') ? 'done' : 'failed';
};

/** Makes the first package of a row and carries out its plans one after the other; where there is none to agree to, it prints why. */
export const makeFiles = async (plain: PlainDesk, id: MarketplaceId): Promise<void> => {
  const {desk, desks, print, work} = plain;
  await work(desk.planFirstPackage(id));
  while (desks.get().plan?.state === 'shown') if ((await carryOutPlan(plain)) !== 'next') return;
  const {plan} = desks.get();
  if (plan === undefined) return;
  print(plan.title, ...plan.lines.map(({text}) => `  ${text}`));
  desk.dropPlan();
};
