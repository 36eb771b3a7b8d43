using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Azure;

/// <summary>
/// Shared access signatures that read one blob. Who has the account's key signs with it; who has an identity asks the service for a key to sign with (user delegation);
/// who has only a signature cannot give another one, and gives no links.
/// </summary>
public sealed partial class AzureBlobLinks(AzureContainer container, IOptions<AzureStorageOptions> options, TimeProvider time, ILogger<AzureBlobLinks> logger) : IBlobLinks
{
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(6), AskAgainAfter = TimeSpan.FromMinutes(10);
    private UserDelegationKey? _key;
    private DateTimeOffset _refusedUntil;

    private AzureLinkOptions Links => options.Value.Links;

    /// <inheritdoc/>
    public async Task<Uri?> SignAsync(string name, DateTimeOffset latest, string mediaType, CancellationToken cancellationToken = default)
    {
        var blob = container.Blob(name);
        if (!Links.Enabled) return null;
        var end = time.GetUtcNow() + Links.Lifetime;
        var sas = SignatureOf(blob, end < latest ? end : latest, mediaType);
        if (blob.CanGenerateSasUri) return Public(blob.GenerateSasUri(sas));
        if (!container.HasIdentity || await KeyAsync(sas.ExpiresOn, cancellationToken) is not { } key) return null;
        return Public(new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, blob.AccountName) }.ToUri());
    }

    // Without a beginning: clocks of different machines differ.
    private BlobSasBuilder SignatureOf(BlobClient blob, DateTimeOffset end, string mediaType) => new(BlobSasPermissions.Read, end)
    {
        BlobContainerName = blob.BlobContainerName,
        BlobName = blob.Name,
        Resource = "b",
        Protocol = (Links.PublicAddress ?? blob.Uri).Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        CacheControl = "private, max-age=60",
        ContentType = mediaType,
    };

    private Uri Public(Uri link) => Links.PublicAddress is { } address ? new UriBuilder(link) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri : link;

    // A signature is no longer valid than its key. Two that ask at once get two keys, of which either is good.
    private async Task<UserDelegationKey?> KeyAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        if (_key is { } known && known.SignedExpiresOn >= end) return known;
        var now = time.GetUtcNow();
        if (now < _refusedUntil) return null;
        try
        {
            var service = container.Client.GetParentBlobServiceClient();
            return _key = await container.RunAsync(async () => (await service.GetUserDelegationKeyAsync(null, now + Links.Lifetime + KeyLifetime, cancellationToken)).Value, cancellationToken);
        }
        catch (StorageException refused) when (refused.Fault == StorageFault.NoPermission)
        {
            _refusedUntil = now + AskAgainAfter;
            LogRefused(logger, container.Address);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "This process may not sign links to '{Container}': files pass through it. Give its identity the role 'Storage Blob Delegator', or set Azure:Links:Enabled to false.")]
    private static partial void LogRefused(ILogger logger, string container);
}
