'use strict';

// A @tuyapi/stub device (3.1) in a process of its own: it throws when it dislikes a request, which ends it with the reason on standard error.
// Says on standard output where it listens; takes lines on standard input: {"set":{"1":true}} changes DPs as if at the device, {"state":0} tells
// them all. Ends with its standard input.
const {createInterface} = require('node:readline');
const TuyaStub = require('@tuyapi/stub');

const {id, key, state} = JSON.parse(process.argv[2]);
const stub = new TuyaStub({id, key, state});

// What it is given goes to net.Server.listen: any free port, and loopback only.
stub.startServer({host: '127.0.0.1', port: 0});
stub.server.on('listening', () => tell({port: stub.server.address().port}));

const lines = createInterface({input: process.stdin});
lines.on('line', line => {
  const {set} = JSON.parse(line);
  for (const [dp, value] of Object.entries(set ?? {})) {
    stub.setProperty(dp, value);
  }

  tell({state: stub.getState()});
});
lines.on('close', () => {
  stub.shutdown();
  process.exit(0);
});

function tell(what) {
  console.log(JSON.stringify(what));
}
