// Reads a call from standard input and writes what came of it. The garbage collector runs all the time:
// a time limit that it can collect never comes.
import { text } from "node:stream/consumers";
import { call } from "./call.js";

const collecting = setInterval(() => globalThis.gc?.(), 10);
const result = await call(JSON.parse(await text(process.stdin)));
clearInterval(collecting);
if (process.getActiveResourcesInfo().includes("Timeout")) throw new Error("the call left a timer, for which the program would wait");
console.log(JSON.stringify(result));
