import {listReply, pageOf} from '../paging.ts';
import {invalidSearch, notFound} from '../refusals.ts';
import {type Call, ok, type PlainRoute, type RepositoryRoute} from '../route.ts';
import {foundPull, fullPull, pullShape} from '../shapes/pull.ts';
import type {Pull, Repository} from '../state.ts';
import {maySee} from '../viewer.ts';

const headOf = (pull: Pull): string => `${pull.headRepository.split('/')[0]}:${pull.headBranch}`.toLowerCase();

export const pullRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/pulls',
    about: ({state, repository, request, viewer}) => {
      const wanted = request.query.get('state') ?? 'open';
      const head = request.query.get('head')?.toLowerCase();
      const base = request.query.get('base');
      const found = repository.pulls
        .filter((pull) => wanted === 'all' || pull.state === wanted)
        .filter((pull) => (!head || headOf(pull) === head) && (!base || pull.baseBranch === base))
        .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt));
      return listReply(request, found, (pull) => pullShape(state, repository, pull, viewer));
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/pulls/{pull_number}',
    about: ({state, repository, parameters, viewer}) => {
      const pull = repository.pulls.find((one) => String(one.number) === parameters.pull_number);
      return pull ? ok(fullPull(state, repository, pull, viewer)) : notFound();
    },
  },
];

type Query = {readonly words: readonly string[]; readonly qualifiers: readonly {readonly name: string; readonly value: string}[]};

/** Words and `name:value` qualifiers; quotes keep a phrase together. */
const readQuery = (text: string): Query => {
  const parts = text.match(/(?:[\w-]+:)?"[^"]*"|\S+/g) ?? [];
  const words: string[] = [];
  const qualifiers: {name: string; value: string}[] = [];
  for (const part of parts) {
    const [, name, value = ''] = /^([a-z-]+):(.+)$/.exec(part) ?? [];
    if (name) qualifiers.push({name, value: value.replaceAll('"', '').toLowerCase()});
    else words.push(part.replaceAll('"', '').toLowerCase());
  }
  return {words, qualifiers};
};

const obeys = (repository: Repository, pull: Pull, name: string, value: string): boolean => {
  switch (name) {
    case 'repo':
      return `${repository.owner}/${repository.name}`.toLowerCase() === value;
    case 'user':
    case 'org':
      return repository.owner.toLowerCase() === value;
    case 'author':
      return pull.author.toLowerCase() === value;
    case 'state':
      return pull.state === value;
    case 'head':
      return pull.headBranch.toLowerCase().startsWith(value);
    case 'type':
    case 'is':
      if (value === 'open' || value === 'closed') return pull.state === value;
      if (value === 'merged' || value === 'unmerged') return (pull.mergedAt !== null) === (value === 'merged');
      return value !== 'issue';
    case 'label':
      return pull.labels.some((label) => label.toLowerCase() === value);
    default:
      return true;
  }
};

/* Where it lies: of several places any one. */
const places = new Set(['repo', 'user', 'org']);

const isIn = (repository: Repository, pull: Pull, {qualifiers}: Query): boolean => {
  const named = qualifiers.filter(({name}) => places.has(name));
  return named.length === 0 || named.some(({name, value}) => obeys(repository, pull, name, value));
};

const textOf = (pull: Pull, query: Query): string => {
  const places = query.qualifiers.filter((one) => one.name === 'in').flatMap((one) => one.value.split(','));
  const inTitle = places.length === 0 || places.includes('title');
  const inBody = places.length === 0 || places.includes('body');
  return `${inTitle ? pull.title : ''} ${inBody ? pull.body : ''}`.toLowerCase();
};

const search = ({state, viewer, request}: Call, query: Query) => {
  const hits: {repository: Repository; pull: Pull}[] = [];
  for (const repository of state.repositories.values()) {
    if (!maySee(viewer, repository)) continue;
    for (const pull of repository.pulls) {
      const isHit =
        isIn(repository, pull, query) &&
        query.qualifiers.every(({name, value}) => places.has(name) || obeys(repository, pull, name, value)) &&
        query.words.every((word) => textOf(pull, query).includes(word));
      if (isHit) hits.push({repository, pull});
    }
  }
  return {total: hits.length, ...pageOf(request, hits)};
};

export const searchRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    template: '/search/issues',
    resource: 'search',
    answer: (call) => {
      const text = call.request.query.get('q') ?? '';
      const query = readQuery(text);
      if (text.trim() === '') return invalidSearch('q is a required parameter.');
      const names = query.qualifiers.filter((one) => one.name === 'repo').map((one) => call.state.repositories.get(one.value));
      if (names.length > 0 && !names.some((one) => one && maySee(call.viewer, one))) {
        return invalidSearch(
          'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.',
        );
      }
      const {total, items, headers} = search(call, query);
      const found = items.map(({repository, pull}) => foundPull(call.state, repository, pull));
      return ok({total_count: total, incomplete_results: false, items: found, search_type: 'lexical'}, headers);
    },
  },
];
