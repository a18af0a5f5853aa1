// An independent verifier of public draws and sealed checks: it takes the published record, recomputes every hash, ticket,
// order and ledger entry in the visitor's browser, and believes nothing that the record says of itself. What it finds
// amiss it gives as names of words with their facts; the words stand in the page.

import { byCodePoint, canonical, same, sha256 } from "./draw-hashing.js";

// Of what kind each part of a record is
const HASH = /^[0-9a-f]{64}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const isText = (value) => typeof value === "string";
const isHash = (value) => isText(value) && HASH.test(value);
const isNumber = (value) => typeof value === "number";
const isMoment = (value) => isText(value) && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
const isDay = (value) => isText(value) && DAY.test(value) && !Number.isNaN(Date.parse(value));
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const orNull = (kind) => (value) => value === null || kind(value);
const listOf = (kind) => (value) => Array.isArray(value) && value.every(kind);
const mapOf = (kinds) => (value) =>
  isMap(value) &&
  Object.keys(value).length === Object.keys(kinds).length &&
  Object.entries(kinds).every(([name, kind]) => name in value && kind(value[name]));

const isReasons = listOf(mapOf({ code: isText, name: isText, reason: isText }));
const isEntry = mapOf({ at: isText, event: isText, data: isMap, prev: isText, hash: isText });
const DRAW = {
  id: isText,
  plan: isText,
  unit: isText,
  count: isNumber,
  without: isReasons,
  with: isReasons,
  frame: listOf(mapOf({ code: isText, name: isText })),
  frame_text: isText,
  frame_sha256: isText,
  commitment_text: isText,
  commitment: isText,
  seed: orNull(isText),
  seed_typed: orNull(isText),
  source: orNull(isText),
  witnesses: listOf(isText),
  tickets: listOf(mapOf({ code: isText, ticket: isText })),
  drawn: listOf(isText),
  alternates: listOf(isText),
  ledger: listOf(isEntry),
};
const DRAW_DATA = {
  commit: { commitment: isHash, without: isReasons, with: isReasons, attempt: isNumber, previous: orNull(isHash) },
  seed: { seed: isText, typed: isText, source: isText, witnesses: listOf(isText) },
  draw: { drawn: listOf(isText), alternates: listOf(isText) },
  replace: { out: isText, in: isText, reason: isText },
  annul: { reason: isText, signatory: isText },
};
const DRAW_STEPS = {
  "": ["commit"],
  commit: ["seed", "annul"],
  seed: ["draw", "annul"],
  draw: ["replace", "annul"],
  replace: ["replace", "annul"],
  annul: [],
};
const SEALED = {
  id: isText,
  plan: isText,
  from: isText,
  to: isText,
  opens: isText,
  commitment: isText,
  commitment_text: orNull(isText),
  unit: orNull(isText),
  name: orNull(isText),
  nonce: orNull(isText),
  ledger: listOf(isEntry),
};
const SEALED_DATA = {
  commit: { commitment: isHash, opens: isMoment },
  reveal: { text: isText, unit: isText, nonce: isText },
  annul: { reason: isText, signatory: isText },
};
const SEALED_STEPS = { "": ["commit"], commit: ["reveal", "annul"], reveal: [], annul: [] };

// A check that waits for a step still to come is given with its name alone.
const WAITS = true;

// The checks: each gives what it found amiss, as words of the page with their facts
const shapeFaults = (record, shape) => {
  if (!isMap(record)) {
    return [["not-json"]];
  }
  const missing = Object.keys(shape).filter((name) => !(name in record));
  const wrong = Object.keys(shape).filter((name) => name in record && !shape[name](record[name]));
  const strange = Object.keys(record).filter((name) => !(name in shape));
  return [
    ...missing.map((name) => ["missing", name]),
    ...wrong.map((name) => ["wrong-kind", name]),
    ...strange.map((name) => ["unknown", name]),
  ];
};

const isBlank = (text) => text.trim() === "";

