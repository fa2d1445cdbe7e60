'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {run} = require('./programs');

/** The registry may be far away. */
const secondsToInstall = 180;

/** Whether node_modules holds what the lock file pins, all of it. */
function installed() {
  const {packages} = readJson(path.join(__dirname, 'package-lock.json'));
  return Object.entries(packages)
    .filter(([where]) => where !== '')
    .every(([where, {version}]) => {
      try {
        return readJson(path.join(__dirname, where, 'package.json')).version === version;
      } catch {
        return false;
      }
    });
}

/** Installs the pinned packages where they are not yet, and says so; their scripts are not run. */
async function install(say = console.log) {
  if (installed()) {
    return;
  }

  say('installing tuyapi and @tuyapi/stub into tools/interop/node_modules ...');
  const npm = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], secondsToInstall, {cwd: __dirname});
  if (npm.exitCode !== 0) {
    throw new Error(`npm ci ended with ${npm.exitCode}: ${npm.stderr || npm.stdout}`);
  }

  if (!installed()) {
    throw new Error('npm ci ended well, but node_modules is not what package-lock.json pins.');
  }
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

module.exports = {install, readJson};
