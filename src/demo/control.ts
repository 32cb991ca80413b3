import type {FaultBoard} from './faults.ts';
import {readFaults} from './faults.ts';
import type {RequestLog} from './request-log.ts';
import type {DemoReply} from './service.ts';

/** What the control paths under `/__demo/` steer. */
export type Controlled = {
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  /** Opens a page for a person's browser; undefined: there is no such page. */
  open(url: string): object | undefined;
};

/**
 * `GET /__demo/log`, `DELETE /__demo/log`, `GET /__demo/faults`, `POST /__demo/faults` (replaces the list), `DELETE /__demo/faults`,
 * `POST /__demo/open?url=…` (what a person does on that page; 404 where there is none): for processes that share one world. Undefined: no such control.
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
    default:
      return undefined;
  }
};
