import {approveLater} from '../moderation.ts';
import {ask, askOn, bodyBytes, type Place} from '../place.ts';
import {type Program, readBytes, writeBytes} from '../shell/shell.ts';

type Options = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  output: string | undefined;
  isNamedByUrl: boolean;
  fails: boolean;
  isSilent: boolean;
  follows: boolean;
  writes: string;
};

const valued = new Set([
  '-o',
  '--output',
  '-H',
  '--header',
  '-X',
  '--request',
  '-d',
  '--data',
  '--data-binary',
  '-w',
  '--write-out',
  '-u',
  '--user',
  '-T',
  '--retry',
  '--retry-delay',
  '--max-time',
  '-m',
  '--connect-timeout',
  '-A',
  '--user-agent',
  '-F',
  '--form',
]);

/** Long options and bundles of letters as single ones. */
const single = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg) => {
    const letters = /^-([A-Za-z]{2,})$/.exec(arg)?.[1];
    return letters === undefined ? [arg] : [...letters].map((letter) => `-${letter}`);
  });

const long: Readonly<Record<string, string>> = {
  '--fail': '-f',
  '--silent': '-s',
  '--location': '-L',
  '--fail-with-body': '-f',
  '--remote-name': '-O',
  '--head': '-I',
};

/** `-F name=@file;type=TYPE`: a form with one file in it. */
const formWith = ({method, headers}: Options, value: string, fileOf: (path: string) => Buffer | undefined): Partial<Options> => {
  const [, name = '', path = '', type = 'application/octet-stream'] = /^([^=]+)=@([^;]+)(?:;type=(.+))?$/.exec(value) ?? [];
  const mark = 'portcall-runner';
  const head = `--${mark}\r\nContent-Disposition: form-data; name="${name}"; filename="${path.split('/').at(-1)}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    method: method === 'GET' ? 'POST' : method,
    headers: {...headers, 'content-type': `multipart/form-data; boundary=${mark}`},
    body: Buffer.concat([Buffer.from(head), fileOf(path) ?? Buffer.alloc(0), Buffer.from(`\r\n--${mark}--\r\n`)]),
  };
};

const optionsOf = (args: readonly string[], fileOf: (path: string) => Buffer | undefined): Options => {
  const options: Options = {
    url: '',
    method: 'GET',
    headers: {},
    body: undefined,
    output: undefined,
    isNamedByUrl: false,
    fails: false,
    isSilent: false,
    follows: false,
    writes: '',
  };
  const all = single(args);
  for (let at = 0; at < all.length; at++) {
    const arg = long[all[at] ?? ''] ?? all[at] ?? '';
    const value = valued.has(arg) ? (all[++at] ?? '') : '';
    if (arg === '-o' || arg === '--output') options.output = value;
    else if (arg === '-H' || arg === '--header')
      options.headers[value.split(':')[0]?.toLowerCase() ?? ''] = value.replace(/^[^:]*:\s*/, '');
    else if (arg === '-X' || arg === '--request') options.method = value;
    else if (arg === '-u' || arg === '--user')
      options.headers['authorization'] = `Basic ${Buffer.from(value, 'latin1').toString('base64')}`;
    else if (arg === '-w' || arg === '--write-out') options.writes = value;
    else if (arg.startsWith('-d') || arg.startsWith('--data')) {
      options.body = value.startsWith('@') ? fileOf(value.slice(1)) : Buffer.from(value, 'latin1');
      if (options.method === 'GET') options.method = 'POST';
    } else if (arg === '-F' || arg === '--form') Object.assign(options, formWith(options, value, fileOf));
    else if (arg === '-f') options.fails = true;
    else if (arg === '-s') options.isSilent = true;
    else if (arg === '-L') options.follows = true;
    else if (arg === '-O') options.isNamedByUrl = true;
    else if (arg === '-I') options.method = 'HEAD';
    else if (!arg.startsWith('-')) options.url = arg;
  }
  return options;
};

/** `curl`: what it fetches goes to a file or on. */
export const createCurl =
  (place: Place): Program =>
  (args, shell, {out, errors}) => {
    const options = optionsOf(args, (path) => Buffer.from(readBytes(shell, path) ?? '', 'latin1'));
    const {url, method, headers, body, fails} = options;
    const fetched = options.follows ? askOn : ask;
    const reply = fetched(place, url.includes('://') ? url : `https://${url}`, {method, headers, ...(body === undefined ? {} : {body})});
    if (reply.status === 0) {
      errors(`curl: (6) Could not resolve host: ${url}\n`);
      return 6;
    }
    // Whoever pushes a package to Chocolatey waits for its moderators.
    if (method === 'PUT' && reply.status === 201 && /^https:\/\/push\.chocolatey\.org\//.test(url)) approveLater(place);
    if (fails && reply.status >= 400) {
      errors(`curl: (22) The requested URL returned error: ${reply.status}\n`);
      return 22;
    }
    const bytes = method === 'HEAD' ? '' : bodyBytes(reply).toString('latin1');
    const output = options.isNamedByUrl ? (url.split('?')[0]?.split('/').at(-1) ?? 'curl_response') : options.output;
    if (output === undefined || output === '-') out(bytes);
    else writeBytes(shell, output, bytes);
    if (options.writes !== '') out(options.writes.replace(/%\{(?:http_code|response_code)\}/g, String(reply.status)).replace(/\\n/g, '\n'));
    return 0;
  };

/** `wget`: saves under the name of the address unless another is given. */
export const createWget =
  (place: Place): Program =>
  (args, shell, {errors, out}) => {
    const at = args.findIndex((arg) => /^-q?O$|^--output-document$/.test(arg));
    const url = args.findLast((arg, index) => !arg.startsWith('-') && index !== at + 1) ?? '';
    const reply = askOn(place, url);
    if (reply.status === 0 || reply.status >= 400) {
      errors(`ERROR ${reply.status}: ${reply.status === 404 ? 'Not Found' : 'Failed'}.\n`);
      return 8;
    }
    const bytes = bodyBytes(reply).toString('latin1');
    const path = at < 0 ? (url.split('/').at(-1) ?? 'index.html') : (args[at + 1] ?? '-');
    if (path === '-') out(bytes);
    else writeBytes(shell, path, bytes);
    return 0;
  };
