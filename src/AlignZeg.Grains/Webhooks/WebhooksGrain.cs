using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Webhooks;

[PrefersNoDevices]
internal sealed class WebhooksGrain([PersistentState("webhooks", GrainStorageNames.Webhooks)] IPersistentState<WebhooksState> hooks, IOptions<WebhookOptions> options)
    : Grain, IWebhooksGrain
{
    private string Tenant => this.GetPrimaryKeyString();

    // The name first: a webhook that nobody knew of would be told nothing.
    public async Task<WebhookSummary> PutAsync(string name, WebhookSettings settings, CancellationToken cancellationToken = default)
    {
        var hook = Hook(name);
        if (hooks.State.Names.Contains(name)) return await hook.SetAsync(settings, cancellationToken);
        if (hooks.State.Names.Count >= options.Value.MaxWebhooks) throw new InvalidWebhookException($"There are {hooks.State.Names.Count} webhooks already, which is the most; delete one first.");
        hooks.State.Names.Add(name);
        await hooks.SaveAsync(this, cancellationToken);
        return await TryOrForgetAsync(name, hook.SetAsync(settings, cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<WebhookSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        var found = await Task.WhenAll(hooks.State.Names.Order(StringComparer.Ordinal).Select(name => FindAsync(name, cancellationToken)));
        return [.. found.OfType<WebhookSummary>()];
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        var hook = Hook(name);
        if (!hooks.State.Names.Contains(name)) throw new WebhookNotFoundException(name);
        await hook.DeleteAsync(cancellationToken);
        await ForgetAsync(name, cancellationToken);
    }

    public Task TakeAsync(JobKey job, IReadOnlyList<JobEvent> events, CancellationToken cancellationToken = default) =>
        Task.WhenAll(hooks.State.Names.Select(name => Hook(name).TakeAsync(job, events, cancellationToken)));

    private async Task<WebhookSummary> TryOrForgetAsync(string name, Task<WebhookSummary> made, CancellationToken cancellationToken)
    {
        try
        {
            return await made;
        }
        catch (InvalidWebhookException)
        {
            await ForgetAsync(name, cancellationToken);
            throw;
        }
    }

    private async Task<WebhookSummary?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Hook(name).GetAsync(cancellationToken);
        }
        catch (WebhookNotFoundException)
        {
            return null; // it was never made to the end
        }
    }

    private Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        hooks.State.Names.Remove(name);
        return hooks.SaveAsync(this, cancellationToken);
    }

    private IWebhookGrain Hook(string name) => GrainFactory.GetGrain<IWebhookGrain>(new WebhookKey(Tenant, name).ToString());
}
