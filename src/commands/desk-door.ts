import type {DeskEvent} from '../flow/desk.ts';
import type {Request} from '../flow/press.ts';
import type {LeavableDesk} from './desk.ts';
import {createMaskedField, type MaskedField} from './masked-field.ts';

/** What a key asks of the desk. */
export type DeskRequest =
  | Exclude<Request, {kind: 'recheck' | 'recheck-all' | 'verify' | 'suspend' | 'quit'}>
  /** Goes on following what was started before. */
  | {readonly kind: 'resume-runs'};

/** Where the keys' requests reach the desk, which is loaded when the first of them comes. */
export type DeskDoor = {
  obey(request: DeskRequest): void;
  /** Forgets every value. Gives when what is being written has ended; undefined: nothing is. */
  end(): Promise<void> | undefined;
};

type Work = (desk: LeavableDesk) => Promise<void> | void;

/** What each request comes to; undefined: the field alone was changed. What stands in the field is taken at the moment of the key. */
const meanings: {
  readonly [K in DeskRequest['kind']]: (request: Extract<DeskRequest, {readonly kind: K}>, field: MaskedField) => Work | undefined;
} = {
  type: ({text}, field) => void field.type(text),
  erase: (_, field) => void field.erase(),
  'clear-field': (_, field) => void field.clear(),
  'use-field': ({id}, field) => {
    const pasted = field.take();
    return (desk) => desk.useToken(id, pasted);
  },
  browse:
    ({url, id}) =>
    (desk) =>
      desk.browse(url, id),
  prove:
    ({id}) =>
    (desk) =>
      desk.prove(id),
  choose:
    ({id, task, choice}) =>
    (desk) =>
      desk.choose(id, task, choice),
  'find-token':
    ({id}) =>
    (desk) =>
      desk.findToken(id),
  'keep-token':
    ({id}) =>
    (desk) =>
      desk.keepToken(id),
  'plan-secret':
    ({id}) =>
    (desk) =>
      desk.planSecret(id),
  'plan-task':
    ({id, task}) =>
    (desk) =>
      desk.planTask(id, task),
  'carry-out': () => (desk) => desk.carryOut(),
  'drop-plan': () => (desk) => desk.dropPlan(),
  'plan-publish':
    ({id}) =>
    (desk) =>
      desk.planPublish(id),
  'plan-first-package':
    ({id}) =>
    (desk) =>
      desk.planFirstPackage(id),
  'plan-cancel':
    ({id}) =>
    (desk) =>
      desk.planCancel(id),
  'plan-fix':
    ({id}) =>
    (desk) =>
      desk.planFix(id),
  'drop-run':
    ({id}) =>
    (desk) =>
      desk.dropRun(id),
  'find-ways':
    ({id}) =>
    (desk) =>
      desk.findWays(id),
  'plan-way':
    ({id, way}) =>
    (desk) =>
      desk.planWay(id, way),
  'resume-runs': () => (desk) => desk.resumeRuns(),
};

/** `open` loads the desk; `dispatch` hears how long the masked field is; `fail` hears why it could not be loaded. */
export const createDeskDoor = (
  open: () => Promise<LeavableDesk>,
  dispatch: (event: DeskEvent) => void,
  fail: (failure: unknown) => void,
): DeskDoor => {
  const field = createMaskedField((length) => dispatch({kind: 'field-changed', length}));
  let opened: Promise<LeavableDesk> | undefined;
  let isOver = false;
  return {
    obey: (request) => {
      const work = meanings[request.kind](request as never, field);
      if (work === undefined || isOver) return;
      opened ??= open();
      opened.then(work).catch((failure) => {
        opened = undefined;
        fail(failure);
      });
    },
    end: () => {
      isOver = true;
      field.clear();
      return opened?.then(
        (desk) => {
          desk.end();
          return desk.settled();
        },
        () => undefined,
      );
    },
  };
};
