// A vault in a process of its own, for tests of what several processes do at once and what a kill leaves behind.
//   node vault-process.ts FOLDER KEYCHAIN-FILE|- keep NAME…      keeps `token of NAME` under each name, one after the other
//   node vault-process.ts FOLDER KEYCHAIN-FILE|- find NAME…
// `-` is the operating system's own keychain. It prints one line of JSON.
import {revealSecret, Secret} from '../../src/model/secret.ts';
import {openVault} from '../../src/tools/vault.ts';
import {keychainInFile} from './fake-keychain.ts';

const [folder = '', keychain = '-', action, ...names] = process.argv.slice(2);
const told: string[] = [];
const vault = await openVault({
  folders: {config: folder},
  env: process.env,
  tell: (text) => told.push(text),
  ...(keychain === '-' ? {} : {keychain: keychainInFile(keychain)}),
});
if (action === 'keep') for (const name of names) await vault.keep(name, new Secret(`token of ${name}`));
const found = Object.fromEntries(
  names.map((name) => {
    const secret = vault.find(name);
    return [name, secret === undefined ? null : revealSecret(secret)];
  }),
);
process.stdout.write(`${JSON.stringify({kind: vault.kind, kindText: vault.kindText, told, names: vault.names(), found})}\n`);
