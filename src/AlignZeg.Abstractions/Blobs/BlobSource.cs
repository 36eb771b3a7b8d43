namespace AlignZeg.Abstractions.Blobs;

/// <summary>Sources of images and models that are in the platform's own storage: <c>blob:NAME</c>.</summary>
public static class BlobSource
{
    /// <summary>The scheme, without its colon.</summary>
    public const string Scheme = "blob";

    private const string Prefix = Scheme + ":";

    /// <summary>The source that stands for a name in the storage.</summary>
    public static string Of(string name) => Prefix + name;

    /// <summary>The name in the storage; null if the source is somewhere else.</summary>
    public static string? NameOf(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.StartsWith(Prefix, StringComparison.Ordinal) ? source[Prefix.Length..] : null;
    }
}
