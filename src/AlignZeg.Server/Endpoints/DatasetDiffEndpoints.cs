using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Splits;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Ingest;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>What is different between two versions of a dataset: counted first, then written name by name, so that memory does not grow with the names.</summary>
internal static class DatasetDiffEndpoints
{
    public static void MapDatasetDiff(this IEndpointRouteBuilder v1) => v1.MapGet("/datasets/{name}/diff", CompareAsync)
        .WithSummary("Which images were added, removed, changed and moved between two versions of a dataset (to: by default the latest); with a limit at most so many of each are named, counted are all.")
        .MayAnswer(ProblemTypes.InvalidDataset);

    private static async Task<DatasetDiffView> CompareAsync(TenantScope tenant, string name, int from, IBlobStore blobs, CancellationToken cancellationToken, int to = 0, int limit = int.MaxValue)
    {
        if (from < 1 || limit < 0) throw new BadHttpRequestException("Versions are counted from 1, and a limit is not negative; ask such as ?from=1&to=2&limit=100.");
        var (dataset, grain) = (new DatasetKey(tenant.Tenant, name), tenant.Dataset(name));
        var (before, after) = (await grain.GetAsync(from, cancellationToken), await grain.GetAsync(to, cancellationToken));
        var diff = await StreamedDiff.OfAsync(new VersionImages(dataset, before, blobs).ReadAsync, new VersionImages(dataset, after, blobs).ReadAsync, cancellationToken);
        return new(before.Number, after.Number, diff.Same, new(diff.Added, diff.Removed, diff.Changed, diff.Moved), diff.AddedAsync(cancellationToken).Take(limit),
            diff.RemovedAsync(cancellationToken).Take(limit), diff.ChangedAsync(cancellationToken).Take(limit), diff.MovedAsync(cancellationToken).Take(limit));
    }
}

/// <summary>What is different. Names are in ordinal order, moved images in that of their names before.</summary>
internal sealed record DatasetDiffView(
    int From, int To, int Same, DatasetDiffCounts Counts, IAsyncEnumerable<string> Added, IAsyncEnumerable<string> Removed, IAsyncEnumerable<string> Changed, IAsyncEnumerable<MovedImage> Moved);

/// <summary>How many images each list has without a limit.</summary>
internal sealed record DatasetDiffCounts(int Added, int Removed, int Changed, int Moved);