const chainFaults = (ledger) =>
  ledger.flatMap(({ at, event, data, prev, hash }, place) => {
    const wanted = sha256(`${prev}\n${canonical({ at, data, event })}`);
    const before = place ? ledger[place - 1].hash : "0".repeat(64);
    const found = wanted === hash ? [] : [["entry-hash", place + 1, wanted, hash]];
    if (prev !== before) {
      found.push(place ? ["entry-prev", place + 1, before, prev] : ["entry-first"]);
    }
    return found;
  });

const orderFaults = (ledger, steps, data) =>
  ledger.flatMap((entry, place) => {
    const before = place ? ledger[place - 1] : { event: "", at: "" };
    const found = [];
    if (!(steps[before.event] ?? []).includes(entry.event)) {
      found.push(["entry-order", place + 1, entry.event]);
    } else if (!mapOf(data[entry.event])(entry.data)) {
      found.push(["entry-data", place + 1]);
    } else if (entry.event === "annul" && (isBlank(entry.data.reason) || isBlank(entry.data.signatory))) {
      found.push(["replace-reason", place + 1]);
    }
    if (!isMoment(entry.at) || entry.at < before.at) {
      found.push(["entry-time", place + 1, entry.at]);
    }
    return found;
  });

const frameFaults = ({ frame, frame_text: text, frame_sha256: hash, count }) => {
  const found = [];
  frame.forEach(({ code, name }, place) => {
    if (place && byCodePoint(frame[place - 1].code, code) >= 0) {
      found.push(["frame-order", code]);
    }
    if (!code || !name || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(code + name)) {
      found.push(["frame-line", code]);
    }
  });
  if (text !== frame.map(({ code, name }) => `${code}\t${name}\n`).join("")) {
    found.push(["frame-text"]);
  }
  if (text !== text.normalize("NFC")) {
    found.push(["not-nfc", "frame_text"]);
  }
  if (sha256(text) !== hash) {
    found.push(["frame-hash", sha256(text), hash]);
  }
  return count >= 1 && count <= frame.length ? found : [...found, ["frame-empty"]];
};

const outsideFaults = (record, commit) => {
  const listed = new Set(record.frame.map(({ code }) => code));
  const found = [];
  for (const { code, reason } of [...record.without, ...record.with]) {
    if (listed.has(code)) {
      found.push(["outside-listed", code]);
    }
    listed.add(code);
    if (isBlank(reason)) {
      found.push(["outside-reason", code]);
    }
  }
  const differing = ["without", "with"].filter((name) => commit && !same(record[name], commit.data[name]));
  return [...found, ...differing.map((name) => ["outside-commit", name])];
};

const commitmentFaults = (record, commit) => {
  const lines = record.commitment_text.split("\n");
  const wanted = [
    "kiemtra-draw 1",
    `plan: ${record.plan}`,
    `unit: ${record.unit}`,
    `frame: ${record.frame_sha256}`,
    `count: ${record.count}`,
  ];
  const found = wanted.flatMap((line, place) =>
    lines[place] === line ? [] : [["commitment-line", place + 1, line]],
  );
  if (lines.length !== 7 || lines[6] !== "" || !/^randomness: \S/.test(lines[5])) {
    found.push(["commitment-lines"]);
  }
  if (record.commitment_text !== record.commitment_text.normalize("NFC")) {
    found.push(["not-nfc", "commitment_text"]);
  }
  const own = sha256(record.commitment_text);
  if (own !== record.commitment) {
    found.push(["commitment-hash", own, record.commitment]);
  }
  if (commit && commit.data.commitment !== own) {
    found.push(["commitment-ledger", commit.data.commitment, own]);
  }
  return found;
};

const attemptFaults = (record, commit, former) => {
  const { attempt, previous } = commit?.data ?? {};
  const wanted = `${record.plan}.${record.unit}.${attempt}`;
  const found = record.id === wanted && attempt >= 1 ? [] : [["id-differs", wanted, record.id]];
  if (attempt === 1 ? previous !== null : !isHash(previous)) {
    found.push(["previous-differs"]);
  }
  if (former === undefined || attempt === 1) {
    return found;
  }
  const last = former?.ledger?.at?.(-1);
  if (last?.hash !== previous) {
    found.push(["previous-published", last?.hash ?? "?", previous]);
  } else if (last.event !== "annul") {
    found.push(["previous-live"]);
  }
  return found;
};

