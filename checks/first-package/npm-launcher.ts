/** Starts the program that one of the optional dependencies carries. The same for every project: what differs stands in the packages' own files. */
export const npmLauncher = `#!/usr/bin/env node
'use strict';

// Starts the program that one of the optional dependencies carries for this machine.
const {spawn} = require('node:child_process');
const {constants} = require('node:os');
const path = require('node:path');
const {name, version, optionalDependencies = {}} = require('../package.json');

const platform = \`\${process.platform}-\${process.arch}\`;
const prefix = \`\${name}-\`;
const known = Object.keys(optionalDependencies).filter((one) => one.startsWith(prefix));

const fail = (text) => {
  process.stderr.write(\`\${name}: \${text}\\n\`);
  process.exit(1);
};

const findProgram = () => {
  const carrier = \`\${prefix}\${platform}\`;
  if (!known.includes(carrier)) {
    const platforms = known.map((one) => one.slice(prefix.length)).join(', ');
    return fail(\`there is no program for \${platform}; \${version} was released for \${platforms}.\`);
  }
  try {
    const manifest = require.resolve(\`\${carrier}/package.json\`);
    return path.join(path.dirname(manifest), require(manifest).program);
  } catch {
    return fail(
      \`the package \${carrier} with the program is not installed. It is an optional dependency: install \${name} again without \` +
        '--no-optional or --omit=optional, on the system that it shall run on.',
    );
  }
};

const program = findProgram();
let child;
// Heard before the program can say anything: whoever hears it may stop it at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, () => {
    child.kill(signal);
  });
}
child = spawn(program, process.argv.slice(2), {stdio: 'inherit'});
child.on('error', (error) => fail(\`\${program} can't be started: \${error.message}\`));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  // Ends as the program did, so that whoever called sees the same.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  setTimeout(() => process.exit(128 + (constants.signals[signal] || 0)), 1000);
});
`;
