import type {DemoReply, DemoRequest, DemoService} from '../service.ts';
import {basicOf, bearerOf, bytes, createService, get, held, json, membersOf, page, post, type Route} from './routes.ts';
import type {VscodeExtension, VscodePublisher, VscodeState, VscodeVersion} from './vscode-state.ts';

/** Bits of the question's flags that this world obeys. */
const flag = {versions: 1, files: 2, properties: 16, validatedOnly: 32, assetUri: 128, statistics: 256, latestOnly: 512} as const;
const gallery = 'https://marketplace.visualstudio.com/_apis/public/gallery';

const describedVersion = (publisher: string, name: string, version: VscodeVersion, flags: number): Record<string, unknown> => {
  const target = version.targetPlatform;
  const source = `${gallery}/publishers/${publisher}/vsextensions/${name}/${version.version}/vspackage${target ? `?targetPlatform=${target}` : ''}`;
  return {
    version: version.version,
    ...(target === undefined ? {} : {targetPlatform: target}),
    flags: version.isValidated ? 'validated' : 'none',
    lastUpdated: version.publishedAt,
    ...(version.validationMessage === undefined ? {} : {validationResultMessage: version.validationMessage}),
    ...(flags & flag.files ? {files: [{assetType: 'Microsoft.VisualStudio.Services.VSIXPackage', source}]} : {}),
    ...(flags & flag.properties ? {properties: []} : {}),
    ...(flags & flag.assetUri ? {assetUri: source, fallbackAssetUri: source} : {}),
  };
};

const shownVersions = ({versions}: VscodeExtension, flags: number): readonly VscodeVersion[] => {
  const shown = flags & flag.validatedOnly ? versions.filter(({isValidated}) => isValidated) : versions;
  const newest = shown[0]?.version;
  return flags & flag.latestOnly ? shown.filter(({version}) => version === newest) : shown;
};

const describedExtension = (publisher: VscodePublisher, extension: VscodeExtension, flags: number): readonly Record<string, unknown>[] => {
  const versions = shownVersions(extension, flags);
  if (versions.length === 0 && flags & flag.validatedOnly) return [];
  return [
    {
      publisher: {publisherName: publisher.name, displayName: publisher.name, flags: 'none'},
      extensionName: extension.name,
      displayName: extension.displayName,
      flags: extension.isUnpublished ? 'validated, unpublished' : 'validated, public',
      lastUpdated: versions[0]?.publishedAt,
      ...(flags & flag.versions
        ? {versions: versions.map((version) => describedVersion(publisher.name, extension.name, version, flags))}
        : {versions: []}),
      ...(flags & flag.statistics ? {statistics: [{statisticName: 'install', value: 0}]} : {}),
    },
  ];
};

type Criterion = {readonly filterType?: number; readonly value?: string};

const isWanted = (publisher: VscodePublisher, extension: VscodeExtension, criteria: readonly Criterion[]): boolean =>
  criteria.every(({filterType, value = ''}) => {
    const wanted = value.toLowerCase();
    if (filterType === 7) return `${publisher.name}.${extension.name}`.toLowerCase() === wanted;
    if (filterType === 18) return publisher.name.toLowerCase() === wanted;
    return filterType === 10 ? extension.displayName.toLowerCase().includes(wanted) : true;
  });

/** Always answers with 200; an extension that isn't there is an empty list. */
const answerQuery = (state: VscodeState, request: DemoRequest): DemoReply => {
  const {filters, flags} = membersOf(request) as {filters?: readonly {criteria?: readonly Criterion[]}[]; flags?: number};
  const criteria = filters?.[0]?.criteria ?? [];
  const extensions = Object.values(state.publishers).flatMap((publisher) =>
    Object.values(publisher.extensions)
      .filter((extension) => isWanted(publisher, extension, criteria))
      .flatMap((extension) => describedExtension(publisher, extension, flags ?? 0)),
  );
  const count = [{metadataType: 'ResultCount', metadataItems: [{name: 'TotalCount', count: extensions.length}]}];
  return json(
    200,
    {results: [{extensions, pagingToken: null, resultMetadata: count}]},
    {'content-type': 'application/json; api-version=3.0-preview.1'},
  );
};

