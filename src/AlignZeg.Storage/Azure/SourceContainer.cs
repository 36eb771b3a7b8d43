using System.Runtime.CompilerServices;
using System.Xml;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AlignZeg.Storage.Azure;

/// <summary>
/// A container of somebody else's, for listing and reading: with the signature that came with it, or without one, if it is public. Calls are repeated, the client follows no redirects, and no
/// message has a signature.
/// </summary>
public sealed class SourceContainer
{
    private const string Usage = "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX?SIGNATURE";
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(60);
    private readonly BlobClientOptions _settings;
    private readonly Uri _container;
    private readonly string _signature;
    private readonly Func<TokenCredential>? _identity;
    private BlobContainerClient _client;
    private bool _isOneself;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="container">Its address, without a signature.</param>
    /// <param name="signature">The shared access signature, without a question mark; empty = there is none. A secret.</param>
    /// <param name="prefix">What the names of the blobs begin with; empty = all.</param>
    public SourceContainer(string container, string signature, string prefix) : this(new(container), signature, prefix, null, Settings())
    {
    }

    internal SourceContainer(Uri container, string signature, string prefix, Func<TokenCredential>? identity, BlobClientOptions settings)
    {
        (_container, _signature, Prefix, _identity, _settings) = (container, signature, prefix, identity, settings);
        _client = new(new UriBuilder(container) { Query = signature }.Uri, settings);
    }

    /// <summary>What the names of its blobs begin with.</summary>
    public string Prefix { get; }

    /// <summary>Up to where the prefix names a folder: no part of the names in it.</summary>
    public string Folder => Prefix[..(Prefix.LastIndexOf('/') + 1)];

    private string Address => _container.GetLeftPart(UriPartial.Path);

    /// <summary>The container and the prefix of an address: <c>https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX?SIGNATURE</c>, or <c>http://127.0.0.1:10000/ACCOUNT/…</c>.</summary>
    /// <param name="address">The address.</param>
    /// <param name="mayBeOneself">
    /// Whether a container that wants to know who asks, and came without a signature, is told who runs this process (environment, managed identity, command line of Azure). Never for addresses of others
    /// than who runs it: they would read with rights that are not theirs. Default: false.
    /// </param>
    /// <exception cref="SourceContainerException">It names no container.</exception>
    public static SourceContainer Parse(Uri address, bool mayBeOneself = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parts = new BlobUriBuilder(address);
        if (string.IsNullOrEmpty(parts.BlobContainerName) || address.UserInfo.Length > 0)
            throw new SourceContainerException($"The address on '{address.Host}' names no container; give {Usage}.", isPassing: false);
        string prefix = parts.BlobName.Length > 0 && address.AbsolutePath.EndsWith('/') ? parts.BlobName + '/' : parts.BlobName; // the builder takes the last slash for nothing
        (parts.BlobName, parts.Sas, parts.Query, parts.Snapshot, parts.VersionId) = ("", null, "", "", "");
        return new(parts.ToUri(), address.Query.TrimStart('?'), prefix, mayBeOneself && address.Scheme == Uri.UriSchemeHttps ? () => new DefaultAzureCredential() : null, Settings());
    }

    /// <summary>A page of the list.</summary>
    /// <param name="continuation">Where it begins; null = at the beginning.</param> <param name="blobs">Most blobs of it.</param> <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="SourceContainerException">It cannot be listed.</exception>
    public Task<(IReadOnlyList<SourceBlob> Blobs, string? Next)> ListAsync(string? continuation, int blobs, CancellationToken cancellationToken) => RunAsync("listing", async () =>
    {
        await foreach (var page in _client.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix, cancellationToken).AsPages(continuation, blobs))
        {
            SourceBlob[] listed = [.. page.Values.Select(blob => new SourceBlob(blob.Name, $"{blob.Properties.ETag}", blob.Properties.ContentLength ?? 0))];
            return (listed, string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
        }

        return ((IReadOnlyList<SourceBlob>)[], (string?)null);
    }, cancellationToken);

