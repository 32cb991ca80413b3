import {repositoryText} from '../model/project.ts';
import type {WorkflowTrigger} from '../model/workflow.ts';
import {type Contexts, evaluateCondition, type KnownValue} from './evaluate.ts';
import {passesPatterns} from './filter-pattern.ts';
import type {RepositoryKnowledge} from './knowledge.ts';
import type {Condition} from './running-job.ts';

/** One way in which a workflow starts, with what its conditions can know. */
export type Occasion = {
  /** The event; a push says whether of a tag or a branch. */
  readonly kind: string;
  readonly contexts: Contexts;
};

type Names = {readonly tags: readonly string[]; readonly branches: readonly string[]};

/** Names that conditions speak of, whole, as a beginning, or at the end of one of these: a branch or tag so called may exist. */
const namesInConditions = (conditions: readonly string[], bases: readonly string[]): readonly string[] =>
  conditions
    .flatMap((condition) => [...condition.matchAll(/'([^']{1,200})'/g)])
    .slice(0, 30)
    .map((found) => (found[1] ?? '').replace(/^refs\/(heads|tags)\//, ''))
    .filter((name) => name !== '')
    .flatMap((name) => [name, `${name}1`, ...bases.map((base) => `${base}${name}`)]);

/** A name that a pattern lets in. */
const sampleOf = (pattern: string): string =>
  pattern
    .replace(/^!/, '')
    .replace(/\*+/g, '1')
    .replace(/[?+]/g, '')
    .replace(/\[(.)[^\]]*\]/g, '$1');

const letsIn = (name: string, patterns: readonly string[] | undefined, ignored: readonly string[] | undefined): boolean =>
  (patterns === undefined || passesPatterns(name, patterns)) && (ignored === undefined || !passesPatterns(name, ignored));

const candidates = ({filters}: WorkflowTrigger, conditions: readonly string[], knowledge: RepositoryKnowledge): Names => {
  const tags = knowledge.tag === undefined ? ['v1.2.3', '1.2.3', ...(filters['tags'] ?? []).map(sampleOf)] : [knowledge.tag];
  const branches = [knowledge.defaultBranch ?? 'main', 'some-branch', ...(filters['branches'] ?? []).map(sampleOf)];
  return {
    tags: [...tags, ...namesInConditions(conditions, tags)].filter((name) => letsIn(name, filters['tags'], filters['tags-ignore'])),
    branches: [...branches, ...namesInConditions(conditions, branches)].filter((name) =>
      letsIn(name, filters['branches'], filters['branches-ignore']),
    ),
  };
};

type Known = {readonly [name: string]: KnownValue};

const contextsOf = (event: string, knowledge: RepositoryKnowledge, github: Known, payload: Known = {}, inputs: Known = {}): Contexts => ({
  values: {
    github: {
      event_name: event,
      repository: repositoryText(knowledge.repository),
      repository_owner: knowledge.repository.owner,
      ...github,
      event: {inputs, ...payload},
    },
    inputs,
  },
  closed: ['inputs'],
});

const refOf = (type: 'tag' | 'branch', name: string): Known => ({
  ref: `refs/${type === 'tag' ? 'tags' : 'heads'}/${name}`,
  ref_name: name,
  ref_type: type,
});

/** Which kinds of push a trigger takes: a filter for one kind alone shuts the other out. */
const takes = ({filters}: WorkflowTrigger, kind: 'tags' | 'branches'): boolean => {
  const has = (one: string) => filters[one] !== undefined || filters[`${one}-ignore`] !== undefined;
  return has(kind) || !has(kind === 'tags' ? 'branches' : 'tags');
};

const pushOccasions = (trigger: WorkflowTrigger, {tags, branches}: Names, knowledge: RepositoryKnowledge): readonly Occasion[] => [
  ...(takes(trigger, 'tags') ? tags : []).map((name) => ({
    kind: 'push of a tag',
    contexts: contextsOf('push', knowledge, refOf('tag', name)),
  })),
  ...(takes(trigger, 'branches') ? branches : []).map((name) => ({
    kind: 'push of a branch',
    contexts: contextsOf('push', knowledge, refOf('branch', name)),
  })),
];

const releaseOccasions = (trigger: WorkflowTrigger, {tags}: Names, knowledge: RepositoryKnowledge): readonly Occasion[] =>
  (trigger.filters['types'] ?? ['published', 'released', 'created', 'prereleased', 'edited']).flatMap((action) =>
    tags.map((name) => ({
      kind: `release ${action}`,
      contexts: contextsOf('release', knowledge, refOf('tag', name), {action, release: {tag_name: name}}),
    })),
  );

const requestOccasion = ({event}: WorkflowTrigger, knowledge: RepositoryKnowledge): Occasion => ({
  kind: event,
  contexts: contextsOf(event, knowledge, event === 'pull_request' ? {ref: 'refs/pull/1/merge', ref_type: 'branch'} : {}),
});

/** Every way in which a trigger can start its workflow, as far as conditions can tell them apart. */
const occasionsOf = (trigger: WorkflowTrigger, conditions: readonly string[], knowledge: RepositoryKnowledge): readonly Occasion[] => {
  const names = candidates(trigger, conditions, knowledge);
  switch (trigger.event) {
    case 'push':
      return pushOccasions(trigger, names, knowledge);
    case 'release':
      return releaseOccasions(trigger, names, knowledge);
    case 'workflow_dispatch': {
      const inputs = Object.fromEntries((trigger.inputs ?? []).map(({name}) => [name, undefined]));
      return [{kind: trigger.event, contexts: contextsOf(trigger.event, knowledge, {}, {}, inputs)}];
    }
    case 'workflow_call':
      // The caller's event shows inside a called workflow, so nothing is known of it.
      return [{kind: trigger.event, contexts: {values: {}}}];
    default:
      return [requestOccasion(trigger, knowledge)];
  }
};

const holds = ({text, isCalled}: Condition, {values, closed}: Contexts): boolean => {
  if (!isCalled) return evaluateCondition(text, {values, closed: closed ?? []}) !== false;
  const {inputs: _, ...rest} = values;
  return evaluateCondition(text, {values: rest}) !== false;
};

/** The occasions on which all these conditions can hold. */
export const occasionsThatRun = (
  triggers: readonly WorkflowTrigger[],
  conditions: readonly Condition[],
  knowledge: RepositoryKnowledge,
): readonly Occasion[] => {
  const texts = conditions.map(({text}) => text);
  return triggers
    .flatMap((trigger) => occasionsOf(trigger, texts, knowledge))
    .filter(({contexts}) => conditions.every((condition) => holds(condition, contexts)));
};
