// The part of an anywidget model that widgets use, without a kernel. Like Backbone, it fires only on a real change.
export class FakeModel {
  constructor(state) {
    this.state = structuredClone(state);
    this.listeners = new Map();
    this.saves = 0;
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    this.fire(`change:${name}`);
    this.fire("change");
  }
  on(event, run) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), run]);
  }
  off(event, run) {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter((known) => known !== run),
    );
  }
  fire(event) {
    for (const run of this.listeners.get(event) ?? []) run();
  }
  save_changes() {
    this.saves += 1;
  }
}