// White space as Unicode has it, and as every language that splits by it agrees; the separators of ASCII among it.
const WHITE = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;
const LEAST_SEED = 6;

const seedFaults = (record, seeded, drawn) => {
  const early = [
    ...(seeded ? [] : [record.seed, record.seed_typed, record.source, record.witnesses[0] ?? null]),
    ...(drawn ? [] : [...record.tickets, ...record.drawn, ...record.alternates]),
  ];
  const found = early.some((value) => value !== null) ? [["seed-early"]] : [];
  if (!seeded) {
    return found;
  }
  const normal = (record.seed_typed ?? "").replace(WHITE, "").normalize("NFC");
  if (normal !== record.seed) {
    found.push(["seed-normal", normal, record.seed]);
  }
  if (Array.from(record.seed ?? "").length < LEAST_SEED) {
    found.push(["seed-short"]);
  }
  if (isBlank(record.source ?? "")) {
    found.push(["seed-source"]);
  }
  const pairs = { seed: "seed", typed: "seed_typed", source: "source", witnesses: "witnesses" };
  const differing = Object.entries(pairs).filter(([name, own]) => !same(seeded.data[name], record[own]));
  return [...found, ...differing.map(([, own]) => ["seed-ledger", own])];
};

const ticketFaults = (record, own) => {
  const left = new Map(own);
  const found = [];
  for (const { code, ticket } of record.tickets) {
    if (!left.has(code)) {
      found.push(["ticket-strange", code]);
    } else if (left.get(code) !== ticket) {
      found.push(["ticket-differs", code, left.get(code), ticket]);
    }
    left.delete(code);
  }
  return [...found, ...Array.from(left.keys(), (code) => ["ticket-missing", code])];
};

const resultFaults = (record, order, drawn) => {
  const [first, others] = [order.slice(0, record.count), order.slice(record.count)];
  const found = [];
  if (!same(record.tickets.map(({ code }) => code), order)) {
    found.push(["ticket-order"]);
  }
  if (!same(first, record.drawn)) {
    found.push(["drawn-differs", first.join(", "), record.drawn.join(", ")]);
  }
  if (!same(others, record.alternates)) {
    found.push(["alternates-differ", others.join(", "), record.alternates.join(", ")]);
  }
  const told = { drawn: first, alternates: others };
  const differing = Object.keys(told).filter((name) => !same(drawn.data[name], told[name]));
  return [...found, ...differing.map((name) => ["result-ledger", name])];
};

const replaced = (record, order) => {
  const standing = order.slice(0, record.count);
  const waiting = order.slice(record.count);
  const found = [];
  record.ledger.forEach(({ event, data }, place) => {
    if (event !== "replace") {
      return;
    }
    const next = waiting.shift();
    const at = standing.indexOf(data.out);
    if (at < 0) {
      found.push(["replace-out", place + 1, data.out]);
    } else {
      standing[at] = data.in;
    }
    if (next === undefined || data.in !== next) {
      found.push(["replace-in", place + 1, next ?? "", data.in]);
    }
    if (!isText(data.reason) || isBlank(data.reason)) {
      found.push(["replace-reason", place + 1]);
    }
  });
  return { standing, found };
};

