'use strict';

const path = require('node:path');
const {Program, run, tuyactors} = require('./programs');
const {expect, same} = require('./checks');

const identity = {id: 'bf0123456789abcdefgh', key: '0123456789abcdef'};
const secondsForStub = 10;
const secondsForTuyactors = 25;

/** Longer than the 9 s of silence after which tuyactors sends a heartbeat, and the 5 s within which it wants the answer. */
const secondsToWatch = 16;

/** Our client's commands against tuyapi's stub device. It sends no retcodes, wants the clock right to 10 s, and speaks 3.1. */
async function checkStubDevice(checks) {
  const state = {1: false, 2: 'white', 3: 25};
  const stub = new Program(process.execPath, [path.join(__dirname, 'stub.js'), JSON.stringify({...identity, state})]);
  let where = [];
  let said = 0;

  /** What it answers to a line; the n-th answer belongs to the n-th line. */
  const askStub = async words => {
    const nth = ++said;
    stub.say(JSON.stringify(words));
    await stub.line(() => stub.lines.length > nth);
    return JSON.parse(stub.lines[nth]).state;
  };

  const call = async (command, ...args) => {
    const answer = await run(tuyactors, [command, ...args, ...where], secondsForTuyactors);
    if (answer.exitCode !== 0) {
      throw new Error(`exit code ${answer.exitCode}: ${answer.stderr}${stub.exitCode === undefined ? '' : `; the stub has ended: ${stub.stderr}`}`);
    }

    return answer;
  };

  await checks.chain([
    ['stub: starts', secondsForStub, async () => {
      const {port} = JSON.parse(await stub.line(() => true));
      where = ['--id', identity.id, '--key', identity.key, '--ip', '127.0.0.1', '--port', String(port), '--version', '3.1'];
    }],
    ['stub: tuyactors status', secondsForTuyactors, async () => {
      const status = JSON.parse((await call('status')).stdout);
      expect('id', status.id, identity.id);
      expect('version', status.version, '3.1');
      expect('dps', status.dps, state);
    }],
    ['stub: tuyactors get', secondsForTuyactors, async () => expect('DP 2', JSON.parse((await call('get', '2')).stdout), 'white')],
    ['stub: tuyactors set', secondsForTuyactors, async () => {
      const outcome = JSON.parse((await call('set', '1=true', '2=colour', '3=1000')).stdout);
      expect('outcome', outcome.outcome, 'confirmed');
      expect('reported', outcome.reported, {1: true, 2: 'colour', 3: 1000});
      expect('the state of the stub', await askStub({}), {1: true, 2: 'colour', 3: 1000});
    }],
    ['stub: tuyactors status after set', secondsForTuyactors, async () => {
      expect('dps', JSON.parse((await call('status')).stdout).dps, {1: true, 2: 'colour', 3: 1000});
    }],
    ['stub: tuyactors monitor --count', secondsForTuyactors, async () => {
      const monitor = new Program(tuyactors, ['monitor', '--count', '2', '--timeout', '15', ...where]);
      try {
        await monitor.line(reports({1: true, 2: 'colour', 3: 1000}));
        await askStub({set: {1: false}});
        await monitor.line(reports({1: false, 2: 'colour', 3: 1000}));
        expect('exit code', await monitor.ended, 0);
        expect('reports', monitor.lines.map(line => JSON.parse(line)).filter(line => line.event === 'dps').length, 2);
      } finally {
        await monitor.end();
      }
    }],
    ['stub: tuyactors monitor --seconds, over a heartbeat', secondsToWatch + secondsForTuyactors, async () => {
      const monitor = await call('monitor', '--seconds', String(secondsToWatch));
      const events = monitor.lines.map(line => JSON.parse(line));
      expect('the last state', events.findLast(line => line.event === 'state')?.to, 'online');
      expect('times online', events.filter(line => line.event === 'state' && line.to === 'online').length, 1);
      expect('reports', events.filter(line => line.event === 'dps').length, 1);
    }],
    ['stub: is alive after all that', secondsForStub, async () => expect('its state', await askStub({}), {1: false, 2: 'colour', 3: 1000})],
    ['stub: tuyactors status after its end', secondsForTuyactors, async () => {
      stub.process.stdin.end();
      await stub.ended;
      const answer = await run(tuyactors, ['status', '--timeout', '5', ...where], secondsForTuyactors);
      expect('exit code', answer.exitCode, 1);
      expect('standard output', answer.stdout, '');
      if (!answer.stderr.includes(identity.id)) {
        throw new Error(`the diagnosis on standard error is '${answer.stderr}', without the device's id`);
      }
    }]
  ]);
  await stub.end();
}

/** Whether a line of monitor is a report of these values. */
function reports(dps) {
  return line => {
    const event = JSON.parse(line);
    return event.event === 'dps' && same(event.dps, dps);
  };
}

module.exports = {checkStubDevice};
