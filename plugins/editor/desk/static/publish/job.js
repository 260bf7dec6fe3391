// The publishing that runs at the server: followed until it ends, also by a window that was opened later.

import { api } from "../client.js";
import { say } from "../desk.js";
import { useEffect, useRef, useState } from "../vendor.js";

const POLL_MS = 400;
export const STEPS = ["fetch", "check", "build", "changes", "send", "look", "git"];

/** The settings and the job as the server tells them, and functions that start and stop. */
export function useJob() {
  const [state, setState] = useState(null);
  const running = Boolean(state?.job?.running);
  const load = () => api.get("publish").then(setState, (error) => say(error.message, "error"));
  useEffect(() => {
    load();
  }, []);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(load, POLL_MS);
    return () => clearInterval(timer);
  }, [running]);
  const asking = useRef(false);
  // The second click of a double click asks nothing: its refusal would stand there after the work was done.
  const ask = async (path, data) => {
    if (asking.current) return;
    asking.current = true;
    try {
      await api.post(path, data);
    } catch (error) {
      say(error.message, "error");
    }
    await load();
    asking.current = false;
  };
  return {
    ...state,
    ready: state !== null,
    running,
    reload: load,
    start: (action, data = {}) => ask("publish/start", { action, ...data }),
    stop: () => ask("publish/stop", {}),
  };
}

/** The job's events by step: what is so far, the last word, and the lines before. */
export function stepsOf(job) {
  const events = job?.events ?? [];
  return STEPS.map((step) => {
    const own = events.filter((event) => event.step === step);
    const lines = own.filter((event) => ["line", "warning"].includes(event.state));
    const last = own.findLast((event) => !["line", "progress"].includes(event.state)) ?? own.at(-1);
    const progress = own.findLast((event) => event.state === "progress")?.data;
    return own.length ? { step, last, progress, lines: lines.filter((event) => event !== last) } : null;
  }).filter(Boolean);
}

/** The event of a step that failed, or none. */
export function failureOf(job) {
  return job?.events.find((event) => event.step && event.state === "failed");
}

/** What a preparation found: the changes, the texts nobody else has seen, the build's digest. */
export function preparedOf(job) {
  if (job?.action !== "prepare" || job.running) return null;
  return job.events.findLast((event) => event.step === "changes" && event.state === "done")?.data ?? null;
}
