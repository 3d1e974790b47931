// <poly-head>: Polyhead in a frame of its own, driven by methods and heard by events. Typings: polyhead.d.ts.

const SOURCE = "polyhead";
const VERSION = 1;
// Milliseconds without a word from the app after which it is taken not to be there.
const PATIENCE = 60_000;
const home = new URL("./", import.meta.url);

class PolyHead extends HTMLElement {
  static observedAttributes = ["example", "theme", "backend", "hide", "keep", "src"];

  #frame = null;
  #waiting = new Map();
  #next = 1;
  #silence = 0;
  #listen = (event) => this.#hear(event);

  connectedCallback() {
    window.addEventListener("message", this.#listen);
    this.#open();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#listen);
    this.#close("the element was removed from its page");
  }

  attributeChangedCallback(name, before, after) {
    if (this.#frame && before !== after) {
      this.#close(`the attribute ${name} was changed`);
      this.#open();
    }
  }

  get ready() {
    return this.#ask("ready");
  }

  loadData(source, { name, roles, types, missingMarks, reading, sheet, join } = {}) {
    return this.#ask("loadData", { source, name, roles, types, missingMarks, reading, sheet, join });
  }

  cancelLoad() {
    return this.#ask("cancelLoad");
  }

  configure(config) {
    return this.#ask("configure", config);
  }

  getState() {
    return this.#ask("getState");
  }

  train({ epochs } = {}) {
    return this.#ask("train", { epochs });
  }

  compare({ seeds } = {}) {
    return this.#ask("compare", { seeds });
  }

  compareGrouping(groups, { seeds } = {}) {
    return this.#ask("compareGrouping", { groups: groups.map(({ tasks, answers = tasks }) => ({ tasks, answers })), seeds });
  }

  cancelComparison() {
    return this.#ask("cancelComparison");
  }

  sweep({ weightings, architectures, learningRates, seeds } = {}) {
    return this.#ask("sweep", { weightings, architectures, learningRates, seeds });
  }

  pauseSweep() {
    return this.#ask("pauseSweep");
  }

  resumeSweep() {
    return this.#ask("resumeSweep");
  }

  cancelSweep() {
    return this.#ask("cancelSweep");
  }

  runs() {
    return this.#ask("runs");
  }

  recall(run) {
    return this.#ask("recall", { run });
  }

  pause() {
    return this.#ask("pause");
  }

  resume() {
    return this.#ask("resume");
  }

  step(count = 1) {
    return this.#ask("step", { count });
  }

  stop() {
    return this.#ask("stop");
  }

  reset() {
    return this.#ask("reset");
  }

  predict(rows, { run } = {}) {
    return this.#ask("predict", { rows, run });
  }

  report({ run } = {}) {
    return this.#ask("report", { run });
  }

  probe() {
    return this.#ask("probe");
  }

  cancelProbe() {
    return this.#ask("cancelProbe");
  }

  #open() {
    const address = new URL(this.getAttribute("src") ?? "./", this.hasAttribute("src") ? document.baseURI : home);
    for (const name of ["example", "theme", "backend", "hide", "keep"]) {
      if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    }
    const frame = document.createElement("iframe");
    frame.title = "Polyhead";
    frame.allow = "webgpu";
    frame.style.cssText = "display:block;width:100%;height:40rem;border:0";
    frame.src = address;
    this.style.display ||= "block";
    this.#frame = frame;
    // What was asked before the page could hear is asked again once it can.
    this.append(frame);
    this.#expectWord();
  }

  #expectWord() {
    clearTimeout(this.#silence);
    const message = `no app answers at ${this.#frame.src}: check the address and the connection`;
    this.#silence = setTimeout(() => this.#refuse(message), PATIENCE);
  }

  // Whoever waits is told; whoever asks later waits again, as the app may only be late.
  #refuse(reason) {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  #close(reason) {
    // The worker ends with its frame.
    this.#frame?.remove();
    this.#frame = null;
    clearTimeout(this.#silence);
    this.#refuse(reason);
  }

  #ask(type, payload = {}) {
    if (!this.#frame) return Promise.reject(new Error("the element is in no page: append it first"));
    const message = { source: SOURCE, version: VERSION, id: this.#next++, type, payload };
    return new Promise((resolve, reject) => {
      this.#waiting.set(message.id, { resolve, reject, message });
      if (this.#frame.dataset.hears) this.#post(message);
    });
  }

  #post(message) {
    this.#frame?.contentWindow?.postMessage(message, "*");
  }

  #hear({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (data?.source !== SOURCE || data.version !== VERSION) return;
    if (data.type === "polyhead-opening") return this.#expectWord();
    clearTimeout(this.#silence);
    if (data.type === "polyhead-open") {
      this.#frame.dataset.hears = "yes";
      for (const { message } of this.#waiting.values()) this.#post(message);
      return;
    }
    if (data.id === null) {
      // It could not even be opened.
      if (data.type === "polyhead-error" && !this.#frame.dataset.hears) this.#refuse(data.payload.message);
      if (data.type === "polyhead-resize") this.#frame.style.height = `${data.payload.height}px`;
      this.dispatchEvent(new CustomEvent(data.type, { bubbles: true, composed: true, detail: data.payload }));
      return;
    }
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.type === "error") waiting?.reject(new Error(data.payload.message));
    else waiting?.resolve(data.payload);
  }
}

customElements.define("poly-head", PolyHead);
