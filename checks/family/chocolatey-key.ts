import type {Lookup} from '../../src/model/lookup.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {isMarkup} from './answers.ts';
import {normalizedVersion} from './nuget-feed.ts';
import {foreignToken} from './token-shapes.ts';

export const pushOrigin = 'https://push.chocolatey.org';

/** Asks whose the key is, and then whether its account owns the package; both are reads. */
export const testKey = async (lookup: Lookup, project: Project): Promise<TokenTest> => {
  const verify = `${pushOrigin}/api/v2/verifykey`;
  const ask = (path: string) => lookup.reply(`${verify}${path}`, {as: 'token', accept: [200, 400, 403, 404, 405, 410, 429]});
  const {status, text} = await ask('/');
  if (status === 400 && !isMarkup(text)) return {verdict: 'refused', note: 'Chocolatey refuses the key: it is no key of its kind.'};
  if (status === 403 && /authority/i.test(text))
    return {verdict: 'refused', note: 'Chocolatey knows no account with this key; it may have been regenerated.'};
  // The test is not documented; where it is gone, nothing speaks against the key.
  if (status === 404 || status === 405 || status === 410)
    return {verdict: 'untestable', note: 'The key has the right shape, and Chocolatey has no test for it any more.'};
  if (status !== 200 || isMarkup(text))
    return {verdict: 'undetermined', note: 'The key has the right shape, and Chocolatey’s test for it does not answer.'};
  const {name} = packageNameOf(project, 'chocolatey');
  const owns = await ask(`/${encodeURIComponent(name)}/${encodeURIComponent(normalizedVersion(project.version))}`);
  if (owns.status === 200) return {verdict: 'valid', note: `The key's account owns ${name}.`, rights: [`push ${name}`]};
  return owns.status === 403 && !isMarkup(owns.text)
    ? {verdict: 'lacks-right', note: `The key works, and its account is not an owner of ${name}.`}
    : {verdict: 'valid-rights-unknown', note: 'The key belongs to an account; what it may push shows only when it pushes.'};
};

/** What a key's text alone shows. */
export const readKey = (secret: string): TokenTest | undefined =>
  foreignToken(secret, 'chocolatey') ??
  (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(secret.trim())
    ? undefined
    : {verdict: 'wrong-marketplace', note: 'A key of Chocolatey is a GUID, and this is none.'});
