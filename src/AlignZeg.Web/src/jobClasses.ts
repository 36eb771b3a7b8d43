import { api } from "./api/calls";
import { namedClasses, type NamedClass } from "./core/painting";
import { useLoad, type Loaded } from "./hooks";
import { session, type Session } from "./session";

// By session: another tenant may have a job of the same id, and what one has seen goes with its session.
const known = new WeakMap<Session, Map<string, Promise<readonly NamedClass[]>>>();

/** The classes that a job labels with, as a component follows them. */
export function useJobClasses(id: string): Loaded<readonly NamedClass[]> {
  return useLoad(() => jobClasses(id), [id]);
}

/** The classes that a job labels with; they never change, so a session asks once for each job. */
export function jobClasses(id: string): Promise<readonly NamedClass[]> {
  const jobs = ofSession();
  const found = jobs.get(id) ?? read(id);
  jobs.set(id, found);
  found.catch(() => jobs.delete(id));
  return found;
}

function ofSession(): Map<string, Promise<readonly NamedClass[]>> {
  const who = session.get();
  const jobs = (who && known.get(who)) ?? new Map<string, Promise<readonly NamedClass[]>>();
  if (who) known.set(who, jobs);
  return jobs;
}

async function read(id: string): Promise<readonly NamedClass[]> {
  const asked = await api.jobRequest(id);
  return namedClasses((await api.vocabulary(asked.vocabulary, asked.vocabulary_version)).vocabulary);
}
