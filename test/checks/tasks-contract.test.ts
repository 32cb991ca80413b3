import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {Project} from '../../src/model/project.ts';
import {type Task, type TaskFacts, type TaskSetting, taskStages} from '../../src/model/task.ts';
import {projectOf} from '../support/project.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';

const repository = {owner: 'octo', name: 'tool'};

const projectAt = ({id, usualName}: Marketplace): Project =>
  projectOf({packages: {[id]: {name: usualName?.(repository) ?? 'tool', from: 'file', path: 'package.json'}}});

/** Facts of every kind that a task's words may depend on. */
const factsAt = ({id, token}: Marketplace): readonly TaskFacts[] => {
  const tokenNames = token?.names ?? [];
  const job = publishingJobOf({marketplace: id, secrets: tokenNames.slice(0, 1)});
  const fault = {kind: 'missing-permission', severity: 'problem', text: 'It needs `contents: write`.', line: 3} as const;
  return [
    {tokenNames},
    {tokenNames, publication: publicationOf({}), account: {kind: 'not-told', note: 'Nothing tells.'}, secrets: []},
    {
      tokenNames,
      job,
      publication: publicationOf({serves: '1.2.2', version: {kind: 'published'}}),
      policy: {isEnabled: false, defaultPermission: 'read'},
    },
    {
      tokenNames,
      job: {...job, isEnabled: false, findings: [fault]},
      publication: publicationOf({name: '@octo/tool', belongsTo: 'another'}),
    },
    {tokenNames, job: {...job, secrets: []}, publication: publicationOf({queued: [{version: '1.2.3', state: 'Submitted'}]})},
  ];
};

const settingsAt = (marketplace: Marketplace): readonly TaskSetting[] =>
  factsAt(marketplace).flatMap((facts) => {
    const project = projectAt(marketplace);
    return [
      {project, facts},
      {project, facts, login: 'octo'},
    ];
  });

const textsOf = (task: Task, settings: readonly TaskSetting[]): readonly string[] => [
  ...settings.map(({facts}) => (typeof task.title === 'string' ? task.title : task.title(facts))),
  task.why,
  task.cost,
  ...(task.onlyWord === undefined ? [] : [task.onlyWord]),
  ...settings.flatMap((setting) => task.instructions(setting).map(({text}) => text)),
];

/* What stands between backticks or quotation marks is somebody else's, and may hold anything. */
const isOneSentence = (text: string): boolean => /\.$/.test(text) && !/[.?!]["”]? [A-Z]/.test(text.replace(/`[^`]*`|“[^”]*”/g, 'x'));

const cases = marketplaces.flatMap((marketplace) =>
  marketplace.tasks.map((task) => [`${marketplace.id} ${task.id}`, marketplace, task] as const),
);

describe('a task of', () => {
  it.each(cases)('%s says why, what it costs and each step, in sentences', (_, marketplace, task) => {
    for (const text of textsOf(task, settingsAt(marketplace))) {
      expect(isOneSentence(text), text).toBe(true);
      expect(text.length, text).toBeLessThan(400);
    }
  });

  it.each(cases)('%s leads to pages that can be opened', (_, marketplace, task) => {
    for (const setting of settingsAt(marketplace)) {
      const steps = task.instructions(setting);
      expect(steps.length).toBeGreaterThan(0);
      for (const url of [task.url(setting.project), ...steps.flatMap((step) => step.url ?? [])])
        expect(new URL(url).protocol).toBe('https:');
      for (const {command} of steps) expect(command ?? 'none').not.toMatch(/\n|<[^>]+>|^$/);
    }
  });

  it.each(cases)('%s is told by something, or says why only a word tells', (_, _marketplace, {state, shownBy, prove, onlyWord}) => {
    expect(onlyWord === undefined).toBe(state !== undefined || shownBy !== undefined || prove !== undefined);
  });
});

describe('the tasks of', () => {
  it.each(marketplaces.map((marketplace) => [marketplace.id, marketplace] as const))(
    '%s are in order and each there once',
    (_, {tasks}) => {
      expect(new Set(tasks.map(({id}) => id)).size).toBe(tasks.length);
      const stages = tasks.map(({stage}) => taskStages.indexOf(stage));
      expect(stages).not.toContain(-1);
      expect(stages).toEqual([...stages].sort((one, other) => one - other));
      for (const {id} of tasks) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    },
  );

  it.each(marketplaces.map((marketplace) => [marketplace.id, marketplace] as const))(
    '%s give its token in one place',
    (_, {id, token, tasks}) => {
      const giving = tasks.filter(({givesToken}) => givesToken === true);
      const isOwn = id === 'github-releases' || id === 'github-packages';
      if (token === undefined) expect(giving).toEqual([]);
      else if (isOwn) expect(giving.length).toBeLessThanOrEqual(1);
      else expect(giving.map((task) => task.id)).toHaveLength(1);
    },
  );

  it.each(marketplaces.filter(({eligibility}) => eligibility === undefined).map((marketplace) => [marketplace.id, marketplace] as const))(
    '%s end with a job that publishes there',
    (_, {tasks}) => expect(tasks.some(({stage}) => stage === 'workflow')).toBe(true),
  );
});
