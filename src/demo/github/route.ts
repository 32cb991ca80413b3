import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import type {Resource} from './limits.ts';
import type {GitHubState, Repository} from './state.ts';
import type {Right, Viewer} from './viewer.ts';

/** A request to GitHub's API with everything its answer needs. */
export type Call = {
  readonly request: DemoRequest;
  readonly setting: DemoSetting;
  readonly state: GitHubState;
  readonly viewer: Viewer;
  /** From the path, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** A call about a repository that the viewer may see. */
export type RepositoryCall = Call & {readonly repository: Repository};

type Common = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** GitHub's own template, as its OpenAPI document writes it; a name with a plus takes slashes too. */
  readonly template: string;
  readonly resource?: Resource;
  /** False: the request is not counted. */
  readonly isCounted?: boolean;
};

export type PlainRoute = Common & {answer(call: Call): DemoReply};

export type RepositoryRoute = Common & {
  /** What the caller must hold over the repository; absent: seeing it is enough. */
  readonly needs?: Right;
  about(call: RepositoryCall): DemoReply;
};

export type Route = PlainRoute | RepositoryRoute;

/** A 200 with JSON. */
export const ok = (body: object, headers?: Readonly<Record<string, string>>): DemoReply => ({
  status: 200,
  body,
  ...(headers ? {headers} : {}),
});

const expressionOf = (template: string): RegExp =>
  new RegExp(
    `^${template.replace(/[.]/g, '\\.').replace(/\{(\w+)(\+?)\}/g, (_, name: string, plus: string) => `(?<${name}>${plus ? '.+' : '[^/]+'})`)}$`,
  );

const expressions = new Map<string, RegExp>();

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The parameters of a path that a template fits; undefined: it doesn't. */
export const parametersOf = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
  const expression = expressions.get(template) ?? expressionOf(template);
  expressions.set(template, expression);
  const groups = expression.exec(path)?.groups;
  if (groups) return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
  return expression.test(path) ? {} : undefined;
};
