import { expect, it } from "vitest";
import { shortName } from "./short-name.ts";

it.each([
  ["Grachtladen", "Grachtladen"],
  ["Energie AG", "Energie AG"],
  ["Stadtwerke Musterstadt GmbH", "Stadtwerke"],
  ["Amsterdam Charging B.V.", "Amsterdam"],
  ["EV Charge Northern Ltd", "EV Charge"],
  ["Laden & Fahren GmbH", "Laden"],
  ["Die Ladestation GmbH", "Die Ladestation GmbH"],
  ["Überlandwerke GmbH", "Überlandwerke GmbH"],
])("the app of %s is %s below its icon, never its legal form alone", (name, short) => {
  expect(shortName(name)).toBe(short);
});
