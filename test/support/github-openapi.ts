import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {Ajv, type ValidateFunction} from 'ajv';
import formats from 'ajv-formats';

type Schema = Record<string, unknown>;
type Parameter = {name: string; in: string; required?: boolean; schema?: Schema; 'x-multi-segment'?: boolean};
type Operation = {
  parameters?: (Parameter | {$ref: string})[];
  requestBody?: {content?: Record<string, {schema?: Schema}>};
  responses: Record<string, {content?: Record<string, {schema?: Schema}>}>;
};
type OpenApi = {paths: Record<string, Record<string, Operation>>; components: Record<string, Record<string, Schema | Parameter>>};

export type GitHubRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: URLSearchParams;
  /** As parsed JSON; absent: it has none. */
  readonly body?: unknown;
};
export type GitHubAnswer = Omit<GitHubRequest, 'body'> & {readonly status: number; readonly body: unknown};

/** GitHub's own OpenAPI document, as something to hold requests and answers against. */
export type GitHubDocument = {
  /** The document's template for a path; undefined: GitHub has no such address. */
  templateOf(method: string, path: string): string | undefined;
  /** What is wrong with a request; empty: nothing. */
  requestFaults(request: GitHubRequest): readonly string[];
  /** What is wrong with an answer's JSON; empty: nothing. */
  answerFaults(answer: GitHubAnswer): readonly string[];
};

const isRecord = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenAPI 3.0 writes `nullable` where JSON Schema wants a choice with null. */
const withNull = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (!isRecord(schema)) return schema;
  const changed = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, name === 'example' ? undefined : withNull(value)]),
  );
  if (schema.nullable !== true) return changed;
  delete changed.nullable;
  return {anyOf: [changed, {type: 'null'}]};
};

const readDocument = (): OpenApi => {
  const file = createRequire(import.meta.url)
    .resolve('@octokit/openapi/package.json')
    .replace('package.json', 'generated/api.github.com.json');
  return withNull(JSON.parse(readFileSync(file, 'utf8'))) as OpenApi;
};

const pointer = (...segments: readonly string[]): string =>
  `github#/${segments.map((segment) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

const create = (document: OpenApi): GitHubDocument => {
  const ajv = new Ajv({strict: false, allErrors: true, logger: false, coerceTypes: false, validateSchema: false});
  const coercing = new Ajv({strict: false, logger: false, coerceTypes: true, validateSchema: false});
  for (const one of [ajv, coercing]) {
    formats.default(one);
    one.addSchema({$id: 'github', ...document});
  }

  const parametersOf = (operation: Operation): readonly Parameter[] =>
    (operation.parameters ?? []).map((parameter) =>
      '$ref' in parameter ? (document.components.parameters?.[parameter.$ref.split('/').at(-1) ?? ''] as Parameter) : parameter,
    );

  const expressions = Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const wide = new Set(parametersOf(operation).flatMap((parameter) => (parameter['x-multi-segment'] ? [parameter.name] : [])));
      const source = template.replace(/[.]/g, '\\.').replace(/\{([\w-]+)\}/g, (_, name: string) => (wide.has(name) ? '.+' : '[^/]+'));
      return {template, method, expression: new RegExp(`^${source}$`), rank: template.split('{').length};
    }),
  );
  expressions.sort((one, other) => one.rank - other.rank);

  const templateOf = (method: string, path: string): string | undefined =>
    expressions.find((one) => one.method === method.toLowerCase().replace('head', 'get') && one.expression.test(path))?.template;

  const operationOf = (method: string, path: string): {template: string; operation: Operation} | undefined => {
    const template = templateOf(method, path);
    const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase().replace('head', 'get')];
    return template !== undefined && operation ? {template, operation} : undefined;
  };

  const requestFaults = ({method, path, query = new URLSearchParams(), body}: GitHubRequest): readonly string[] => {
    const found = operationOf(method, path);
    if (!found) return [`GitHub has no ${method} ${path}`];
    const known = parametersOf(found.operation).filter((parameter) => parameter.in === 'query');
    const missing = known.filter((parameter) => parameter.required && !query.has(parameter.name));
    const wrong = [...query].flatMap(([name, value]) => {
      const parameter = known.find((one) => one.name === name);
      if (!parameter) return [`${found.template} knows no query parameter ${name}`];
      const holder = {value};
      const isRight = coercing.validate({type: 'object', properties: {value: rebased(parameter.schema ?? {})}}, holder);
      return isRight ? [] : [`${found.template}: ${name}=${value}: ${coercing.errorsText()}`];
    });
    const lacking = missing.map((parameter) => `${found.template} needs the query parameter ${parameter.name}`);
    return [...lacking, ...wrong, ...bodyFaults(found.template, method, found.operation, body)];
  };

  const bodyFaults = (template: string, method: string, operation: Operation, body: unknown): readonly string[] => {
    if (body === undefined) return [];
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    if (!schema) return [`${template} takes no ${method} with JSON`];
    const known = namesIn(schema);
    const strange = Object.keys(body as object).filter((name) => !known.includes(name));
    const validate = validatorOf(pointer('paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'));
    const wrong = validate(body) ? [] : (validate.errors ?? []).map((error) => `${template}: ${error.instancePath} ${error.message}`);
    return [...strange.map((name) => `${template} knows no ${name} in a body`), ...wrong];
  };

  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (place: string): ValidateFunction => {
    const made = validators.get(place) ?? ajv.compile({$ref: place});
    validators.set(place, made);
    return made;
  };

  const answerFaults = ({method, path, status, body}: GitHubAnswer): readonly string[] => {
    const found = operationOf(method, path);
    if (!found) return [`GitHub has no ${method} ${path}`];
    const described = found.operation.responses[String(status)];
    const schema = described && !('$ref' in described) ? described.content?.['application/json']?.schema : undefined;
    // The document wants one of several errors of which any fits all: the plain one says as much.
    const hasSchema = schema !== undefined && !(status >= 400 && 'oneOf' in schema);
    if (status < 400 && !hasSchema) return [`${found.template} never answers ${status} with JSON`];
    const place = hasSchema
      ? pointer('paths', found.template, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema')
      : pointer('components', 'schemas', 'basic-error');
    const validate = validatorOf(place);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${found.template} ${status}: ${error.instancePath} ${error.message}`);
  };

  return {templateOf, requestFaults, answerFaults};
};

/** The members that a body may have, whichever of its forms it takes. */
const namesIn = (schema: Schema): readonly string[] => [
  ...Object.keys((schema['properties'] as object | undefined) ?? {}),
  ...['anyOf', 'oneOf', 'allOf'].flatMap((kind) => ((schema[kind] as readonly Schema[] | undefined) ?? []).flatMap(namesIn)),
];

/** References inside the document, seen from outside it. */
const rebased = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(rebased);
  if (!isRecord(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'github#') : rebased(value),
    ]),
  );
};

let opened: GitHubDocument | undefined;

/** Opened once per process: it takes about a second. */
export const openGitHubDocument = (): GitHubDocument => {
  opened ??= create(readDocument());
  return opened;
};
