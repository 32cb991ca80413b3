import {pushImages, signIn} from '../actions/docker.ts';
import {ask, bodyBytes, bodyJson, type Place} from '../place.ts';
import {type Program, readAll, type Shell, type Streams} from '../shell/shell.ts';

const valuesOf = (args: readonly string[], ...names: readonly string[]): readonly string[] =>
  args.flatMap((arg, at) =>
    names.includes(arg) ? [args[at + 1] ?? ''] : names.includes(arg.split('=')[0] ?? '') ? [arg.slice(arg.indexOf('=') + 1)] : [],
  );

const logIn = (place: Place, args: readonly string[], streams: Streams): number => {
  const registry = args.some((arg) => arg.includes('ghcr.io')) ? 'ghcr.io' : 'docker.io';
  const password = args.includes('--password-stdin') ? readAll(streams.input).trim() : (valuesOf(args, '-p', '--password')[0] ?? '');
  const fault = signIn(place, registry, valuesOf(args, '-u', '--username')[0] ?? '', password);
  if (fault === undefined) streams.out('Login Succeeded\n');
  else streams.errors(`${fault}\n`);
  return Number(fault !== undefined);
};

const inspect = (place: Place, args: readonly string[], {out, errors}: Streams): number => {
  const image = args.find((arg) => !arg.startsWith('-')) ?? '';
  const [, host = '', name = '', tag = 'latest'] = /^(?:(ghcr\.io|docker\.io)\/)?([^:]+)(?::(.+))?$/.exec(image) ?? [];
  const [token, registry] =
    host === 'ghcr.io'
      ? ['https://ghcr.io/token', 'https://ghcr.io']
      : ['https://auth.docker.io/token?service=registry.docker.io', 'https://registry-1.docker.io'];
  const login = place.memory.logins.get(host === 'ghcr.io' ? 'ghcr.io' : 'docker.io');
  const signedIn = login && {authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`};
  const scope = encodeURIComponent(`repository:${name}:pull`);
  const granted = ask(place, `${token}${token.includes('?') ? '&' : '?'}scope=${scope}`, {headers: {...signedIn}});
  const pass = bodyJson(granted)['token'];
  const headers = {authorization: `Bearer ${String(pass)}`, accept: 'application/vnd.oci.image.index.v1+json'};
  const reply = ask(place, `${registry}/v2/${name}/manifests/${tag}`, {headers});
  if (reply.status !== 200) {
    errors(`no such manifest: ${host || 'docker.io'}/${name}:${tag}\n`);
    return 1;
  }
  const isDigest = args.some((arg) => arg.includes('.Manifest.Digest'));
  out(`${isDigest ? (reply.headers?.['docker-content-digest'] ?? '') : bodyBytes(reply).toString('latin1')}\n`);
  return 0;
};

const push = (place: Place, tags: readonly string[], streams: Streams): number => {
  const fault = pushImages(place, tags, streams);
  if (fault !== undefined) streams.errors(`${fault}\n`);
  return Number(fault !== undefined);
};

/** `docker`: signs in, looks and pushes; what it builds is the project's image. */
export const createDocker =
  (place: Place): Program =>
  (given, _shell: Shell, streams) => {
    const args = given[0] === 'buildx' ? given.slice(1) : given;
    const [command = '', ...rest] = args;
    if (command === 'login') return logIn(place, rest, streams);
    if (command === 'manifest' || command === 'imagetools') return rest[0] === 'inspect' ? inspect(place, rest.slice(1), streams) : 0;
    if (command === 'pull') return inspect(place, rest, {...streams, out: () => {}});
    if (command === 'push')
      return push(
        place,
        rest.filter((arg) => !arg.startsWith('-')),
        streams,
      );
    return command === 'build' && rest.includes('--push') ? push(place, valuesOf(rest, '-t', '--tag'), streams) : 0;
  };
