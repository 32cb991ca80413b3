import {afterEach} from 'vitest';
import {type ServedWorld, type ServeOptions, serveWorld} from '../../src/demo/serve.ts';
import {createWorld, type World, type WorldOptions} from '../../src/demo/world.ts';

const open: ServedWorld[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

export type OpenWorld = {
  readonly world: World;
  readonly served: ServedWorld;
  /** Sends a request meant for `https://HOST/PATH`; redirects stay unfollowed. */
  ask(url: string, options?: RequestInit): Promise<Response>;
  /** The same with GitHub's token and the headers that GitHub wants. */
  askGitHub(path: string, options?: RequestInit): Promise<Response>;
};

/** A served world that ends with the test. */
export const openWorld = async (options: WorldOptions & ServeOptions = {}): Promise<OpenWorld> => {
  const world = createWorld(options);
  const served = await serveWorld(world, options);
  open.push(served);
  const ask = (url: string, given: RequestInit = {}): Promise<Response> =>
    fetch(url.replace('https://', `${served.origin}/`), {redirect: 'manual', ...given});
  const askGitHub = (path: string, given: RequestInit = {}): Promise<Response> =>
    ask(`https://api.github.com${path}`, {
      ...given,
      headers: {authorization: `Bearer ${world.setting.tokens.GITHUB_TOKEN}`, 'user-agent': 'portcall-test', ...given.headers},
    });
  return {world, served, ask, askGitHub};
};

export const repositoryPath = '/repos/Michael-A-Kuykendall/contextlite';
