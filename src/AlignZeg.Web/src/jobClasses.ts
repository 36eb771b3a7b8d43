import { api } from "./api/calls";
import { namedClasses, type NamedClass } from "./core/painting";
import { useLoad, type Loaded } from "./hooks";

const known = new Map<string, Promise<readonly NamedClass[]>>();

/** The classes that a job labels with; they never change, so each job is asked once. */
export function useJobClasses(id: string): Loaded<readonly NamedClass[]> {
  return useLoad(() => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    found.catch(() => known.delete(id));
    return found;
  }, [id]);
}

async function read(id: string): Promise<readonly NamedClass[]> {
  const asked = await api.jobRequest(id);
  return namedClasses((await api.vocabulary(asked.vocabulary, asked.vocabulary_version)).vocabulary);
}
