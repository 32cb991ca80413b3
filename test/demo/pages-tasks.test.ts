import {describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {openPage} from '../../src/demo/pages.ts';
import {createWorld} from '../../src/demo/world.ts';
import type {Marketplace} from '../../src/model/marketplace.ts';
import type {Task, TaskFacts} from '../../src/model/task.ts';
import {demoProject, login} from '../support/person-at-pages.ts';
import {publicationOf, publishingJobOf} from '../support/survey.ts';

/** Facts under which instructions differ: nothing known, nothing there, and a job with a package that is served. */
const factsOf = ({token, id}: Marketplace): readonly TaskFacts[] => {
  const tokenNames = token?.names ?? [];
  const job = publishingJobOf({marketplace: id});
  return [
    {tokenNames},
    {tokenNames, publication: publicationOf({name: 'contextlite'}), account: {kind: 'absent', note: ''}},
    {tokenNames, publication: publicationOf({name: 'contextlite', serves: '1.0.34', version: {kind: 'published'}}), job},
  ];
};

/** What the instructions name of the job is the fixture's own address. */
const isOurs = (url: string): boolean => !url.startsWith('https://github.example/');

const pagesOf = (marketplace: Marketplace, task: Task): readonly string[] => [
  task.url(demoProject),
  ...factsOf(marketplace).flatMap((facts) =>
    [{}, {login}].flatMap((known) => task.instructions({project: demoProject, facts, ...known}).flatMap(({url}) => url ?? [])),
  ),
];

describe.each(marketplaces)('$title in the demo', (marketplace) => {
  const world = createWorld();
  world.github.forkTime = 0;

  it.each(marketplace.tasks.map((task) => [task.id, task] as const))('has every page of the task %s', (_, task) => {
    const pages = [...new Set(pagesOf(marketplace, task))].filter(isOurs);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((url) => openPage(world, url) === undefined)).toEqual([]);
  });

  it('has its guide, and the pages that make its token and trust a workflow', () => {
    const {docs, token, trustedPublishing} = marketplace;
    const pages = [docs, token?.makeAt, trustedPublishing?.formUrl(demoProject)].filter((url) => url !== undefined);
    expect(pages.filter((url) => openPage(world, url) === undefined)).toEqual([]);
  });

  it('shows a token on a page of each task that is to give one', () => {
    const giving = marketplace.tasks.filter((task) => task.givesToken === true);
    const without = giving.filter((task) => {
      const pages = marketplace.tasks
        .filter(({stage}) => stage === 'token' || stage === task.stage)
        .flatMap((one) => pagesOf(marketplace, one));
      return !pages.some((url) => openPage(world, url)?.token !== undefined);
    });
    expect(without.map(({id}) => id)).toEqual([]);
  });

  it('says one sentence of each page, without a token in it', () => {
    for (const url of marketplace.tasks.flatMap((task) => pagesOf(marketplace, task))) {
      const outcome = openPage(world, url);
      if (outcome === undefined) continue;
      expect(outcome.said).toMatch(/^[\p{Lu}\p{Ll}\d].*\.$/u);
      expect(outcome.said).not.toContain('\n');
      if (outcome.token !== undefined) expect(outcome.said).not.toContain(outcome.token.value);
    }
  });
});
