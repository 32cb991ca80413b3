import {expect} from 'vitest';
import type {FaultEffect} from '../../src/demo/faults.ts';
import {addCommit} from '../../src/demo/github/new-repository.ts';
import type {Repository} from '../../src/demo/github/state.ts';
import type {DemoReply, DemoRequest} from '../../src/demo/service.ts';
import type {Row, StatusDocument} from '../../src/model/row.ts';
import type {Ended, Stage} from './run-portcall.ts';

type Changeable<T> = {-readonly [K in keyof T]: T[K]};

const demoKey = 'michael-a-kuykendall/contextlite';

/** The demo's repository, for a test to change. */
export const repositoryOf = ({world}: Stage): Changeable<Repository> => {
  const repository = world.github.repositories.get(demoKey);
  if (repository === undefined) throw new Error('The world lacks its repository.');
  return repository;
};

/** Puts files into the newest commit of the default branch. */
export const addFiles = (stage: Stage, files: Readonly<Record<string, string>>): void => {
  const repository = repositoryOf(stage);
  const before = repository.commits.get(repository.branches.get('main') ?? '')?.files ?? new Map<string, Buffer>();
  const all = new Map([...before, ...Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const)]);
  addCommit(repository, 'main', {files: all, message: 'Change files', author: repository.owner, date: repository.pushedAt});
};

/** Adds a workflow with its text. */
export const addWorkflow = (stage: Stage, path: string, text: string, id = 9_000 + repositoryOf(stage).workflows.length): void => {
  const at = '2026-01-01T00:00:00Z';
  repositoryOf(stage).workflows.push({id, name: path.split('/').at(-1) ?? path, path, state: 'active', createdAt: at, updatedAt: at});
  addFiles(stage, {[path]: text});
};

/** Lets one host misbehave; `path` is a regular expression over path and query. */
export const ail = ({world}: Stage, host: string, effect: FaultEffect, path?: string): void =>
  world.faults.add({host, effect, ...(path === undefined ? {} : {path})});

/** Changes what a simulated host answers. */
export const alter = (
  {world}: Stage,
  host: string,
  change: (request: DemoRequest, reply: DemoReply | undefined) => DemoReply | undefined,
): void => {
  for (const service of world.services.filter(({hosts}) => hosts.includes(host))) {
    const answer = service.answer.bind(service);
    Object.assign(service, {
      answer: (request: DemoRequest) => (request.host === host ? change(request, answer(request)) : answer(request)),
    });
  }
};

export const documentOf = ({out}: Ended): StatusDocument => JSON.parse(out) as StatusDocument;

export const rowIn = (document: StatusDocument, id: Row['id']): StatusDocument['marketplaces'][number] => {
  const found = document.marketplaces.find((row) => row.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

type JsonRow = StatusDocument['marketplaces'][number];

const expectHonestCells = (row: JsonRow, before: JsonRow): void => {
  for (const [column, {state, problem}] of Object.entries(row.cells)) {
    const was = before.cells[column as keyof typeof before.cells].state;
    const mayBe = [was, 'unknown', 'unchecked', 'not-offered', ...(was === 'not-offered' ? ['to-do'] : [])];
    expect(mayBe, `${row.id}, ${column}`).toContain(state);
    if (problem === undefined) continue;
    expect(problem.kind, `${row.id}, ${column}: ${problem.what}`).not.toBe('bug');
    expect([problem.what, problem.next], `${row.id}, ${column}`).toEqual([
      expect.stringMatching(/^\S.*\.$/),
      expect.stringMatching(/^\S.*\.$/),
    ]);
  }
};

/** What could not be looked at may be unknown, and nothing else: no cell gets better and no absence is made up. `refused`: rows whose token is. */
export const expectHonest = (healthy: StatusDocument, ill: StatusDocument, refused: readonly string[] = []): void => {
  for (const row of ill.marketplaces) {
    const before = rowIn(healthy, row.id);
    if (refused.includes(row.id)) continue;
    expect([before.verdict, 'unknown'], `${row.id} comes to something else`).toContain(row.verdict);
    expectHonestCells(row, before);
  }
};

/** Everything but plain letters, and what a terminal shows as itself. */
export const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
