using AlignZeg.Storage.Blobs;

namespace AlignZeg.Storage.Files;

/// <summary>A directory has no server of its own: its bytes pass through us.</summary>
internal sealed class NoBlobLinks : IBlobLinks
{
    public Task<Uri?> SignAsync(string name, DateTimeOffset latest, string mediaType, CancellationToken cancellationToken = default) => Task.FromResult<Uri?>(null);
}