const verifyDraw = (record, former) => {
  const shape = shapeFaults(record, DRAW);
  if (shape.length) {
    return { checks: [["shape", shape]] };
  }
  const entry = (event) => record.ledger.find((each) => each.event === event);
  const [commit, seeded, drawn] = ["commit", "seed", "draw"].map(entry);
  const checks = [
    ["shape", []],
    ["frame", frameFaults(record)],
    ["outside", outsideFaults(record, commit)],
    ["commitment", commitmentFaults(record, commit)],
    ["attempt", attemptFaults(record, commit, former)],
  ];
  const early = seedFaults(record, seeded, drawn);
  checks.push(seeded || early.length ? ["seed", early] : ["no-seed", [], WAITS]);
  let standing = [];
  if (drawn) {
    const own = record.frame.map(({ code }) => [code, sha256(`${record.commitment}|${record.seed}|${code}`)]);
    const order = [...own].sort(([, left], [, right]) => byCodePoint(left, right)).map(([code]) => code);
    const replacements = replaced(record, order);
    standing = replacements.standing;
    checks.push(["tickets", ticketFaults(record, own)], ["result", resultFaults(record, order, drawn)]);
    if (entry("replace")) {
      checks.push(["replacements", replacements.found]);
    }
  }
  checks.push(
    ["chain", chainFaults(record.ledger)],
    ["order", orderFaults(record.ledger, DRAW_STEPS, DRAW_DATA)],
  );
  const names = new Map(record.frame.map(({ code, name }) => [code, name]));
  const isAnnulled = Boolean(entry("annul"));
  const chosen = drawn && !isAnnulled ? standing.map((code) => names.get(code)) : [];
  const put = drawn && !isAnnulled ? record.with.map(({ name }) => name) : [];
  return { checks, chosen: [...put, ...chosen] };
};

const verifySealed = (record) => {
  const shape = shapeFaults(record, SEALED);
  if (shape.length) {
    return { checks: [["shape", shape]] };
  }
  const [commit, reveal] = ["commit", "reveal"].map((event) => record.ledger.find((each) => each.event === event));
  const sealed = [];
  const number = record.id.slice(`${record.plan}.dot-xuat.`.length);
  if (record.id !== `${record.plan}.dot-xuat.${number}` || !/^[1-9]\d*$/.test(number)) {
    sealed.push(["sealed-id", record.id, record.plan]);
  }
  if (!isDay(record.from) || !isDay(record.to) || record.to < record.from || !isMoment(record.opens)) {
    sealed.push(["sealed-dates"]);
  }
  for (const name of ["commitment", "opens"]) {
    if (!same(commit?.data[name], record[name])) {
      sealed.push(["sealed-ledger", name]);
    }
  }
  if (commit && commit.at >= record.opens) {
    sealed.push(["sealed-late"]);
  }
  const opening = openingFaults(record, reveal);
  return {
    checks: [
      ["shape", []],
      ["sealed", sealed],
      reveal || opening.length ? ["opening", opening] : ["not-open", [], WAITS],
      ["chain", chainFaults(record.ledger)],
      ["order", orderFaults(record.ledger, SEALED_STEPS, SEALED_DATA)],
    ],
  };
};

const openingFaults = (record, reveal) => {
  const told = [record.unit, record.name, record.nonce, record.commitment_text];
  if (!reveal) {
    return told.some((value) => value !== null) ? [["opening-early"]] : [];
  }
  const found = reveal.at < record.opens ? [["opening-before-time"]] : [];
  const wanted = [
    "kiemtra-sealed 1",
    `plan: ${record.plan}`,
    `check: ${record.id}`,
    `from: ${record.from}`,
    `to: ${record.to}`,
    `opens: ${record.opens}`,
    `unit: ${record.unit}`,
    `name: ${record.name}`,
    `nonce: ${record.nonce}`,
    "",
  ];
  const text = record.commitment_text ?? "";
  const lines = text.split("\n");
  wanted.forEach((line, place) => {
    if (lines[place] !== line) {
      found.push(["opening-line", place + 1, line]);
    }
  });
  if (lines.length > wanted.length) {
    found.push(["opening-line", wanted.length + 1, ""]);
  }
  if (sha256(text) !== record.commitment) {
    found.push(["opening-hash", sha256(text), record.commitment]);
  }
  if (!isHash(record.nonce)) {
    found.push(["opening-nonce"]);
  }
  const pairs = { text, unit: record.unit, nonce: record.nonce };
  const differing = Object.keys(pairs).filter((name) => !same(reveal.data[name], pairs[name]));
  return [...found, ...differing.map((name) => ["opening-ledger", name])];
};

export { verifyDraw, verifySealed };
