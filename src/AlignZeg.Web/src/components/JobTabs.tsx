import type { ComponentChildren } from "preact";
import { linkTo } from "../core/address";
import { Head, Tabs } from "./layout";

/** The head of all pages of a job. */
export function JobTabs({ id, current, aside, children }: { id: string; current: string; aside?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <>
      <Head title={id} crumbs={[{ text: "Jobs", link: "/ui/jobs" }]} aside={aside}>{children}</Head>
      <Tabs label="Pages of the job" current={current} items={[
        { id: "", text: "Overview", link: linkTo(["jobs", id]) },
        { id: "results", text: "Results", link: linkTo(["jobs", id, "results"]) },
        { id: "review", text: "Review", link: linkTo(["jobs", id, "review"]) },
      ]} />
    </>
  );
}
