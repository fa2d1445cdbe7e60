'use strict';

const path = require('node:path');
const {once} = require('node:events');
const {readJson} = require('./packages');
const {Program, run, tuyactors} = require('./programs');
const {expect, sentence} = require('./checks');

/** The first thirty simulated devices are every profile in every version. */
const deviceCount = 30;

const versions = ['3.1', '3.2', '3.3', '3.4', '3.5'];

/**
 * 3.2 is only switched: to read it, tuyapi sends a CONTROL of nulls and accepts nothing but a STATUS or a DP_QUERY in return,
 * but a simulated device answers a query under the command it came with. The other versions have a query of their own.
 */
const tuyapiCanRead = version => version !== '3.2';

const powerSwitch = '1';
const countdown = '9';

/**
 * tuyapi's own time-outs are 5 s for connecting and for set(); get() has none. It sends a heartbeat every 10 s and drops
 * the device when the answer takes 2 s.
 */
const secondsForTuyapi = 8;
const secondsForHeartbeat = 15;
const secondsForTuyactors = 25;

/** Simulated devices announce themselves every 5 s. */
const secondsToFind = 15;

/** The simulator: quiet, because after one push that it has not asked for tuyapi's get() on 3.5 waits for ever. */
function startSimulator(directory, place) {
  const devicesFile = path.join(directory, 'devices.json');
  const program = new Program(tuyactors, [
    'simulate', '--count', deviceCount, '--base', `127.91.${place}.1`, '--seed', place, '--quiet', '--devices-file', devicesFile
  ].map(String));
  return {program, devicesFile, ready: () => program.line(line => / devices on 127\./.test(line))};
}

async function checkSimulatedDevices(checks, directory, place) {
  const simulator = startSimulator(directory, place);
  let plugs;
  const started = await checks.check('simulator starts, with a plug of each version', secondsForTuyactors, async () => {
    await simulator.ready();
    // Those without an address are behind a gateway.
    plugs = readJson(simulator.devicesFile).filter(device => device.category === 'cz' && device.ip);
    expect('versions', [...new Set(plugs.map(plug => plug.version))].sort(), versions);
  });
  if (!started) {
    await simulator.program.end();
    return;
  }

  await Promise.all(versions.map(version => checkPlug(checks, simulator.devicesFile, plugs.find(plug => plug.version === version))));
  await checks.check('simulator ends at Ctrl-C', secondsForTuyactors, async () => expect('its exit code', await simulator.program.end(), 0));
}

/** A tuyapi device. Its errors come as events, beside a promise that may wait for ever: here each of them fails what is asked of it. */
class Witness {
  #broken;

  constructor(options) {
    // Not at the top: before the set-up the package is not there.
    const TuyAPI = require('tuyapi');
    this.tuyapi = new TuyAPI({...options, issueGetOnConnect: false});
    this.#broken = new Promise((_, reject) => {
      this.tuyapi.on('error', error => reject(new Error(sentence(error))));
    });
    // It is nobody's business before something is asked.
    this.#broken.catch(() => {});
  }

  ask(action) {
    return Promise.race([this.#broken, action(this.tuyapi)]);
  }
}

async function checkPlug(checks, devicesFile, plug) {
  const {id, key, ip, version} = plug;
  const witness = new Witness({id, key, ip, version});
  const reading = tuyapiCanRead(version);
  let on;

  const connect = () => witness.ask(tuyapi => tuyapi.connect());

  const read = async () => {
    const state = await witness.ask(tuyapi => tuyapi.get({schema: true}));
    if (typeof state?.dps?.[powerSwitch] !== 'boolean') {
      throw new TypeError(`the plug's state is ${JSON.stringify(state)}, without a switch at DP ${powerSwitch}`);
    }

    return state.dps[powerSwitch];
  };

  const tuyactorsOnIt = async (command, ...args) => {
    const answer = await run(tuyactors, [command, ...args, '--devices', devicesFile, '--id', id], secondsForTuyactors);
    expect(`exit code (${answer.stderr.trim()})`, answer.exitCode, 0);
    return JSON.parse(answer.stdout);
  };

  const status = async () => {
    const seen = await tuyactorsOnIt('status');
    expect('id', seen.id, id);
    expect('version', seen.version, version);
    return seen.dps[powerSwitch];
  };

  await checks.chain([
    [`${version}: tuyapi finds the device by its broadcast`, secondsToFind + 1, async () => {
      const finder = new Witness({id, key, version});
      await finder.ask(tuyapi => tuyapi.find({timeout: secondsToFind}));
      expect('address', finder.tuyapi.device.ip, ip);
      expect('version', finder.tuyapi.device.version, version);
    }],
    [`${version}: ${reading ? 'tuyapi' : 'tuyactors status'} reads`, reading ? 2 * secondsForTuyapi : secondsForTuyactors, async () => {
      if (reading) {
        await connect();
      }

      on = await (reading ? read() : status());
      expect('type of the switch', typeof on, 'boolean');
    }],
    [`${version}: tuyapi switches`, 2 * secondsForTuyapi, async () => {
      await connect();
      const told = await witness.ask(tuyapi => tuyapi.set({dps: Number(powerSwitch), set: !on}));
      expect('the switch in the answer', told?.dps?.[powerSwitch], !on);
    }],
    reading && [`${version}: tuyapi reads what it has switched`, secondsForTuyapi, async () => expect('the switch', await read(), !on)],
    [`${version}: tuyapi's heartbeat is answered`, secondsForHeartbeat, async () => {
      await witness.ask(tuyapi => Promise.race([
        once(tuyapi, 'heartbeat'),
        once(tuyapi, 'disconnected').then(() => Promise.reject(new Error('tuyapi was disconnected')))
      ]));
      if (reading) {
        expect('the switch afterwards', await read(), !on);
      }
    }],
    [`${version}: tuyactors status sees what tuyapi has switched`, secondsForTuyactors, async () => {
      witness.tuyapi.disconnect();
      expect('the switch', await status(), !on);
    }],
    [`${version}: tuyactors set switches back`, secondsForTuyactors, async () => {
      expect('outcome', (await tuyactorsOnIt('set', `${powerSwitch}=${on}`, `${countdown}=0`)).outcome, 'confirmed');
    }],
    reading && [`${version}: tuyapi reads what tuyactors has set`, 2 * secondsForTuyapi, async () => {
      await connect();
      expect('the switch', await read(), on);
    }]
  ].filter(Boolean));
  witness.tuyapi.disconnect();
}

module.exports = {checkSimulatedDevices};
