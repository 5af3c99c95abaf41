// Reads a call from standard input and writes its result. The garbage collector runs continuously, to find
// time-outs that are lost when it collects them.
import { text } from "node:stream/consumers";
import { call } from "./call.js";

const collecting = setInterval(() => globalThis.gc?.(), 10);
const result = await call(JSON.parse(await text(process.stdin)));
clearInterval(collecting);
if (process.getActiveResourcesInfo().includes("Timeout")) throw new Error("the call left a timer, for which the program would wait");
console.log(JSON.stringify(result));
