import type {Marketplace} from '../model/marketplace.ts';
import type {SecretPlace, SecretStep} from '../model/plan.ts';
import {Secret} from '../model/secret.ts';
import type {HeldValues} from '../tools/held-values.ts';
import {standingAt} from './secret-choice.ts';
import type {SecretKnowledge} from './secret-knowledge.ts';
import {setStepOf} from './secret-plan.ts';
import type {FoundToken} from './tokens.ts';

/** What the job reads beside the token, such as a user name, where it stands nowhere yet and is known. */
export const companionSteps = (
  {id, token}: Marketplace,
  {companions}: FoundToken,
  place: SecretPlace,
  {understanding, secrets}: SecretKnowledge,
  values: HeldValues,
): readonly SecretStep[] => {
  const read = new Set(understanding.jobs.filter(({marketplace}) => marketplace === id).flatMap(({secrets: names}) => names));
  return (token?.companions ?? []).flatMap((names) => {
    const name = names.find((one) => read.has(one));
    const value = companions[names[0]];
    const isSet = secrets.some((secret) => secret.name.toUpperCase() === name);
    if (name === undefined || value === undefined || isSet || standingAt(place, name, secrets) !== undefined) return [];
    const handle = `${id}: ${name} from the account`;
    values.hold(handle, new Secret(value));
    return [setStepOf(place, name, handle, secrets)];
  });
};
