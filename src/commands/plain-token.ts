import type {TokenSight} from '../flow/desk.ts';
import {mayServe} from '../flow/token-keys.ts';
import type {Row} from '../model/row.ts';
import type {PlainDesk} from './plain-desk.ts';
import {sightText} from './setup-text.ts';

/** Takes what is pasted for a row and shows what its test told; undefined: nothing was pasted. A refused one is let go of by the desk. */
export const takePasted = async (
  {desk, desks, questions, print, work, now}: PlainDesk,
  {id}: Row,
  question: string,
): Promise<TokenSight | undefined> => {
  const pasted = await questions.secret(question);
  await work(desk.useToken(id, pasted));
  const sight = desks.get().tokens[id];
  if (sight === undefined || pasted.trim() === '') return undefined;
  print(...sightText(sight, now()));
  return sight;
};

/** Whether a token was tested and may do for something. */
export const isUseful = ({source, test}: TokenSight): boolean => source !== undefined && test !== undefined && mayServe(test.verdict);

/** Offers to keep a token that was pasted; the answer. */
export const offerToKeep = async ({desk, questions, options, work}: PlainDesk, {id}: Row, {name}: TokenSight): Promise<boolean> => {
  const isWanted = options.yes || (await questions.confirm(`Keep it as ${name} for later runs?`));
  if (isWanted) await work(desk.keepToken(id));
  return isWanted;
};
