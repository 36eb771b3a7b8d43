using AlignZeg.Abstractions.Shards;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Results;

/// <summary>What datasets say about images, added to results when they are read: logs have none of it.</summary>
internal static class ResultMetadata
{
    /// <summary>A line of a result log, as callers get it: with the member <c>metadata</c> behind the others, if there is something to say.</summary>
    public static async ValueTask<string> AddToAsync(this StoredMetadata metadata, string line, CancellationToken cancellationToken) =>
        !metadata.IsEmpty && await metadata.OfAsync(ResultRecord.Parse(line).Index, cancellationToken) is { } text ? $"{line[..^1]},\"metadata\":{text}}}" : line;
}
