// The entry: starts the behaviours of the page; those of parts that come later are started by who puts them there.

import { startBehaviours } from "./page.js";

startBehaviours(document);
