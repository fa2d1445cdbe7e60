// What states and diagnoses are called, and how they look.

export const urgencies = ["needsOperator", "failing", "onTheWay", "atRest", "well"];
export const states = ["keyRejected", "backoff", "outOfReach", "resolving", "waiting", "connecting", "negotiating", "stopped", "asleep", "idle", "online"];
export const diagnoses = [
  "keyRejected", "wedged", "versionMismatch", "resetOnConnect", "silentAfterConnect", "unresponsive", "refused", "unreachable", "unresolved", "protocolError", "outOfReach", "asleep"];

/** Those who want to be looked at; "problem" means them in filters, here and in the API. */
export const isProblem = device => device.urgency === "needsOperator" || device.urgency === "failing";

const looks = {
  needsOperator: { tone: "bad", icon: "alert" },
  failing: { tone: "fail", icon: "cross" },
  onTheWay: { tone: "wait", icon: "wait" },
  atRest: { tone: "rest", icon: "rest" },
  well: { tone: "good", icon: "check" },
};

export const look = urgency => looks[urgency] ?? looks.onTheWay;

/** "keyRejected" as people write it. */
export const say = word => word.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

/** In one word how a device is: what is wrong, and where nothing is, its state. */
export const headline = device => say(device.diagnosis && isProblem(device) ? device.diagnosis.kind : device.state);

/** A state in the tones of the urgencies, for the band of a timeline. */
export function toneOf(period) {
  switch (period.state) {
    case "online": case "idle": return "good";
    case "asleep": case "stopped": return "rest";
    case "keyRejected": return "bad";
    case "backoff": case "outOfReach": return "fail";
    default: return period.diagnosis ? (period.diagnosis.kind === "wedged" || period.diagnosis.kind === "keyRejected" ? "bad" : "fail") : "wait";
  }
}
