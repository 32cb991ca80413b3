import type {DemoReply} from '../service.ts';

const docs = 'https://docs.github.com/rest';

const refusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}, page = docs): DemoReply => ({
  status,
  headers,
  body: {message, documentation_url: page, status: String(status)},
});

/** GitHub's refusals, in its own words. */
export const notFound = (): DemoReply => refusal(404, 'Not Found');
export const badCredentials = (): DemoReply => refusal(401, 'Bad credentials');
export const signInNeeded = (): DemoReply => refusal(401, 'Requires authentication');
export const unprocessable = (message: string): DemoReply => refusal(422, message);
export const noAdministrator = (): DemoReply => refusal(403, 'Must have admin rights to Repository.');
export const noOrganizationOwner = (): DemoReply => refusal(403, 'Must be an org admin or have the actions secrets permission.');
export const tooLarge = (): DemoReply =>
  refusal(403, 'This API returns blobs up to 1 MB in size. The requested blob is too large to fetch via the API.');

export const lacksPermission = (accepted: string): DemoReply =>
  refusal(403, 'Resource not accessible by personal access token', {'x-accepted-github-permissions': accepted});

/** What a classic token gets for a write that its scopes don't reach: as if there were nothing. */
export const hiddenFrom = (scopes: string): DemoReply => refusal(404, 'Not Found', {'x-accepted-oauth-scopes': scopes});

export const archived = (): DemoReply => refusal(403, 'Repository was archived so is read-only.');
export const forbidden = (message: string): DemoReply => refusal(403, message);
export const conflict = (message: string): DemoReply => refusal(409, message);
export const noOrganizationMember = (): DemoReply =>
  refusal(403, 'You need admin access to the organization before adding a repository to it.');
export const unreadable = (): DemoReply => refusal(400, 'Problems parsing JSON');

type FieldFault = {readonly resource: string; readonly field?: string; readonly code: string; readonly message?: string};

/** A 422 that names what is wrong. */
export const invalid = (fault: FieldFault, message = 'Validation Failed'): DemoReply => ({
  status: 422,
  body: {message, errors: [fault], documentation_url: docs, status: '422'},
});

export const lacksScope = (scope: string, message: string): DemoReply => refusal(403, message, {'x-accepted-oauth-scopes': scope});

export const unknownVersion = (version: string): DemoReply =>
  refusal(400, `Version ${version} is not a supported version.`, {}, `${docs}/about-the-rest-api/api-versions`);

export const noUserAgent = (): DemoReply => ({
  status: 403,
  headers: {'content-type': 'text/plain; charset=utf-8'},
  body: 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n',
});

export const limitExceeded = (who: string): DemoReply =>
  refusal(403, `API rate limit exceeded for ${who}.`, {}, `${docs}/overview/rate-limits-for-the-rest-api`);

/** GitHub sends whoever uses an old name of a repository on to its number. */
export const movedPermanently = (url: string): DemoReply => ({
  status: 301,
  headers: {location: url},
  body: {message: 'Moved Permanently', url, documentation_url: `${docs}/guides/best-practices-for-using-the-rest-api#follow-redirects`},
});

/** What a search answers when its query names nothing that the caller may see. */
export const invalidSearch = (message: string): DemoReply => ({
  status: 422,
  body: {
    message: 'Validation Failed',
    errors: [{message, resource: 'Search', field: 'q', code: 'invalid'}],
    documentation_url: `${docs}/search/search`,
    status: '422',
  },
});
