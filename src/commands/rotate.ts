import {isWebAddress} from '../flow/binding.ts';
import type {TokenSight} from '../flow/desk.ts';
import {type RotationStep, rotationOf} from '../flow/rotation.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {SecretName} from '../model/repository.ts';
import type {Row} from '../model/row.ts';
import type {Options} from './options.ts';
import {openPlainDesk, type PlainDesk} from './plain-desk.ts';
import {carryOutPlan} from './plain-plan.ts';
import {isUseful, offerToKeep, takePasted} from './plain-token.ts';
import {hasLeft, type Questions} from './questions.ts';
import {sightText} from './setup-text.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

/** A rotation under way. */
type Rotating = {
  readonly plain: PlainDesk;
  readonly id: MarketplaceId;
  /** Steps that the person passed by. */
  readonly passed: Set<RotationStep>;
  /** True once the page that makes tokens was shown. */
  isMaking: boolean;
  /** The secrets as they stood before. */
  readonly before: readonly SecretName[];
};

type Token = NonNullable<Row['token']>;

/** Undefined: go on; a number: it ends with this exit code. */
type StepEnd = number | undefined;

const rowOf = ({plain, id}: Rotating): Row => {
  const row = plain.rows().find((one) => one.id === id);
  if (row === undefined) throw new WrongUse(`${id} is left out of what is looked at.`, 'Take away an --only or an --except.');
  return row;
};

/** Until one is pasted nothing is in hand: what lies elsewhere is the old one. */
const sightOf = ({plain, id}: Rotating, row: Row): TokenSight =>
  plain.desks.get().tokens[id] ?? {name: row.token?.names[0] ?? '', said: [], isTesting: false};

const secretOf = (secrets: readonly SecretName[], {names}: Token): SecretName | undefined =>
  [...secrets].filter(({name}) => names.includes(name.toUpperCase())).sort((one, other) => other.updatedAt.localeCompare(one.updatedAt))[0];

const make = async (rotating: Rotating, row: Row): Promise<StepEnd> => {
  const {plain} = rotating;
  const {makeAt = '', leastRights = ''} = row.token ?? {};
  plain.print(`Make a new token at ${makeAt}`, `It needs: ${leastRights}`);
  rotating.isMaking = true;
  if (isWebAddress(makeAt) && (await plain.questions.confirm('Open that page?'))) await plain.work(plain.desk.browse(makeAt, rotating.id));
  return undefined;
};

const pasteNew = async ({plain}: Rotating, row: Row): Promise<StepEnd> => {
  const sight = await takePasted(plain, row, `Paste the new token for ${row.title}:`);
  if (sight === undefined) return exitCodes.waiting;
  if (!isUseful(sight)) plain.print('It will not do, and nothing was changed. Paste another one, or leave with Ctrl-C.');
  return undefined;
};

const testAgain = async ({plain, passed}: Rotating, row: Row): Promise<StepEnd> => {
  if (!(await plain.questions.confirm('It could not be told whether the token works. Test it again?'))) {
    passed.add('test');
    return undefined;
  }
  await plain.work(plain.desk.findToken(row.id));
  const sight = plain.desks.get().tokens[row.id];
  if (sight !== undefined) plain.print(...sightText(sight, plain.now()));
  return undefined;
};

const keep = async (rotating: Rotating, row: Row): Promise<StepEnd> => {
  await offerToKeep(rotating.plain, row, sightOf(rotating, row));
  rotating.passed.add('keep');
  return undefined;
};

const setSecret = async ({plain}: Rotating, row: Row): Promise<StepEnd> => {
  await plain.work(plain.desk.planSecret(row.id));
  const end = await carryOutPlan(plain);
  if (end === 'done') return undefined;
  if (end === 'shown') return exitCodes.ok;
  plain.print('The secret still holds the old token. Run this again, or portcall secret set, before you revoke the old one.');
  return end === 'declined' ? exitCodes.waiting : exitCodes.broken;
};

