// Small comforts on top of pages that work without them. Words stand in the templates, never here.
"use strict";

(() => {
  // Controls that only a script can serve are sent hidden, so that nobody meets a dead button.
  const enhance = (root) => {
    for (const button of root.querySelectorAll("[data-print][hidden]")) {
      button.hidden = false;
    }
    // The clipboard exists only on https and on this machine; elsewhere the address is still there to select.
    if (navigator.clipboard) {
      for (const button of root.querySelectorAll("[data-copy][hidden]")) {
        button.hidden = false;
      }
    }
    root.querySelector("[data-error-summary]")?.focus();
  };

  const copy = async (button) => {
    const status = document.getElementById(button.dataset.copyStatus);
    // Emptied first: a live region that says the same words again stays silent.
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = button.dataset.copyDone;
    } catch {
      status.textContent = button.dataset.copyFailed;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy], [data-print]");
    if (!button) {
      return;
    }
    if ("copy" in button.dataset) {
      copy(button);
    } else {
      window.print();
    }
  });

  // Leaving a page with something typed and not sent is asked about by the browser, in its own words.
  let isUnsent = false;
  document.addEventListener("input", (event) => {
    isUnsent ||= Boolean(event.target.closest?.("form[data-guard]"));
  });
  document.addEventListener("submit", () => {
    isUnsent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsent) {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:after:swap", (event) => enhance(event.target));
  // A page that the browser kept whole comes back only to whoever is still signed in: machines are shared.
  addEventListener("pageshow", async (event) => {
    if (event.persisted && document.querySelector('form[action="/dang-xuat"]')) {
      const answer = await fetch("/api/session", { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        location.reload();
      }
    }
  });

  enhance(document);
})();
