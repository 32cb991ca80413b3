import {execa} from 'execa';

/** Milliseconds that `gh` may take. */
const patience = 3000;

/**
 * The token that GitHub's own program holds for github.com; undefined: it is not installed, not signed in, or too slow. Its own variables are left out:
 * with them it would only repeat what the environment says.
 */
export const findTokenOfGh = async (env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> => {
  const kept = Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/TOKEN|SECRET|PASSWORD|_KEY$|_PAT$|CREDENTIALS|^GH_DEBUG$/i.test(entry[0]),
    ),
  );
  const ended = await execa('gh', ['auth', 'token', '--hostname', 'github.com'], {
    env: {...kept, GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1'},
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: patience,
    forceKillAfterDelay: 500,
    maxBuffer: 10_000,
  });
  const token = ended.failed ? '' : ended.stdout.trim();
  return /^\S+$/.test(token) ? token : undefined;
};