const tokenOf = (state: VscodeState, request: DemoRequest) => {
  const secret = basicOf(request)?.password ?? bearerOf(request);
  return state.tokens.find((token) => token.secret !== '' && token.secret === secret && !token.isExpired);
};

const failure = (status: number, message: string): DemoReply => json(status, {$id: '1', innerException: null, message, errorCode: 0});

const memberRoutes = (state: VscodeState): readonly Route[] => {
  const members = (request: DemoRequest, name = ''): DemoReply => {
    const token = tokenOf(state, request);
    if (token === undefined) return {status: 401, headers: {'www-authenticate': 'Basic realm="https://marketplace.visualstudio.com/"'}};
    const publisher = held(state.publishers, name.toLowerCase());
    if (publisher === undefined) return failure(404, `The publisher '${name}' does not exist.`);
    // Any member may read the list, so that this alone doesn't show a right to publish.
    if (!publisher.members.some(({id}) => id === token.id))
      return failure(403, `TF400813: The user '${token.id}' is not authorized to access this resource.`);
    const value = publisher.members.map(({role, ...identity}) => ({identity, role: {name: role, displayName: role}, access: 'assigned'}));
    return json(200, {count: value.length, value});
  };
  return [get(/^\/_apis\/securityroles\/scopes\/gallery\.publisher\/roleassignments\/resources\/([^/]+)$/, members)];
};

const findExtension = (state: VscodeState, publisher = '', name = ''): VscodeExtension | undefined =>
  Object.values(held(state.publishers, publisher.toLowerCase())?.extensions ?? {}).find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  );

const pageRoutes = (state: VscodeState): readonly Route[] => [
  get(/^\/publishers\/([^/]+)\/?$/, (_request, name = '') => {
    const isThere = Object.hasOwn(state.publishers, name.toLowerCase());
    return isThere ? page(200, `${name} - Visual Studio Marketplace`) : page(404, 'Visual Studio Marketplace');
  }),
  get(/^\/items$/, ({query}) => {
    const [publisher, name] = (query.get('itemName') ?? '').split('.');
    return findExtension(state, publisher, name) === undefined
      ? page(404, 'Visual Studio Marketplace')
      : page(200, `${name} - Visual Studio Marketplace`);
  }),
  get(/^\/_apis\/public\/gallery\/publishers\/([^/]+)\/vsextensions\/([^/]+)\/([^/]+)\/vspackage$/, ({query}, publisher, name, version) => {
    const target = query.get('targetPlatform') ?? undefined;
    const found = findExtension(state, publisher, name)?.versions.find((one) => one.version === version && one.targetPlatform === target);
    return found === undefined ? failure(404, 'The requested extension could not be found.') : bytes(found.vsix, 'application/vsix');
  }),
  get(/^/, () => page(404, 'Visual Studio Marketplace')),
];

/** The VS Code Marketplace, and the service that tells whose a token is. */
export const createVscode = (state: VscodeState): readonly DemoService[] => [
  createService({
    hosts: ['marketplace.visualstudio.com'],
    routes: [
      post(/^\/_apis\/public\/gallery\/extensionquery$/, (request) => answerQuery(state, request)),
      ...memberRoutes(state),
      ...pageRoutes(state),
    ],
  }),
  createService({
    hosts: ['app.vssps.visualstudio.com'],
    routes: [
      get(/^\/_apis\/profile\/profiles\/me$/, (request) => {
        const token = tokenOf(state, request);
        return token === undefined ? {status: 401} : json(200, {id: token.id, displayName: token.displayName});
      }),
    ],
  }),
];
