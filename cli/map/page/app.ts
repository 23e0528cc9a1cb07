import type { Limits } from "../graph/forward";
import type { AccessGraph } from "../graph/graph";
import type { Place } from "../graph/places";
import { addressOf, type Filters, NO_FILTERS, passes, type State, stateIn } from "./state";

/** What all parts of the page share: the graph, and what is on the screen. */
export class App {
  readonly graph: AccessGraph;
  state: State;
  readonly #onChange: () => void;

  constructor(graph: AccessGraph, onChange: () => void) {
    this.graph = graph;
    this.#onChange = onChange;
    this.state = stateIn(location.hash);
    addEventListener("hashchange", () => {
      // What `go` has changed is on the screen already.
      if (location.hash === addressOf(this.state)) return;
      this.state = stateIn(location.hash);
      this.#onChange();
    });
  }

  /** Changes what is on the screen, and the address with it. */
  go(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    location.hash = addressOf(this.state);
    this.#onChange();
  }

  filter(change: Partial<Filters>): void {
    this.go({ filters: { ...this.state.filters, ...change } });
  }

  look(place: Place): void {
    if (place.kind === "project") this.go({ view: "project", project: place.index });
    else if (place.path !== undefined) this.go({ view: "overview", within: place.path });
  }

  get project(): Place | undefined {
    const { project } = this.state;
    const place = project === undefined ? undefined : this.graph.places.all[project];
    return place?.kind === "project" ? place : undefined;
  }

  /** How far the neighbourhood goes, and by which entries. */
  get limits(): Limits {
    const { hops, filters } = this.state;
    const isFiltered = JSON.stringify({ ...filters, through: [] }) !== JSON.stringify({ ...NO_FILTERS, through: [] });
    return {
      hops,
      through: filters.through,
      ...(isFiltered ? { only: (grant) => passes(grant, this.graph, filters) } : {}),
    };
  }
}
