import {createHmac, randomBytes} from 'node:crypto';

/** What a token of a registry allows. */
export type Grant = {readonly type: 'repository'; readonly name: string; readonly actions: readonly string[]};

type Claims = {readonly access: readonly Grant[]; readonly exp: number};

/** Makes and reads short-lived tokens that nobody else can make. */
export type Passes = {
  issue(access: readonly Grant[], claims: Readonly<Record<string, unknown>>): string;
  /** Undefined: not one of these, changed, or expired. */
  read(pass: string): readonly Grant[] | undefined;
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Five minutes, as the registries give. */
export const passLife = 300;

/** JSON Web Tokens, valid for five minutes of the simulated clock. */
export const createPasses = (now: () => number): Passes => {
  const key = randomBytes(32);
  const sign = (content: string): string => createHmac('sha256', key).update(content).digest('base64url');
  const seconds = (): number => Math.floor(now() / 1000);
  return {
    issue(access, claims) {
      const times = {iat: seconds(), nbf: seconds(), exp: seconds() + passLife};
      const content = `${part({alg: 'HS256', typ: 'JWT'})}.${part({access, ...claims, ...times, jti: randomBytes(16).toString('hex')})}`;
      return `${content}.${sign(content)}`;
    },
    read(pass) {
      const [head, body, signature] = pass.split('.');
      if (body === undefined || signature !== sign(`${head}.${body}`)) return undefined;
      const {access, exp} = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
      return exp > seconds() ? access : undefined;
    },
  };
};

/** The repositories and actions that a token request asks for. */
export const askedGrants = (query: URLSearchParams): readonly Grant[] =>
  query
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => {
      const [, name, actions] = /^repository:(.+):([^:]*)$/.exec(scope) ?? [];
      return name === undefined ? [] : [{type: 'repository' as const, name, actions: (actions ?? '').split(',').filter(Boolean)}];
    });
