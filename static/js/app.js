// The entry: starts one behaviour per element that names it in data-behaviour. Behaviours are files beside this one.

import { findAll } from "./page.js";

async function start(element) {
  const name = element.dataset.behaviour;
  if (!/^[a-z-]+$/.test(name)) return;
  const behaviour = await import(`./behaviours/${name}.js`);
  behaviour.start(element);
}

for (const element of findAll(document, "[data-behaviour]")) start(element);
