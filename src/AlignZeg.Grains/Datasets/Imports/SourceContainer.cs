using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Archives;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>A container of somebody else's, for listing and reading with the signature that came with it. The client follows no redirects.</summary>
internal sealed class SourceContainer
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(60);
    private readonly BlobContainerClient _client;
    private readonly ImportRequest _request;

    /// <summary>Connects to nothing yet.</summary>
    public SourceContainer(ImportRequest request, string signature)
    {
        _request = request;
        var settings = new BlobClientOptions { Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, NetworkTimeout = LongestAttempt }, Diagnostics = { IsLoggingEnabled = false } };
        _client = new(new UriBuilder(request.Container) { Query = signature }.Uri, settings);
    }

    /// <summary>A page of the list.</summary>
    /// <exception cref="ImportSourceException">It cannot be listed.</exception>
    public Task<(IReadOnlyList<BlobItem> Blobs, string? Next)> ListAsync(string? continuation, int blobs, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        await foreach (var page in _client.GetBlobsAsync(BlobTraits.None, BlobStates.None, _request.Prefix, cancellationToken).AsPages(continuation, blobs))
            return (page.Values, string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
        return ((IReadOnlyList<BlobItem>)[], (string?)null);
    }, cancellationToken);

    /// <summary>All bytes of an image, or why it is none.</summary>
    /// <exception cref="ImportSourceException">It cannot be read.</exception>
    public Task<(byte[]? Content, string? Reason)> ReadAsync(string name, int maxBytes, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        try
        {
            using var blob = (await _client.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return await ImageIntake.ReadAsync(blob.Content, maxBytes, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return (null, SkipReasons.NotFound);
        }
    }, cancellationToken);

    private async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException refused)
        {
            throw Translate(refused);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or AggregateException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Silent();
        }
    }

    private ImportSourceException Translate(RequestFailedException refused) => refused.Status switch
    {
        401 or 403 => new($"The container '{_request.Container}' refuses the signature; make one that may list and read and has not expired, and start the import again with it.", isPassing: false),
        404 => new($"There is no container '{_request.Container}'; check its name.", isPassing: false),
        0 or 408 or 429 or >= 500 => Silent(),
        _ => new($"The container '{_request.Container}' answers {refused.Status} {refused.ErrorCode}; check its address and signature.", isPassing: false),
    };

    private ImportSourceException Silent() => new($"The container '{_request.Container}' does not answer; it will be asked again.", isPassing: true);
}
