// What a player's page fetches when it is wanted: why an answer is right, and what came of the game.

import { REPLY_MS } from "./live.js";
import { toNodes, within } from "./page.js";

const SPREAD_MS = 1500;

export class OnDemand {
  /** `onUnknown` is told where the page is another player's by now, or who played has signed in or out. */
  constructor(onUnknown) {
    this.onUnknown = onUnknown;
  }

  /** Fetch a part into an element; false where it did not come. */
  async put(address, element) {
    try {
      const response = await fetch(address, { headers: { "X-Part": "1" }, credentials: "same-origin", signal: within(REPLY_MS) });
      if (response.status === 403) this.onUnknown();
      if (!response.ok) return false;
      element.replaceChildren(toNodes(await response.text()));
      return true;
    } catch {
      return false;
    }
  }

  /** Fetch the summary anew after each event, by its number, that may have changed it: a game that is closed counts as it did. */
  async summarise(no, isClosed, address, element) {
    if (no === this.summedNo || (isClosed && no === this.summedNo + 1)) return;
    this.summedNo = no;
    // A whole class asks at the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD_MS));
    if (no !== this.summedNo) return;
    const isThere = await this.put(address, element);
    if (!isThere && no === this.summedNo) this.summedNo = undefined;
  }
}
