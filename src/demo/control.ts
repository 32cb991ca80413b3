import type {FaultBoard} from './faults.ts';
import {readFaults} from './faults.ts';
import type {RequestLog} from './request-log.ts';
import {type RunnerEvent, readEvent} from './runner/events.ts';
import type {DemoReply} from './service.ts';

/** What the control paths under `/__demo/` steer. */
export type Controlled = {
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  /** Opens a page for a person's browser; undefined: there is no such page. */
  open(url: string): object | undefined;
  /** Lets something happen to runs; undefined: there is no such run. */
  happen(event: RunnerEvent): true | undefined;
};

/**
 * `GET /__demo/log`, `DELETE /__demo/log`, `GET /__demo/faults`, `POST /__demo/faults` (replaces the list), `DELETE /__demo/faults`,
 * `POST /__demo/open?url=…` (what a person does on that page; 404 where there is none),
 * `POST /__demo/actions` (an event such as `{"kind": "cancel", "run": 17}`): for processes that share one world. Undefined: no such control.
 */
export const control = (method: string, pathAndQuery: string, body: Buffer, world: Controlled): DemoReply | undefined => {
  const {pathname: path, searchParams} = new URL(pathAndQuery, 'http://localhost');
  switch (`${method} ${path}`) {
    case 'GET /__demo/log':
      return {status: 200, body: world.log.all()};
    case 'DELETE /__demo/log':
      world.log.clear();
      return {status: 204};
    case 'GET /__demo/faults':
      return {status: 200, body: world.faults.list()};
    case 'DELETE /__demo/faults':
      world.faults.clear();
      return {status: 204};
    case 'POST /__demo/faults': {
      const faults = readFaults(body.toString('utf8'));
      if (!faults) return {status: 422, body: {message: 'Send a JSON list of faults: [{"host": "pypi.org", "effect": {"kind": "html"}}].'}};
      world.faults.set(faults);
      return {status: 200, body: faults};
    }
    case 'POST /__demo/open': {
      const outcome = world.open(searchParams.get('url') ?? '');
      return outcome && {status: 200, body: outcome};
    }
    case 'POST /__demo/actions': {
      const event = readEvent(body.toString('utf8'));
      if (!event) return {status: 422, body: {message: 'Send an event: {"kind": "pause", "run": 17, "job": "publish-npm"}.'}};
      return world.happen(event) && {status: 200, body: event};
    }
    default:
      return undefined;
  }
};
