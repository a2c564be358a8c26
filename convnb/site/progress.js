// What a reader has answered on these pages: kept in this browser, shown on the front page, sent to nobody.
"use strict";

(() => {
  const VERSION = 1;
  const ID = /^\d\d\.\w{1,9}$/;
  const KEEPS_NOTHING = "This browser keeps nothing for these pages: its storage is blocked or full.";
  const LARGEST = 100_000; // bytes of a file; that of the whole course has 2,000

  /** Each answer has an entry of its own, so that two tabs never write over each other. */
  const PREFIX = `convnb-answered-${VERSION}:`;

  /** The ids of what was answered. Throws where the browser gives a page no storage. */
  function answered() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    return names.map((name) => name.slice(PREFIX.length)).sort();
  }

  function keep(ids) {
    for (const id of ids) localStorage.setItem(PREFIX + id, "");
  }

  /** A prediction counts when it is committed, right or wrong; a case by hand, such as 05.1, when it is right. */
  document.addEventListener("convnb-guessed", ({ target, detail }) => {
    const id = target.closest(".convnb-place").dataset.question;
    if (!id || (!detail.right && /\.\d+$/.test(id))) return;
    try {
      keep([id]);
    } catch {
      // The guess is judged all the same; the front page says that nothing is kept.
    }
  });

  const block = document.querySelector(".convnb-progress");
  if (!block) return;
  const [kept, said] = block.querySelectorAll("p");
  const [save, load] = block.querySelectorAll("button");
  const file = block.querySelector("input");
  block.hidden = false;

  function show() {
    let ids = [];
    try {
      ids = answered();
    } catch {
      kept.textContent = KEEPS_NOTHING;
      save.disabled = load.disabled = true;
      return;
    }
    const sum = [0, 0];
    for (const place of document.querySelectorAll("[data-asked]")) {
      const asked = place.dataset.asked.split(" ");
      const count = asked.filter((id) => ids.includes(id)).length;
      place.textContent = `${count === asked.length ? "✓ " : ""}${count} of ${asked.length} answered`;
      sum[0] += count;
      sum[1] += asked.length;
    }
    kept.textContent = `You have answered ${sum[0]} of ${sum[1]} questions. This is kept in this browser and sent nowhere.`;
  }

  /** The ids in the text of a file. Throws an Error with a sentence where it is damaged or of another version. */
  function read(text) {
    let content = null;
    try {
      content = JSON.parse(text);
    } catch {
      // It is no JSON: the sentence is that of any other damage.
    }
    const { version, answered: ids } = content ?? {};
    if (Number.isInteger(version) && version !== VERSION) {
      throw new Error(`The file is of version ${version}, and these pages read version ${VERSION}.`);
    }
    if (version === VERSION && Array.isArray(ids) && ids.every((id) => typeof id === "string" && ID.test(id))) return ids;
    throw new Error("The file is damaged, or was not saved by these pages.");
  }

  save.addEventListener("click", () => {
    const content = new Blob([JSON.stringify({ version: VERSION, answered: answered() })], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = "convnb-progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  load.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    try {
      const ids = read(chosen.size > LARGEST ? "" : await chosen.text());
      const before = answered();
      try {
        keep(ids);
      } catch {
        throw new Error(KEEPS_NOTHING);
      }
      const added = answered().length - before.length;
      said.textContent = `${added} answer${added === 1 ? "" : "s"} added; those of this browser stay.`;
    } catch (problem) {
      said.textContent = `${problem.message} Nothing is changed.`;
    }
    file.value = ""; // so that the same file can be chosen again
    show();
  });
  // Shown again when a tab beside has written, and when a reader comes back from a page.
  for (const event of ["pageshow", "storage"]) addEventListener(event, show);
})();
