import type {Diagnosis, Doable} from '../model/diagnosis.ts';
import type {Row} from '../model/row.ts';

/** The likeliest cause of a row with a fix that can be done from here; undefined: there is none. */
export const bestFixOf = ({diagnosis}: Pick<Row, 'diagnosis'>): (Diagnosis & {readonly doable: Doable}) | undefined =>
  diagnosis.find((one): one is Diagnosis & {readonly doable: Doable} => one.doable !== undefined);

const untilText = (until: string | undefined): string =>
  until === undefined ? 'nobody says how long.' : `until ${until.slice(0, 16).replace('T', ' ')} UTC.`;

/** What the fix comes to when it is done from here, in one sentence. */
export const offerText = ({doable, cause}: {readonly doable: Doable; readonly cause: string}): string => {
  switch (doable.kind) {
    case 'test-token':
      return 'Portcall tests the token again.';
    case 'set-secret':
      return cause === 'secret-misnamed'
        ? 'Portcall shows the change by which the right name is read.'
        : `Portcall sets the secret${doable.name === undefined ? '' : ` ${doable.name}`} from a tested token.`;
    case 'patch-workflow':
      return `Portcall shows what to change${doable.path === undefined ? ' in the workflow' : ` in ${doable.path}`}.`;
    case 'sync-fork':
      return `Portcall brings the fork${doable.fork === undefined ? '' : ` ${doable.fork}`} up to date.`;
    case 'wait':
      return `Wait: ${untilText(doable.until)}`;
  }
};

/** The key that does a cause's fix; undefined: none does it. `f` does the likeliest one's. */
export const keyOfFix = (row: Pick<Row, 'diagnosis'>, diagnosis: Diagnosis): string | undefined => {
  const {doable} = diagnosis;
  if (doable === undefined) return undefined;
  if (bestFixOf(row) === diagnosis) return 'f';
  if (doable.kind === 'test-token') return 't';
  return doable.kind === 'set-secret' ? 's' : undefined;
};
