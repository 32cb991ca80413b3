import type {DemoReply, DemoRequest} from '../service.ts';
import {type CratesState, type CratesToken, crateKey} from './crates-state.ts';
import {held, json, type Route} from './routes.ts';

type SignIn = (state: CratesState, request: DemoRequest) => CratesToken | DemoReply;

const failure = (status: number, detail: string): DemoReply => json(status, {errors: [{detail}]});

const setYanked = (state: CratesState, token: CratesToken, name: string, number: string, isYanked: boolean): DemoReply => {
  if (token.scopes !== undefined && !token.scopes.includes('yank'))
    return failure(403, 'this token does not have the required permissions to perform this action');
  const crate = held(state.crates, crateKey(name));
  if (crate === undefined) return failure(404, `crate \`${name}\` does not exist`);
  const version = held(crate.versions, number);
  if (version === undefined) return failure(404, `crate \`${crate.name}\` does not have a version \`${number}\``);
  if (!crate.owners.includes(token.user)) return failure(403, 'must already be an owner to yank or unyank');
  version.isYanked = isYanked;
  return json(200, {ok: true});
};

/** Yanking and taking it back; what is so already stays so. */
export const cratesWriteRoutes = (state: CratesState, signIn: SignIn): readonly Route[] => {
  const route = (method: string, word: string, isYanked: boolean): Route => ({
    method,
    path: new RegExp(`^/api/v1/crates/([^/]+)/([^/]+)/${word}$`),
    answer: (request, name = '', number = '') => {
      const token = signIn(state, request);
      return 'status' in token ? token : setYanked(state, token, name, number, isYanked);
    },
  });
  return [route('DELETE', 'yank', true), route('PUT', 'unyank', false)];
};
