using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Azure;

/// <summary>The container that holds everything: made on first use, one connection pool for blobs and logs.</summary>
public sealed class AzureContainer
{
    private readonly BlobContainerClient _client;
    private readonly Lock _gate = new();
    private Task? _made;

    /// <summary>Connects to nothing yet.</summary>
    public AzureContainer(IOptions<AzureStorageOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _client = Connect(options.Value);
    }

    internal AzureContainer(BlobContainerClient client) => _client = client;

    /// <summary>Address of the container, without a signature: for messages.</summary>
    public string Address => _client.Uri.GetLeftPart(UriPartial.Path);

    internal BlobContainerClient Client => _client;

    /// <summary>Whether the process is known by its identity, rather than by a key or a signature that it holds.</summary>
    internal bool HasIdentity => !_client.CanGenerateSasUri && _client.Uri.Query.Length == 0;

    internal BlobClient Blob(string name) => _client.GetBlobClient(BlobName.Check(name));

    internal BlockBlobClient Blocks(string name) => _client.GetBlockBlobClient(BlobName.Check(name));

    internal AppendBlobClient Log(string name) => _client.GetAppendBlobClient(BlobName.Check(name));

    /// <summary>Runs a call in the container, which exists then, and says what fails as a <see cref="StorageException"/>.</summary>
    internal async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            await MadeAsync().WaitAsync(cancellationToken);
            return await call();
        }
        catch (Exception exception) when (AzureFaults.Concerns(exception, cancellationToken))
        {
            throw AzureFaults.Translate(exception, Address);
        }
    }

    // One attempt for all who wait; a failed one is made again by the next caller.
    private Task MadeAsync()
    {
        lock (_gate)
        {
            if (_made is null or { IsFaulted: true } or { IsCanceled: true }) _made = MakeAsync();
            return _made;
        }
    }

    private async Task MakeAsync()
    {
        try
        {
            await _client.CreateIfNotExistsAsync();
        }
        catch (RequestFailedException exception) when (exception.Status == 403)
        {
            // A signature that may not create containers: the container is there, or the call itself will say that it is not.
        }
    }

    private static BlobContainerClient Connect(AzureStorageOptions options)
    {
        var settings = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential, MaxRetries = options.MaxRetries, NetworkTimeout = options.AttemptTimeout,
                Delay = TimeSpan.FromMilliseconds(400), MaxDelay = TimeSpan.FromSeconds(5),
            },
        };
        if (options.ConnectionString is { } connection) return new(connection, options.Container, settings);
        return options.ContainerUri!.Query.Length > 0 ? new(options.ContainerUri, settings) : new(options.ContainerUri, new DefaultAzureCredential(), settings);
    }
}
