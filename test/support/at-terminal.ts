import type {Surroundings} from '../../src/commands/surroundings.ts';
import {openPage} from '../../src/demo/pages.ts';
import {Secret} from '../../src/model/secret.ts';
import type {Stage} from './run-portcall.ts';
import {terminalTraits} from './terminal-traits.ts';

/** What a command is given at a person's terminal in a simulated world, and what it prints there. */
export const atTerminal = ({served, home, world}: Stage, more: Partial<Surroundings> = {}) => {
  const printed = {out: '', told: ''};
  const surroundings: Surroundings = {
    env: {PORTCALL_HOSTS: `*=${served.origin}`, PORTCALL_HOME: home, GITHUB_TOKEN: world.setting.tokens.GITHUB_TOKEN},
    cwd: home,
    print: (text) => {
      printed.out += text;
    },
    tell: (text) => {
      printed.told += text;
    },
    terminal: terminalTraits(),
    now: Date.now,
    isDemo: false,
    ...more,
  };
  return {surroundings, printed};
};

/** A browser in which the person does what is to be done on the page. */
export const browserOf =
  ({world}: Stage): NonNullable<Surroundings['browse']> =>
  async (url) => {
    const outcome = openPage(world, url);
    if (outcome === undefined) return undefined;
    const {said, token} = outcome;
    return token === undefined ? {said} : {said, token: {name: token.name, value: new Secret(token.value)}};
  };
