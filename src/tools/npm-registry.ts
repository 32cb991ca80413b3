import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {parse} from 'ini';
import {defaultUrl} from 'registry-url';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The address of npm's registry, as the environment or the user's own `.npmrc` names it, without a slash at its end. A `.npmrc` in the folder is not
 * asked: a repository is not to choose where a token goes.
 */
export const findNpmRegistry = async (env: Environment, home = homedir()): Promise<string> => {
  const named = env.npm_config_registry || env.NPM_CONFIG_REGISTRY;
  const file = env.npm_config_userconfig || env.NPM_CONFIG_USERCONFIG || path.join(home, '.npmrc');
  const configured: unknown = named || parse(await readFile(file, 'utf8').catch(() => '')).registry;
  const address = typeof configured === 'string' && URL.canParse(configured) ? configured : defaultUrl;
  return address.replace(/\/+$/, '');
};
