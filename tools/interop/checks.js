'use strict';

/** An action that has not ended in time. */
class TimeIsUp extends Error {}

/** The promise's result, or an error when it takes longer. The action itself cannot be called off. */
async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimeIsUp(`not done within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs checks, prints a line for each, and counts. */
class Checks {
  passed = 0;
  failed = 0;

  /** Runs one check; answers whether it held. */
  async check(name, seconds, action) {
    try {
      await within(seconds, action());
    } catch (error) {
      this.failed++;
      console.log(`FAILED ${name}: ${sentence(error)}`);
      return false;
    }

    this.passed++;
    console.log(`ok     ${name}`);
    return true;
  }

  /** Runs checks of which each needs those before it: a list of [name, seconds, action]. Ends at the first that fails. */
  async chain(checks) {
    for (const [name, seconds, action] of checks) {
      if (!await this.check(name, seconds, action)) {
        return;
      }
    }
  }

  summary() {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}

/** Throws unless both are the same as JSON. */
function expect(what, actual, expected) {
  if (!same(actual, expected)) {
    throw new Error(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

function same(one, other) {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    return one === other;
  }

  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every(key => key in other && same(one[key], other[key]));
}

/** tuyapi emits errors and bare strings. */
function sentence(error) {
  return String(error?.message ?? error).trim().replaceAll(/\s*\n\s*/g, ' | ');
}

module.exports = {Checks, expect, same, sentence, within};