    /// <summary>The whole list, page by page.</summary>
    /// <exception cref="SourceContainerException">It cannot be listed.</exception>
    public async IAsyncEnumerable<SourceBlob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int MostOfPage = 5000; // of the service
        string? next = null;
        do
        {
            (var page, next) = await ListAsync(next, MostOfPage, cancellationToken);
            foreach (var blob in page) yield return blob;
        }
        while (next is not null);
    }

    /// <summary>Reads a blob from its beginning.</summary>
    /// <param name="name">Its whole name.</param> <param name="read">Reads as much of it as is wanted.</param> <param name="gone">The answer if there is no such blob.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="SourceContainerException">It cannot be read.</exception>
    public Task<T> ReadAsync<T>(string name, Func<Stream, CancellationToken, Task<T>> read, T gone, CancellationToken cancellationToken) => RunAsync("reading", async () =>
    {
        try
        {
            using var blob = (await _client.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return await read(blob.Content, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return gone;
        }
    }, cancellationToken);

    private static BlobClientOptions Settings() =>
        new() { Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, NetworkTimeout = LongestAttempt }, Diagnostics = { IsLoggingEnabled = false } };

    private async Task<T> RunAsync<T>(string doing, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException refused) when (MayAskAsOneself(refused))
        {
            (_isOneself, _client) = (true, new(_container, _identity!(), _settings));
            return await RunAsync(doing, call, cancellationToken);
        }
        catch (RequestFailedException refused)
        {
            throw Translate(refused, doing);
        }
        catch (AuthenticationFailedException)
        {
            throw Refused("is not public, and nobody is signed in here; add a signature (SAS) that may list and read, or sign in ('az login')");
        }
        catch (Exception exception) when (exception is XmlException or NullReferenceException) // the client reads any page as if it were a list
        {
            throw Foreign();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or AggregateException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Silent();
        }
    }

    // To those who do not say who they are, the service denies that there is a container.
    private bool MayAskAsOneself(RequestFailedException refused) => _signature.Length == 0 && !_isOneself && _identity is not null && refused.Status is 401 or 403 or 404 or 409;

    private SourceContainerException Translate(RequestFailedException refused, string doing) => refused.Status switch
    {
        404 when refused.ErrorCode is null => Foreign(),
        404 => new($"There is no container '{Address}'{(_signature.Length == 0 ? ", or it is not public" : "")}; check its name{(_signature.Length == 0 ? ", or add a signature (SAS)" : "")}.", isPassing: false),
        401 or 403 or 409 when _isOneself => Refused("does not let who is signed in here list and read; ask for the role Storage Blob Data Reader, or add a signature (SAS)"),
        401 or 403 or 409 when _signature.Length == 0 => Refused("is not public; add a signature (SAS) that may list and read"),
        403 when refused.ErrorCode == BlobErrorCode.AuthorizationPermissionMismatch => Refused($"refuses the signature, which does not allow {doing}; make one that may list and read, and start again with it"),
        401 or 403 => Refused("refuses the signature, which is wrong or has expired; make one that may list and read, and start again with it"),
        0 or 408 or 429 or >= 500 => Silent(),
        _ => Refused($"answers {refused.Status} {refused.ErrorCode}; check its address and signature"),
    };

    private SourceContainerException Refused(string how) => new($"The container '{Address}' {how}.", isPassing: false);

    private SourceContainerException Foreign() => new($"What answers at '{Address}' is no Azure Blob Storage; give {Usage}. Addresses of single images go into a .jsonl manifest.", isPassing: false);

    private SourceContainerException Silent() => new($"The container '{Address}' does not answer now; later it may.", isPassing: true);
}

/// <summary>A blob that was listed.</summary>
/// <param name="Name">Its whole name.</param> <param name="Version">Its etag.</param> <param name="Bytes">Its length.</param>
public sealed record SourceBlob(string Name, string Version, long Bytes);
