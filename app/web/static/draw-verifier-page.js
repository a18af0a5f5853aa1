// The verifier on a public page: fetches the record, or reads a saved one, and tells in the words of the page what fits.

import { Unreadable, readJson, takeCount } from "./draw-hashing.js";
import { verifyDraw, verifySealed } from "./draw-verifier.js";

// What the page itself shows, compared with the record
const pageFaults = (record, chosen, lastOnPage) => {
  const shown = Array.from(document.querySelectorAll("[data-shown]"), (place) => [
    place.textContent.trim(),
    String(record[place.dataset.shown] ?? ""),
  ]);
  for (const place of document.querySelectorAll("[data-ticket-of]")) {
    const ticket = record.tickets?.find(({ code }) => code === place.dataset.ticketOf)?.ticket;
    shown.push([place.textContent.trim(), ticket ?? ""]);
  }
  const hashes = Array.from(document.querySelectorAll("[data-entry-hash]"), (place) => place.textContent.trim());
  shown.push([hashes.join(" "), record.ledger.map(({ hash }) => hash).join(" ")]);
  shown.push([lastOnPage, record.ledger.at(-1)?.hash ?? ""]);
  if (chosen) {
    const names = Array.from(document.querySelectorAll("[data-chosen]"), (place) => place.textContent.trim());
    shown.push([names.join(", "), chosen.join(", ")]);
  }
  return shown.filter(([page, own]) => page !== own).map((pair) => ["page-differs", ...pair]);
};

// Telling it
const MOST_BYTES = 50_000_000;

const start = (box) => {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [verdict, list, file] = ["verdict", "checks", "file"].map(part);
  const words = (name, ...facts) =>
    part(`word="${name}"`).textContent.replace(/\{(\d)\}/g, (_, number) => facts[number - 1]);
  const icon = (name) => part(`icon="${name}"`).firstElementChild.cloneNode(true);
  const line = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };

  const markRow = (place, isRight) => {
    place.replaceChildren(icon(isRight ? "fits" : "differs"), ` ${words(isRight ? "row-fits" : "row-differs")}`);
  };
  const markRows = (checks) => {
    const faults = Object.fromEntries(checks);
    for (const place of document.querySelectorAll("[data-ticket-check]")) {
      const code = place.dataset.ticketCheck;
      markRow(place, !faults.tickets?.some(([word, own]) => word !== "ticket-missing" && own === code));
    }
    for (const place of document.querySelectorAll("[data-entry-check]")) {
      const number = Number(place.dataset.entryCheck) + 1;
      markRow(place, ![...faults.chain, ...faults.order].some((fault) => (fault[1] ?? 1) === number));
    }
  };

  const tell = (of, checks) => {
    const items = checks.map(([name, faults, waits]) => {
      const item = line("li", "");
      item.dataset.check = name;
      item.dataset.fits = String(!faults.length);
      item.append(icon(faults.length ? "differs" : waits ? "waits" : "fits"), line("span", words(`check.${name}`)));
      if (faults.length) {
        const below = line("ul", "");
        below.append(...faults.map((fault) => line("li", words(...fault))));
        item.append(below);
      }
      return item;
    });
    list.replaceChildren(...items);
    const wrong = checks.reduce((sum, [, faults]) => sum + faults.length, 0);
    verdict.replaceChildren(
      icon(wrong ? "differs" : "fits"),
      line("strong", ` ${wrong ? words("some-differ", of, wrong) : words("all-fit", of, takeCount())}`),
    );
  };

  const verify = (text, of, former, isOfPage) => {
    takeCount();
    const record = readJson(text);
    if (isOfPage && Array.isArray(record.ledger) && !record.ledger.length && part('word="not-committed"')) {
      verdict.replaceChildren(icon("waits"), ` ${words("not-committed")}`);
      return;
    }
    const { checks, chosen } = box.dataset.kind === "draw" ? verifyDraw(record, former) : verifySealed(record);
    if (checks.length > 1 && isOfPage) {
      checks.push(["page", pageFaults(record, chosen, box.dataset.last)]);
      markRows(checks);
    } else if (checks.length > 1 && record.id === document.querySelector("[data-shown=id]").textContent) {
      checks.push(["page", (record.ledger.at(-1)?.hash ?? "") === box.dataset.last ? [] : [["file-older"]]]);
    }
    tell(of, checks);
  };
  const guarded = async (work, otherwise) => {
    verdict.textContent = words("busy");
    list.replaceChildren();
    try {
      await work();
    } catch (error) {
      const told = error instanceof Unreadable ? words(error.word, ...error.facts) : words(otherwise);
      verdict.replaceChildren(icon("differs"), line("strong", ` ${told}`));
    }
  };
  const fetched = async (address) => {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) {
      throw new Unreadable("unreadable");
    }
    return answer.text();
  };

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (chosen) {
      guarded(async () => {
        if (chosen.size > MOST_BYTES) {
          throw new Unreadable("not-json");
        }
        verify(await chosen.text(), words("of-file", chosen.name), undefined, false);
      }, "not-json");
    }
  });
  part("file-field").hidden = false;
  guarded(async () => {
    const { record, former } = box.dataset;
    const before = former ? readJson(await fetched(former)) : undefined;
    verify(await fetched(record), words("of-page"), before, true);
  }, "unreadable");
};

document.querySelectorAll("[data-verifier]").forEach(start);
