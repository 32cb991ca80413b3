import {tarGzOf} from '../../contextlite/tar.ts';
import {ask, bodyJson, type Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, type Streams, toBytes} from '../shell/shell.ts';

/* Where a job's checkout lies. */
const workspace = '/home/runner/work/repository';

const sized = (content: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([length, content]);
};

const fail = ({errors}: Streams, text: string): number => {
  errors(`error: ${text}\n`);
  return 101;
};

/** What was checked out, which need not be what the run was started from. */
const checkedOut = ({commit, repository}: Place, {disk}: Shell): Place['commit'] => {
  const head = /^head = (.*)$/m.exec(disk.files.get(`${workspace}/.git/config`)?.toString('utf8') ?? '')?.[1];
  return repository.commits.get(head ?? '') ?? commit;
};

/** The files of the crate that are not as the commit has them. */
const changedFiles = (place: Place, shell: Shell, root: string): readonly string[] =>
  [...checkedOut(place, shell).files].flatMap(([path, contents]) => {
    const found = shell.disk.files.get(`${workspace}/${path}`);
    return `${workspace}/${path}`.startsWith(`${root}/`) && found !== undefined && !found.equals(contents) ? [path] : [];
  });

const publish = (place: Place, args: readonly string[], outer: Shell, streams: Streams): number => {
  const path = args[args.indexOf('--manifest-path') + 1 || args.length];
  const shell = path === undefined ? outer : {...outer, folder: fullPath(outer, path.replace(/[^/]*$/, '') || '.')};
  const manifest = readBytes(shell, 'Cargo.toml');
  if (manifest === undefined) return fail(streams, `could not find \`Cargo.toml\` in \`${shell.folder}\` or any parent directory`);
  const field = (name: string): string => new RegExp(`^${name}\\s*=\\s*"([^"]*)"`, 'm').exec(manifest)?.[1] ?? '';
  const [name, vers] = [field('name'), field('version')];
  const changed = args.includes('--allow-dirty') ? [] : changedFiles(place, shell, fullPath(shell, '.'));
  if (changed.length > 0)
    return fail(
      streams,
      `${changed.length} files in the working directory contain changes that were not yet committed into git:\n\n${changed.join('\n')}\n\nto proceed despite this and include the uncommitted changes, pass the \`--allow-dirty\` flag`,
    );
  const token = args[args.indexOf('--token') + 1 || args.length] ?? shell.variables['CARGO_REGISTRY_TOKEN'] ?? '';
  streams.errors(`    Updating crates.io index\n   Packaging ${name} v${vers}\n`);
  if (args.includes('--dry-run')) return 0;
  if (token === '') return fail(streams, 'no token found, please run `cargo login`\nor use environment variable CARGO_REGISTRY_TOKEN');
  const root = fullPath(shell, '.');
  const files = [...shell.disk.files]
    .filter(([path]) => path.startsWith(`${root}/`) && !path.includes('/.git/'))
    .map(([path, contents]) => ({name: `${name}-${vers}${path.slice(root.length)}`, contents}));
  const metadata = {name, vers, description: field('description'), license: field('license'), repository: field('repository')};
  const body = Buffer.concat([sized(Buffer.from(JSON.stringify(metadata))), sized(tarGzOf(files))]);
  streams.errors(`   Uploading ${name} v${vers}\n`);
  const reply = ask(place, 'https://crates.io/api/v1/crates/new', {method: 'PUT', headers: {authorization: token}, body});
  if (reply.status >= 400) {
    const {errors = []} = bodyJson(reply) as {errors?: readonly {detail?: string}[]};
    return fail(
      streams,
      `failed to publish to registry at https://crates.io\n\nCaused by:\n  the remote server responded with an error (status ${reply.status}): ${errors[0]?.detail ?? ''}`,
    );
  }
  streams.errors(`    Uploaded ${name} v${vers} to registry \`crates-io\`\n   Published ${name} v${vers} at registry \`crates-io\`\n`);
  return 0;
};

/** Which package the manifest here describes, as Cargo spells it. */
const packageId = (shell: Shell, streams: Streams): number => {
  const manifest = readBytes(shell, 'Cargo.toml');
  if (manifest === undefined) return fail(streams, `could not find \`Cargo.toml\` in \`${shell.folder}\` or any parent directory`);
  const [name, version] = ['name', 'version'].map((field) => new RegExp(`^${field}\\s*=\\s*"([^"]*)"`, 'm').exec(manifest)?.[1] ?? '');
  streams.out(toBytes(`path+file://${shell.folder}#${name}@${version}\n`));
  return 0;
};

/** `cargo`: publishes; what it builds is not looked at. */
export const createCargo =
  (place: Place): Program =>
  ([command = '', ...args], shell, streams) => {
    if (command === 'pkgid') return packageId(shell, streams);
    return command === 'publish' ? publish(place, args, shell, streams) : 0;
  };
