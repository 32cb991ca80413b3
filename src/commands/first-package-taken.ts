import type {Survey} from '../flow/survey.ts';
import type {FilePlace} from '../model/first-package.ts';
import type {Marketplace} from '../model/marketplace.ts';

/** A name that is somebody else's, and what to do about it. */
export type TakenName = {readonly because: string; readonly next: string};

/** Whether a package can't be handed in under its name, because another project has it; undefined: nobody has it, or it is of no account there. */
export const takenName = ({id, title}: Marketplace, place: FilePlace, {rows}: Survey): TakenName | undefined => {
  // In a tap or a bucket of one's own a name is free, whoever else has it.
  if (place.kind === 'own') return undefined;
  const {publication, account} = rows[id];
  const [found, owner] = [publication.value, account.value];
  if (place.kind === 'aur' && found?.name !== place.package) return undefined;
  const next = `Name the package otherwise in portcall.yaml, under packages: ${id}.`;
  if (found?.belongsTo === 'another') return {because: `${found.name} at ${title} is another project’s.`, next};
  // An account can also be called taken because the token at hand is somebody else's.
  return owner?.kind === 'taken' && found?.belongsTo !== 'this-project' ? {because: owner.note, next} : undefined;
};
