using System.Text;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Endpoints;

/// <summary>
/// Which tenants, vocabularies, datasets, jobs and models the API has made: a blob per name, so that lists depend on no grain's state and where that is kept.
/// A name is written after the thing is made and before the caller hears of it: who got no answer asks again, and then it is written.
/// </summary>
internal sealed class Catalogue(IBlobStore blobs, TimeProvider time)
{
    private const string Models = "catalogue/models/", Tenants = "catalogue/tenants/";

    /// <summary>Writes a tenant's name down, once.</summary>
    public Task AddAsync(TenantScope tenant, CatalogueKind kind, string name, CancellationToken cancellationToken) => AddAsync(FolderOf(tenant, kind) + name, cancellationToken);

    /// <summary>Writes the name of a model down, once.</summary>
    public Task AddModelAsync(string name, CancellationToken cancellationToken) => AddAsync(Models + name, cancellationToken);

    /// <summary>Writes the name of a tenant down, once.</summary>
    public Task AddTenantAsync(string name, CancellationToken cancellationToken) => AddAsync(Tenants + name, cancellationToken);

    /// <summary>A page of a tenant's names after a name.</summary>
    public Task<NamePage> ListAsync(TenantScope tenant, CatalogueKind kind, string? after, int? limit, CancellationToken cancellationToken) =>
        PageAsync(FolderOf(tenant, kind), after, limit, cancellationToken);

    /// <summary>A page of models after a name.</summary>
    public Task<NamePage> ListModelsAsync(string? after, int? limit, CancellationToken cancellationToken) => PageAsync(Models, after, limit, cancellationToken);

    /// <summary>A page of tenants after a name.</summary>
    public Task<NamePage> ListTenantsAsync(string? after, int? limit, CancellationToken cancellationToken) => PageAsync(Tenants, after, limit, cancellationToken);

    private static string FolderOf(TenantScope tenant, CatalogueKind kind) => $"{tenant.Prefix}catalogue/{kind.ToString().ToLowerInvariant()}/";

    private async Task AddAsync(string blob, CancellationToken cancellationToken) =>
        await blobs.WriteAsync(blob, Encoding.UTF8.GetBytes($"{time.GetUtcNow():O}\n"), BlobCondition.IfAbsent, cancellationToken);

    private Task<NamePage> PageAsync(string folder, string? after, int? limit, CancellationToken cancellationToken) =>
        NamePage.OfAsync(blobs.ListAsync(folder, cancellationToken).Select(blob => blob[folder.Length..]), after, limit);
}

/// <summary>What a tenant can have.</summary>
internal enum CatalogueKind
{
    Vocabularies,
    Datasets,
    Jobs,
}
