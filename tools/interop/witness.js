'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {Checks, sentence} = require('./checks');
const {install} = require('./packages');
const {killAll, root, run, tuyactors} = require('./programs');
const {checkSimulatedDevices} = require('./simulated-devices');
const {checkStubDevice} = require('./stub-device');

const exitCodes = {ok: 0, failed: 1, usage: 2, noPackages: 3};
const secondsToBuild = 600;
const secondsForAll = 170;

const checks = new Checks();
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tuyactors-interop-'));

// Whatever ends this process: nothing stays behind.
process.on('exit', () => {
  killAll();
  fs.rmSync(directory, {recursive: true, force: true});
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => process.exit(128 + os.constants.signals[signal]));
}

for (const escaped of ['uncaughtException', 'unhandledRejection']) {
  process.on(escaped, error => giveUp(`something escaped from tuyapi or from these checks: ${error?.stack ?? sentence(error)}`));
}

function giveUp(why) {
  checks.failed++;
  console.log(`FAILED ${why}`);
  console.log(checks.summary());
  process.exit(exitCodes.failed);
}

/** From 1 to 250: seed and third byte of the devices' addresses. Two checkouts do not get in each other's way. */
function place(args) {
  if (args.length === 0) {
    return 1 + crypto.createHash('sha256').update(root).digest().readUInt32BE() % 250;
  }

  const given = args.length === 2 && args[0] === '--place' ? Number(args[1]) : Number.NaN;
  if (!Number.isInteger(given) || given < 1 || given > 250) {
    console.error('Usage: tools/interop/tuyapi [--place N]    N, from 1 to 250: the simulated devices get the addresses 127.91.N.1 and following, and ids and keys of their own.');
    process.exit(exitCodes.usage);
  }

  return given;
}

async function main() {
  const number = place(process.argv.slice(2));
  try {
    await install();
  } catch (error) {
    console.error(`tools/interop/tuyapi: the packages tuyapi and @tuyapi/stub cannot be installed: ${sentence(error)}`);
    process.exit(exitCodes.noPackages);
  }

  const built = await run(tuyactors, ['--version'], secondsToBuild);
  if (built.exitCode !== 0) {
    giveUp(`tools/tuyactors --version ended with ${built.exitCode}: ${built.stderr || built.stdout}`);
  }

  console.log(built.stdout.trim());
  console.log(`place ${number}: simulated devices at 127.91.${number}.1 and following`);
  setTimeout(() => giveUp(`not all was done within ${secondsForAll} s`), secondsForAll * 1000).unref();
  await Promise.all([checkSimulatedDevices(checks, directory, number), checkStubDevice(checks)]);
  console.log(checks.summary());

  // Not by itself: tuyapi keeps what it has begun, such as find(), going for a while.
  process.exit(checks.failed === 0 ? exitCodes.ok : exitCodes.failed);
}

main();
