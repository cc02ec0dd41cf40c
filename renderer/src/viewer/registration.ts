import type { Alignment } from './settings.ts';
import type { Relation, Size, Viewport } from './viewport.ts';
import * as view from './viewport.ts';

/** How the pictures lie over each other: one shared viewport and each picture's relation to it. */
export class Registration {
  #shared: Viewport = { x: 0, y: 0, scale: 1 };
  #frames: readonly Size[] = [];
  #relations: readonly Relation[] = [];
  #alignment: Alignment = 'frame';

  get shared(): Viewport {
    return this.#shared;
  }

  viewport(index: number): Viewport {
    return view.relate(this.#shared, this.#relations[index] ?? view.identityRelation);
  }

  /** True when a picture was moved against the others. */
  get shifted(): boolean {
    return this.#relations.some((relation, index) => {
      const plain = this.#plain(index);
      return relation.x !== plain.x || relation.y !== plain.y || relation.ratio !== plain.ratio;
    });
  }

  /** Displayed sizes of the pictures; true when they are the ones already known, and the view stays. */
  setFrames(frames: readonly Size[]): boolean {
    const same =
      frames.length === this.#frames.length &&
      frames.every(({ width, height }, at) => {
        const before = this.#frames[at];
        return before?.width === width && before.height === height;
      });
    this.#frames = frames;
    if (!same) this.reset();
    return same;
  }

  setAlignment(alignment: Alignment): void {
    if (alignment === this.#alignment) return;
    this.#alignment = alignment;
    this.reset();
  }

  reset(): void {
    this.#relations = this.#frames.map((_, index) => this.#plain(index));
  }

  /** Show `own` for one picture; together with the others, or leaving them where they are. */
  move(index: number, own: Viewport, together: boolean): void {
    const relation = this.#relations[index];
    if (relation === undefined) return;
    if (together) {
      this.#shared = view.unrelate(own, relation);
      return;
    }
    this.#relations = this.#relations.map((old, at) =>
      at === index ? view.relationBetween(this.#shared, own) : old,
    );
  }

  /** The whole of every picture is to be seen, and the one with most pixels is not enlarged. */
  fit(pane: Size): void {
    const first = this.#frames[0];
    if (first === undefined) return;
    const ratios = this.#frames.map((_, index) => (this.#relations[index] ?? view.identityRelation).ratio);
    const scales = this.#frames.map((frame, index) => view.containScale(frame, pane) * (ratios[index] ?? 1));
    const scale = view.limitScale(Math.min(...scales, Math.max(...ratios)));
    this.#shared = { x: first.width / 2, y: first.height / 2, scale };
  }

  #plain(index: number): Relation {
    const first = this.#frames[0];
    const own = this.#frames[index];
    if (first === undefined || own === undefined || this.#alignment === 'pixels')
      return view.identityRelation;
    // Equal width and the same middle: a picture of another shape stays where it can be seen.
    const ratio = own.width / first.width;
    return { ratio, x: 0, y: (own.height - first.height * ratio) / 2 };
  }
}
