// What the verifier of public draws reckons with: SHA-256, JSON read strictly, and JSON written canonically. It shares no code
// with the server and needs nothing of the browser that only https gives (crypto.subtle is not there on plain http).

// SHA-256 (FIPS 180-4, 5.3.3 and 6.2)
const ROUND_CONSTANTS = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const FIRST_STATE = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const BLOCK = 64;
const turned = (word, by) => (word >>> by) | (word << (32 - by));
let made = 0;

// How many hashes were made since this was last asked.
const takeCount = () => {
  const count = made;
  made = 0;
  return count;
};

const sha256 = (text) => {
  made += 1;
  const message = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
  const state = Uint32Array.from(FIRST_STATE);
  const words = new Uint32Array(64);
  for (let start = 0; start < padded.length; start += BLOCK) {
    for (let t = 0; t < 16; t += 1) {
      words[t] = view.getUint32(start + 4 * t);
    }
    for (let t = 16; t < 64; t += 1) {
      const early = words[t - 15];
      const late = words[t - 2];
      const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[t] = words[t - 16] + small0 + words[t - 7] + small1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const big1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const first = (h + big1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[t] + words[t]) >>> 0;
      const big0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, place) => {
      state[place] += word;
    });
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
};

// JSON, read strictly (no name twice, whole numbers alone) and written canonically
class Unreadable extends Error {
  constructor(word, ...facts) {
    super(word);
    this.word = word;
    this.facts = facts;
  }
}
const DEEPEST = 20;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?\d[\d.eE+-]*/y;
const WHOLE = /^(?:0|-?[1-9]\d{0,14})$/;
const LITERAL = /true|false|null/y;

const readJson = (text) => {
  let at = 0;
  const taken = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at = match ? pattern.lastIndex : at;
    return match?.[0];
  };
  const skip = () => {
    taken(/[ \t\n\r]*/y);
    return text[at];
  };
  const expect = (sign) => {
    if (skip() !== sign) {
      throw new Unreadable("not-json");
    }
    at += 1;
  };
  const items = (closing, readItem) => {
    at += 1;
    if (skip() === closing) {
      at += 1;
      return;
    }
    for (;;) {
      readItem();
      if (skip() === closing) {
        at += 1;
        return;
      }
      expect(",");
    }
  };
  const value = (depth) => {
    if (depth > DEEPEST) {
      throw new Unreadable("not-json");
    }
    const sign = skip();
    if (sign === "{") {
      const found = Object.create(null);
      items("}", () => {
        skip();
        const literal = taken(STRING);
        if (literal === undefined) {
          throw new Unreadable("not-json");
        }
        const name = JSON.parse(literal);
        if (name in found) {
          throw new Unreadable("twice", name);
        }
        expect(":");
        found[name] = value(depth + 1);
      });
      return found;
    }
    if (sign === "[") {
      const found = [];
      items("]", () => found.push(value(depth + 1)));
      return found;
    }
    const literal = taken(STRING) ?? taken(LITERAL);
    if (literal !== undefined) {
      return JSON.parse(literal);
    }
    const number = taken(NUMBER);
    if (number === undefined) {
      throw new Unreadable("not-json");
    }
    if (!WHOLE.test(number)) {
      throw new Unreadable("number", number);
    }
    return Number(number);
  };
  const found = value(0);
  if (skip() !== undefined) {
    throw new Unreadable("not-json");
  }
  return found;
};

const byCodePoint = (left, right) => {
  const [one, other] = [Array.from(left), Array.from(right)];
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    if (one[place] !== other[place]) {
      return one[place].codePointAt(0) - other[place].codePointAt(0);
    }
  }
  return one.length - other.length;
};
const canonical = (value) => {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort(byCodePoint);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  return JSON.stringify(value);
};
const same = (left, right) => canonical(left ?? null) === canonical(right ?? null);

export { Unreadable, byCodePoint, canonical, readJson, same, sha256, takeCount };
