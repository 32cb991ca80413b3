import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {PublishingJob, Workflow, WorkflowInput} from '../model/workflow.ts';

/** How a workflow lets a person choose a marketplace, as a job that is there does it. */
export type SelectorShape =
  /** A word that the job's condition asks for: of a choice, or of a list in a text. */
  | {readonly kind: 'word'; readonly input: WorkflowInput; readonly condition: string; readonly word: string}
  /** A switch of its own for each. */
  | {readonly kind: 'switch'; readonly input: WorkflowInput; readonly condition: string; readonly word: string};

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Whether a word names the marketplace that a job publishes to: `docker` does Docker Hub, and `crates` crates.io. */
const names = (word: string, {marketplace, job}: PublishingJob): boolean => {
  const own = lettersOf(word);
  if (own.length < 3) return false;
  return lettersOf(marketplace).startsWith(own) || own.startsWith(lettersOf(marketplace)) || lettersOf(job.id).endsWith(own);
};

const wordIn = (condition: string, name: string): readonly string[] =>
  new RegExp(`\\binputs(?:\\.${name}\\b|\\['${name}'\\])`).test(condition)
    ? [...condition.matchAll(/'([^']{1,60})'/g)].map(([, word = '']) => word)
    : [];

const shapeOf = (one: PublishingJob, inputs: readonly WorkflowInput[]): SelectorShape | undefined => {
  const condition = one.job.if;
  if (condition === undefined) return undefined;
  for (const input of inputs) {
    if (input.type === 'boolean') {
      const word = input.name.split(/[-_]/).find((part) => names(part, one));
      if (word !== undefined && new RegExp(`\\binputs\\.${input.name}\\b`).test(condition)) return {kind: 'switch', input, condition, word};
      continue;
    }
    const word = wordIn(condition, input.name).find((part) => names(part.replace(/^\W+|\W+$/g, ''), one));
    if (word !== undefined) return {kind: 'word', input, condition, word};
  }
  return undefined;
};

/** The shape of the first job that has one; undefined: nothing lets a person choose. */
export const selectorShapeOf = ({triggers}: Workflow, publishing: readonly PublishingJob[]): SelectorShape | undefined => {
  const inputs = triggers.find(({event}) => event === 'workflow_dispatch')?.inputs ?? [];
  return publishing.map((one) => shapeOf(one, inputs)).find((one) => one !== undefined);
};

/** The name of a marketplace's own switch, spelled as the other's is. */
export const switchNameOf = ({input, word}: Extract<SelectorShape, {kind: 'switch'}>, id: MarketplaceId): string =>
  input.name.replace(word, input.name.includes('-') || !id.includes('-') ? id : id.replaceAll('-', '_'));

const bare = (condition: string): string => {
  const text = condition.trim().replace(/\s*\n\s*/g, ' ');
  return /^\$\{\{((?:(?!\}\}).)*)\}\}$/.exec(text)?.[1]?.trim() ?? text;
};

/** The other job's condition with this marketplace in place of its own; undefined: it can't be told. */
export const askedAs = (shape: SelectorShape, id: MarketplaceId): string | undefined => {
  const condition = bare(shape.condition).replace(/^!cancelled\(\) && !failure\(\) && \((.*)\)$/s, '$1');
  if (condition.includes('${{')) return undefined;
  if (shape.kind === 'switch')
    return condition.replaceAll(new RegExp(`\\binputs\\.${shape.input.name}\\b`, 'g'), `inputs.${switchNameOf(shape, id)}`);
  const core = shape.word.replace(/^\W+|\W+$/g, '');
  return condition.replaceAll(`'${shape.word}'`, `'${shape.word.replace(core, id)}'`);
};
