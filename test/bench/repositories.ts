// Many small repositories in one grid, by all marketplaces, in a simulated world without sockets: what it costs, and how the cost grows.
import {tmpdir} from 'node:os';
import registryUrl from 'registry-url';
import {marketplaces} from '../../checks/index.ts';
import {optionsOf} from '../../src/commands/options.ts';
import type {Surroundings} from '../../src/commands/surroundings.ts';
import {surveyMany} from '../../src/commands/survey-many.ts';
import {createWorld} from '../../src/demo/world.ts';
import {generalCauses} from '../../src/diagnosis/causes.ts';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {createRowsOf} from '../../src/flow/select.ts';
import type {HttpRequest} from '../../src/tools/http.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {terminalTraits} from '../support/terminal-traits.ts';
import {report} from './measurement.ts';
import {createMemoryHttp} from './memory-http.ts';

const isSmall = (key: string): boolean => key.includes('/small-');

/** Surveys as many repositories as there are in a fresh world; gives every request, and how many rows came of it. */
const survey = async (count: number) => {
  const world = createWorld({smallRepositories: count});
  const http = createMemoryHttp(world);
  const asked: string[] = [];
  const counting = {
    send: (request: HttpRequest) => {
      asked.push(`${request.method} ${request.url} ${request.body ?? ''}`);
      return http.send(request);
    },
  };
  const gitHubToken = world.setting.tokens.GITHUB_TOKEN ?? '';
  const surroundings: Surroundings = {
    env: {GITHUB_TOKEN: gitHubToken, PORTCALL_HOME: tmpdir()},
    cwd: tmpdir(),
    print: () => undefined,
    tell: () => undefined,
    terminal: terminalTraits({isInteractive: false, columns: 160, rows: 40}),
    now: Date.now,
    isDemo: true,
  };
  const setting = {
    marketplaces,
    everyMarketplace: marketplaces,
    configuration: {},
    sources: {
      http: counting,
      cache: noCache,
      npmRegistry: registryUrl().replace(/\/+$/, ''),
      believesAbsenceFor: 60_000,
      gitHubToken,
    },
    rowsOf: createRowsOf({marketplaces, diagnose: (situation, causes) => diagnose(situation, [...causes, ...generalCauses])}),
    stateFolder: tmpdir(),
    hosts: {own: {}, ofRepository: {}},
  };
  const repositories = [...world.github.repositories.values()].filter(({owner, name}) => isSmall(`${owner}/${name}`));
  const found = await surveyMany({
    ground: {setting, kept: {find: async () => undefined}, abort: new AbortController()},
    repositories: repositories.map(({owner, name}) => ({owner, name})),
    options: optionsOf(['status']),
    surroundings,
    allowance: () => undefined,
  });
  const rows = found.flatMap((one) => (one.kind === 'looked-at' ? one.rows : []));
  return {asked, rows};
};

const fifty = await survey(50);
const hundred = await survey(100);
const told = hundred.rows.filter(({verdict}) => verdict !== 'unknown').length;
const searches = hundred.asked.filter((one) => one.includes('/search/')).length;
report([
  {
    what: 'requests for each of 100 repositories by 15 marketplaces',
    measured: hundred.asked.length / 100,
    limit: 25,
    remark: `${hundred.asked.length} in all, ${hundred.asked.filter((one) => one.includes('api.github.com')).length} of them to GitHub`,
  },
  {
    what: 'the same for each of 50, by that for each of 100',
    measured: hundred.asked.length / 2 / fifty.asked.length,
    limit: 1.05,
    remark: `${fifty.asked.length} in all`,
  },
  {what: 'requests sent twice in it', measured: hundred.asked.length - new Set(hundred.asked).size, limit: 0, remark: ''},
  {what: 'rows of which something could be told', measured: told / 1500, limit: 1, atLeast: true, remark: `${hundred.rows.length} rows`},
  {what: 'searches at GitHub, which allows 30 in a minute', measured: searches, limit: 30, remark: ''},
]);
