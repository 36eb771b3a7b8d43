using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Abstractions.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Access;

/// <summary>The grains and blobs that a request may touch: those of its caller's tenant. Endpoints get at tenants' grains in no other way.</summary>
internal sealed class TenantScope(Caller caller, IGrainFactory grains)
{
    public string Tenant => caller.Tenant;

    /// <summary>Id of the caller's key.</summary>
    public string KeyId => caller.Key.Id;

    /// <summary>Where the tenant's blobs are.</summary>
    public string Prefix => $"tenants/{Tenant}/";

    public static ValueTask<TenantScope?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Caller.Find(context) is { } caller ? new TenantScope(caller, context.RequestServices.GetRequiredService<IGrainFactory>()) : null);

    public IVocabularyGrain Vocabulary(string name) => grains.GetGrain<IVocabularyGrain>(new VocabularyKey(Tenant, name).ToString());

    public IDatasetGrain Dataset(string name) => grains.GetGrain<IDatasetGrain>(new DatasetKey(Tenant, name).ToString());

    public IImportGrain Import(ImportKey key) => grains.GetGrain<IImportGrain>(key.ToString());

    public IExportGrain Export(ExportKey key) => grains.GetGrain<IExportGrain>(key.ToString());

    public IJobGrain Job(string id) => grains.GetGrain<IJobGrain>(Key(id).ToString());

    public IShardGrain Shard(string job, int number) => grains.GetGrain<IShardGrain>(new ShardKey(Key(job), number).ToString());

    public ITenantGrain Account => grains.GetGrain<ITenantGrain>(new TenantKey(Tenant).ToString());

    public IWebhooksGrain Webhooks => grains.GetGrain<IWebhooksGrain>(new TenantKey(Tenant).ToString());

    public IWebhookGrain Webhook(string name) => grains.GetGrain<IWebhookGrain>(new WebhookKey(Tenant, name).ToString());

    public JobKey Key(string job) => new(Tenant, job);

    /// <summary>Whether the caller's key is valid still; for requests that last.</summary>
    public async Task<bool> IsValidAsync(CancellationToken cancellationToken) =>
        await grains.GetGrain<IKeyRingGrain>(Tenant).VerifyAsync(caller.Key.Id, caller.Key.SecretHash, cancellationToken) is not null;
}
