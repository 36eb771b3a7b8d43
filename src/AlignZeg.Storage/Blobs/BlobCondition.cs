namespace AlignZeg.Storage.Blobs;

/// <summary>What must hold for a write or delete to happen; the default is nothing.</summary>
public readonly record struct BlobCondition
{
    private BlobCondition(bool absent, string? etag) => (RequiresAbsence, ETag) = (absent, etag);

    /// <summary>There is no such blob yet.</summary>
    public static BlobCondition IfAbsent { get; } = new(absent: true, etag: null);

    /// <summary>True if the blob must not exist.</summary>
    public bool RequiresAbsence { get; }

    /// <summary>The version that the blob must be; null = any.</summary>
    public string? ETag { get; }

    /// <summary>The blob is the version that was read.</summary>
    public static BlobCondition IfMatch(string etag) => new(absent: false, etag ?? throw new ArgumentNullException(nameof(etag)));
}
