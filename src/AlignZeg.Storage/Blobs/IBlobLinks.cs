namespace AlignZeg.Storage.Blobs;

/// <summary>Links with which anybody reads one blob from where it is stored, past us, for a short while. Whoever has one needs nothing else: it belongs in no log.</summary>
public interface IBlobLinks
{
    /// <summary>A link that reads a blob; null if the storage gives none, and the bytes have to pass through us.</summary>
    /// <param name="name">Of the blob, which need not be there.</param>
    /// <param name="latest">The link ends then, or before.</param>
    /// <param name="mediaType">What its reader is told that the bytes are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<Uri?> SignAsync(string name, DateTimeOffset latest, string mediaType, CancellationToken cancellationToken = default);
}