const verify = async ({plain, passed}: Rotating, row: Row): Promise<StepEnd> => {
  await plain.work(plain.desk.prove(row.id));
  passed.add('verify');
  return undefined;
};

const works: Readonly<Record<RotationStep, (rotating: Rotating, row: Row) => Promise<StepEnd>>> = {
  make,
  paste: pasteNew,
  test: testAgain,
  keep,
  set: setSecret,
  verify,
};

/** The step to do now: the first that has not come to its end and was not passed by. */
const nextStepOf = (rotating: Rotating, row: Row): RotationStep | undefined =>
  rotationOf(sightOf(rotating, row), row, rotating.isMaking).find(
    ({step, state}) => (state === 'next' || state === 'later') && !rotating.passed.has(step),
  )?.step;

/** What GitHub says of the secret now, and what is left for the person: the end of the old token. */
const conclude = (rotating: Rotating, row: Row): number => {
  const {plain, before} = rotating;
  const {token, title} = row;
  if (token === undefined || row.cells.secret.state === 'not-offered') {
    plain.print(`No job reads a secret for ${title}. Revoke the old token at ${token?.makeAt ?? row.page}.`);
    return exitCodes.ok;
  }
  const now = secretOf(plain.survey.get().repository.secrets.value ?? [], token);
  if (now === undefined || now.updatedAt === secretOf(before, token)?.updatedAt) {
    plain.print(
      'GitHub does not show yet that the secret was written. Look again with portcall secret list before you revoke the old token.',
    );
    return exitCodes.unknown;
  }
  plain.print(
    `GitHub lists ${now.name}, written at ${now.updatedAt}.`,
    `Revoke the old token at ${token.makeAt}: no job reads it any more.`,
  );
  return exitCodes.ok;
};

const rotate = async (rotating: Rotating): Promise<number> => {
  for (;;) {
    const row = rowOf(rotating);
    const step = nextStepOf(rotating, row);
    if (step === undefined) return conclude(rotating, row);
    const end = await works[step](rotating, row);
    if (end !== undefined) return end;
  }
};

/** What would be asked, where nobody can be. */
const tellSteps = ({title, token}: Marketplace, {print, tell}: Surroundings): number => {
  print(
    [
      `A new token for ${title}:`,
      `  1. Make it at ${token?.makeAt}`,
      `     It needs: ${token?.leastRights}`,
      '  2. Paste it here; it is tested before it is trusted.',
      `  3. It is kept, set as the secret that the job reads, and looked at.`,
      '  4. Revoke the old one on the same page.',
      '',
    ].join('\n'),
  );
  tell('Portcall would have asked for the new token. Run it in a terminal, or give it to portcall secret set on standard input.\n');
  return exitCodes.wrongUse;
};

/** Puts a new token in an old one's place: make, paste, test, keep, set the secret, verify. */
export const runRotate = async (
  chosen: readonly Marketplace[],
  options: Options,
  surroundings: Surroundings,
  questions: Questions,
): Promise<number> => {
  const [marketplace, ...others] = chosen;
  if (marketplace?.token === undefined || others.length > 0 || options.words.length !== 2)
    throw new WrongUse('--rotate replaces the token of one marketplace.', 'Name one that takes a token: portcall tokens npm --rotate.');
  if (options.json) throw new WrongUse('--rotate asks for the new token, and --json answers machines.', 'Leave one of them out.');
  if (!canAsk(surroundings)) return tellSteps(marketplace, surroundings);
  const {id} = marketplace;
  const plain = await openPlainDesk({...options, only: [id], except: []}, surroundings, questions, [id]);
  try {
    const before = plain.survey.get().repository.secrets.value ?? [];
    return await rotate({plain, id, passed: new Set(), isMaking: false, before});
  } catch (failure) {
    if (!hasLeft(failure)) throw failure;
    surroundings.tell('The rotation was left. What is set stands; the old token was not revoked.\n');
    return exitCodes.interrupted;
  } finally {
    await plain.leave();
  }
};
