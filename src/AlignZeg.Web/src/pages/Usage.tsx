import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { AmountView, UsageView } from "../api/types";
import { Shown } from "../components/feedback";
import { Choice } from "../components/Field";
import { Head } from "../components/layout";
import { bytes, count, countOf, daysBetween, duration, percent } from "../core/format";
import { useLoad } from "../hooks";
import { may, session } from "../session";

/** What a tenant has used, and what it may use. Operators see each tenant. */
export function UsagePage() {
  const own = session.get()?.tenant ?? "";
  const [tenant, setTenant] = useState("");
  const tenants = useLoad(signal => (may("admin") ? api.allNames("tenants", signal) : Promise.resolve([])), []);
  const usage = useLoad(signal => (tenant ? api.tenantUsage(tenant, signal) : api.usage(signal)), [tenant]);
  return (
    <>
      <Head title="Usage">{may("admin") && <Choice label="Tenant" value={tenant} names={tenants.value ?? []} none={own} choose={setTenant} />}</Head>
      <Shown of={usage} what="usage">{found => <Used usage={found} />}</Shown>
    </>
  );
}

function Used({ usage }: { usage: UsageView }) {
  const { quotas, today } = usage;
  const by = new Map(usage.days.map(day => [day.day, day.usage.images]));
  const most = Math.max(1, ...usage.days.map(day => day.usage.images));
  return (
    <>
      <dl class="tiles">
        <div><dt>Images today</dt><dd>{count(today.images)}</dd></div>
        <div><dt>Device time today</dt><dd>{duration(today.device_seconds)}</dd></div>
        <div><dt>Jobs now</dt><dd>{count(usage.running_jobs)}</dd></div>
        <div><dt>Share beside others</dt><dd>{usage.weight}</dd></div>
        <div><dt>Images ever</dt><dd>{count(usage.ever.images)}</dd></div>
      </dl>
      <section class="card" aria-label="Quotas">
        <h2>Quotas</h2>
        <div class="columns">
          <Quota name="Images per day" used={today.images} limit={quotas.images_per_day} show={count} />
          <Quota name="Pixels per day" used={today.pixels} limit={quotas.pixels_per_day} show={count} />
          <Quota name="Device time per day" used={today.device_seconds} limit={quotas.device_seconds_per_day} show={duration} />
          <Quota name="Bytes per day" used={today.bytes} limit={quotas.bytes_per_day} show={bytes} />
          <Quota name="Jobs at a time" used={usage.running_jobs} limit={quotas.running_jobs} show={count} />
        </div>
      </section>
      <section class="card flush" aria-label="By day">
        <div class="cardhead"><h2>By day</h2><span class="muted small">{usage.from} to {usage.to}, days of UTC</span></div>
        {usage.days.length === 0 ? <p class="loading">Nothing was used in these days.</p> : (
          <>
            <div style={{ padding: "16px 16px 0" }}><div class="days" aria-hidden="true">{daysBetween(usage.from, usage.to).map(day => <span key={day} style={{ height: `${(100 * (by.get(day) ?? 0)) / most}%` }} title={`${day}: ${countOf(by.get(day) ?? 0, "image")}`} />)}</div></div>
            <div class="scroll">
              <table>
                <thead><tr><th>Day</th><th class="num">Images</th><th class="num">Megapixels</th><th class="num">Read</th><th class="num">Device time</th><th class="num">Reused</th></tr></thead>
                <tbody>{[...usage.days].reverse().map(day => <Row key={day.day} name={day.day} amount={day.usage} />)}<Row name="All of these" amount={usage.total} /></tbody>
              </table>
            </div>
          </>
        )}
      </section>
    </>
  );
}

function Row({ name, amount }: { name: string; amount: AmountView }) {
  return <tr><td>{name}</td><td class="num">{count(amount.images)}</td><td class="num">{count(Math.round(amount.pixels / 1e6))}</td><td class="num">{bytes(amount.bytes)}</td><td class="num">{duration(amount.device_seconds)}</td><td class="num">{count(amount.reused)}</td></tr>;
}

function Quota({ name, used, limit, show }: { name: string; used: number; limit: number | null | undefined; show: (value: number) => string }) {
  const share = limit ? used / limit : 0;
  return (
    <div class="stack" style={{ gap: "4px" }}>
      <div class="row"><span class="grow">{name}</span><span class="muted figures">{show(used)}{limit == null ? ", no limit" : ` of ${show(limit)}`}</span></div>
      {limit != null && <div class="bar" role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.min(100, Math.round(share * 100))} title={percent(share)}><span class={share >= 0.9 ? "bad" : ""} style={{ width: `${Math.min(100, share * 100)}%` }} /></div>}
    </div>
  );
}
