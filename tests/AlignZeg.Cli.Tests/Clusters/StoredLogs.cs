using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Result logs as they lie in the storage, read with the service's own client: no code of ours is in between.</summary>
internal static class StoredLogs
{
    /// <summary>Indexes of the images of all records, shard after shard, as written.</summary>
    public static async Task<IReadOnlyList<int>> IndexesAsync(string connectionString, string container, CancellationToken cancellationToken, string tenant = "local")
    {
        var client = new BlobContainerClient(connectionString, container);
        var indexes = new List<int>();
        await foreach (var blob in client.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"tenants/{tenant}/jobs/", cancellationToken))
        {
            if (!blob.Name.Contains("/results/", StringComparison.Ordinal)) continue;
            Assert.Equal(BlobType.Append, blob.Properties.BlobType);
            string text = (await client.GetAppendBlobClient(blob.Name).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            indexes.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(IndexOf));
        }

        return indexes;
    }

    private static int IndexOf(string line)
    {
        using var record = JsonDocument.Parse(line);
        return record.RootElement.GetProperty("index").GetInt32();
    }
}
