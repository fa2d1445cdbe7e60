'use strict';

const path = require('node:path');
const {spawn} = require('node:child_process');
const {createInterface} = require('node:readline');
const {within} = require('./checks');

const root = path.resolve(__dirname, '..', '..');
const tuyactors = path.join(root, 'tools', 'tuyactors');

/** How long a program may take to clean up when it is asked to end. */
const secondsToEnd = 10;

const running = new Set();

/** A program in a process group of its own, so that a build ends with the compilers that it has started. */
class Program {
  stdout = '';
  stderr = '';
  lines = [];
  #waiting = new Set();

  constructor(command, args, options = {}) {
    this.name = path.basename(command);
    this.process = spawn(command, args, {cwd: root, ...options, detached: true, stdio: ['pipe', 'pipe', 'pipe']});
    running.add(this);
    // Words for a program that has just ended are lost; that it has ended is what the checks tell.
    this.process.stdin.on('error', () => {});
    this.process.stderr.setEncoding('utf8').on('data', text => {
      this.stderr += text;
    });
    this.process.stdout.setEncoding('utf8').on('data', text => {
      this.stdout += text;
    });
    createInterface({input: this.process.stdout}).on('line', line => {
      this.lines.push(line);
      this.#tell();
    });
    this.ended = new Promise(resolve => {
      const over = code => {
        running.delete(this);
        this.exitCode = code;
        this.#tell();
        resolve(code);
      };
      this.process.on('error', error => {
        this.stderr += error.message;
        over(null);
      });
      this.process.on('close', (code, signal) => over(code ?? signal));
    });
  }

  /** The first line of standard output that the predicate likes; an error when the program ends without it. */
  line(predicate) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.find(line => predicate(line));
        if (found !== undefined) {
          this.#waiting.delete(look);
          resolve(found);
        } else if (this.exitCode !== undefined) {
          this.#waiting.delete(look);
          reject(new Error(`${this.name} ended with ${this.exitCode}: ${this.stderr || this.stdout || 'without a word'}`));
        }
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** A line on its standard input. */
  say(words) {
    this.process.stdin.write(`${words}\n`);
  }

  /** Asks it to end, as Ctrl-C does, and after a while ends it. */
  async end() {
    this.signal('SIGINT');
    try {
      return await within(secondsToEnd, this.ended);
    } catch {
      this.signal('SIGKILL');
      return await this.ended;
    }
  }

  signal(signal) {
    if (this.exitCode === undefined && this.process.pid !== undefined) {
      try {
        process.kill(-this.process.pid, signal);
      } catch {
        // It has just ended.
      }
    }
  }

  #tell() {
    for (const look of [...this.#waiting]) {
      look();
    }
  }
}

/** Runs a program to its end. When it takes longer, it is ended, and that is an error. */
async function run(command, args, seconds, options) {
  const program = new Program(command, args, options);
  try {
    await within(seconds, program.ended);
  } catch (error) {
    await program.end();
    throw new Error(`${program.name} ${args.join(' ')}: ${error.message}; it said: ${program.stderr || program.stdout || 'nothing'}`);
  }

  return program;
}

/** Ends at once whatever is still running. */
function killAll() {
  for (const program of running) {
    program.signal('SIGKILL');
  }
}

module.exports = {Program, killAll, root, run, tuyactors};
