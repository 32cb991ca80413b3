import {isRefusal} from '../model/publication.ts';
import type {Row} from '../model/row.ts';
import type {TokenSight} from './desk.ts';

/** The steps by which a new token takes an old one's place. */
export const rotationSteps = ['make', 'paste', 'test', 'keep', 'set', 'verify'] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** `next`: what the person does now; `needless`: nothing has to be done for it. */
export type RotationState = 'done' | 'running' | 'failed' | 'next' | 'later' | 'needless';

export type RotationPart = {
  readonly step: RotationStep;
  readonly state: RotationState;
  /** In one sentence why it stands so; empty: nothing is to be said. */
  readonly note: string;
};

/** What a step has come to by itself, whichever comes next. */
type Standing = {readonly state: 'done' | 'running' | 'failed' | 'needless' | 'open'; readonly note: string};

const standing = (state: Standing['state'], note = ''): Standing => ({state, note});

const sourceNotes: Readonly<Record<NonNullable<TokenSight['source']>, string>> = {
  environment: 'One stands in the environment.',
  vault: 'One stands in the vault.',
  gh: 'The gh program holds one.',
  pasted: 'It was pasted.',
};

const makeOf = ({source, test}: TokenSight, isMaking: boolean): Standing => {
  if (source === undefined) return isMaking ? standing('done', 'Its page was opened.') : standing('open');
  if (test === undefined || !isRefusal(test.verdict)) return standing('done');
  return isMaking ? standing('done', 'Its page was opened.') : standing('open', 'The one in hand will not do.');
};

const pasteOf = ({source, test}: TokenSight): Standing =>
  source === undefined || (test !== undefined && isRefusal(test.verdict)) ? standing('open') : standing('done', sourceNotes[source]);

const testOf = ({source, isTesting, test}: TokenSight): Standing => {
  if (isTesting) return standing('running', 'It is being tested.');
  if (source === undefined || test === undefined || test.verdict === 'missing') return standing('open');
  if (isRefusal(test.verdict)) return standing('failed', 'It will not do, as said above.');
  if (test.verdict === 'undetermined') return standing('open', 'It could not be told the last time.');
  return test.verdict === 'untestable' ? standing('needless', 'It has no test.') : standing('done');
};

const keepOf = ({source, keptIn}: TokenSight): Standing => {
  if (keptIn !== undefined) return standing('done', keptIn);
  if (source === 'vault') return standing('done', sourceNotes.vault);
  return source === undefined || source === 'pasted'
    ? standing('open')
    : standing('needless', 'It is found there again; e keeps it all the same.');
};

/** GitHub lists it, whether or not it ends soon. */
const isSecretSet = ({cells: {secret}, ends = []}: Row): boolean =>
  secret.state === 'ok' || (secret.state === 'warning' && ends.some(({column}) => column === 'secret'));

const setOf = ({source, setAt}: TokenSight, row: Row): Standing => {
  if (setAt !== undefined) return standing('done', setAt);
  if (row.cells.secret.state === 'not-offered') return standing('needless', 'No job reads a secret for it.');
  return isSecretSet(row) && source !== undefined && source !== 'pasted'
    ? standing('needless', 'The secret is there; nobody can read whether it is this token. s sets it anew.')
    : standing('open');
};

const verifyOf = ({setAt, source}: TokenSight, row: Row): Standing => {
  const {
    cells: {secret},
    checking,
  } = row;
  const isSet = isSecretSet(row);
  if (secret.state === 'not-offered') return standing('needless');
  if (setAt === undefined && (!isSet || source === undefined || source === 'pasted')) return standing('open');
  if (checking.includes('secret')) return standing('running', 'GitHub is asked for the secret.');
  return isSet ? standing('done', 'GitHub lists the secret that the job reads.') : standing('open', secret.note);
};

const standingsOf = (sight: TokenSight, row: Row, isMaking: boolean): Readonly<Record<RotationStep, Standing>> => ({
  make: makeOf(sight, isMaking),
  paste: pasteOf(sight),
  test: testOf(sight),
  keep: keepOf(sight),
  set: setOf(sight, row),
  verify: verifyOf(sight, row),
});

/** The steps of a token with what each has come to. Pure; `isMaking`: the page that makes tokens was opened. */
export const rotationOf = (sight: TokenSight | undefined, row: Row, isMaking = false): readonly RotationPart[] => {
  if (sight === undefined) return rotationSteps.map((step) => ({step, state: 'later', note: ''}));
  const standings = standingsOf(sight, row, isMaking);
  const isBusy = rotationSteps.some((step) => standings[step].state === 'running');
  const next = isBusy ? undefined : rotationSteps.find((step) => standings[step].state === 'open');
  return rotationSteps.map((step) => {
    const {state, note} = standings[step];
    return {step, note, state: state !== 'open' ? state : step === next ? 'next' : 'later'};
  });
};

/** The step that is to be done now; undefined: none, or one is under way. */
export const nextOf = (rotation: readonly RotationPart[]): RotationStep | undefined => rotation.find(({state}) => state === 'next')?.step;
