import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beginSurvey} from '../../src/commands/begin.ts';
import {optionsOf} from '../../src/commands/options.ts';
import {serveWorld} from '../../src/demo/serve.ts';
import {createWorld} from '../../src/demo/world.ts';
import {emptySurvey, reduce} from '../../src/flow/reduce.ts';
import {createStore} from '../../src/flow/store.ts';
import {drawPictures} from './pictures.ts';
import {terminalTraits} from './terminal-traits.ts';

const world = createWorld();
const served = await serveWorld(world);
const home = await mkdtemp(path.join(tmpdir(), 'portcall-picture-'));
const surroundings = {
  env: {PORTCALL_HOSTS: `*=${served.origin}`, PORTCALL_HOME: home, GITHUB_TOKEN: world.setting.tokens.GITHUB_TOKEN},
  cwd: home,
  print: () => undefined,
  tell: () => undefined,
  terminal: terminalTraits({columns: 104, rows: 25, hasColour: true}),
  now: Date.now,
  isDemo: true,
};
const store = createStore(reduce, emptySurvey, {gatherFor: 0});
const begun = await beginSurvey(optionsOf(['--repo', 'Michael-A-Kuykendall/contextlite']), surroundings, store);
await begun.surveyor.look();
await served.close();
await rm(home, {recursive: true});

export const pictures = await drawPictures({survey: store.get(), rows: begun.rowsOf(store.get(), Date.now())});
