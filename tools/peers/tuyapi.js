'use strict';

// The same packages as those of the witness, pinned and installed there.
const path = require('node:path');
const {createInterface} = require('node:readline');
const interop = path.join(__dirname, '..', 'interop');
const {install, readJson} = require(path.join(interop, 'packages.js'));
const {sentence, within} = require(path.join(interop, 'checks.js'));

const powerSwitch = '20';

/** tuyapi's get() has no time-out of its own. */
const secondsForAnAnswer = 5;

/** All devices of a process, each with its connection, as its users hold them. */
class Devices {
  pushes = 0;
  lost = 0;
  error;
  #all = [];

  constructor(TuyAPI, devices) {
    this.#all = devices.map(({id, key, ip, port, version}) => {
      const device = new TuyAPI({id, key, ip, port, version, issueGetOnConnect: false});
      const report = (data, command) => {
        if (command === 8) {
          this.pushes++;
        }
      };
      // It tells a report without DP 1 under another name.
      device.on('data', report);
      device.on('dp-refresh', report);
      device.on('disconnected', () => {
        this.lost++;
      });
      device.on('error', error => this.note(error));
      return device;
    });
  }

  get first() {
    return this.#all[0];
  }

  note(error) {
    this.error ??= sentence(error);
  }

  /** Connects all at once; answers how many have told their state in time. */
  async connect(seconds) {
    let connected = 0;
    const each = this.#all.map(async device => {
      try {
        await device.connect();
        dps(await device.get({schema: true}));
        connected++;
      } catch (error) {
        this.note(error);
      }
    });
    try {
      await within(seconds, Promise.all(each));
    } catch (error) {
      this.note(error);
    }

    return {connected, error: this.error};
  }

  count() {
    return {pushes: this.pushes, lost: this.lost, error: this.error};
  }
}

function dps(state) {
  if (typeof state?.dps?.[powerSwitch] !== 'boolean') {
    throw new TypeError(`the state is ${JSON.stringify(state)}, without a switch at DP ${powerSwitch}`);
  }

  return state.dps;
}

/** Does it as often as is asked, but not for longer; answers how long each took, in microseconds, and what stopped it. */
async function timed({times, seconds}, action) {
  const took = [];
  const all = async () => {
    const until = performance.now() + (seconds * 1000);
    while (took.length < times && performance.now() < until) {
      const began = performance.now();
      await action();
      took.push((performance.now() - began) * 1000);
    }
  };

  try {
    // One limit for all, so that no timer is measured.
    await within(seconds + secondsForAnAnswer, all());
  } catch (error) {
    return {took, failed: sentence(error)};
  }

  return {took};
}

async function main() {
  try {
    await install(console.error);
  } catch (error) {
    say({missing: `tuyapi (${sentence(error)})`});
    return;
  }

  const TuyAPI = require(path.join(interop, 'node_modules', 'tuyapi'));
  let devices;
  let on;
  for (const escaped of ['uncaughtException', 'unhandledRejection']) {
    process.on(escaped, error => devices?.note(error));
  }

  const answers = {
    async connect({devices: all, seconds}) {
      devices = new Devices(TuyAPI, all);
      return devices.connect(seconds);
    },
    count: () => devices.count(),
    status: request => timed(request, async () => {
      on = dps(await devices.first.get({schema: true}))[powerSwitch];
    }),
    set: request => timed(request, async () => {
      on = !on;
      const told = await devices.first.set({dps: Number(powerSwitch), set: on});
      if (told?.dps?.[powerSwitch] !== on) {
        throw new Error(`set to ${on}, but told ${JSON.stringify(told)}`);
      }
    })
  };

  say({name: `tuyapi ${readJson(path.join(interop, 'node_modules', 'tuyapi', 'package.json')).version}`});
  for await (const line of createInterface({input: process.stdin})) {
    const request = JSON.parse(line);
    try {
      say(await answers[request.do](request));
    } catch (error) {
      say({failed: sentence(error)});
    }
  }

  // Not by itself: its connections keep it.
  process.exit(0);
}

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

main();
