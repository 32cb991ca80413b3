import {contextlite} from '../marketplaces/project.ts';
import {publicHalfOf} from '../openssh-key.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';

const user = contextlite.publisher;

const signUp = ({world}: Visit): PageOutcome =>
  did(
    world.marketplaces.aur.users.includes(user)
      ? `${user} has an account at the AUR already; registration is paused for others.`
      : 'Registration at the AUR is paused, so nothing was created.',
  );

const addKey = ({world}: Visit): PageOutcome => {
  const {users, keys} = world.marketplaces.aur;
  if (!users.includes(user)) return did('Nobody is signed in at the AUR, so no key was added.');
  const secret = make.aur();
  addOnce(keys, publicHalfOf(secret) ?? '');
  return showed(`Made a key with ssh-keygen and pasted its public half into the account ${user} at the AUR.`, 'AUR_SSH_KEY', secret);
};

export const aurPages: readonly Page[] = pagesOf('aur.archlinux.org', [
  [/^\/register$/, signUp],
  [/^\/account(?:\/.*)?$/, addKey],
]);
