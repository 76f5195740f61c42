import { randomInt } from "node:crypto";

const first =
  "Amber Brave Calm Clever Copper Curious Early Eager Fair Gentle Golden Grand Happy Hidden Honest Jolly Keen Kind Lively Lucky Mellow Merry Misty Noble Patient Polite Proud Quick Quiet Rapid Ready Silver Sleepy Smooth Snowy Steady Sunny Swift Tidy Warm Wise Witty";
const second =
  "Badger Beaver Bison Crane Dolphin Eagle Falcon Ferret Finch Fox Gecko Hare Hawk Heron Ibex Jackdaw Kestrel Kiwi Lark Lemur Lynx Magpie Marten Mole Moose Newt Otter Owl Panda Pelican Puffin Raven Robin Salmon Seal Sparrow Stoat Stork Swallow Tern Whale Wren";

/** Two words for a key nobody gave a name. */
export const makeKeyName = (): string => `${pick(first)} ${pick(second)}`;

function pick(words: string): string {
  const list = words.split(" ");
  return list[randomInt(list.length)] ?? "";
}
