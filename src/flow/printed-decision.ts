import type {PrintedDecision, PrintedStart} from '../model/decision.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Step} from '../model/plan.ts';
import type {PublishChoice} from './publish-plan.ts';

const printedStep = (step: Step): readonly PrintedStart[] => {
  if (step.kind === 'run-workflow') return [{kind: step.kind, workflow: step.workflow, ref: step.ref, inputs: step.inputs}];
  return step.kind === 'rerun-job' ? [{kind: step.kind, run: step.run, job: step.job}] : [];
};

/** The decision as JSON has it. */
export const printedDecision = (marketplace: MarketplaceId, choice: PublishChoice): PrintedDecision => {
  const {kind, because} = choice;
  if (kind === 'blocked') return {marketplace, kind, because: `${because} ${choice.next}`};
  if (kind !== 'plan')
    return {marketplace, kind, because: kind === 'wait' && choice.url !== undefined ? `${because} ${choice.url}` : because};
  const {plan, alsoRuns} = choice;
  return {
    marketplace,
    kind,
    because,
    title: plan.title,
    steps: plan.steps.flatMap(printedStep),
    alsoRuns: alsoRuns.map(({name}) => name),
    ...(plan.undo === undefined ? {} : {undo: plan.undo}),
  };
};
